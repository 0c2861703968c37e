"""On which terms a visit may be made, said field by field."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from izix_desk.domain.decision import Occupancy
from izix_desk.domain.errors import BadInput
from izix_desk.domain.parkers import HostAnswer
from izix_desk.domain.plates import checked_plate
from izix_desk.domain.site import Organisation, Site
from izix_desk.domain.views import FieldFault, HostOrganisation, VisitForm
from izix_desk.services.telephones import PhoneCheck

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LONGEST_NAME = 100
_MOST_CARS = 99
_ASKED = {
    "first_name": "first name",
    "company": "company",
    "phone": "phone number",
    "email": "e-mail address",
    "host": "host",
    "plates": "plate",
    "note": "note",
}
"""Fields that a policy may make mandatory, in words; last name and organisation always are."""
_ALIASES = {"plate": "plates", "e-mail": "email", "host_person": "host"}


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCase:
    """A form with what it is checked against."""

    site: Site
    form: VisitForm
    at: datetime
    host: HostOrganisation
    room: Occupancy | None
    """Of the group chosen, for the whole of the visit; None while place or time are wrong."""
    visits_that_day: int
    """Cars of the host's other visits on the day this one starts."""

    @property
    def organisation(self) -> Organisation:
        """The organisation visited."""
        return self.host.organisation


def faults(case: VisitCase) -> tuple[FieldFault, ...]:
    """Return all that is wrong with a form, in the order of its fields."""
    return tuple(fault for rule in _RULES for fault in rule(case))


def whom_to_call(organisation: Organisation) -> str:
    """Return with whom to speak at an organisation: name, phone, e-mail."""
    for manager in organisation.managers:
        ways = ", ".join(way for way in (manager.phone, manager.email) if way)
        return f"{manager.name}, {ways}" if ways else manager.name
    return organisation.name


def _takes_visitors(case: VisitCase) -> Iterator[FieldFault]:
    name, call = case.organisation.name, whom_to_call(case.organisation)
    if not case.organisation.takes_visitors:
        yield FieldFault("organisation", f"{name} takes no visitors: speak with {call}.")
    elif not case.host.lots:
        yield FieldFault(
            "organisation", f"{name} has no spots for visitors at present: speak with {call}."
        )


def _place(case: VisitCase) -> Iterator[FieldFault]:
    if not case.host.lots:
        return
    groups = case.host.lots.get(case.form.lot)
    if groups is None:
        lots = _names(case.site, case.host)
        yield FieldFault("lot", f"{case.organisation.name} has visitor spots in {lots} only.")
    elif case.form.group not in groups:
        yield FieldFault("group", "Choose a group of spots that visitors may use.")


def _time(case: VisitCase) -> Iterator[FieldFault]:
    form, policy = case.form, case.organisation.visitors
    if form.ends <= form.starts:
        yield FieldFault("ends", "The visit must end after it starts.")
    elif form.ends <= case.at:
        yield FieldFault("ends", "The visit would be over already.")
    elif form.ends - form.starts > timedelta(hours=policy.longest_stay_hours):
        hours = f"{policy.longest_stay_hours:g} hours"
        yield FieldFault("ends", f"Visits of {case.organisation.name} last at most {hours}.")


def _room(case: VisitCase) -> Iterator[FieldFault]:
    room = case.room
    if room is not None and case.form.cars > room.free:
        group = case.site.lot(case.form.lot).group(case.form.group).name
        counts = f"{room.inside} inside, {room.reserved} reserved, {room.spots} spots"
        yield FieldFault("group", f"{group} has no room then ({counts}): choose another time.")


def _quota(case: VisitCase) -> Iterator[FieldFault]:
    most = case.organisation.visitors.per_day
    if most is not None and case.visits_that_day + case.form.cars > most:
        yield FieldFault(
            "organisation",
            f"{case.organisation.name} has {case.visits_that_day} of {most} visits that day: "
            f"speak with {whom_to_call(case.organisation)}.",
        )


def _host(case: VisitCase) -> Iterator[FieldFault]:
    answer = case.form.host_answer
    if answer == HostAnswer.NO:
        yield FieldFault("host_answer", "The host said no: speak with the visitor.")
    elif case.organisation.visitors.host_must_confirm and answer != HostAnswer.YES:
        name = case.organisation.name
        yield FieldFault("host_answer", f"{name} wants its host to say yes before a visitor comes.")


def _cars(case: VisitCase) -> Iterator[FieldFault]:
    form = case.form
    if not 1 <= form.cars <= _MOST_CARS:
        yield FieldFault("cars", f"A visit has 1 to {_MOST_CARS} cars.")
    elif form.cars < len(form.plates):
        yield FieldFault("cars", f"There are {len(form.plates)} plates for {form.cars} cars.")
    for plate in form.plates:
        yield from _checked("plates", checked_plate, plate)


def _names_given(case: VisitCase) -> Iterator[FieldFault]:
    form = case.form
    if not form.last_name.strip():
        yield FieldFault("last_name", "Type the visitor's last name.")
    for field in ("last_name", "first_name", "company", "host"):
        if len(getattr(form, field)) > _LONGEST_NAME:
            yield FieldFault(field, f"At most {_LONGEST_NAME} letters.")


def _addresses(case: VisitCase) -> Iterator[FieldFault]:
    form = case.form
    if form.phone.strip():
        yield from _checked("phone", PhoneCheck(case.site.country).check, form.phone.strip())
    if form.email.strip() and not _EMAIL.fullmatch(form.email.strip()):
        yield FieldFault("email", "An e-mail address looks like name@company.com.")


def _mandatory(case: VisitCase) -> Iterator[FieldFault]:
    for asked in case.organisation.visitors.mandatory:
        field = _ALIASES.get(asked, asked)
        value = getattr(case.form, field, None)
        empty = not value if isinstance(value, tuple) else not str(value or "").strip()
        if field in _ASKED and empty:
            yield FieldFault(field, f"{case.organisation.name} asks for the {_ASKED[field]}.")


def _checked(field: str, check: Callable[[str], object], text: str) -> Iterator[FieldFault]:
    try:
        check(text)
    except BadInput as fault:
        yield FieldFault(field, str(fault))


def _names(site: Site, host: HostOrganisation) -> str:
    return " and ".join(lot.name for lot in site.lots if lot.id in host.lots)


_RULES: tuple[Callable[[VisitCase], Iterator[FieldFault]], ...] = (
    _takes_visitors,
    _host,
    _place,
    _time,
    _room,
    _quota,
    _cars,
    _names_given,
    _addresses,
    _mandatory,
)
