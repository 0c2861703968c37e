"""Cases in which two neighbouring rules refuse: the earlier in the order gives the reason."""

from dataclasses import replace

from izix_desk.domain.decision import Access, Occupancy
from izix_desk.domain.site import Method, Sequence, Strategy
from tests.domain.case_lines import ALWAYS, BOOK, FULL, NOBODY, STAFF, Case, plate
from tests.support.parking import ACME, parker, right, visit

HARD = Sequence.HARD
NO_CONTROL_ROOM = {"owner": replace(ACME, name="Quai SA", plan=("visitors",))}


def _poor(access: Access) -> Access:
    return replace(access, organisation=replace(ACME, plan=("control_room",)))


ORDER = [
    Case("out of service before the plan", STAFF, "Mon 09:00", "GATE_OUT_OF_SERVICE", {},
         "out of service", NO_CONTROL_ROOM),
    Case("the plan before the way of asking", STAFF, "Mon 09:00", "PLAN_WITHOUT_FEATURE",
         {"organisation": "Quai SA", "feature": "control_room"}, "badges only", NO_CONTROL_ROOM),
    Case("the way of asking before the read", STAFF, "Mon 09:00", "METHOD_NOT_ALLOWED", {},
         "badges only", plate(plate="--")),
    Case("the read before the direction", STAFF, "Mon 09:00", "PLATE_UNREADABLE", {},
         "both ways", plate(plate="--")),
    Case("the direction before who it is", NOBODY, "Mon 09:00", "DIRECTION_UNKNOWN", {},
         "both ways"),
    Case("who it is before blocked", (parker(right(), blocked=True), parker(right(),
         name="Maes", blocked=True)), "Mon 09:00", "AMBIGUOUS_MATCH", {"valid": 0}),
    Case("blocked before no right", parker(blocked=True), "Mon 09:00", "BLOCKLISTED"),
    Case("not active before no right", parker(active=False), "Mon 09:00", "PROFILE_INACTIVE"),
    Case("another lot before another gate", parker(right(lot="p2")), "Mon 09:00",
         "NO_ACCESS_RIGHT", {"elsewhere": "p2"}, "visitors in"),
    Case("another gate before the lease", parker(right(org="gone")), "Mon 09:00",
         "GATE_NOT_INCLUDED", {}, "visitors in"),
    Case("the lease before the plan", parker(_poor(right(BOOK, ALWAYS, org="gone"))),
         "Mon 09:00", "LEASE_INACTIVE"),
    Case("the plan before the dates", parker(_poor(right(BOOK, ALWAYS,
         given=("", "2026-11-22")))), "Mon 09:00", "PLAN_WITHOUT_FEATURE",
         {"feature": "bookings", "organisation": "Acme"}),
    Case("the dates before the lot's hours", parker(right(given=("", "2026-11-22"))),
         "Mon 23:00", "ACCESS_EXPIRED", {"days": 1}),
    Case("the lot's hours before the timetable", parker(right(grace_after=0)), "Mon 22:12",
         "LOT_CLOSED", {"minutes": 12}),
    Case("the timetable before the booking", parker(right(BOOK, grace_after=0)), "Mon 19:12",
         "OUTSIDE_TIMETABLE", {"minutes": 12}),
    Case("the booking before the sequence", parker(right(BOOK, ALWAYS, sequence=HARD),
         inside="Mon 08:00"), "Mon 09:00", "NO_BOOKING"),
    Case("the sequence before coming back", parker(right(sequence=HARD, reentry=False),
         inside="Mon 08:00", left="Mon 07:30"), "Mon 09:00", "ASE_ALREADY_IN"),
    Case("coming back before the room", parker(right(reentry=False), left="Mon 08:00"),
         "Mon 09:00", "NO_REENTRY", {}, "in", FULL),
    Case("the room before the credits", parker(right(credits=1)), "Mon 09:00", "PARKING_FULL",
         {"inside": 116, "reserved": 4, "spots": 120}, "in", FULL),
    Case("the credits before the payment", parker(right(credits=2, pay_first=True), credits=1,
         due_cents=500), "Mon 09:00", "INSUFFICIENT_CREDITS", {"balance": 1, "needed": 2}),
    Case("of group, tenant and community the tightest", STAFF, "Mon 09:00", "TENANT_QUOTA_FULL",
         {"inside": 81, "spots": 80}, "in", {"groups": {"staff": Occupancy(120, 116, 4)},
         "tenants": {("acme", "staff"): Occupancy(80, 81)}}),
    Case("a badge that nobody has, before its right", NOBODY, "Mon 09:00", "UNKNOWN_CREDENTIAL",
         {}, "badges only", plate(method=Method.BADGE)),
    Case("a visit: the plan before the window", parker(_poor(visit("Tue 14:00", "Tue 16:00"))),
         "Mon 09:00", "PLAN_WITHOUT_FEATURE", {"feature": "visitors"}),
    Case("a released spot before the sequence", parker(right(Strategy.PREF, sequence=HARD,
         released=("Mon 00:00", "Wed 00:00")), inside="Mon 08:00"), "Mon 09:00",
         "SPOT_RELEASED"),
]  # fmt: skip
