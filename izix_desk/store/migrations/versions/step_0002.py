"""Finds the past reads of a plate, for the panel and the feed's history."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the index of events by plate."""
    op.execute("CREATE INDEX event_plate ON gate_event (plate, seq) WHERE plate != ''")
