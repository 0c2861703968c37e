"""Visits: who takes visitors, what a form must say, and one transaction for all of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from izix_desk.domain.errors import BadInput
from izix_desk.domain.parkers import HostAnswer, Session
from izix_desk.domain.site import Group, Organisation, Site, VisitorPolicy
from izix_desk.domain.views import VisitForm
from izix_desk.services.searching import search
from izix_desk.services.visits import (
    check_visit,
    host_organisations,
    past_visitors,
    register_visit,
)
from izix_desk.store.database import Database
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import profile, reservations_of, vehicles_of
from izix_desk.store.sessions import start_session
from izix_desk.store.site import load_site, save_site
from tests.support import quay

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
FORM = VisitForm(
    organisation="acme",
    lot="p1",
    group="visitors",
    starts=AT,
    ends=AT + 2 * HOUR,
    last_name="Dupont",
)


def _site(**terms: object) -> Site:
    plain = quay.site()
    values: dict[str, object] = {"groups": ("visitors",), "per_day": 5, **terms}
    policy = VisitorPolicy(**values)  # pyright: ignore[reportArgumentType] the test's own names
    acme = replace(
        plain.organisations[0], takes_visitors=True, visitors=policy,
        plan=("control_room", "visitors"),
    )  # fmt: skip
    groups = (Group("staff", "Staff", 20), Group("visitors", "Visitors", 3))
    return replace(
        plain,
        lots=(replace(plain.lots[0], groups=groups),),
        leases=(replace(plain.leases[0], spots={"staff": 20, "visitors": 2}),),
        organisations=(acme, Organisation(id="zeta", name="Zeta")),
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """Return a store whose Acme takes visitors and whose Zeta does not."""
    opened = quay.quay(tmp_path / "site", _site()).open()
    yield opened
    opened.close()


def _faults(store: Database, site: Site | None = None, **changes: object) -> dict[str, str]:
    form = replace(FORM, **changes)
    checked = site or store.read(load_site)
    return {
        fault.field: fault.message
        for fault in store.read(lambda tx: check_visit(tx, checked, form, AT))
    }


def _register(store: Database, **changes: object) -> tuple[object, object]:
    form = replace(FORM, **changes)
    return store.write(lambda tx: register_visit(tx, load_site(tx), form, AT))


def test_organisations_say_where_visitors_park_and_what_is_free(store: Database) -> None:
    """Organisations say where visitors park and what is free."""
    acme, zeta = store.read(lambda tx: host_organisations(tx, load_site(tx), AT))
    assert acme.organisation.takes_visitors
    assert acme.lots == {"p1": ("visitors",)}
    assert (acme.spots, acme.free, acme.visits_today) == (2, 2, 0)
    assert (zeta.organisation.takes_visitors, zeta.lots) == (False, {})


def test_visits_and_cars_inside_take_spots(store: Database) -> None:
    """Visits and cars that are inside take spots; the tightest count is shown."""
    _register(store)
    acme = store.read(lambda tx: host_organisations(tx, load_site(tx), AT))[0]
    assert (acme.free, acme.visits_today) == (1, 1)
    for _ in range(3):
        session = Session(id=new_id(), lot="p1", group="visitors", gate_in="entry", started=AT)
        store.write(lambda tx, session=session: start_session(tx, session))
    assert store.read(lambda tx: host_organisations(tx, load_site(tx), AT))[0].free == 0


def test_a_visit_needs_room_for_all_of_its_time(store: Database) -> None:
    """Spots that somebody has from later on count too; what only follows does not."""
    _register(store, starts=AT + HOUR, ends=AT + 3 * HOUR)
    assert _faults(store) == {}
    told = "Visitors has no room then (0 inside, 1 reserved, 2 spots): choose another time."
    assert _faults(store, cars=2) == {"group": told}
    assert _faults(store, cars=2, ends=AT + HOUR) == {}
    assert _faults(store, cars=2, starts=AT + 3 * HOUR, ends=AT + 4 * HOUR) == {}
    with pytest.raises(BadInput, match="no room then"):
        _register(store, cars=2)


def test_a_plan_without_visitors_takes_none(store: Database) -> None:
    """A plan without visitors takes none."""
    site = _site()
    poor = replace(site.organisations[0], plan=("control_room",))
    site = replace(site, organisations=(poor,))
    assert "takes no visitors" in _faults(store, site)["organisation"]


def test_a_good_form_has_no_faults(store: Database) -> None:
    """A good form has no faults."""
    assert _faults(store) == {}
    assert (
        _faults(
            store,
            phone="0475 12 34 56",
            email="a@b.be",
            plates=("1-ABC-234",),
            cars=2,
            host_answer=HostAnswer.YES,
        )
        == {}
    )


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"organisation": ""}, "organisation", "Choose the organisation"),
        ({"organisation": "nobody"}, "organisation", "Choose the organisation"),
        ({"organisation": "zeta"}, "organisation", "Zeta takes no visitors: speak with Zeta"),
        ({"last_name": "  "}, "last_name", "last name"),
        ({"last_name": "x" * 101}, "last_name", "At most"),
        ({"lot": "p9"}, "lot", "P1 only"),
        ({"group": "staff"}, "group", "visitors may use"),
        ({"ends": AT}, "ends", "end after it starts"),
        ({"starts": AT - 3 * HOUR, "ends": AT - HOUR}, "ends", "over already"),
        ({"ends": AT + 11 * HOUR}, "ends", "at most 10 hours"),
        ({"cars": 0}, "cars", "1 to 99"),
        ({"plates": ("1-ABC-234", "2-DEF-111")}, "cars", "2 plates for 1 cars"),
        ({"plates": ("1-ABC-234-567-890",)}, "plates", "at most 12"),
        ({"plates": ("---",)}, "plates", "is not a plate"),
        ({"phone": "12"}, "phone", "is not a telephone number"),
        ({"email": "eva@acme"}, "email", "name@company.com"),
        ({"host_answer": "NO"}, "host_answer", "said no"),
        ({"cars": 6}, "organisation", "0 of 5 visits that day"),
    ],
)
def test_faults_stand_at_their_field(
    store: Database, changes: dict[str, object], field: str, words: str
) -> None:
    """Faults stand at their field, in words."""
    assert words in _faults(store, None, **changes)[field]


def test_whom_to_call_is_said_with_phone(store: Database) -> None:
    """Whom to call is said with the phone number."""
    site = _site(per_day=0)
    assert "speak with Desk, +32 2 555 10 00" in _faults(store, site)["organisation"]


def test_what_the_policy_asks_for_is_mandatory(store: Database) -> None:
    """What the policy asks for is mandatory."""
    site = _site(
        mandatory=("organisation", "last_name", "email", "plate", "host"), host_must_confirm=True
    )
    faults = _faults(store, site)
    assert set(faults) == {"email", "plates", "host", "host_answer"}
    assert faults["email"] == "Acme asks for the e-mail address."
    assert "say yes" in faults["host_answer"]


def test_the_quota_counts_the_cars_of_that_day(store: Database) -> None:
    """The quota counts the cars of the day that the visit starts on."""
    for later in (3, 5):
        _register(store, cars=2, starts=AT + later * HOUR, ends=AT + (later + 1) * HOUR)
    assert _faults(store) == {}
    assert "4 of 5" in _faults(store, cars=2)["organisation"]
    assert _faults(store, cars=2, starts=AT + 24 * HOUR, ends=AT + 25 * HOUR) == {}


def test_a_visit_is_stored_whole_and_found_at_once(store: Database) -> None:
    """A visit is stored whole, and found at once by whatever is known of it."""
    who, visit = _register(
        store, first_name="Éric", company="Grues Dupont", phone="+32 475 98 76 54",
        plates=("1-VIS-001", "1-VIS-002"), cars=2, host="Eva Claes", note="crane",
    )  # fmt: skip
    stored = store.read(lambda tx: profile(tx, who))  # pyright: ignore[reportArgumentType]
    assert stored is not None
    assert (stored.name, stored.organisation, stored.visitor) == ("Éric Dupont", "acme", True)
    [kept] = store.read(lambda tx: reservations_of(tx, stored.id))
    assert kept.id == visit
    assert (kept.organisation, kept.host, kept.cars, kept.note) == ("acme", "Eva Claes", 2, "crane")
    cars = store.read(lambda tx: vehicles_of(tx, stored.id))
    assert [car.plate for car in cars] == ["1-VIS-001", "1-VIS-002"]
    for text in ("dupont eric", "1-vis-002", "claes", "grues", "0475 98 76", kept.code.lower()):
        hits = store.read(lambda tx, text=text: search(tx, load_site(tx), text, "entry", AT))
        assert [hit.profile for hit in hits] == [who], text
        assert hits[0].group == "may_pass"


def test_a_faulty_form_stores_nothing(store: Database) -> None:
    """A faulty form stores nothing."""
    with pytest.raises(BadInput, match="last name"):
        _register(store, last_name="")
    acme = store.read(lambda tx: host_organisations(tx, load_site(tx), AT))[0]
    assert acme.visits_today == 0


def test_a_past_visitor_comes_again_with_what_is_new(store: Database) -> None:
    """A past visitor comes again with what is new, and with no plate twice."""
    who, _ = _register(store, phone="0475 12 34 56", plates=("1-VIS-001",))
    [past] = store.read(lambda tx: past_visitors(tx, load_site(tx), "dup", "acme"))
    assert (past.profile, past.plates, past.group) == (who, ("1-VIS-001",), "visitors")
    again, _ = _register(
        store, profile=past.profile, last_name="Dupond", phone="0475 99 99 99",
        plates=("1vis001", "1-VIS-003"), cars=2, starts=AT + 24 * HOUR, ends=AT + 25 * HOUR,
    )  # fmt: skip
    assert again == who
    stored = store.read(lambda tx: profile(tx, past.profile))
    assert stored is not None
    assert stored.last_name == "Dupond"
    assert stored.phones == ("0475 99 99 99", "0475 12 34 56")
    plates = [car.plate for car in store.read(lambda tx: vehicles_of(tx, past.profile))]
    assert plates == ["1-VIS-001", "1-VIS-003"]
    assert (
        store.read(lambda tx: past_visitors(tx, load_site(tx), "dupont", "acme"))[0].exact is False
    )


def test_past_visitors_need_three_letters_and_are_no_parkers(store: Database) -> None:
    """Past visitors need three letters, and parkers are not among them."""
    _register(store)
    assert store.read(lambda tx: past_visitors(tx, load_site(tx), "du", "acme")) == ()
    assert store.read(lambda tx: past_visitors(tx, load_site(tx), "maes", "acme")) == ()


def test_a_parker_who_visits_stays_a_parker(store: Database) -> None:
    """A parker who visits stays a parker of their own organisation."""
    [ada] = store.read(lambda tx: search(tx, load_site(tx), "maes", None, AT))
    who, visit = _register(store, profile=ada.profile, last_name="Maas")
    assert who == ada.profile
    stored = store.read(lambda tx: profile(tx, ada.profile))
    assert stored is not None
    assert (stored.last_name, stored.visitor) == ("Maes", False)
    assert [each.id for each in store.read(lambda tx: reservations_of(tx, ada.profile))] == [visit]


def test_a_lease_that_begins_later_counts_for_a_visit_then(store: Database) -> None:
    """A lease that begins later counts for a visit then, not for one before."""
    site = _site()
    later = replace(site.leases[0], starts=(AT + 48 * HOUR).date())
    site = replace(site, leases=(later,))
    store.write(lambda tx: save_site(tx, site))
    assert "no spots for visitors" in _faults(store, site)["organisation"]
    assert _faults(store, site, starts=AT + 72 * HOUR, ends=AT + 73 * HOUR) == {}
