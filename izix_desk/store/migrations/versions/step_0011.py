"""Keeps what the devices of a line with declared frames understand."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column."""
    op.execute("ALTER TABLE wiring_line ADD COLUMN frames TEXT")
