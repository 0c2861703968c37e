"""A gate set out of service by a person: by whom, why, for how long, and who may."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from izix_desk.domain.decision import Read, Reason
from izix_desk.domain.errors import BadInput, NotFound, Refused
from izix_desk.domain.events import EventKind, Outcome
from izix_desk.domain.requests import FixRequest, OpenRequest
from izix_desk.domain.roles import Role
from izix_desk.domain.site import Direction, Site
from izix_desk.domain.views import Room
from izix_desk.services import remedies
from izix_desk.services.gatekeeping import take_read
from izix_desk.services.judging import judge
from izix_desk.services.moments import Moment
from izix_desk.services.opening import ask_open
from izix_desk.services.site_loading import apply_site, out_by_hand, stored_site
from izix_desk.store.database import Database
from izix_desk.store.entries import open_entries
from izix_desk.store.events import events_at_gate
from izix_desk.store.site import load_site
from tests.support import quay

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Desk:
    """A store, and a hand on the two fixes."""

    def __init__(self, path: Path) -> None:
        self.store: Database = quay.quay(path, quay.site()).open()

    def ask(self, code: str, gate: str, note: str = "", role: Role = Role.SECURITY) -> FixRequest:
        """Return what somebody asks."""
        return FixRequest(code=code, gate=gate, operator="Guard 1", role=role, note=note)

    def set_out(self, gate: str = "entry", note: str = "arm bent", at: datetime = AT) -> str:
        """Set a gate out of service."""
        return self.carry_out(self.ask("out_of_service", gate, note), at)

    def put_back(self, gate: str = "entry", note: str = "") -> str:
        """Put a gate back."""
        return self.carry_out(self.ask("back_in_service", gate, note), AT + HOUR)

    def carry_out(self, request: FixRequest, at: datetime = AT) -> str:
        """Do it."""
        return self.store.write(lambda tx: remedies.carry_out(tx, load_site(tx), request, at))

    def room(self, request: FixRequest) -> Room:
        """Ask what is to be thought of before."""
        return self.store.read(lambda tx: remedies.room(tx, load_site(tx), request, AT))

    def site(self) -> Site:
        """Return the site as it stands."""
        return self.store.read(load_site)

    def audit(self) -> list[tuple[object, ...]]:
        """Return who did what to which gate, and why."""
        query = "SELECT operator, action, subject, detail FROM audit_record ORDER BY seq"
        return [tuple(row) for row in self.store.read(lambda tx: tx.exec_driver_sql(query).all())]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Open the store of a small site with one way in and one way out."""
    made = Desk(tmp_path / "site")
    yield made
    made.store.close()


def test_it_is_kept_with_why_since_when_and_by_whom(desk: Desk) -> None:
    """On the gate, in the feed and in the audit; and so is that it came back."""
    assert desk.set_out(note="  arm  bent ") == "Set out of service: arm bent"
    gate = desk.site().gate("entry")
    assert (gate.in_service, gate.out_of_service_note) == (False, "arm bent")
    assert (gate.out_of_service_since, gate.out_of_service_by) == (AT, "Guard 1")
    assert desk.site().gate("exit").in_service
    assert desk.put_back(note="new arm") == "Back in service: new arm"
    assert desk.site().gate("entry") == quay.site().gate("entry")
    back, out = desk.store.read(lambda tx: events_at_gate(tx, "entry"))
    for event, text in ((out, "Set out of service: arm bent"), (back, "Back in service: new arm")):
        assert (event.kind, event.outcome, event.text) == (EventKind.NOTE, Outcome.NOTED, text)
        assert event.operator == "Guard 1"
    assert desk.audit() == [
        ("Guard 1", "OUT_OF_SERVICE", "entry", "arm bent"),
        ("Guard 1", "BACK_IN_SERVICE", "entry", "new arm"),
    ]


def test_it_opens_for_nobody_and_says_why(desk: Desk) -> None:
    """Neither by a person nor by a plate that is known; afterwards it does again."""
    opening = OpenRequest(gate="entry", reason="DELIVERY", operator="Guard 1", desk="lodge")
    read = Read(gate="entry", at=AT, plate=quay.KNOWN_PLATE)
    desk.set_out()
    with pytest.raises(Refused, match=r"out of service \(arm bent\): use another gate"):
        ask_open(desk.store, opening)
    decided = desk.store.read(lambda tx: judge(tx, load_site(tx), read))
    assert (decided.reason, decided.values["note"]) == (Reason.GATE_OUT_OF_SERVICE, "arm bent")
    desk.put_back()
    ask_open(desk.store, opening)
    decided = desk.store.read(lambda tx: judge(tx, load_site(tx), read))
    assert decided.outcome is Outcome.GRANTED


def test_a_load_of_the_site_does_not_put_it_back(desk: Desk) -> None:
    """The file knows nothing of it: it says so, changes what it must, and the gate stays out."""
    desk.set_out()
    assert stored_site(desk.store) == quay.site()
    other = quay.with_gate(quay.site(), "entry", name="Front gate")
    assert apply_site(desk.store, other).changed == ("gate entry",)
    gate = desk.site().gate("entry")
    assert (gate.name, gate.in_service, gate.out_of_service_by) == ("Front gate", False, "Guard 1")
    (told,) = out_by_hand(desk.store, other)
    assert told == (
        "Front gate stays out of service, as Guard 1 set it on 2026-11-23 10:30 (arm bent): "
        "`izix-desk site service entry --back` puts it back."
    )
    apply_site(desk.store, replace(other, gates=other.gates[1:]))
    assert out_by_hand(desk.store, stored_site(desk.store)) == ()
    apply_site(desk.store, other)
    assert not desk.site().gate("entry").in_service
    desk.put_back()
    assert desk.site() == other
    assert out_by_hand(desk.store, other) == ()


