"""Keeps which readers a gate has, and what somebody showed there of whom an entry is."""

from alembic import op

revision = "0008"
down_revision = "0007"

_COLUMNS = (
    "gate ADD COLUMN readers TEXT DEFAULT '[]' NOT NULL",
    "gate ADD COLUMN readers_out TEXT DEFAULT '[]' NOT NULL",
    "gate ADD COLUMN on_foot BOOLEAN DEFAULT 0 NOT NULL",
    "entry ADD COLUMN method TEXT DEFAULT '' NOT NULL",
    "entry ADD COLUMN raw TEXT DEFAULT '' NOT NULL",
)


def upgrade() -> None:
    """Add the columns."""
    for column in _COLUMNS:
        op.execute(f"ALTER TABLE {column}")
