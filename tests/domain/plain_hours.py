"""Opening hours as plain values, and when they are open: slow, and without the hours library.

Hours are a list of rules: the weekdays they are for (0 is Monday) or `PH` for public holidays, and
spans in minutes of the day on which they start. A later rule replaces an earlier one on its days.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

Rule: TypeAlias = tuple[tuple[int, ...] | str, tuple[tuple[int, int], ...]]
PlainHours: TypeAlias = tuple[Rule, ...]

PLACE = ZoneInfo("Europe/Brussels")
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
WEEK = ((0, 1, 2, 3, 4), ((420, 1140),))
NO_HOLIDAY: Rule = ("PH", ())
KINDS: tuple[PlainHours, ...] = (
    (),
    (WEEK, NO_HOLIDAY),
    (WEEK, ((5,), ((480, 1080),)), NO_HOLIDAY),
    ((tuple(range(7)), ((1320, 1560),)), NO_HOLIDAY),
    ((tuple(range(7)), ((1320, 1560),)),),
    ((tuple(range(7)), ((480, 720), (780, 1020))), NO_HOLIDAY),
    (((6,), ((120, 180),)), ((5,), ((1380, 1590),)), ((0, 1, 2, 3, 4), ((360, 1320),))),
    ((tuple(range(7)), ((0, 1440),)),),
)


class Span(NamedTuple):
    """From an instant up to, not including, another."""

    starts: datetime
    ends: datetime


class State(NamedTuple):
    """What hours say at an instant."""

    let_in: bool
    minutes: int | None
    started: datetime | None


def text(hours: PlainHours) -> str:
    """Return hours as OpenStreetMap writes them."""
    return "; ".join(f"{_days(days)} {_spans(spans)}" for days, spans in hours)


def _days(days: tuple[int, ...] | str) -> str:
    return days if isinstance(days, str) else ",".join(_NAMES[day] for day in days)


def _spans(spans: tuple[tuple[int, int], ...]) -> str:
    return ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans) or "off"


def _clock(minute: int) -> str:
    hour = minute // 60 if minute <= 1440 else minute // 60 - 24
    return f"{hour:02}:{minute % 60:02}"


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """Return the public holidays of Belgium, with the Sundays of Easter and Whitsun."""
    easter = _easter(year)
    fixed = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
    moving = (easter + days * DAY for days in (0, 1, 39, 49, 50))
    return frozenset({*(date(year, month, day) for month, day in fixed), *moving})


def _easter(year: int) -> date:
    """Return Easter Sunday, by the table of golden numbers and full moons."""
    century, golden = year // 100, year % 19
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    after = moon - weekday
    month = 3 + (after + 40) // 44
    return date(year, month, after + 28 - 31 * (month // 4))


@lru_cache(maxsize=100_000)
def moment(day: date, minute: int, *, end: bool = False) -> datetime:
    """Return when the clock first shows a minute of a day, or for an end the last time.

    Every minute around it is looked at, so no night of a clock change needs thought.
    """
    wall = datetime(day.year, day.month, day.day) + minute * MINUTE  # noqa: DTZ001 - a clock's face
    around = wall.replace(tzinfo=UTC) - 4 * 60 * MINUTE
    several = [around + minute * MINUTE for minute in range(6 * 60)]
    shown = [each.astimezone(PLACE).replace(tzinfo=None) >= wall for each in several]
    if end:
        return several[max(place for place, late in enumerate(shown) if not late) + 1]
    return several[shown.index(True)]


@lru_cache(maxsize=100_000)
def of_day(hours: PlainHours, day: date) -> tuple[Span, ...]:
    """Return the periods that start on a day; without hours it is open all day."""
    spans: tuple[tuple[int, int], ...] = ()
    for days, of_rule in hours or (((0, 1, 2, 3, 4, 5, 6), ((0, 1440),)),):
        applies = day in holidays(day.year) if isinstance(days, str) else day.weekday() in days
        spans = of_rule if applies else spans
    return tuple(Span(moment(day, start), moment(day, end, end=True)) for start, end in spans)


def state(
    hours: PlainHours,
    at: datetime,
    closed_on: tuple[date, ...] = (),
    before: int = 0,
    after: int = 0,
) -> State:
    """Return what hours with this grace say, and how far the nearest period is."""
    today = at.astimezone(PLACE).date()
    spans = [
        span
        for days in range(-40, 40)
        for span in of_day(hours, today + days * DAY)
        if today + days * DAY not in closed_on
    ]
    inside = [span for span in spans if span.starts <= at < span.ends]
    if inside:
        return State(let_in=True, minutes=0, started=inside[-1].starts)
    late = [span for span in spans if timedelta(0) <= at - span.ends < after * MINUTE]
    early = [span for span in spans if timedelta(0) < span.starts - at <= before * MINUTE]
    offs = [_minutes(span.starts - at) for span in spans if span.starts > at]
    offs += [_minutes(at - span.ends) for span in spans if span.ends <= at]
    graced = [*early[:1], *late[-1:]]
    started = graced[0].starts if graced else None
    return State(let_in=bool(graced), minutes=min(offs, default=None), started=started)


def _minutes(off: timedelta) -> int:
    return -(-off // MINUTE)
