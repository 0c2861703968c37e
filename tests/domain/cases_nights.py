"""Cases of nights, holidays, clock changes and the leap day: a period is of the day it began."""

from dataclasses import replace
from datetime import date

from izix_desk.domain.decision import Candidate
from izix_desk.domain.site import Strategy
from tests.domain.case_lines import ALL_DAY, ALWAYS, NOBODY, Case
from tests.support.parking import LEASES, LOT, booking, parker, right

_FROM_2025 = tuple(replace(lease, starts=date(2025, 1, 1)) for lease in LEASES)
_NIGHTS = {**ALL_DAY, "leases": _FROM_2025}
_CLOSED_FRIDAY = {"lot": replace(LOT, hours="", closed_on=(date(2026, 11, 27),))}


def _hours(timetable: str, grace: int = 0) -> Candidate:
    return parker(right(Strategy.FTP, timetable, grace_before=grace, grace_after=grace))


NIGHT_SHIFT = _hours("Mo-Fr 22:00-02:00; PH off")
EVERY_NIGHT = _hours("Mo-Su 22:00-02:00")
SUNDAY_NIGHT = _hours("Su 02:30-03:30")

NIGHTS = [
    # Around Friday 1 May 2026, a holiday: four nights that the hours library answers otherwise.
    Case("Thursday 23:00, before the holiday", NIGHT_SHIFT, "2026-04-30T23:00", "GRANTED", {},
         "in", _NIGHTS),
    Case("Friday 01:00: the night of Thursday goes on", NIGHT_SHIFT, "2026-05-01T01:00",
         "GRANTED", {}, "in", _NIGHTS),
    Case("Friday 23:00: no night on the holiday", NIGHT_SHIFT, "2026-05-01T23:00",
         "OUTSIDE_TIMETABLE", {"minutes": 21 * 60}, "in", _NIGHTS),
    Case("Saturday 01:00: the night that never began", NIGHT_SHIFT, "2026-05-02T01:00",
         "OUTSIDE_TIMETABLE", {"minutes": 23 * 60}, "in", _NIGHTS),
    # Past midnight
    Case("the last minute of the night", NIGHT_SHIFT, "Tue 01:59", "GRANTED", {}, "in", ALL_DAY),
    Case("the minute after the night", NIGHT_SHIFT, "Tue 02:00", "OUTSIDE_TIMETABLE",
         {"minutes": 0, "closed": "2026-11-24T02:00+01:00"}, "in", ALL_DAY),
    Case("Monday 01:00, Sunday has no night", NIGHT_SHIFT, "Mon 01:00", "OUTSIDE_TIMETABLE",
         {"opens": "2026-11-23T22:00+01:00"}, "in", ALL_DAY),
    Case("Saturday 01:00, of Friday", NIGHT_SHIFT, "2026-11-21T01:00", "GRANTED", {}, "in",
         _NIGHTS),
    Case("the night before a closing day goes on in it", EVERY_NIGHT, "Fri 01:00", "LOT_CLOSED",
         {"closing_day": True}, "in", _CLOSED_FRIDAY),
    Case("a night lot: the night before a closing day goes on", EVERY_NIGHT, "Fri 01:00",
         "GRANTED", {}, "in", {"lot": replace(LOT, hours="Mo-Su 22:00-02:00")}),
    Case("a night lot: no night on the closing day", EVERY_NIGHT, "Fri 23:00", "LOT_CLOSED",
         {"minutes": 21 * 60}, "in", {"lot": replace(LOT, hours="Mo-Su 22:00-02:00")}),
    Case("a night lot: nor after midnight", EVERY_NIGHT, "Sat 01:00", "LOT_CLOSED",
         {"minutes": 21 * 60}, "in", {"lot": replace(LOT, hours="Mo-Su 22:00-02:00")}),
    Case("an open holiday night", _hours("Mo-Su 22:00-02:00"), "2026-12-26T01:00", "GRANTED", {},
         "in", ALL_DAY),
    Case("Easter Monday", _hours("Mo-Fr 07:00-19:00; PH off"), "2026-04-06T09:00",
         "OUTSIDE_TIMETABLE", {"minutes": 22 * 60}, "in", _NIGHTS),
    Case("a holiday with hours of its own", _hours("Mo-Fr 07:00-19:00; PH 10:00-12:00"),
         "2026-12-25T11:00", "GRANTED", {}, "in", ALL_DAY),
    Case("and outside them", _hours("Mo-Fr 07:00-19:00; PH 10:00-12:00"), "2026-12-25T09:48",
         "OUTSIDE_TIMETABLE", {"minutes": 12, "before": True}, "in", ALL_DAY),
    # 25 October 2026: the hour from 2 to 3 comes twice
    Case("doubled hour, the first 02:45", SUNDAY_NIGHT, "2026-10-25T02:45+02:00", "GRANTED", {},
         "in", _NIGHTS),
    Case("doubled hour, the second 02:45", SUNDAY_NIGHT, "2026-10-25T02:45+01:00", "GRANTED", {},
         "in", _NIGHTS),
    Case("doubled hour, the second 02:15 is within", SUNDAY_NIGHT, "2026-10-25T02:15+01:00",
         "GRANTED", {}, "in", _NIGHTS),
    Case("doubled hour, the first 02:15 is before", SUNDAY_NIGHT, "2026-10-25T02:15+02:00",
         "OUTSIDE_TIMETABLE", {"minutes": 15}, "in", _NIGHTS),
    Case("a night that ends at 2 ends before the doubled hour", EVERY_NIGHT,
         "2026-10-25T02:12+02:00", "OUTSIDE_TIMETABLE", {"minutes": 12}, "in", _NIGHTS),
    Case("a night over the doubled hour", _hours("Sa 23:00-04:00"), "2026-10-25T03:59+01:00",
         "GRANTED", {}, "in", _NIGHTS),
    Case("grace counts real minutes in the doubled hour", _hours("Su 03:00-04:00", 15),
         "2026-10-25T02:44+01:00", "OUTSIDE_TIMETABLE", {"minutes": 16}, "in", _NIGHTS),
    # 28 March 2027: the hour from 2 to 3 is skipped
    Case("skipped hour, a period that starts in it", SUNDAY_NIGHT, "2027-03-28T03:00", "GRANTED",
         {}, "in", ALL_DAY),
    Case("skipped hour, the minute before", SUNDAY_NIGHT, "2027-03-28T01:59",
         "OUTSIDE_TIMETABLE", {"minutes": 1, "opens": "2027-03-28T03:00+02:00"}, "in", ALL_DAY),
    Case("skipped hour, a period that ends in it", _hours("Su 01:00-02:30"), "2027-03-28T03:00",
         "OUTSIDE_TIMETABLE", {"minutes": 0}, "in", ALL_DAY),
    Case("skipped hour, a period inside it", _hours("Su 02:15-02:45"), "2027-03-28T03:00",
         "OUTSIDE_TIMETABLE", {"minutes": 0}, "in", ALL_DAY),
    Case("a booking of two real hours over the skipped one", parker(right(Strategy.BOOK, ALWAYS,
         grace_after=0, booked=(booking("2027-03-28T01:00", "2027-03-28T04:00"),))),
         "2027-03-28T04:00", "BOOKING_ENDED", {"minutes": 0}, "in", ALL_DAY),
    # the leap day
    Case("29 February 2028", _hours("Mo-Fr 07:00-19:00; PH off"), "2028-02-29T12:00", "GRANTED",
         {}, "in", ALL_DAY),
    Case("29 February by date", _hours("Feb 29 07:00-19:00"), "2028-02-29T06:48",
         "OUTSIDE_TIMETABLE", {"minutes": 12}, "in", ALL_DAY),
    Case("a right until 29 February", parker(right(given=("", "2028-02-29"))), "2028-03-01T09:00",
         "ACCESS_EXPIRED", {"days": 1}),
    Case("a right until 28 February, in a leap year", parker(right(given=("", "2028-02-28"))),
         "2028-03-01T09:00", "ACCESS_EXPIRED", {"days": 2}),
    Case("a way out is open at night", NOBODY, "Tue 03:00", "GRANTED",
         {"warned": "UNKNOWN_PLATE"}, "out"),
]  # fmt: skip
