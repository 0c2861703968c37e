"""Sets a parker to neutral by plate or name: the next passage tells whether they are inside."""

from datetime import datetime
from uuid import UUID

from izix_desk.domain.errors import BadInput, NotFound
from izix_desk.domain.requests import FixRequest
from izix_desk.domain.site import Lot, Site
from izix_desk.services.remedies import carry_out
from izix_desk.store.candidates import candidates
from izix_desk.store.database import Transaction
from izix_desk.store.finding import find
from izix_desk.store.parkers import profile

_NAMED = 5


def neutral(
    tx: Transaction, site: Site, who: str, *, lot: str = "", operator: str, at: datetime
) -> tuple[str, str]:
    """Let the next passage decide, and record it; return the parker's and the lot's name.

    Raises BadInput when several are meant, NotFound when nobody is.
    """
    place = _lot(site, lot)
    gate = next((gate.id for gate in site.gates if gate.lot == place.id), None)
    if gate is None:
        raise BadInput(f"{place.name} has no gate: nobody can pass there.")
    found = _who(tx, who, place.id, at)
    request = FixRequest(code="set_neutral", gate=gate, operator=operator, profile=found)
    carry_out(tx, site, request, at)
    person = profile(tx, found)
    return person.name if person else who, place.name


def _lot(site: Site, lot: str) -> Lot:
    known = ", ".join(each.id for each in site.lots)
    wanted = lot.strip().casefold()
    for each in site.lots:
        if wanted in {each.id.casefold(), each.name.casefold()}:
            return each
    if lot:
        raise NotFound(f"There is no lot {lot!r} here; the lots are: {known}.")
    if len(site.lots) != 1:
        raise BadInput(f"Name the lot with --lot, one of: {known}.")
    return site.lots[0]


def _who(tx: Transaction, who: str, lot: str, at: datetime) -> UUID:
    plates = [each.profile for each in candidates(tx, who, lot, at) if each.profile is not None]
    people = plates or [each.profile for each in find(tx, who) if each.exact]
    if not people:
        raise NotFound(f"Nobody has the plate or the name {who!r} here: try `izix-desk search`.")
    if len(people) > 1:
        names = ", ".join(each.name for each in people[:_NAMED])
        raise BadInput(f"Several are called {who!r} ({names}): name a plate instead.")
    return people[0].id
