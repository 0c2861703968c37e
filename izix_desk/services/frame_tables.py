"""Reads the tables of frame protocols: those that come with the program, and a site's own."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from izix_desk.domain.errors import BadInput
from izix_desk.domain.frame_pattern import read_pattern
from izix_desk.domain.frame_table import Bit, ByteOrder, Check, Exchange, FrameTable, Status
from izix_desk.services.frame_rules import check_table
from izix_desk.services.resources import resource
from izix_desk.services.site_tables import Table, parse_toml

LONGEST_REPLY = 256
EXPECTED_REPLY = '"none", { exact = "…" }, { mask = "…" } or { length = 8 }'

CHANNELS = "a list of different bytes, one for each output, such as [1, 2]"


@cache
def shipped_tables() -> dict[str, FrameTable]:
    """Return the tables that come with the program, by name."""
    files = sorted(resource("frames").glob("*.toml"))
    tables = [_read_file(file, file.name) for file in files]
    return {table.name: table for table in tables}


def read_frames(line: Table, folder: Path | None) -> FrameTable | None:
    """Return the table that the key `frames` of a line names or holds; None without the key.

    A name that ends in `.toml` is a file beside the site file, in `folder`.
    """
    if "frames" not in line:
        return None
    if line.holds_table("frames"):
        inner = line.table("frames")
        assert inner is not None
        return _refuse_posing(line, read_table(inner))
    name = line.text("frames")
    if not name.endswith(".toml"):
        known = shipped_tables()
        if name not in known:
            line.wrong("frames", _one_of(known))
        return known[name]
    if folder is None:
        line.fault("frames", f"names the file {name}, but this text has no folder")
    try:
        return _refuse_posing(line, _read_file(folder / name, name))
    except OSError as bad:
        line.fault("frames", f"names the file {name}, which cannot be read: {bad.strerror}")


def named_table(name: str, folder: Path) -> FrameTable:
    """Return the table of that name, or of a file in a folder; BadInput says what is wrong."""
    known = shipped_tables()
    if name in known:
        return known[name]
    if not name.endswith(".toml"):
        raise BadInput(f"There is no table {name}: name {_one_of(known)}.")
    try:
        return _read_file(folder / name, name)
    except OSError as bad:
        raise BadInput(f"The file {name} cannot be read: {bad.strerror}.") from None


def taken_for_orders(table: FrameTable) -> Iterator[str]:
    """Return the tables that come with the program and have an order that the question may be."""
    if table.status is None:
        return
    question = read_pattern(table.status.request, table)
    for other in shipped_tables().values():
        orders = (read_pattern(each.request, other) for each in other.commands.values())
        if other.name != table.name and any(question.may_be(order) for order in orders):
            yield other.name


def _one_of(known: Iterable[str]) -> str:
    return f"one of {', '.join(known)}, or a file such as gate.toml"


def _refuse_posing(line: Table, table: FrameTable) -> FrameTable:
    if shipped_tables().get(table.name, table) != table:
        line.fault(
            "frames",
            f'has the name "{table.name}" of a table that comes with the program and differs:'
            " give it a name of its own",
        )
    return table


def _read_file(file: Path, name: str) -> FrameTable:
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as bad:
        raise BadInput(f"{name} is not valid TOML: {bad}.") from None
    return read_table(Table(name, "", parse_toml(text, name)))


def read_table(table: Table) -> FrameTable:
    """Return a table of frames; BadInput names the key and what was expected."""
    frames = FrameTable(
        name=table.text("name"),
        title=table.text("title", ""),
        channels=table.bytes("channels", CHANNELS, (0,)),
        check=table.one_of("check", Check, Check.NONE),
        check_from=table.whole("check_from", range(LONGEST_REPLY), 0),
        check_order=table.one_of("check_order", ByteOrder, ByteOrder.LITTLE),
        gap=table.number("gap", 0, 1, 0.01),
        reply_within=table.number("reply_within", 0.005, 0.5, 0.1),
        pulse=_exchange(table, "pulse"),
        on=_exchange(table, "on"),
        off=_exchange(table, "off"),
        status=_status(table),
    )
    table.finish()
    if "check_order" in table and frames.check is not Check.CRC16:
        table.fault("check_order", f"is only for crc16, as the check {frames.check} has no order")
    check_table(table, frames)
    return frames


def _exchange(table: Table, key: str) -> Exchange | None:
    inner = table.table(key)
    if inner is None:
        return None
    exchange = Exchange(
        request=inner.text("request"), reply=_reply(inner), refusal=inner.text("refusal", "")
    )
    inner.finish()
    return exchange


def _reply(table: Table) -> str:
    if not table.holds_table("reply"):
        if table.text("reply") != "none":
            table.wrong("reply", EXPECTED_REPLY)
        return ""
    inner = table.table("reply")
    assert inner is not None
    kinds = [kind for kind in ("exact", "mask", "length") if kind in inner]
    if len(kinds) != 1:
        table.wrong("reply", EXPECTED_REPLY)
    if kinds == ["length"]:
        text = " ".join(["??"] * inner.whole("length", range(1, LONGEST_REPLY + 1)))
    else:
        text = inner.text(kinds[0])
    if kinds == ["exact"] and "?" in text:
        inner.fault("exact", "has a ?, which no byte is: it could never fit; write mask")
    inner.finish()
    return text


def _status(table: Table) -> Status | None:
    inner = table.table("status")
    if inner is None:
        return None
    status = Status(
        request=inner.text("request"),
        reply=_reply(inner),
        inputs=_bits(inner, "inputs"),
        outputs=_bits(inner, "outputs"),
    )
    inner.finish()
    return status


def _bits(table: Table, key: str) -> tuple[Bit, ...]:
    return tuple(_bit(table, key, text) for text in table.texts(key))


def _bit(table: Table, key: str, text: str) -> Bit:
    byte, dot, bit = text.partition(".")
    if not (dot and byte.isdecimal() and bit.isdecimal() and int(bit) < 8):
        table.fault(key, f'must be bits such as "3.0" for bit 0 of byte 3, not "{text}"')
    return Bit(int(byte), int(bit))
