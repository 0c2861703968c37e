"""Whether somebody may pass at a gate now: asked again when an opening rests on it."""

from dataclasses import replace
from datetime import datetime

from izix_desk.domain.deciding import decide, decide_for
from izix_desk.domain.decision import Decision
from izix_desk.domain.errors import BadInput, Refused
from izix_desk.domain.requests import OpenRequest
from izix_desk.domain.site import Gate, Site
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import known_at, known_for, verdict
from izix_desk.services.ways import read_here
from izix_desk.store.candidates import candidate
from izix_desk.store.database import Transaction
from izix_desk.store.sessions import open_session_of_plate


def check_valid(
    tx: Transaction, site: Site, gate: Gate, request: OpenRequest, at: datetime
) -> None:
    """Refuse an opening on a valid access that is not, or is not any more.

    The verdict that the asker saw may be minutes old; raises BadInput when nobody is named.
    """
    decision = _decision(tx, site, gate, request, at)
    if decision is None:
        raise BadInput("VALID is for a parker who is known: name another reason for opening.")
    if not decision.granted:
        why = verdict(decision, catalogue(), site=site).line
        raise Refused(
            f"{request.for_whom or request.plate or 'The parker'} may not pass at {gate.name}: "
            f"{why}. Nothing was sent; open once with a reason if it is right."
        )


def _decision(
    tx: Transaction, site: Site, gate: Gate, request: OpenRequest, at: datetime
) -> Decision | None:
    if request.profile is not None:
        who = candidate(tx, request.profile, gate.lot, at)
        if who is None:
            return None
        inside = who.inside is not None
        seen, read = read_here(tx, site, gate, at, inside=inside, plate=request.plate)
        read = replace(read, plate="", raw="")  # the person counts, whatever was read
        return decide_for(read, known_at(tx, seen, read, (who,)), who)
    if not request.plate:
        return None
    inside = open_session_of_plate(tx, request.plate, gate.lot) is not None
    seen, read = read_here(tx, site, gate, at, inside=inside, plate=request.plate)
    return decide(read, known_for(tx, seen, read))
