"""Tables of the site as the site file gives it, and of this PC's wiring."""

from sqlalchemy import Column, Date, Float, ForeignKey, Integer, LargeBinary, Table, Text, text

from izix_desk.domain.site import (
    AllExits,
    Direction,
    ExitRule,
    Protocol,
    Sequence,
    Strategy,
)
from izix_desk.store import nested
from izix_desk.store.columns import Code, Id, Instant, Nested, strings, words
from izix_desk.store.tables import flag_column, metadata, site_data, text_column

site = site_data(
    "site",
    # Another one at every save, so that a connection knows whether the site it read still holds.
    Column("saved", Id),
    text_column("name"),
    text_column("timezone"),
    text_column("country"),
    text_column("control_room_phone"),
    text_column("technician"),
    text_column("on_call"),
    text_column("language"),
)
organisation = site_data(
    "organisation",
    text_column("name"),
    Column("plan", Nested(strings), nullable=False),
    Column("managers", Nested(nested.managers), nullable=False),
    flag_column("takes_visitors"),
    Column("visitors", Nested(nested.visitor_policy), nullable=False),
)
lot = site_data(
    "lot",
    text_column("name"),
    Column("groups", Nested(nested.groups), nullable=False),
    text_column("hours"),
    Column("closed_on", Nested(nested.days), nullable=False),
    text_column("address"),
    Column("entry_instructions", Nested(words), nullable=False),
    Column("exit_instructions", Nested(words), nullable=False),
    Column("pedestrian_instructions", Nested(words), nullable=False),
    text_column("internal_note"),
    Column("owner", Text),
)
gate = site_data(
    "gate",
    text_column("name"),
    Column("lot", Text, ForeignKey("lot.id"), nullable=False),
    Column("direction", Code(Direction), nullable=False),
    text_column("line"),
    Column("address", Integer, nullable=False),
    Column("open", Nested(nested.output), nullable=False),
    text_column("place"),
    Column("groups", Nested(strings), nullable=False),
    Column("hold", Integer),
    Column("inputs", Nested(nested.inputs), nullable=False),
    Column("plates", Text),
    Column("readers", Nested(nested.readers), nullable=False, server_default=text("'[]'")),
    Column("readers_out", Nested(nested.readers), nullable=False, server_default=text("'[]'")),
    flag_column("on_foot"),
    text_column("intercom"),
    text_column("by_hand"),
    flag_column("admit"),
    Column("exit", Code(ExitRule), nullable=False),
    Column("open_all_exits", Code(AllExits), nullable=False),
    Column("methods", Nested(nested.methods), nullable=False),
    Column("min_confidence", Float, nullable=False),
    Column("cycle_seconds", Float, nullable=False),
    Column("moves_within", Float, nullable=False),
    Column("left_open_after", Float, nullable=False, server_default=text("60.0")),
    Column("same_car_seconds", Float, nullable=False, server_default=text("10.0")),
    flag_column("in_service", on=True),
    text_column("out_of_service_note"),
)
out_of_service = Table(
    "out_of_service",
    metadata,
    # Not of the site file: what people set at the desk outlasts every load of it.
    Column("gate", Text, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("operator", Text, nullable=False),
    Column("note", Text, nullable=False),
    sqlite_with_rowid=False,
)
lease = site_data(
    "lease",
    Column("tenant", Text, ForeignKey("organisation.id"), nullable=False),
    Column("lot", Text, ForeignKey("lot.id"), nullable=False),
    Column("spots", Nested(nested.spots), nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date),
    text_column("hours"),
)
policy = site_data(
    "policy",
    Column("organisation", Text, ForeignKey("organisation.id"), nullable=False),
    Column("strategy", Code(Strategy), nullable=False),
    Column("lot", Text, ForeignKey("lot.id"), nullable=False),
    Column("groups", Nested(strings), nullable=False),
    text_column("name"),
    text_column("timetable"),
    Column("grace_before", Integer, nullable=False),
    Column("grace_after", Integer, nullable=False),
    Column("starts", Date),
    Column("ends", Date),
    Column("sequence", Code(Sequence), nullable=False),
    flag_column("reentry", on=True),
    Column("instructions", Nested(words), nullable=False),
    text_column("internal_note"),
    Column("sequence_out", Code(Sequence)),
    Column("planning_days", Integer),
    Column("credits", Integer, nullable=False, server_default=text("0")),
    flag_column("pay_first"),
)
community = site_data(
    "community",
    text_column("name"),
    Column("lot", Text, ForeignKey("lot.id"), nullable=False),
    Column("organisations", Nested(strings), nullable=False),
    Column("spots", Nested(nested.spots), nullable=False),
)
wiring_line = Table(
    "wiring_line",
    metadata,
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False, server_default=text("0")),
    text_column("port"),
    Column("protocol", Code(Protocol), nullable=False),
    Column("baudrate", Integer, nullable=False),
    text_column("parity"),
    Column("stopbits", Integer, nullable=False),
    Column("pattern", Text),
    Column("heartbeat", Text),
    Column("silent_after", Float),
    Column("frames", Nested(nested.frames)),
)
wiring_device = Table(
    "wiring_device",
    metadata,
    Column("line", Text, primary_key=True),
    Column("address", Integer, primary_key=True, autoincrement=False),
    Column("key", LargeBinary),
    # Sent, and not yet proven: the device has this key or the other one.
    Column("candidate", LargeBinary),
    text_column("vendor"),
    Column("model", Integer),
    Column("serial", Integer),
    text_column("firmware"),
    Column("paired", Instant),
    text_column("operator"),
)
