"""Keeps how long a gate may stay open, and how often one car was read."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns."""
    op.execute("ALTER TABLE gate ADD COLUMN left_open_after FLOAT DEFAULT 60.0 NOT NULL")
    op.execute("ALTER TABLE gate ADD COLUMN same_car_seconds FLOAT DEFAULT 10.0 NOT NULL")
    op.execute("ALTER TABLE gate_event ADD COLUMN reads INTEGER DEFAULT 1 NOT NULL")
