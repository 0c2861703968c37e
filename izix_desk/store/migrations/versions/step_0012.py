"""Keeps which gates people set out of service, apart from the site file."""

from alembic import op

revision = "0012"
down_revision = "0011"

_OUT = """CREATE TABLE out_of_service (
    gate TEXT NOT NULL PRIMARY KEY, since INTEGER NOT NULL, operator TEXT NOT NULL,
    note TEXT NOT NULL) WITHOUT ROWID"""


def upgrade() -> None:
    """Add the table."""
    op.execute(_OUT)
