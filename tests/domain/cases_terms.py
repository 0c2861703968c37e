"""Cases of what policies, plans, communities and balances ask for."""

from dataclasses import replace
from datetime import timedelta

from izix_desk.domain.decision import Candidate, Occupancy, SharedRoom
from izix_desk.domain.parkers import HostAnswer
from izix_desk.domain.site import Method, Sequence, Strategy
from tests.domain.case_lines import ALL_DAY, ALWAYS, BOOK, NINE_TO_FIVE, NOBODY, STAFF, Case, plate
from tests.support.parking import ACME, CANCELLED, LEASES, LOT, booking, parker, right, time, visit

OTFB, HARD, SOFT, OFF = Strategy.OTFB, Sequence.HARD, Sequence.SOFT, Sequence.OFF
CHOOSER = parker(right(OTFB, ALWAYS))
UNTIL_NOON = plate(until=time("Mon 12:00"))
CHARGING = ("acme", "nine")


def _shared(inside: int, reserved: int = 0) -> dict[str, object]:
    return {"shared": (SharedRoom("Chargers", CHARGING, "staff", Occupancy(6, inside, reserved)),)}


def _neutral(who: Candidate, since: str) -> Candidate:
    return replace(who, neutral_since=time(since))


def _until(who: Candidate, end: str) -> Candidate:
    assert who.inside is not None
    return replace(who, inside=replace(who.inside, until=time(end)))


def _fleet(who: Candidate) -> Candidate:
    return replace(who, profile=None)


VAN = _fleet(parker(right(Strategy.VEHICLE_BOOK, ALWAYS, booked=(
    booking("Tue 09:00", "Tue 17:00"),))))  # fmt: skip
OWNED = {"lot": replace(LOT, owner="gone"), "owner": replace(ACME, id="gone", name="Gone")}
AWAY = {"away_since": time("Mon 08:30")}
_NIGHT = (LEASES[3], replace(LEASES[3], hours="Mo-Fr 06:00-08:00",
                             starts=LEASES[3].starts + timedelta(days=1)))  # fmt: skip

