"""What an installer's window or command line and the engine tell each other about lines."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from dataclasses import fields as fields_of
from typing import TypeAlias

from izix_desk.domain.lines import ControllerFigures, ControllerState, LineFigures, TraceLine
from izix_desk.domain.pairing import Identity
from izix_desk.domain.scanning import Evidence, SearchNews, Setting
from izix_desk.domain.site import Protocol
from izix_desk.link import fields as of
from izix_desk.link.fields import Fields

LEASE_SECONDS = 3.0
"""How long a `Follow` lasts; whoever goes on listening says it again before."""


@dataclass(frozen=True, slots=True)
class Follow:
    """Send me the figures of all lines, and what passes on some, for LEASE_SECONDS."""

    traced: frozenset[str] = frozenset()
    """Ids of the lines whose wire is wanted."""


@dataclass(frozen=True, slots=True)
class TryNow:
    """Ask a controller next, however long it was silent."""

    line: str
    address: int


@dataclass(frozen=True, slots=True)
class SearchLine:
    """Ask who else is on a line, between what its gates need; ends when nobody follows."""

    line: str
    addresses: tuple[int, ...]
    settings: tuple[Setting, ...] = ()
    """Besides the line's own one."""


@dataclass(frozen=True, slots=True)
class Searched:
    """One more address was asked; sent to whoever follows."""

    news: SearchNews


@dataclass(frozen=True, slots=True)
class Figures:
    """How one line is doing; sent once a second to whoever follows."""

    figures: LineFigures


@dataclass(frozen=True, slots=True)
class Trace:
    """What passed on one line since the last one; a gap in the numbers was dropped."""

    passed: tuple[TraceLine, ...]


LineMessage: TypeAlias = Follow | TryNow | SearchLine | Searched | Figures | Trace


def line_fields(message: LineMessage) -> dict[str, object]:
    """Return the fields of a message, to be written as JSON."""
    match message:
        case Follow(traced):
            return {"kind": "follow", "traced": sorted(traced)}
        case TryNow(line, address):
            return {"kind": "try", "line": line, "address": address}
        case SearchLine(line, addresses, settings):
            wanted = [asdict(each) for each in settings]
            return {
                "kind": "search", "line": line, "addresses": list(addresses), "settings": wanted,
            }  # fmt: skip
        case Searched(news):
            return {"kind": "searched", **asdict(news)}
        case Figures(figures):
            return {"kind": "figures", **asdict(figures)}
        case Trace(passed):
            return {"kind": "trace", "passed": [_passed_fields(each) for each in passed]}


def _passed_fields(passed: TraceLine) -> dict[str, object]:
    return {
        "line": passed.line,
        "number": passed.number,
        "at": passed.at,
        "is_sent": passed.is_sent,
        "address": passed.address,
        "data": passed.data.hex(),
        "words": passed.words,
    }


def _follow(fields: Fields) -> Follow:
    return Follow(frozenset(of.word(each) for each in of.items(fields["traced"])))


def _try(fields: Fields) -> TryNow:
    return TryNow(of.text(fields, "line"), of.whole(fields["address"]))


def _search(fields: Fields) -> SearchLine:
    addresses = (of.whole(each) for each in of.items(fields["addresses"]))
    settings = (_setting(of.mapping(each)) for each in of.items(fields["settings"]))
    return SearchLine(of.text(fields, "line"), tuple(addresses), tuple(settings))


def _setting(fields: Fields) -> Setting:
    return Setting(
        Protocol(of.text(fields, "protocol")),
        of.whole(fields["baudrate"]),
        of.text(fields, "parity"),
        of.whole(fields["stopbits"]),
        of.text(fields, "frames"),
    )


def _searched(fields: Fields) -> Searched:
    words, heard = fields["words"], of.mapping(fields["evidence"])
    return Searched(
        SearchNews(
            line=of.text(fields, "line"),
            setting=_setting(of.mapping(fields["setting"])),
            address=of.whole(fields["address"]),
            can=of.flag(fields["can"]),
            words=None if words is None else of.word(words),
            left=of.whole(fields["left"]),
            evidence=Evidence(
                **{each.name: of.whole(heard[each.name]) for each in fields_of(Evidence)}
            ),
        )
    )


def _figures(fields: Fields) -> Figures:
    controllers = (_controller(of.mapping(each)) for each in of.items(fields["controllers"]))
    return Figures(
        LineFigures(
            line=of.text(fields, "line"),
            protocol=Protocol(of.text(fields, "protocol")),
            port=of.text(fields, "port"),
            baudrate=of.whole(fields["baudrate"]),
            parity=of.text(fields, "parity"),
            stopbits=of.whole(fields["stopbits"]),
            monotonic=of.number(fields["monotonic"]),
            fault=of.text(fields, "fault"),
            detail=of.text(fields, "detail"),
            polls_per_second=of.number(fields["polls_per_second"]),
            stray_bytes=of.whole(fields["stray_bytes"]),
            controllers=tuple(controllers),
        )
    )


def _controller(fields: Fields) -> ControllerFigures:
    identity = fields["identity"]
    return ControllerFigures(
        address=of.whole(fields["address"]),
        state=ControllerState(of.text(fields, "state")),
        gates=tuple(of.word(each) for each in of.items(fields["gates"])),
        detail=of.text(fields, "detail"),
        heard=of.number_or_none(fields["heard"]),
        reply_last=of.number_or_none(fields["reply_last"]),
        reply_median=of.number_or_none(fields["reply_median"]),
        reply_worst=of.number_or_none(fields["reply_worst"]),
        asked=of.whole(fields["asked"]),
        misses=of.whole(fields["misses"]),
        check_errors=of.whole(fields["check_errors"]),
        stray_bytes=of.whole(fields["stray_bytes"]),
        identity=None if identity is None else _identity(of.mapping(identity)),
    )


def _identity(fields: Fields) -> Identity:
    return Identity(
        vendor=of.text(fields, "vendor"),
        model=of.whole(fields["model"]),
        version=of.whole(fields["version"]),
        serial=of.whole(fields["serial"]),
        firmware=of.text(fields, "firmware"),
    )


def _trace(fields: Fields) -> Trace:
    return Trace(tuple(_passed(of.mapping(each)) for each in of.items(fields["passed"])))


def _passed(fields: Fields) -> TraceLine:
    return TraceLine(
        line=of.text(fields, "line"),
        number=of.whole(fields["number"]),
        at=of.number(fields["at"]),
        is_sent=of.flag(fields["is_sent"]),
        address=of.whole_or_none(fields["address"]),
        data=bytes.fromhex(of.text(fields, "data")),
        words=of.text(fields, "words"),
    )


LINE_PARSERS: Mapping[str, Callable[[Fields], LineMessage]] = {
    "follow": _follow,
    "try": _try,
    "search": _search,
    "searched": _searched,
    "figures": _figures,
    "trace": _trace,
}
