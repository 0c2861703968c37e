"""Opening hours: by the day a period starts, in every night of the clock change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from izix_desk.domain.errors import BadInput
from izix_desk.domain.hours import Hours, HoursCheck, midnight, utc_of

BRUSSELS = ZoneInfo("Europe/Brussels")
NIGHTS = "Mo-Fr 22:00-02:00; PH off"


def check(text: str, at: str, before: int = 0, after: int = 0) -> HoursCheck:
    """Judge a time on the clock of Brussels."""
    hours = Hours.parse(text, "BE", "Europe/Brussels")
    instant = datetime.fromisoformat(at)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=BRUSSELS)
    return hours.check(instant, before=before, after=after)


# Friday 1 May 2026 is a holiday; the library, asked by calendar day, gets the first and last wrong.
AROUND_1_MAY = [
    ("2026-05-01T01:00", True, "the night that began on Thursday"),
    ("2026-05-01T23:00", False, "no night begins on the holiday"),
    ("2026-05-02T01:00", False, "the night of the holiday never began"),
    ("2026-04-30T23:00", True, "the night before the holiday"),
]


@pytest.mark.parametrize(("at", "is_open"), [c[:2] for c in AROUND_1_MAY],
                         ids=[c[2] for c in AROUND_1_MAY])  # fmt: skip
def test_the_day_a_night_starts_decides_for_all_of_it(at: str, is_open: bool) -> None:
    """A holiday takes away the night that would start on it, no other."""
    assert check(NIGHTS, at).open is is_open


TIMES = [
    ("opening", "Mo-Fr 07:00-19:00", "2026-11-23T07:00", True),
    ("a minute before opening", "Mo-Fr 07:00-19:00", "2026-11-23T06:59", False),
    ("last minute", "Mo-Fr 07:00-19:00", "2026-11-23T18:59", True),
    ("closing", "Mo-Fr 07:00-19:00", "2026-11-23T19:00", False),
    ("until midnight, 23:59", "Mo-Fr 07:00-24:00", "2026-11-23T23:59", True),
    ("until midnight, 00:00", "Mo 07:00-24:00", "2026-11-24T00:00", False),
    ("until 26:00, 01:59", "Mo 22:00-26:00", "2026-11-24T01:59", True),
    ("until 26:00, 02:00", "Mo 22:00-26:00", "2026-11-24T02:00", False),
    ("midnight belongs to the next day", "Mo-Su 00:00-24:00", "2026-11-24T00:00", True),
    ("always", "24/7", "2026-11-22T03:00", True),
    ("always, but on a holiday", "24/7; PH off", "2026-12-25T12:00", False),
    ("no hours", "", "2026-12-25T12:00", True),
    ("never", "off", "2026-11-23T12:00", False),
    ("whole days", "Mo-Fr", "2026-11-27T23:59", True),
    ("whole days, then not", "Mo-Fr", "2026-11-28T00:00", False),
    ("lunch break", "Mo-Fr 08:00-12:00,13:00-17:00", "2026-11-23T12:30", False),
    ("afternoon", "Mo-Fr 08:00-12:00,13:00-17:00", "2026-11-23T13:00", True),
    ("a rule for one day replaces", "Mo-Fr 08:00-17:00; We 10:00-12:00", "2026-11-25T09:00", False),
    ("a second rule adds", "Mo-Fr 08:00-17:00, We 18:00-20:00", "2026-11-25T09:00", True),
    ("a night taken away again", "Mo-Su 22:00-04:00; Fr off", "2026-11-28T02:00", False),
    ("a night beside a short Saturday", "Fr 20:00-04:00; Sa 10:00-12:00", "2026-11-28T03:00", True),
    ("a holiday with its own night", "Mo-Fr 08:00-17:00; PH 20:00-03:00", "2026-12-26T02:00", True),
    ("29 February", "Feb 29 08:00-10:00", "2028-02-29T09:00", True),
    ("a date", "2026 Dec 24 08:00-12:00", "2026-12-24T11:00", True),
    ("whole days and a night", "Mo; Tu 22:00-02:00", "2026-11-25T01:00", True),
    ("whole days end at midnight", "Mo; Tu 22:00-02:00", "2026-11-24T00:00", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "is_open"), [c[1:] for c in TIMES],
                         ids=[c[0] for c in TIMES])  # fmt: skip
def test_open(text: str, at: str, is_open: bool) -> None:
    """Open or not, as the text says."""
    assert check(text, at).open is is_open


OFF = [
    ("12 minutes before opening", "2026-11-23T06:48", 12, True),
    ("half a minute counts as one", "2026-11-23T06:47:30", 13, True),
    ("10 minutes after closing", "2026-11-23T19:10", 10, False),
    ("01:00, as far from both: the next one counts", "2026-11-24T01:00", 6 * 60, True),
    ("Saturday noon: nearer to Friday", "2026-11-28T12:00", 17 * 60, False),
    ("Sunday: nearer to Monday", "2026-11-29T12:00", 19 * 60, True),
]


@pytest.mark.parametrize(("at", "minutes", "before"), [c[1:] for c in OFF], ids=[c[0] for c in OFF])
def test_how_far_off(at: str, minutes: int, before: bool) -> None:
    """Minutes to the nearest boundary, rounded up."""
    found = check("Mo-Fr 07:00-19:00", at)
    assert (found.open, found.minutes_off, found.before) == (False, minutes, before)


def test_neither_opening_nor_closing_within_forty_days() -> None:
    """Nothing to tell is told as such."""
    assert check("off", "2026-11-23T12:00") == HoursCheck(open=False, minutes_off=None)


def test_the_longer_night_of_the_day_before_closed_last() -> None:
    """The last closing is not always of the last opening."""
    found = check("Mo 22:00-30:00; Tu 01:00-02:00", "2026-11-24T06:30")
    assert (found.open, found.minutes_off) == (False, 30)


GRACE = [("2026-11-23T06:45", True), ("2026-11-23T06:44:59", False),
         ("2026-11-23T19:14:59", True), ("2026-11-23T19:15", False)]  # fmt: skip


@pytest.mark.parametrize(("at", "let_in"), GRACE)
def test_grace(at: str, let_in: bool) -> None:
    """Grace starts with its first minute and ends before its last."""
    found = check("Mo-Fr 07:00-19:00", at, before=15, after=15)
    assert (found.open, found.within_grace, found.usable) == (False, let_in, let_in)


# 25 October 2026: at 03:00 summer time the clock goes back to 02:00. 29 March: 02:00 becomes 03:00.
CLOCK_CHANGE = [
    ("02:15, first time", "Sa 22:00-02:30", "2026-10-25T02:15+02:00", True),
    ("02:15, second time", "Sa 22:00-02:30", "2026-10-25T02:15+01:00", True),
    ("02:30, second time", "Sa 22:00-02:30", "2026-10-25T02:30+01:00", False),
    ("opens 02:30, first time", "Su 02:30-06:00", "2026-10-25T02:30+02:00", True),
    ("not before 02:30, first time", "Su 02:30-06:00", "2026-10-25T02:29+02:00", False),
    ("closes at 06:00 winter time", "Su 02:30-06:00", "2026-10-25T06:00+01:00", False),
    ("the skipped hour: opens with the jump", "Su 02:30-06:00", "2026-03-29T03:00+02:00", True),
    ("the skipped hour: not before", "Su 02:30-06:00", "2026-03-29T01:59+01:00", False),
    ("the skipped hour: closes with the jump", "Sa 22:00-02:30", "2026-03-29T03:00+02:00", False),
    ("the skipped hour: open until the jump", "Sa 22:00-02:30", "2026-03-29T01:59+01:00", True),
]


@pytest.mark.parametrize(("text", "at", "is_open"), [c[1:] for c in CLOCK_CHANGE],
                         ids=[c[0] for c in CLOCK_CHANGE])  # fmt: skip
def test_nights_of_the_clock_change(text: str, at: str, is_open: bool) -> None:
    """Whoever the clock on the wall lets in is let in."""
    assert check(text, at).open is is_open


def test_minutes_are_counted_as_they_pass() -> None:
    """The nights of the clock change are longer and shorter."""
    # From 23:00 to 05:00 the long night has seven hours, the short one five.
    long = check("Sa 08:00-23:00; Su 05:00-06:00", "2026-10-24T23:00")
    short = check("Sa 08:00-23:00; Su 05:00-06:00", "2026-03-28T23:00")
    for found, hours in ((long, 7), (short, 5)):
        assert found.opens is not None
        assert found.closed_since is not None
        assert found.opens - found.closed_since == timedelta(hours=hours)


def test_closing_days_act_on_the_day_a_night_starts() -> None:
    """A closing day takes away its own night, no other."""
    hours = Hours.parse("Mo-Su 22:00-02:00", "BE", "Europe/Brussels")
    closed = (date(2026, 11, 24),)
    open_at = {
        at: hours.check(datetime.fromisoformat(f"2026-11-{at}").replace(tzinfo=BRUSSELS),
                        closed_on=closed).open
        for at in ("24T01:00", "24T23:00", "25T01:00", "25T23:00")
    }  # fmt: skip
    assert open_at == {"24T01:00": True, "24T23:00": False, "25T01:00": False, "25T23:00": True}


REFUSED = [
    ("sunrise-sunset", "sun"),
    ("Mo-Fr (sunrise+01:00)-18:00", "sun"),
    ("Mo-Fr 08:00+", "open end"),
    ("Mo-Fr 08:00-18:00 unknown", "unknown"),
    ('Mo-Fr "by appointment"', "comments"),
    ("Mo-Fr 08:00-10:00 || off", "or else"),
    ("SH off; Mo-Fr 08:00-10:00", "school holidays"),
    ("Mo-Fr 08:00-16:00/02:00", "repeated"),
    ("Mo-Fri 08:00-18:00", "not understood"),
    ("Mo-Fr 8-18", "not understood"),
    ("Mo-Fr 25:00-26:00", "no time of a day"),
    ("Mo-Fr 08:00-48:30", "no time of a day"),
    ("Mo-Fr 08:61-09:00", "no time of a day"),
    ("Mo-Fr 08:00-18:00, Sa", "no times"),
    ("Mo-Fr 10:00", "not understood"),
    ("nine to five", "not understood"),
    (";", "nothing beside"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED, ids=[c[0] for c in REFUSED])
def test_what_cannot_be_decided_is_refused_with_a_sentence(text: str, why: str) -> None:
    """Sun, open ends and the like never reach a gate."""
    with pytest.raises(BadInput, match=why):
        Hours.parse(text, "BE", "Europe/Brussels")


@pytest.mark.parametrize(("country", "timezone", "why"), [
    ("XX", "Europe/Brussels", "calendar of holidays"),
    ("BE", "Europe/Bruxelles", "does not exist"),
    ("BE", "", "does not exist"),
])  # fmt: skip
def test_country_and_time_zone_must_exist(country: str, timezone: str, why: str) -> None:
    """Without them holidays would be ignored in silence."""
    with pytest.raises(BadInput, match=why):
        Hours.parse("Mo-Fr 08:00-18:00; PH off", country, timezone)


@given(
    start=some.integers(0, 1439),
    length=some.integers(1, 1440),
    minute=some.integers(-2880, 4 * 1440),
)
def test_a_daily_period_is_open_for_just_its_minutes(start: int, length: int, minute: int) -> None:
    """Also past midnight, and nothing of the days around."""
    end = min(start + length, 2880)
    text = f"We {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    wednesday = datetime(2026, 11, 25, tzinfo=UTC)
    found = Hours.parse(text, "BE", "UTC").check(wednesday + timedelta(minutes=minute))
    assert found.open is (start <= minute < end)


@given(minutes=some.integers(0, 2 * 366 * 1440), end=some.booleans())
def test_a_clock_time_becomes_an_instant_that_shows_it(minutes: int, end: bool) -> None:
    """But for the skipped hour, which is the moment of the jump."""
    local = datetime(2026, 1, 1) + timedelta(minutes=minutes)  # noqa: DTZ001 - a clock time
    instant = utc_of(local, BRUSSELS, end=end)
    shown = instant.astimezone(BRUSSELS).replace(tzinfo=None)
    skipped = local.replace(tzinfo=BRUSSELS).astimezone(UTC).astimezone(BRUSSELS)
    if skipped.replace(tzinfo=None) == local:
        assert shown == local
    else:
        assert (shown.hour, shown.minute) == (3, 0)


def test_midnight_where_the_clock_jumps_at_midnight() -> None:
    """A day always has a beginning."""
    # Beirut skips 00:00-01:00 on 29 March 2026: that day begins at 01:00.
    assert midnight(date(2026, 3, 29), ZoneInfo("Asia/Beirut")) == datetime(
        2026, 3, 28, 22, tzinfo=UTC
    )
