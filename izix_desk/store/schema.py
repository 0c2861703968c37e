"""The tables of the local store.

Site data rows carry `uid` (UUIDv7, for sharing between desks later), `version` (checked when
edited) and `deleted_at` (a tombstone). Facts are append-only. Wiring never leaves this PC.
"""

from izix_desk.store.tables import metadata
from izix_desk.store.tables_facts import (
    audit_record,
    coming,
    entry,
    gate_check,
    gate_command,
    gate_event,
    operator,
    stage,
    unfinished_command,
)
from izix_desk.store.tables_parkers import (
    SEARCH_WORDS,
    access_right,
    batch,
    batch_change,
    credential,
    inside_count,
    name_token,
    name_typo,
    profile,
    reservation,
    search_key,
    sequence_reset,
    session,
    spot_release,
    vehicle,
)
from izix_desk.store.tables_site import (
    community,
    gate,
    lease,
    lot,
    organisation,
    policy,
    site,
    wiring_device,
    wiring_line,
)

__all__ = [
    "SEARCH_WORDS",
    "access_right",
    "audit_record",
    "batch",
    "batch_change",
    "coming",
    "community",
    "credential",
    "entry",
    "gate",
    "gate_check",
    "gate_command",
    "gate_event",
    "inside_count",
    "lease",
    "lot",
    "metadata",
    "name_token",
    "name_typo",
    "operator",
    "organisation",
    "policy",
    "profile",
    "reservation",
    "search_key",
    "sequence_reset",
    "session",
    "site",
    "spot_release",
    "stage",
    "unfinished_command",
    "vehicle",
    "wiring_device",
    "wiring_line",
]