TERMS = [
    # an end chosen at the entry
    Case("end chosen", CHOOSER, "Mon 09:00", "GRANTED", {"spot": "Staff"}, "in", UNTIL_NOON),
    Case("the end chosen is over already", CHOOSER, "Mon 12:00", "DURATION_REQUIRED", {}, "in",
         UNTIL_NOON),
    Case("end chosen at the desk, which keeps the spot", parker(right(OTFB, ALWAYS, booked=(
         booking("Mon 08:55", "Mon 12:00"),))), "Mon 09:00", "GRANTED", {}, "in",
         {"groups": {"staff": Occupancy(120, 119, 1)}}),
    Case("that end has come", parker(right(OTFB, ALWAYS, booked=(
         booking("Mon 08:55", "Mon 12:00"),))), "Mon 12:00", "DURATION_REQUIRED"),
    Case("end chosen, but full", CHOOSER, "Mon 09:00", "PARKING_FULL",
         {"inside": 120, "spots": 120}, "in",
         {**UNTIL_NOON, "groups": {"staff": Occupancy(120, 120)}}),
    Case("out by the end chosen", _until(parker(right(OTFB, ALWAYS), inside="Mon 08:00"),
         "Mon 09:00"), "Mon 09:14", "GRANTED", {"warned": ""}, "out"),
    Case("out 15 minutes after the end chosen", _until(parker(right(OTFB, ALWAYS),
         inside="Mon 08:00"), "Mon 09:00"), "Mon 09:15", "GRANTED",
         {"warned": "OVERSTAY", "minutes": 15}, "out"),
    Case("out 2 h after the end chosen at the desk", parker(right(OTFB, ALWAYS, booked=(
         booking("Mon 08:55", "Mon 12:00"),)), inside="Mon 09:00"), "Mon 14:00", "GRANTED",
         {"warned": "OVERSTAY", "minutes": 120}, "out"),
    Case("out, no end was ever chosen", parker(right(OTFB, ALWAYS), inside="Mon 08:00"),
         "Mon 09:15", "GRANTED", {"warned": ""}, "out"),
    # bookings, also of fleet vehicles
    Case("no booking, 14 days ahead may be booked", parker(right(BOOK, ALWAYS,
         planning_days=14)), "Mon 09:00", "NO_BOOKING", {"bookable_until": "2026-12-07"}),
    Case("an hour's grace after the first booking beats the next", parker(right(BOOK, ALWAYS,
         grace_before=0, grace_after=60, booked=(booking("Tue 09:00", "Tue 11:00"),
         booking("Tue 11:40", "Tue 17:00")))), "Tue 11:35", "GRANTED"),
    Case("lets in once, but the second booking is unused", parker(right(BOOK, ALWAYS,
         reentry=False, booked=(booking("Tue 08:00", "Tue 16:00"), booking("Tue 10:00",
         "Tue 18:00"))), left="Tue 09:10"), "Tue 15:00", "GRANTED"),
    Case("booked fleet vehicle", VAN, "Tue 09:00", "GRANTED", {"spot": "Staff"}),
    Case("booked fleet vehicle, 43 minutes early", VAN, "Tue 08:17", "BOOKING_TOO_EARLY",
         {"minutes": 43, "grace": 15}),
    Case("fleet vehicle with a spot of its own", _fleet(parker(right(Strategy.VEHICLE_PREF))),
         "Mon 09:00", "GRANTED", {"spot": "Staff"}),
    Case("its spot released", _fleet(parker(right(Strategy.VEHICLE_PREF, released=(
         "Mon 00:00", "Mon 12:00")))), "Mon 09:00", "SPOT_RELEASED",
         {"ends": "2026-11-23T12:00+01:00"}),
    Case("released until this minute", parker(right(Strategy.PREF, released=(
         "Mon 00:00", "Mon 09:00"))), "Mon 09:00", "GRANTED"),
    Case("a right to visit, but no visit", parker(right(Strategy.VISITOR, ALWAYS)), "Mon 09:00",
         "NO_BOOKING"),
    Case("the host was not reached, and need not be", parker(visit("Tue 14:00", "Tue 16:00",
         host_answer=HostAnswer.NOT_REACHED)), "Tue 14:00", "GRANTED"),
    Case("the host must say yes and was not reached", parker(visit("Tue 14:00", "Tue 16:00",
         confirm=True, host_answer=HostAnswer.NOT_REACHED)), "Tue 14:00", "VISIT_CANCELLED",
         {"because": "NOT_REACHED"}),
    # plans
    Case("bookings are not in the plan", parker(replace(NINE_TO_FIVE.accesses[0],
         organisation=replace(ACME, plan=("control_room",)))), "Tue 09:00",
         "PLAN_WITHOUT_FEATURE", {"feature": "bookings"}),
    Case("out: the plan keeps nobody in", parker(replace(NINE_TO_FIVE.accesses[0],
         organisation=replace(ACME, plan=())), inside="Tue 09:00"), "Tue 12:00", "GRANTED",
         {"warned": "PLAN_WITHOUT_FEATURE"}, "out"),
    Case("out: nor does the plan of the lot's owner", STAFF, "Mon 09:00", "GRANTED",
         {"warned": "PLAN_WITHOUT_FEATURE"}, "out", {"owner": replace(ACME, plan=())}),
    # leases
    Case("who owns the lot needs no lease", parker(right(org="gone")), "Mon 09:00", "GRANTED", {},
         "in", OWNED),
    Case("no lease at all", parker(right(org="zeta")), "Mon 09:00", "LEASE_INACTIVE",
         {"organisation": "Acme", "lot": "P1"}),
    Case("of two leases one lets in at 07:00", parker(right(org="nine", timetable=ALWAYS)),
         "Mon 07:00", "GRANTED", {}, "in", {"leases": _NIGHT}),
    Case("of two leases the nearer is told", parker(right(org="nine", timetable=ALWAYS,
         grace_before=0, grace_after=0)), "Mon 08:12", "OUTSIDE_TIMETABLE",
         {"minutes": 12, "hours": "Mo-Fr 06:00-08:00"}, "in", {"leases": _NIGHT}),
    # sequence by way, neutral, other desks away
    Case("hard in, off out: nothing to report", parker(right(sequence=HARD, sequence_out=OFF)),
         "Mon 09:00", "GRANTED", {"warned": ""}, "out"),
    Case("off in, soft out: reported", parker(right(sequence=OFF, sequence_out=SOFT)),
         "Mon 09:00", "GRANTED", {"warned": "ASE_NOT_IN"}, "out"),
    Case("set to neutral while inside", _neutral(parker(right(sequence=HARD),
         inside="Mon 08:00"), "Mon 08:30"), "Mon 09:00", "GRANTED", {"warned": ""}),
    Case("came in again since", _neutral(parker(right(sequence=HARD), inside="Mon 08:00"),
         "Mon 07:30"), "Mon 09:00", "ASE_ALREADY_IN", {"since": "2026-11-23T08:00+01:00"}),
    Case("set to neutral after leaving", _neutral(parker(right(reentry=False), left="Mon 08:00"),
         "Mon 08:30"), "Mon 09:00", "GRANTED"),
    Case("out, set to neutral", _neutral(parker(right(sequence=HARD)), "Mon 08:30"), "Mon 09:00",
         "GRANTED", {"warned": ""}, "out"),
    Case("other desks away: hard becomes soft", parker(right(sequence=HARD), inside="Mon 08:00"),
         "Mon 09:00", "GRANTED", {"warned": "ASE_ALREADY_IN"}, "in", AWAY),
    Case("third car of two", parker(visit("Tue 14:00", "Tue 16:00", cars=2, cars_in=2)),
         "Tue 14:05", "GRANTED"),
    Case("once means once: back within grace", parker(right(reentry=False), left="Mon 06:50"),
         "Mon 06:55", "NO_REENTRY", {"left": "2026-11-23T06:50+01:00"}),
    # room
    Case("guaranteed spots are taken", STAFF, "Mon 09:00", "PARKING_FULL",
         {"inside": 100, "reserved": 5, "guaranteed": 15, "spots": 120}, "in",
         {"groups": {"staff": Occupancy(120, 100, 5, 15)}}),
    Case("120 of 120", STAFF, "Mon 09:00", "PARKING_FULL", {"inside": 120, "spots": 120}, "in",
         {"groups": {"staff": Occupancy(120, 120)}}),
    Case("the community's last spot", STAFF, "Mon 09:00", "GRANTED", {}, "in", _shared(4, 1)),
    Case("the community is full", STAFF, "Mon 09:00", "COMMUNITY_FULL",
         {"community": "Chargers", "inside": 5, "reserved": 1, "spots": 6}, "in", _shared(5, 1)),
    Case("a community of others", parker(right(org="nine", timetable=ALWAYS)), "Mon 09:00",
         "COMMUNITY_FULL", {"inside": 6}, "in", _shared(6)),
    Case("full, but the community has room", STAFF, "Mon 09:00", "PARKING_FULL",
         {"spots": 120}, "in", {**_shared(0), "groups": {"staff": Occupancy(120, 120)}}),
    # credits and payment
    Case("enough credits", parker(right(credits=2), credits=2), "Mon 09:00", "GRANTED"),
    Case("one credit short", parker(right(credits=2), credits=1), "Mon 09:00",
         "INSUFFICIENT_CREDITS", {"balance": 1, "needed": 2}),
    Case("no balance known", parker(right(credits=2)), "Mon 09:00", "INSUFFICIENT_CREDITS",
         {"balance": 0}),
    Case("an entry that takes none", parker(right(), credits=-3), "Mon 09:00", "GRANTED"),
    Case("12.50 to pay first", parker(right(pay_first=True), due_cents=1250), "Mon 09:00",
         "PAYMENT_REQUIRED", {"amount": "12.50"}),
    Case("something to pay, but not first", parker(right(), due_cents=1250), "Mon 09:00",
         "GRANTED"),
    Case("out, whatever is to be paid", parker(right(pay_first=True), due_cents=1250,
         inside="Mon 08:00"), "Mon 09:00", "GRANTED", {"warned": ""}, "out"),
    # blocks, with their notes
    Case("blocked vehicle, with its note", parker(right(), vehicle={"blocked": True,
         "block_note": "stolen"}), "Mon 09:00", "BLOCKLISTED", {"note": "stolen"}),
    # several rights: the one that gets furthest
    Case("12 minutes early beats no booking at all", parker(right(BOOK, ALWAYS, name="a"),
         right(BOOK, ALWAYS, name="b", grace_before=0, booked=(
         booking("Tue 09:00", "Tue 17:00"),))), "Tue 08:48", "BOOKING_TOO_EARLY",
         {"minutes": 12}),
    Case("a visit that is due soon beats one called off", parker(visit("Tue 14:00", "Tue 15:00",
         state=CANCELLED), visit("Tue 16:00", "Tue 18:00")), "Tue 14:30", "VISIT_TOO_EARLY",
         {"minutes": 90}),
    Case("the kept spot before the free one", parker(right(name="free"), right(Strategy.PREF,
         name="kept")), "Mon 09:00", "GRANTED", {"access": "kept"}),
    # exits
    Case("known only: an unknown badge waits for a person", NOBODY, "Mon 09:00",
         "UNKNOWN_CREDENTIAL", {}, "out, known only", plate(method=Method.BADGE)),
    Case("known only: two share the plate, both known", (STAFF, parker(right(), name="Maes")),
         "Mon 09:00", "GRANTED", {"warned": "AMBIGUOUS_MATCH"}, "out, known only"),
    Case("known only: looks like a known plate", NOBODY, "Mon 09:00", "PLATE_SIMILAR", {},
         "out, known only", {"similar": (parker(name="Claes", plate="1-A8C-234"),)}),
    Case("out by badge at a gate for plates", NOBODY, "Mon 09:00", "GRANTED",
         {"warned": "METHOD_NOT_ALLOWED, UNKNOWN_CREDENTIAL"}, "out", plate(method=Method.PIN)),
    Case("out, lot closed", STAFF, "Sun 03:00", "GRANTED", {"warned": "LOT_CLOSED"}, "out"),
    Case("out, spot released", parker(right(Strategy.PREF, released=("Mon 00:00", "Wed 00:00")),
         inside="Mon 08:00"), "Mon 09:00", "GRANTED", {"warned": "SPOT_RELEASED"}, "out"),
    Case("out of a lot without hours", STAFF, "Mon 03:00", "GRANTED",
         {"warned": "OUTSIDE_TIMETABLE", "minutes": 240}, "out", ALL_DAY),
]  # fmt: skip
