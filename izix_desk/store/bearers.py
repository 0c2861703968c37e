"""Whom a badge, PIN or code that was shown may belong to."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from izix_desk.domain.decision import Candidate
from izix_desk.domain.site import Method
from izix_desk.store.candidates import candidate, candidates_among
from izix_desk.store.credentials import holders, visits_of_code
from izix_desk.store.database import Transaction

_MAY_BE_CODES = frozenset({Method.PIN, Method.QR})
"""An access code of a visit is scanned, or typed like a PIN."""


def bearers(
    tx: Transaction, method: Method, names: Collection[str], lot: str, at: datetime
) -> tuple[Candidate, ...]:
    """Return all who have a credential of one of these names, with all their rights.

    Whoever shows the access code of a visit comes on that visit, and on nothing else.
    """
    if not names:
        return ()
    people = candidates_among(tx, holders(tx, method, names), lot, at)
    return (*people.values(), *_visitors(tx, method, names, lot, at))


def _visitors(
    tx: Transaction, method: Method, names: Collection[str], lot: str, at: datetime
) -> Iterator[Candidate]:
    if method not in _MAY_BE_CODES:
        return
    for visit in visits_of_code(tx, names):
        who = candidate(tx, visit.profile, lot, at)
        if who is not None:
            key = f"visit:{visit.id}"
            yield replace(who, accesses=tuple(each for each in who.accesses if each.key == key))
