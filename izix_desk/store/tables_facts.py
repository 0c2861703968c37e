"""Tables of what happened: events, commands and their stages, what needs a person, audit."""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from izix_desk.domain.checking import CheckResult
from izix_desk.domain.commands import Action, Stage
from izix_desk.domain.events import EntryKind, EventKind, Outcome
from izix_desk.domain.site import Direction
from izix_desk.store.columns import Code, Id, Instant
from izix_desk.store.tables import flag_column, metadata, site_data, text_column

gate_event = Table(
    "gate_event",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("at", Instant, nullable=False, index=True),
    Column("gate", Text, nullable=False),
    Column("kind", Code(EventKind), nullable=False),
    Column("outcome", Code(Outcome), nullable=False),
    text_column("reason"),
    Column("direction", Code(Direction), nullable=False),
    text_column("method"),
    text_column("raw"),
    text_column("plate"),
    Column("confidence", Float),
    Column("profile", Id),
    Column("vehicle", Id),
    text_column("who"),
    text_column("organisation"),
    text_column("decision"),
    text_column("text"),
    Column("command", Id),
    text_column("operator"),
    flag_column("late"),
    # How often the same car was read; raised on the event instead of repeating it.
    Column("reads", Integer, nullable=False, server_default=text("1")),
    Index("event_gate", "gate", "seq"),
    Index("event_plate", "plate", "seq", sqlite_where=text("plate != ''")),
    Index("event_command", "command", sqlite_where=text("command IS NOT NULL")),
    Index("event_profile", "profile", "seq", sqlite_where=text("profile IS NOT NULL")),
    sqlite_autoincrement=True,
)
gate_command = Table(
    "gate_command",
    metadata,
    Column("id", Id, primary_key=True),
    Column("gate", Text, nullable=False),
    Column("action", Code(Action), nullable=False),
    Column("reason", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("desk", Text, nullable=False),
    Column("asked", Instant, nullable=False),
    Column("asked_monotonic", Float, nullable=False),
    Column("ttl", Float, nullable=False),
    text_column("note"),
    text_column("for_whom"),
    Column("profile", Id),
    text_column("plate"),
    Column("event", Id),
    text_column("access"),
    Column("until", Instant),
    Index("command_gate", "gate", "asked"),
    sqlite_with_rowid=False,
)
stage = Table(
    "stage",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("command", Id, ForeignKey("gate_command.id"), nullable=False),
    Column("stage", Code(Stage), nullable=False),
    Column("at", Instant, nullable=False),
    Column("monotonic", Float, nullable=False),
    text_column("detail"),
    UniqueConstraint("command", "stage"),
    sqlite_autoincrement=True,
)
unfinished_command = Table(
    "unfinished_command",
    metadata,
    # Not a fact: a short list of the commands that may still get a stage.
    Column("command", Id, ForeignKey("gate_command.id"), primary_key=True),
    Column("stage", Code(Stage), nullable=False),
    sqlite_with_rowid=False,
)
coming = Table(
    "coming",
    metadata,
    # Not a fact: the spot of a car that a gate was opened for and that has not driven in yet. It
    # goes with its unfinished command, by a trigger.
    Column("command", Id, primary_key=True),
    Column("lot", Text, nullable=False),
    Column("group", Text, nullable=False),
    text_column("organisation"),
    Column("profile", Id),
    text_column("plate"),
    sqlite_with_rowid=False,
)
entry = Table(
    "entry",
    metadata,
    Column("id", Id, primary_key=True),
    Column("gate", Text, nullable=False),
    Column("kind", Code(EntryKind), nullable=False),
    Column("opened", Instant, nullable=False),
    text_column("plate"),
    text_column("method"),
    text_column("raw"),
    text_column("text"),
    Column("event", Id),
    Column("profile", Id),
    text_column("taken_by"),
    Column("closed", Instant),
    text_column("outcome"),
    text_column("operator"),
    Index("entry_open", "gate", sqlite_where=text("closed IS NULL")),
    sqlite_with_rowid=False,
)
operator = site_data(
    "operator", text_column("name"), text_column("role"), flag_column("active", on=True)
)
audit_record = Table(
    "audit_record",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("operator", Text, nullable=False),
    Column("action", Text, nullable=False),
    text_column("subject"),
    text_column("detail"),
    sqlite_autoincrement=True,
)
gate_check = Table(
    "gate_check",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("operator", Text, nullable=False),
    Column("gate", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("wired", Text, nullable=False),
    Column("result", Code(CheckResult), nullable=False),
    text_column("note"),
    sqlite_autoincrement=True,
)
