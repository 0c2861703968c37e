"""Keeps the keys of OSDP devices."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table of paired devices."""
    op.execute("""CREATE TABLE wiring_device (
        line TEXT NOT NULL, address INTEGER NOT NULL, "key" BLOB, candidate BLOB,
        vendor TEXT DEFAULT '' NOT NULL, model INTEGER, serial INTEGER,
        firmware TEXT DEFAULT '' NOT NULL, paired INTEGER, operator TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (line, address))""")
