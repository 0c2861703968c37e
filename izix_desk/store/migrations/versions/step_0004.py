"""Keeps what the whole access decision is made of: communities, balances, chosen ends, resets."""

from alembic import op

revision = "0004"
down_revision = "0003"

_COLUMNS = (
    "policy ADD COLUMN sequence_out TEXT",
    "policy ADD COLUMN planning_days INTEGER",
    "policy ADD COLUMN credits INTEGER DEFAULT 0 NOT NULL",
    "policy ADD COLUMN pay_first BOOLEAN DEFAULT 0 NOT NULL",
    "profile ADD COLUMN credits INTEGER",
    "profile ADD COLUMN due_cents INTEGER",
    "vehicle ADD COLUMN block_note TEXT DEFAULT '' NOT NULL",
    "reservation ADD COLUMN vehicle BLOB",
    "session ADD COLUMN until INTEGER",
)
_COMMUNITY = """CREATE TABLE community (
    id TEXT NOT NULL, uid BLOB NOT NULL, version INTEGER DEFAULT 1 NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL, deleted_at INTEGER, name TEXT DEFAULT '' NOT NULL,
    lot TEXT NOT NULL, organisations TEXT NOT NULL, spots TEXT NOT NULL,
    PRIMARY KEY (id), UNIQUE (uid), FOREIGN KEY(lot) REFERENCES lot (id))"""
_RESET = """CREATE TABLE sequence_reset (
    profile BLOB NOT NULL, lot TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (profile, lot), FOREIGN KEY(profile) REFERENCES profile (id)) WITHOUT ROWID"""
_INDICES = (
    "CREATE INDEX reservation_vehicle ON reservation (vehicle) WHERE vehicle IS NOT NULL",
    "CREATE INDEX session_car ON session (plate, lot, ended) WHERE profile IS NULL",
)


def upgrade() -> None:
    """Add the columns, the two tables and their indices."""
    for column in _COLUMNS:
        op.execute(f"ALTER TABLE {column}")
    for statement in (_COMMUNITY, _RESET, *_INDICES):
        op.execute(statement)
