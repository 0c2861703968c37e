"""Builds the site's nested values again from what their JSON columns give."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from izix_desk.domain.frame_table import Bit, ByteOrder, Check, Exchange, FrameTable, Status
from izix_desk.domain.methods import Method, Reader
from izix_desk.domain.site import (
    Group,
    Input,
    Manager,
    Output,
    TimedBy,
    VisitorPolicy,
)


def groups(value: object) -> tuple[Group, ...]:
    """Build the groups of a lot."""
    return tuple(Group(**part) for part in _parts(value))


def managers(value: object) -> tuple[Manager, ...]:
    """Build the managers of an organisation."""
    return tuple(Manager(**part) for part in _parts(value))


def visitor_policy(value: object) -> VisitorPolicy:
    """Build an organisation's terms for visitors."""
    fields = _fields(value)
    fields["groups"] = tuple(fields["groups"])
    fields["mandatory"] = tuple(fields["mandatory"])
    return VisitorPolicy(**fields)


def output(value: object) -> Output:
    """Build the output that opens a gate."""
    fields = _fields(value)
    fields["timed_by"] = TimedBy(fields["timed_by"])
    return Output(**fields)


def frames(value: object) -> FrameTable:
    """Build the table of a line's frames."""
    fields = _fields(value)
    fields["channels"] = tuple(fields["channels"])
    fields["check"] = Check(fields["check"])
    fields["check_order"] = ByteOrder(fields["check_order"])
    for key in ("pulse", "on", "off"):
        fields[key] = fields[key] and Exchange(**fields[key])
    fields["status"] = fields["status"] and _status(fields["status"])
    return FrameTable(**fields)


def _status(value: object) -> Status:
    fields = _fields(value)
    for key in ("inputs", "outputs"):
        fields[key] = tuple(Bit(**part) for part in _parts(fields[key]))
    return Status(**fields)


def inputs(value: object) -> Mapping[str, Input]:
    """Build the inputs of a gate by name."""
    return {name: Input(**part) for name, part in _fields(value).items()}


def methods(value: object) -> tuple[Method, ...]:
    """Build the methods that a gate takes."""
    return tuple(Method(part) for part in cast("list[str]", value))


def readers(value: object) -> tuple[Reader, ...]:
    """Build the readers of a gate."""
    return tuple(
        Reader(part["line"], part["address"], part["number"], Method(part["reads"]))
        for part in _parts(value)
    )


def days(value: object) -> tuple[date, ...]:
    """Build a list of days."""
    return tuple(date.fromisoformat(part) for part in cast("list[str]", value))


def spots(value: object) -> Mapping[str, int]:
    """Build the number of spots per group."""
    return cast("dict[str, int]", value)


def _parts(value: object) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", value)


def _fields(value: object) -> dict[str, Any]:
    return dict(cast("dict[str, Any]", value))
