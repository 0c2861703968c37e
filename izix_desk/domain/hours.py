"""Whether hours are open at an instant, decided by the day on which a period started."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opening_hours import State

from izix_desk.domain.errors import BadInput
from izix_desk.domain.hours_text import DAY, DayText, day_text

_MINUTE = timedelta(minutes=1)
_ONE_DAY = timedelta(days=1)
_HORIZON = 40
"""Days that are searched for the nearest opening and closing."""


class Period(NamedTuple):
    """From `starts` up to, not including, `ends`; both UTC."""

    starts: datetime
    ends: datetime


class HoursCheck(NamedTuple):
    """Whether hours are open at an instant, and how far it is from them."""

    open: bool
    within_grace: bool = False
    """Closed, but no longer than the grace before the next or after the last period."""
    minutes_off: int | None = 0
    """Whole minutes to the nearest period, rounded up; None when none is within 40 days."""
    before: bool = False
    """The nearest period is the next one, not the last."""
    opens: datetime | None = None
    """Next opening (UTC), when closed."""
    closed_since: datetime | None = None
    """Last closing (UTC), when closed."""
    started: datetime | None = None
    """Start of the period that is open, or let in by grace (UTC)."""

    @property
    def usable(self) -> bool:
        """Tell whether it is open or within grace."""
        return self.open or self.within_grace


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of one place; an empty text is always open."""

    text: str
    country: str
    timezone: str

    @staticmethod
    def parse(text: str, country: str, timezone: str) -> "Hours":
        """Return hours that can be asked; raises BadInput with one sentence where they cannot."""
        zone(timezone)
        if text.strip():
            _day_text(text, country)
        return Hours(text.strip(), country, timezone)

    def check(
        self,
        at: datetime,
        *,
        before: int = 0,
        after: int = 0,
        closed_on: tuple[date, ...] = (),
        today: date | None = None,
    ) -> HoursCheck:
        """Judge an instant, with grace in minutes; a day of `closed_on` starts no period.

        `today` is the day of the instant on the clock there, for whoever knows it already.
        """
        today = today or at.astimezone(zone(self.timezone)).date()
        for period in _around(self.text, self.country, self.timezone, today, closed_on):
            if period.starts <= at < period.ends:
                return HoursCheck(open=True, started=period.starts)
        return self._closed(at, today, (before, after), closed_on)

    def periods(self, day: date, closed_on: tuple[date, ...] = ()) -> tuple[Period, ...]:
        """Return the periods that start on a local day, in order."""
        if day in closed_on:
            return ()
        return _periods(self.text, self.country, self.timezone, day)

    def _closed(
        self, at: datetime, today: date, grace: tuple[int, int], closed_on: tuple[date, ...]
    ) -> HoursCheck:
        coming = self._next(at, today, closed_on)
        past = self._last(at, today, closed_on)
        early = _minutes(coming.starts - at) if coming else None
        late = _minutes(at - past.ends) if past else None
        before = early is not None and (late is None or early <= late)
        graced = coming if coming and coming.starts - at <= grace[0] * _MINUTE else None
        if graced is None and past and at - past.ends < grace[1] * _MINUTE:
            graced = past
        return HoursCheck(
            open=False,
            within_grace=graced is not None,
            minutes_off=early if before else late,
            before=before,
            opens=coming.starts if coming else None,
            closed_since=past.ends if past else None,
            started=graced.starts if graced else None,
        )

    def _next(self, at: datetime, today: date, closed_on: tuple[date, ...]) -> Period | None:
        for days in range(_HORIZON):
            for period in self.periods(today + timedelta(days=days), closed_on):
                if period.starts > at:
                    return period
        return None

    def _last(self, at: datetime, today: date, closed_on: tuple[date, ...]) -> Period | None:
        for days in range(_HORIZON):
            day = today - timedelta(days=days)
            if any(period.ends <= at for period in self.periods(day, closed_on)):
                # The night of the day before may have ended later than what started that day.
                both = (*self.periods(day - _ONE_DAY, closed_on), *self.periods(day, closed_on))
                return max((p for p in both if p.ends <= at), key=lambda period: period.ends)
        return None


@lru_cache(maxsize=1024)
def hours_of(text: str, country: str, timezone: str) -> Hours:
    """Return hours that are known to be good; the same again for the same text."""
    return Hours(text, country, timezone)


@lru_cache(maxsize=64)
def zone(timezone: str) -> ZoneInfo:
    """Return a time zone by name; raises BadInput when there is none."""
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise BadInput(
            f"The time zone “{timezone}” does not exist; an example: Europe/Brussels."
        ) from fault


def utc_of(local: datetime, place: ZoneInfo, *, end: bool = False) -> datetime:
    """Return the instant of a clock time without zone, right in both nights of the clock change.

    In the doubled hour a period starts at the first and ends at the second, so that whoever the
    clock on the wall lets in is let in; one that ends where that hour begins ends before it. A
    time that is skipped is the moment of the jump.
    """
    first = local.replace(tzinfo=place).astimezone(UTC)
    second = local.replace(tzinfo=place, fold=1).astimezone(UTC)
    if first < second:
        doubled = end and _is_doubled(local - _MINUTE, place)
        return second if doubled else first
    if first == second:
        return first
    while first - second > _MINUTE:
        middle = second + (first - second) // _MINUTE // 2 * _MINUTE
        jumped = middle.astimezone(place).replace(tzinfo=None) >= local
        second, first = (second, middle) if jumped else (middle, first)
    return first


def _is_doubled(local: datetime, place: ZoneInfo) -> bool:
    one, other = (local.replace(tzinfo=place, fold=fold).utcoffset() for fold in (0, 1))
    return one is not None and other is not None and one > other


def midnight(day: date, place: ZoneInfo) -> datetime:
    """Return the instant at which a local day begins."""
    return utc_of(datetime(day.year, day.month, day.day), place)  # noqa: DTZ001 (becomes UTC)


def _minutes(off: timedelta) -> int:
    return -(-off // _MINUTE)


@lru_cache(maxsize=512)
def _day_text(text: str, country: str) -> DayText:
    return day_text(text, country)


@lru_cache(maxsize=8192)
def _around(
    text: str, country: str, timezone: str, day: date, closed_on: tuple[date, ...]
) -> tuple[Period, ...]:
    """Return the periods of a day, then those of the day before that may still last."""
    return tuple(
        period
        for each in (day, day - _ONE_DAY)
        if each not in closed_on
        for period in _periods(text, country, timezone, each)
    )


@lru_cache(maxsize=8192)
def _periods(text: str, country: str, timezone: str, day: date) -> tuple[Period, ...]:
    place = zone(timezone)
    noted = _spans(text, country, day)
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a clock time, made UTC below)
    return tuple(
        Period(
            utc_of(start + begin * _MINUTE, place), utc_of(start + end * _MINUTE, place, end=True)
        )
        for begin, end in noted
    )


def _spans(text: str, country: str, day: date) -> list[tuple[int, int]]:
    if not text:
        return [(0, DAY)]
    hours = _day_text(text, country)
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (ranks, not times)
    return [
        (_rank(hours, begin - start), _rank(hours, end - start))
        for begin, end, state, _ in hours.parsed.intervals(start, start + _ONE_DAY)
        if state is State.OPEN
    ]


def _rank(hours: DayText, offset: timedelta) -> int:
    rank = offset // _MINUTE
    return hours.minutes[rank] if rank < len(hours.minutes) else DAY
