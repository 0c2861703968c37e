"""Cases of badges, PINs and codes, and of doors for people."""

from dataclasses import replace

from izix_desk.domain.decision import Candidate
from izix_desk.domain.site import Direction, Method, Sequence, Strategy
from tests.domain.case_lines import ALWAYS, BOOK, FULL, NOBODY, STAFF, VISITOR, Case, plate
from tests.support.parking import parker, right

BADGE = plate(method=Method.BADGE, plate="", raw="26:123:45678")
PIN = plate(method=Method.PIN, plate="", raw="••••")
QR = plate(method=Method.QR, plate="", raw="…WX")
OUT = {"reading": {**BADGE["reading"], "direction": Direction.EXIT}}
LATE = "Mon 21:00"


def _shown(who: Candidate) -> Candidate:
    """Return somebody whom a badge or code leads to, and no plate."""
    return replace(who, vehicle=None)


HARD = _shown(parker(right(sequence=Sequence.HARD), inside="Mon 08:00"))
INSIDE = _shown(parker(right(), inside="Mon 08:00"))
MAES = _shown(parker(right(), name="Maes"))
GONE = _shown(parker(right(given=("", "2026-11-22")), name="Claes"))

SHOWN_CASES = [
    Case("a badge with a right", _shown(STAFF), "Mon 09:00", "GRANTED", {}, "badges only", BADGE),
    Case("a badge too late", _shown(STAFF), LATE, "OUTSIDE_TIMETABLE", {"minutes": 120},
         "badges only", BADGE),
    Case("a badge that nobody has", NOBODY, "Mon 09:00", "UNKNOWN_CREDENTIAL",
         {"method": "BADGE", "credential": "26:123:45678"}, "badges only", BADGE),
    Case("a badge of two, both valid", (_shown(STAFF), MAES), "Mon 09:00", "AMBIGUOUS_MATCH",
         {"method": "BADGE", "profiles": 2, "valid": 2}, "badges only", BADGE),
    Case("a badge of two, one of them valid", (GONE, MAES), "Mon 09:00", "GRANTED", {},
         "badges only", BADGE),
    Case("a badge of somebody blocked", _shown(parker(right(), blocked=True)), "Mon 09:00",
         "BLOCKLISTED", {}, "badges only", BADGE),
    Case("a badge and no right", _shown(parker()), "Mon 09:00", "NO_ACCESS_RIGHT", {},
         "badges only", BADGE),
    Case("a badge, staff full", _shown(STAFF), "Mon 09:00", "PARKING_FULL",
         {"inside": 116, "reserved": 4, "spots": 120}, "badges only", {**BADGE, **FULL}),
    Case("a PIN at a gate for badges", _shown(STAFF), "Mon 09:00", "METHOD_NOT_ALLOWED",
         {"method": "PIN", "allowed": "BADGE"}, "badges only", PIN),
    Case("a PIN that nobody has", NOBODY, "Mon 09:00", "UNKNOWN_CREDENTIAL", {"method": "PIN"},
         "door", PIN),
    Case("a QR code at a gate for plates", NOBODY, "Mon 09:00", "METHOD_NOT_ALLOWED",
         {"method": "QR", "allowed": "PLATE"}, "in", QR),
    Case("a door: in or out is all the same", _shown(STAFF), "Mon 09:00", "GRANTED", {}, "door",
         BADGE),
    Case("a door, too late", _shown(STAFF), LATE, "OUTSIDE_TIMETABLE", {"minutes": 120}, "door",
         BADGE),
    Case("a door takes no spot", _shown(STAFF), "Mon 09:00", "GRANTED", {}, "door",
         {**BADGE, **FULL}),
    Case("a door, the car inside, hard sequence", HARD, "Mon 09:00", "GRANTED", {}, "door", BADGE),
    Case("a door, to the car inside, too late", INSIDE, LATE, "GRANTED",
         {"warned": "OUTSIDE_TIMETABLE"}, "door", BADGE),
    Case("a door, on booking, not booked", _shown(parker(right(BOOK, ALWAYS))), "Mon 09:00",
         "NO_BOOKING", {}, "door", BADGE),
    Case("a door, no credits needed", _shown(parker(right(credits=2), credits=0)), "Mon 09:00",
         "GRANTED", {}, "door", BADGE),
    Case("a door, no end chosen", _shown(parker(right(Strategy.OTFB, ALWAYS))), "Mon 09:00",
         "DURATION_REQUIRED", {}, "door", BADGE),
    Case("a door, a visitor too early", _shown(VISITOR), "Tue 12:00", "VISIT_TOO_EARLY",
         {"minutes": 120}, "door", PIN),
    Case("out by a door, too late", _shown(STAFF), LATE, "GRANTED",
         {"warned": "OUTSIDE_TIMETABLE"}, "door", OUT),
    Case("out by a door with a badge that nobody has", NOBODY, "Mon 09:00", "GRANTED",
         {"warned": "UNKNOWN_CREDENTIAL"}, "door", OUT),
]  # fmt: skip
