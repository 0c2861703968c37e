"""Keeps in which language strangers are spoken to at a site."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column."""
    op.execute("ALTER TABLE site ADD COLUMN language TEXT DEFAULT '' NOT NULL")
