"""What the fake backend shows: parkers who may and may not pass, reads, entries, reasons."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

from izix_desk.domain.decision import RuleCheck
from izix_desk.domain.events import Entry, EntryKind, Outcome
from izix_desk.domain.parkers import Profile, Reservation, ReservationKind, Vehicle
from izix_desk.domain.plates import normalise
from izix_desk.domain.site import Site
from izix_desk.domain.views import (
    AccessView,
    Asks,
    FeedRow,
    GroupView,
    Hit,
    HostOrganisation,
    Offer,
    OpeningReason,
    ParkerView,
    PlateView,
    Verdict,
    VisitForm,
)
from tests.support.demo_site import site

__all__ = ["site"]

_NAMES = UUID("8f9d3d1c-0000-7000-8000-000000000000")
MAES, PEETERS, DUPONT, BLOCKED = (uuid5(_NAMES, name) for name in ("maes", "peeters", "dup", "bl"))

OPENING_REASONS = (
    OpeningReason(code="FORGOTTEN", label="Forgotten phone or badge"),
    OpeningReason(code="MISREAD", label="Plate misread"),
    OpeningReason(code="DELIVERY", label="Delivery"),
    OpeningReason(code="HOST_CONFIRMED", label="Host confirmed"),
    OpeningReason(code="TURNING_ROUND", label="Turning round", counts_spot=False),
    OpeningReason(code="OTHER", label="Other, with a note", needs_note=True),
    OpeningReason(
        code="TEST",
        label="Equipment test",
        counts_spot=False,
        roles=("security", "administrator", "owner"),
    ),
)

MAY = Verdict(
    may_pass=True,
    reason="GRANTED",
    line="May pass now: Staff weekdays, until 19:15",
    say="Welcome, the barrier is opening.",
    rules=(
        RuleCheck("plate", True, {"plate": "2-DEF-111"}),
        RuleCheck("timetable", True, {"timetable": "Mo-Fr 07:00-19:00", "grace_after": 15}),
        RuleCheck("capacity", True, {"inside": 97, "reserved": 4, "spots": 120}),
    ),
)
FULL = Verdict(
    may_pass=False,
    reason="PARKING_FULL",
    line="Staff is full: 116 inside, 4 reserved, 120 spots",
    say="I am sorry, the staff area is full. Please try P2, around the corner on the left.",
    fixes=("stale_sessions", "other_group", "open_with_reason"),
    rules=(
        RuleCheck("timetable", True, {"timetable": "Mo-Fr 07:00-19:00"}),
        RuleCheck("capacity", False, {"inside": 116, "reserved": 4, "spots": 120}),
    ),
)
ELSEWHERE = Verdict(
    may_pass=False,
    reason="NO_ACCESS_RIGHT",
    line="Known, but no right for this lot",
    say="You are not registered for this car park. Please check your access in the app.",
    fixes=("make_visit", "create_booking", "call_manager", "open_with_reason"),
)
BLOCK = Verdict(
    may_pass=False,
    reason="BLOCKLISTED",
    line="Blocked: unpaid since 3 March",
    say="Please call your organisation's manager.",
    fixes=("call_manager", "open_with_reason"),
    blocked=True,
)
UNKNOWN = Verdict(
    may_pass=False,
    reason="UNKNOWN_PLATE",
    line="Plate not known here",
    say="Good afternoon. Whom are you visiting?",
    fixes=("search", "create_profile", "use_plate_until"),
)
SIMILAR = replace(
    UNKNOWN,
    reason="PLATE_SIMILAR",
    line="1-XYZ-937 differs only by look-alike characters",
    fixes=("confirm_match", "create_profile", "search"),
)


def _parker(profile: UUID, first: str, last: str, verdict: Verdict, plate: str) -> ParkerView:
    acme = site().organisation("acme")
    return ParkerView(
        profile=Profile(
            id=profile, organisation="acme", first_name=first, last_name=last,
            phones=("+32 475 00 11 22",), emails=(f"{last.lower()}@acme.example",),
            blocked=verdict.blocked, block_note="unpaid since 3 March" if verdict.blocked else "",
        ),
        organisation=acme,
        verdict=verdict,
        accesses=(
            AccessView(key="policy:acme-weekdays", title="Staff weekdays · P1 · FCFS", lot="p1",
                       groups="Staff", hours="Mo-Fr 07:00-19:00", validity="since 1 Jan 2026",
                       verdict=verdict, instructions="Follow the blue line to the ramp."),
            AccessView(key="policy:acme-weekend", title="Weekend · P1 · BOOK", lot="p1",
                       groups="Staff", hours="Sa 08:00-18:00", validity="from 28 Nov 2026",
                       verdict=replace(FULL, reason="ACCESS_NOT_STARTED",
                                       line="Starts on 28 Nov 2026, in 6 days"), upcoming=True),
        ),
        vehicles=(Vehicle(id=uuid4(), plate=plate, country="BE", profile=profile),
                  Vehicle(id=uuid4(), plate="AB-123-CD", country="FR", profile=profile)),
        managers=acme.managers,
        instructions="Follow the blue line to the ramp, second level, spots 40 to 80.",
        internal_note="Barrier arm replaced in May.",
        last_passages=("Sat 21 Nov 18:04 · P1 Exit · granted",
                       "Sat 21 Nov 08:31 · P1 Entry · granted"),
    )  # fmt: skip


def parkers() -> dict[UUID, ParkerView]:
    """Return one who may pass, one who may not, a visitor and a blocked one."""
    dupont = _parker(DUPONT, "Anne-Françoise", "Dupont-Vanderstichelen", MAY, "1-HHH-222")
    dupont = replace(dupont, profile=replace(dupont.profile, visitor=True, company="Thalès"))
    views = (
        _parker(MAES, "Pieter", "Maes", MAY, "2-DEF-111"),
        _parker(PEETERS, "Jo", "Peeters", FULL, "1-KLM-456"),
        dupont,
        _parker(BLOCKED, "Karim", "El Idrissi", BLOCK, "2-GHI-222"),
    )
    return {view.profile.id: view for view in views}


def at_gate(view: ParkerView, gate: str | None) -> ParkerView:
    """Judge the parker at a gate: the other lot is not theirs, every exit lets out."""
    if gate is None or gate.startswith("p1-entry") or view.profile.blocked:
        return view
    exits = replace(MAY, line="May pass now: every exit lets out") if "exit" in gate else ELSEWHERE
    accesses = tuple(replace(access, verdict=exits) for access in view.accesses)
    return replace(view, verdict=exits, accesses=accesses)


def beside(view: ParkerView, gate: str | None, plate: str) -> ParkerView:
    """Offer the plate of the car that waits to whom it does not belong."""
    own = {normalise(each.plate) for each in view.vehicles}
    if gate is None or not plate or normalise(plate) in own or view.verdict.blocked:
        return view
    link = Offer(
        code="use_plate_until", label=f"Use {plate} until…", gate=gate, plate=plate,
        asks=Asks.UNTIL, ends=datetime.now(UTC) + timedelta(days=1),
    )  # fmt: skip
    return replace(view, offers=(link, *view.offers))


def let_in(view: ParkerView) -> ParkerView:
    """Return the same parker once whatever was missing is there."""
    accesses = tuple(replace(access, verdict=MAY) for access in view.accesses)
    return replace(view, verdict=MAY, accesses=accesses, offers=())


def plate_view(plate: str, gate: str) -> PlateView:
    """Return one look-alike for 1-XYZ-987, several owners for 5-AMB-111, else nobody."""
    if plate == "1-XYZ-987":
        hit = Hit(profile=MAES, name="B. Claes", organisation="Delta", plates=("1-XYZ-937",))
        return PlateView(plate=plate, verdict=SIMILAR, similar=(hit,))
    if plate == "5-AMB-111":
        both = tuple(
            replace(hit_of(view), plates=(plate,)) for view in list(parkers().values())[:2]
        )
        verdict = replace(UNKNOWN, reason="AMBIGUOUS_MATCH", line="2 profiles share this plate",
                          fixes=("choose_profile",))  # fmt: skip
        return PlateView(plate=plate, verdict=verdict, similar=both)
    return PlateView(plate=plate, verdict=UNKNOWN, instructions="Follow the blue line.",
                     internal_note=f"Read at {gate}")  # fmt: skip


def hit_of(view: ParkerView) -> Hit:
    """Return a parker as a row of the results."""
    group = "may_pass" if view.verdict.may_pass else "may_not"
    return Hit(
        profile=view.profile.id,
        name=view.profile.name,
        organisation=view.organisation.name,
        plates=tuple(vehicle.plate for vehicle in view.vehicles),
        group="visitors" if view.profile.visitor else group,
        note=view.verdict.line,
    )


def hits(text: str, views: tuple[ParkerView, ...]) -> tuple[Hit, ...]:
    """Return who has the text in name or plates; an empty text the expected visitors."""
    wanted = text.casefold()
    found = [hit_of(view) for view in views]
    if not wanted:
        return tuple(
            replace(hit, note="expected 14:30") for hit in found if hit.group == "visitors"
        )
    return tuple(
        replace(hit, exact=wanted in {plate.casefold() for plate in hit.plates})
        for hit in found
        if wanted in f"{hit.name} {' '.join(hit.plates)}".casefold()
    )


def visitor_view(form: VisitForm, place: Site) -> ParkerView:
    """Return the parker view of a visit that was just registered."""
    profile = Profile(id=form.profile or uuid4(), organisation=form.organisation, visitor=True,
                      first_name=form.first_name, last_name=form.last_name)  # fmt: skip
    visit = Reservation(id=uuid4(), kind=ReservationKind.VISIT, profile=profile.id, lot=form.lot,
                        group=form.group, starts=form.starts, ends=form.ends)  # fmt: skip
    may = replace(MAY, line="May pass now: visit until 17:00")
    access = AccessView(key=f"visit:{visit.id}", title="Visit · P1", lot=form.lot,
                        groups="Visitors", hours="", validity="today", verdict=may)  # fmt: skip
    return ParkerView(profile=profile, organisation=place.organisation(form.organisation),
                      verdict=may, accesses=(access,), reservations=(visit,))  # fmt: skip


def hosts(place: Site) -> tuple[HostOrganisation, ...]:
    """Return every organisation; Acme has free spots, the long one none."""
    free = {"acme": (5, 12), "nord": (3, 8), "vandenbroucke": (0, 6)}
    return tuple(
        HostOrganisation(
            organisation=organisation,
            lots={"p1": ("visitors",)} if organisation.takes_visitors else {},
            free=free.get(organisation.id, (0, 0))[0],
            spots=free.get(organisation.id, (0, 0))[1],
            visits_today=2,
        )
        for organisation in place.organisations
    )


def groups(place: Site) -> tuple[GroupView, ...]:
    """Return the staff group of the first lot."""
    return (GroupView(group=place.lots[0].groups[0], inside=112, reserved=4),)


def entry_at(gate: str, kind: EntryKind = EntryKind.CALL, seconds: int = 42) -> Entry:
    """Return an entry that has waited for so many seconds."""
    opened = datetime.now(UTC) - timedelta(seconds=seconds)
    return Entry(id=uuid4(), gate=gate, kind=kind, opened=opened, text="Plate not known here")


def entries() -> list[Entry]:
    """Return a call and a refusal."""
    refused = replace(entry_at("p2-entry", EntryKind.REFUSED, 70), plate="1-KLM-456",
                      profile=PEETERS, text=FULL.line)  # fmt: skip
    return [replace(entry_at("p1-entry"), plate="1-XYZ-987"), refused]


def feed() -> list[FeedRow]:
    """Return a few minutes of traffic, newest first."""
    now = datetime.now(UTC)
    return [
        FeedRow(id=uuid4(), seq=40 - n, at=now - timedelta(seconds=20 * n), gate="p1-entry",
                gate_name="P1 Entry", lot="p1", direction="ENTRY", kind="READ",
                outcome=(Outcome.DENIED if n % 5 == 1 else Outcome.GRANTED), reason="GRANTED",
                text=FULL.line if n % 5 == 1 else "", plate=f"2-DEF-{100 + n}",
                who="P. Maes", organisation="Acme", profile=MAES)
        for n in range(40)
    ]  # fmt: skip
