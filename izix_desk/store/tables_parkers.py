"""Tables of parkers, of what they may use, and of how they are found."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, text

from izix_desk.domain.parkers import HostAnswer, ReservationKind, ReservationState, SessionEnd
from izix_desk.domain.site import Method
from izix_desk.store.columns import Code, Id, Instant, Nested, strings
from izix_desk.store.tables import flag_column, metadata, text_column

STILL_TO_COME = (
    "cars > cars_in AND deleted_at IS NULL AND state IN ('PLANNED', 'ARRIVED', 'INSIDE')"
)
"""Which reservations keep spots for cars; an index and its query must say it in the same words."""
SHORT, LONG = "ends - starts <= 86400000000", "ends - starts > 86400000000"
"""Reservations of up to a day, in microseconds, and longer ones."""

batch = Table(
    "batch",
    metadata,
    Column("nr", Integer, primary_key=True),
    text_column("title"),
    Column("started", Instant, nullable=False),
    Column("above", Integer, nullable=False),
    # Profiles of the batch have a number above this one, so they are found without an index.
    Column("live", Instant),
    sqlite_autoincrement=True,
)
batch_change = Table(
    "batch_change",
    metadata,
    Column("nr", Integer, primary_key=True),
    Column("batch", Integer, ForeignKey("batch.nr"), nullable=False, index=True),
    Column("record", Text, nullable=False),
)
profile = Table(
    "profile",
    metadata,
    # A number, since the full-text index knows rows by number only.
    Column("nr", Integer, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("deleted_at", Instant),
    Column("batch", Integer),
    Column("organisation", Text, nullable=False),
    text_column("first_name"),
    Column("last_name", Text, nullable=False),
    Column("phones", Nested(strings), nullable=False, server_default=text("'[]'")),
    Column("emails", Nested(strings), nullable=False, server_default=text("'[]'")),
    text_column("company"),
    text_column("language"),
    Column("tags", Nested(strings), nullable=False, server_default=text("'[]'")),
    text_column("external_id"),
    flag_column("visitor"),
    flag_column("active", on=True),
    flag_column("blocked"),
    text_column("block_note"),
    text_column("note"),
    Column("credits", Integer),
    Column("due_cents", Integer),
    sqlite_autoincrement=True,
)
vehicle = Table(
    "vehicle",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("deleted_at", Instant),
    Column("plate", Text, nullable=False),
    Column("plate_norm", Text, nullable=False),
    Column("plate_fold", Text, nullable=False),
    text_column("country"),
    Column("profile", Id, ForeignKey("profile.id")),
    Column("organisation", Text),
    flag_column("active", on=True),
    flag_column("blocked"),
    Column("valid_until", Instant),
    text_column("block_note"),
    # Plates of people are found by `search_key`; only a fleet has no profile to lead to.
    Index("vehicle_fleet", "plate_fold", sqlite_where=text("profile IS NULL")),
    Index("vehicle_profile", "profile"),
    sqlite_with_rowid=False,
)
credential = Table(
    "credential",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("deleted_at", Instant),
    Column("profile", Id, ForeignKey("profile.id"), nullable=False, index=True),
    Column("kind", Code(Method), nullable=False),
    # Found by `search_key`. A PIN too lies here as it is typed: of the few there are each hash
    # could be tried, and the whole file is encrypted.
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)
access_right = Table(
    "access_right",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("deleted_at", Instant),
    Column("policy", Text, ForeignKey("policy.id"), nullable=False),
    Column("profile", Id, ForeignKey("profile.id")),
    Column("vehicle", Id, ForeignKey("vehicle.id")),
    Column("starts", Date),
    Column("ends", Date),
    Index("right_profile", "profile", sqlite_where=text("profile IS NOT NULL")),
    Index("right_vehicle", "vehicle", sqlite_where=text("vehicle IS NOT NULL")),
    sqlite_with_rowid=False,
)
spot_release = Table(
    "spot_release",
    metadata,
    # A time for which a guaranteed spot (the right to it) was given up.
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("deleted_at", Instant),
    Column("right", Id, ForeignKey("access_right.id"), nullable=False, index=True),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    sqlite_with_rowid=False,
)
reservation = Table(
    "reservation",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("deleted_at", Instant),
    Column("kind", Code(ReservationKind), nullable=False),
    Column("profile", Id, ForeignKey("profile.id"), nullable=False, index=True),
    Column("lot", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("policy", Text),
    Column("state", Code(ReservationState), nullable=False),
    Column("organisation", Text),
    text_column("host"),
    Column("host_answer", Code(HostAnswer), nullable=False),
    Column("cars", Integer, nullable=False),
    Column("cars_in", Integer, nullable=False),
    Column("plates", Nested(strings), nullable=False),
    text_column("note"),
    text_column("code"),
    Column("vehicle", Id),
    Index("reservation_lot_ends", "lot", "ends"),
    Index("reservation_organisation", "organisation", "starts"),
    Index("reservation_code", "code", sqlite_where=text("code != ''")),
    Index("reservation_vehicle", "vehicle", sqlite_where=text("vehicle IS NOT NULL")),
    # Of the short ones only those that began within a day matter, however many lie ahead or were
    # never used; and a long one that is over matters no more.
    Index(
        "reservation_short", "lot", "starts", "ends", "organisation", "group", "cars", "cars_in",
        sqlite_where=text(f"{STILL_TO_COME} AND {SHORT}"),
    ),
    Index(
        "reservation_long", "lot", "ends", "starts", "organisation", "group", "cars", "cars_in",
        sqlite_where=text(f"{STILL_TO_COME} AND {LONG}"),
    ),
    sqlite_with_rowid=False,
)  # fmt: skip
session = Table(
    "session",
    metadata,
    Column("id", Id, primary_key=True),
    Column("lot", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("gate_in", Text, nullable=False),
    Column("started", Instant, nullable=False),
    Column("profile", Id),
    text_column("plate"),
    Column("policy", Text),
    Column("reservation", Id),
    Column("organisation", Text),
    Column("ended", Instant),
    Column("until", Instant),
    Column("ending", Code(SessionEnd)),
    # Oldest first, for those that nobody ended. `ended` is always empty there, but without it
    # counting them anew would read every row.
    Index(
        "session_open", "lot", "started", "policy", "group", "organisation", "ended",
        sqlite_where=text("ended IS NULL"),
    ),
    Index("session_profile", "profile", "lot", "started", sqlite_where=text("ended IS NULL")),
    Index("session_exit", "profile", "lot", "ended", sqlite_where=text("ending = 'EXIT'")),
    Index("session_plate", "plate", sqlite_where=text("ended IS NULL")),
    Index(
        "session_car", "plate", "lot", "ended",
        sqlite_where=text("ending = 'EXIT' AND profile IS NULL"),
    ),
    sqlite_with_rowid=False,
)  # fmt: skip
sequence_reset = Table(
    "sequence_reset",
    metadata,
    # Since when nobody claims to know whether somebody is inside a lot: the next passage tells.
    Column("profile", Id, ForeignKey("profile.id"), primary_key=True),
    Column("lot", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    sqlite_with_rowid=False,
)
inside_count = Table(
    "inside_count",
    metadata,
    # Not a fact: how many sessions are open, kept by triggers, since counting takes too long.
    Column("lot", Text, primary_key=True),
    Column("organisation", Text, primary_key=True),
    Column("group", Text, primary_key=True),
    Column("cars", Integer, nullable=False),
    sqlite_with_rowid=False,
)

search_key = Table(
    "search_key",
    metadata,
    # Name, folded plate, external id and credential, each after a letter that says which. A table
    # of its own, since an import can then write 100,000 of them in their order, page by page.
    Column("key", Text, primary_key=True),
    Column("nr", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
name_token = Table(
    "name_token",
    metadata,
    Column("token", Text, primary_key=True),
    sqlite_with_rowid=False,
)
name_typo = Table(
    "name_typo",
    metadata,
    # A name with one letter left out, and the name: two words with a key in common differ little.
    Column("key", Text, primary_key=True),
    Column("token", Text, primary_key=True),
    sqlite_with_rowid=False,
)

SEARCH_WORDS = (
    "CREATE VIRTUAL TABLE search_words USING fts5(words, content='', contentless_delete=1,"
    " detail=none, prefix='1 2 3 4', tokenize='ascii')"
)
"""Full-text index; its rowid is `profile.nr`."""