def test_what_the_site_file_keeps_out_only_the_file_puts_back(desk: Desk) -> None:
    """And it says so, whoever set it out besides."""
    filed = quay.with_gate(quay.site(), "entry", in_service=False, out_of_service_note="not built")
    apply_site(desk.store, filed)
    with pytest.raises(Refused, match="The site file keeps Quay entry out of service"):
        desk.put_back()
    with pytest.raises(Refused, match=r"out of service already \(not built\)"):
        desk.set_out()
    apply_site(desk.store, quay.site())
    desk.set_out()
    apply_site(desk.store, filed)
    told = "Back in service. The site file still keeps it out of service"
    assert desk.put_back() == told
    assert desk.site() == filed


def test_twice_is_refused_and_changes_nothing(desk: Desk) -> None:
    """Another desk may have been quicker."""
    desk.set_out()
    with pytest.raises(Refused, match=r"out of service already \(arm bent\)"):
        desk.set_out(note="painted", at=AT + HOUR)
    assert desk.site().gate("entry").out_of_service_since == AT
    desk.put_back()
    with pytest.raises(Refused, match="in service already"):
        desk.put_back()
    assert len(desk.audit()) == 2


def test_without_a_reason_it_stays_in_service(desk: Desk) -> None:
    """One sentence, nothing stored."""
    with pytest.raises(BadInput, match="Say why Quay entry"):
        desk.set_out(note="  ")
    assert desk.site().gate("entry").in_service
    assert desk.audit() == []


@pytest.mark.parametrize("code", ["out_of_service", "back_in_service"])
@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.AUDITOR])
def test_who_may_not_reads_who_may(desk: Desk, code: str, role: Role) -> None:
    """Where it is shown, and where it would be done."""
    if code == "back_in_service":
        desk.set_out()
    before = desk.site()
    request = desk.ask(code, "entry", "arm bent", role)
    with pytest.raises(Refused, match="security, administrator or Parking owner") as told:
        desk.carry_out(request)
    assert desk.room(request).fault == str(told.value)
    assert desk.site() == before


@pytest.mark.parametrize("role", [Role.SECURITY, Role.ADMINISTRATOR, Role.OWNER])
def test_who_may(desk: Desk, role: Role) -> None:
    """The three of the table."""
    desk.carry_out(desk.ask("out_of_service", "entry", "arm bent", role))
    assert not desk.site().gate("entry").in_service
    desk.carry_out(desk.ask("back_in_service", "entry", role=role))
    assert desk.site().gate("entry").in_service


def test_the_plan_of_the_owner_counts_but_keeps_no_gate_shut(desk: Desk) -> None:
    """Without a control room nothing is set out; what is out may come back."""
    site = quay.site()
    owned = replace(site, lots=(replace(site.lots[0], owner="acme"),))
    apply_site(desk.store, owned)
    desk.set_out()
    poor = replace(owned, organisations=(replace(owned.organisations[0], plan=("visitors",)),))
    apply_site(desk.store, poor)
    desk.put_back()
    with pytest.raises(Refused, match="Acme"):
        desk.set_out()


def test_the_last_way_out_is_told_of(desk: Desk) -> None:
    """Before it is done, and in the feed: nobody may be trapped without anybody's knowing."""
    asked = desk.ask("out_of_service", "exit", "no power")
    told = "No other gate lets cars out of P1: without this one they leave by hand only"
    assert desk.room(asked) == Room(line=told)
    assert desk.room(replace(asked, gate="entry")) == Room(line="")
    assert desk.set_out("exit", "no power") == f"Set out of service: no power. {told}"
    since = "Out of service since Mon 23 Nov 10:30, Guard 1: no power"
    assert desk.room(desk.ask("back_in_service", "exit")) == Room(line=since)
    desk.put_back("exit")
    both = quay.with_gate(quay.site(), "entry", direction=Direction.BOTH)
    apply_site(desk.store, both)
    assert desk.room(asked) == Room(line="")
    desk.set_out("entry")
    assert desk.room(asked) == Room(line=told)


def test_a_car_at_an_exit_that_is_out_is_put_before_a_person(desk: Desk) -> None:
    """Nothing is sent to a broken gate, and nobody stands there unseen: it says what to do."""
    desk.set_out("exit", "no power")
    read = Read(gate="exit", at=AT, plate=quay.KNOWN_PLATE)
    at = Moment(AT, 100.0)
    taken = desk.store.write(lambda tx: take_read(tx, load_site(tx), read, at))
    assert (taken.opens, taken.event.outcome) == (None, Outcome.FAILED)
    (entry,) = desk.store.read(open_entries)
    assert (entry.gate, entry.text) == ("exit", "Out of service: Quay exit, no power")


def test_a_gate_that_is_gone_is_told(desk: Desk) -> None:
    """The site was loaded anew while the menu was open."""
    site = desk.site()
    apply_site(desk.store, replace(quay.site(), gates=quay.site().gates[1:]))
    request = desk.ask("out_of_service", "entry", "arm bent")
    with pytest.raises(NotFound, match="not here any more"):
        desk.store.write(lambda tx: remedies.carry_out(tx, site, request, AT))
