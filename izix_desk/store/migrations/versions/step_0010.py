"""Keeps the sheet of what installers checked at each gate."""

from alembic import op

revision = "0010"
down_revision = "0009"

_CHECK = """CREATE TABLE gate_check (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL, at INTEGER NOT NULL,
    operator TEXT NOT NULL, gate TEXT NOT NULL, item TEXT NOT NULL, wired TEXT NOT NULL,
    result TEXT NOT NULL, note TEXT DEFAULT '' NOT NULL, UNIQUE (id))"""


def upgrade() -> None:
    """Add the table."""
    op.execute(_CHECK)
