"""What a desk and its engine tell each other over the local link: versioned JSON, never pickle."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, cast

from izix_desk.domain.events import GateReading, GateState, LineHealth, LineReading

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


Message: TypeAlias = Hint | Gates | Lines | Beat
_Fields: TypeAlias = Mapping[str, object]


def encode(message: Message) -> bytes:
    """Return the bytes of a message."""
    return json.dumps({"v": VERSION, **_fields(message)}, separators=(",", ":")).encode()


def decode(data: bytes) -> Message | None:
    """Return the message, or None when the bytes are not one of this version."""
    try:
        fields = _mapping(json.loads(data))
        if fields.get("v") != VERSION:
            return None
        return _PARSERS[_text(fields, "kind")](fields)
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


def _hint(fields: _Fields) -> Message:
    return Hint(_text(fields, "what"))


def _beat(fields: _Fields) -> Message:
    return Beat(int(_number(fields["pid"])), _number(fields["monotonic"]))


def _gates(fields: _Fields) -> Message:
    return Gates(tuple(_gate(_mapping(item)) for item in _items(fields["readings"])))


def _lines(fields: _Fields) -> Message:
    return Lines(tuple(_line(_mapping(item)) for item in _items(fields["readings"])))


def _gate(fields: _Fields) -> GateReading:
    return GateReading(
        gate=_text(fields, "gate"),
        state=GateState(_text(fields, "state")),
        monotonic=_number(fields["monotonic"]),
        inputs={name: _flag(value) for name, value in _mapping(fields["inputs"]).items()},
        held_until=_instant(fields.get("held_until")),
    )


def _line(fields: _Fields) -> LineReading:
    last = fields["last"]
    return LineReading(
        line=_text(fields, "line"),
        health=LineHealth(_text(fields, "health")),
        last=None if last is None else _number(last),
        detail=_text(fields, "detail"),
    )


_PARSERS: Mapping[str, Callable[[_Fields], Message]] = {
    "hint": _hint,
    "beat": _beat,
    "gates": _gates,
    "lines": _lines,
}


def _instant(value: object) -> datetime | None:
    if value is None:
        return None
    instant = datetime.fromisoformat(str(value))
    if instant.tzinfo is None:
        raise ValueError("an instant with its zone was expected")
    return instant


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError("an object was expected")  # noqa: TRY004 - decode catches one kind
    return cast("dict[str, object]", value)


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("a list was expected")  # noqa: TRY004 - decode catches one kind
    return cast("list[object]", value)


def _text(fields: _Fields, key: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise ValueError(key)  # noqa: TRY004 - decode catches one kind
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false was expected")  # noqa: TRY004 - decode catches one kind
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("a number was expected")
    return float(value)
