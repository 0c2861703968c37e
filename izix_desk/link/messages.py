"""What a desk and its engine tell each other over the local link: versioned JSON, never pickle."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from izix_desk.domain.events import GateReading, GateState, LineHealth, LineReading
from izix_desk.link import fields as of
from izix_desk.link.fields import Fields
from izix_desk.link.line_messages import LINE_PARSERS, LineMessage, line_fields

VERSION = 1
LONGEST = 256 * 1024
"""Bytes of a message; a longer one is not ours."""
COMMANDS = "commands"
"""Hint: a gate command or one of its stages was committed."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Look at the store now; it says nothing that the store does not say."""

    what: str


@dataclass(frozen=True, slots=True)
class Gates:
    """Gate states as last measured; the clock is this machine's monotonic one."""

    readings: tuple[GateReading, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """How the lines and cameras are doing."""

    readings: tuple[LineReading, ...]


@dataclass(frozen=True, slots=True)
class Beat:
    """The engine is alive; sent once a second."""

    pid: int
    monotonic: float


Message: TypeAlias = Hint | Gates | Lines | Beat | LineMessage


def encode(message: Message) -> bytes:
    """Return the bytes of a message."""
    return json.dumps({"v": VERSION, **_fields(message)}, separators=(",", ":")).encode()


def decode(data: bytes) -> Message | None:
    """Return the message, or None when the bytes are not one of this version."""
    try:
        fields = of.mapping(json.loads(data))
        if fields.get("v") != VERSION:
            return None
        return _PARSERS[of.text(fields, "kind")](fields)
    except (ValueError, KeyError, RecursionError):  # a foreign or broken peer must not stop us
        return None


def _fields(message: Message) -> dict[str, object]:
    match message:
        case Hint(what):
            return {"kind": "hint", "what": what}
        case Beat(pid, monotonic):
            return {"kind": "beat", "pid": pid, "monotonic": monotonic}
        case Gates(readings):
            return {"kind": "gates", "readings": [_gate_fields(r) for r in readings]}
        case Lines(readings):
            return {"kind": "lines", "readings": [_line_fields(r) for r in readings]}
        case _:
            return line_fields(message)


def _gate_fields(reading: GateReading) -> dict[str, object]:
    return {
        "gate": reading.gate,
        "state": reading.state.value,
        "monotonic": reading.monotonic,
        "inputs": dict(reading.inputs),
        "held_until": None if reading.held_until is None else reading.held_until.isoformat(),
    }


def _line_fields(reading: LineReading) -> dict[str, object]:
    return {
        "line": reading.line,
        "health": reading.health.value,
        "last": reading.last,
        "detail": reading.detail,
    }


def _hint(fields: Fields) -> Message:
    return Hint(of.text(fields, "what"))


def _beat(fields: Fields) -> Message:
    return Beat(int(of.number(fields["pid"])), of.number(fields["monotonic"]))


def _gates(fields: Fields) -> Message:
    return Gates(tuple(_gate(of.mapping(item)) for item in of.items(fields["readings"])))


def _lines(fields: Fields) -> Message:
    return Lines(tuple(_line(of.mapping(item)) for item in of.items(fields["readings"])))


def _gate(fields: Fields) -> GateReading:
    return GateReading(
        gate=of.text(fields, "gate"),
        state=GateState(of.text(fields, "state")),
        monotonic=of.number(fields["monotonic"]),
        inputs={name: of.flag(value) for name, value in of.mapping(fields["inputs"]).items()},
        held_until=of.instant(fields.get("held_until")),
    )


def _line(fields: Fields) -> LineReading:
    last = fields["last"]
    return LineReading(
        line=of.text(fields, "line"),
        health=LineHealth(of.text(fields, "health")),
        last=None if last is None else of.number(last),
        detail=of.text(fields, "detail"),
    )


_PARSERS: Mapping[str, Callable[[Fields], Message]] = {
    "hint": _hint,
    "beat": _beat,
    "gates": _gates,
    "lines": _lines,
    **LINE_PARSERS,
}
