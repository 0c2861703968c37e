"""The small Quai Nord of the window's tests in a real store, with people who park there."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from izix_desk.domain.credentials import Credential
from izix_desk.domain.parkers import Profile, Reservation, ReservationKind, Right, Session, Vehicle
from izix_desk.domain.site import Group, Lease, Method, Policy, Sequence, Site, Strategy
from izix_desk.store.credentials import add_credentials
from izix_desk.store.database import Database, Transaction
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import (
    add_reservation,
    add_rights,
    add_vehicles,
    save_profile,
)
from izix_desk.store.search_index import index_profile, unindex_profile
from izix_desk.store.sessions import start_session
from izix_desk.store.site import save_site
from tests.support import demo_site

BRUSSELS = ZoneInfo("Europe/Brussels")


def site() -> Site:
    """Return Quai Nord with three staff spots, two of them Acme's, and policies of all kinds."""
    plain = demo_site.site()
    small = (Group("staff", "Staff", 3), Group("visitors", "Visitors", 2))
    usual = plain.policies[0]
    more = (
        replace(usual, id="weekend", name="Weekend", timetable="Sa 08:00-18:00", lot="p1"),
        replace(usual, id="old", name="Staff 2025", ends=date(2025, 12, 31)),
        replace(usual, id="p2-staff", name="P2 staff", lot="p2", timetable="",
                instructions={"fr": "Niveau 2", "en": "Level 2"}),
        replace(usual, id="booking", name="On booking", strategy=Strategy.BOOK),
        replace(usual, id="once", name="Once", sequence=Sequence.HARD, groups=("visitors",)),
    )  # fmt: skip
    return replace(
        plain,
        lots=tuple(
            replace(lot, groups=small, exit_instructions={"en": "Red line."},
                    entry_instructions={"en": "Blue line.", "fr": "Ligne bleue."})
            for lot in plain.lots
        ),
        leases=tuple(
            Lease(tenant="acme", lot=lot, spots={"staff": 2, "visitors": 2},
                  starts=date(2026, 1, 1))
            for lot in ("p1", "p2")
        ),
        policies=(usual, *more),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staffed:
    """A store with that site in it; people are added one by one."""

    database: Database
    site: Site

    def park(
        self, last_name: str, *policies: str, plates: tuple[str, ...] = (), **more: object
    ) -> UUID:
        """Add a parker of Acme with rights by these policies."""
        who = replace(Profile(id=new_id(), organisation="acme", last_name=last_name), **more)
        cars = [Vehicle(id=new_id(), plate=plate, profile=who.id) for plate in plates]
        rights = [Right(id=new_id(), policy=policy, profile=who.id) for policy in policies]

        def add(tx: Transaction) -> None:
            save_profile(tx, who)
            add_vehicles(tx, cars)
            add_rights(tx, rights)
            index_profile(tx, who.id)

        self.database.write(add)
        return who.id

    def give(self, profile: UUID, kind: Method, *values: str) -> None:
        """Give somebody a badge, PIN or code, or several."""

        def add(tx: Transaction) -> None:
            unindex_profile(tx, profile)
            add_credentials(tx, profile, [Credential(kind, value) for value in values])
            index_profile(tx, profile)

        self.database.write(add)

    def visit(self, profile: UUID, starts: str, ends: str, **more: object) -> Reservation:
        """Add a visit to Acme in P1."""
        made = replace(
            Reservation(
                id=new_id(), kind=ReservationKind.VISIT, profile=profile, lot="p1",
                group="visitors", starts=at(starts), ends=at(ends), organisation="acme",
                host="E. Claes",
            ),
            **more,
        )  # fmt: skip
        self.database.write(lambda tx: add_reservation(tx, made))
        return made

    def enter(self, profile: UUID | None, since: str, **more: object) -> None:
        """Let a car of Acme be inside the staff spots of P1."""
        session = replace(
            Session(
                id=new_id(), lot="p1", group="staff", gate_in="p1-entry", started=at(since),
                profile=profile, organisation="acme",
            ),
            **more,
        )  # fmt: skip
        self.database.write(lambda tx: start_session(tx, session))


def staffed(database: Database) -> Staffed:
    """Store the site, and return what adds people to it."""
    made = site()
    database.write(lambda tx: save_site(tx, made))
    return Staffed(database, made)


def at(text: str) -> datetime:
    """Return a time on the clock of Brussels, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).astimezone(UTC)


def policy(made: Site, name: str) -> Policy:
    """Return a policy by its id."""
    return next(each for each in made.policies if each.id == name)
