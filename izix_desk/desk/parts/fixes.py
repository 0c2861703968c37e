"""Which of a reason's fixes the window can do now, as buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication

from izix_desk.domain.plates import normalise, pretty
from izix_desk.domain.views import Asks, Hit, Offer, ParkerView, Verdict

translate = QCoreApplication.translate
BORROWED = timedelta(days=1)
"""For how long a plate is linked unless another time is chosen."""


class Deed(Enum):
    """What a fix does."""

    VISIT = "visit"
    CHOOSE = "choose"
    SEARCH = "search"
    OPEN = "open"
    CHANGE = "change"
    """Carry out an offer: something stored changes, no gate moves."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One button."""

    deed: Deed
    label: str
    hit: Hit | None = None
    """Whom it is about, where it is about a look-alike."""
    offer: Offer | None = None
    """What would change, where something does."""


Labels: TypeAlias = dict[str, tuple[Deed, str]]


def fixes_for(
    verdict: Verdict, similar: Sequence[Hit] = (), offers: Sequence[Offer] = ()
) -> list[Fix]:
    """Return what can be done, most useful first: a change before an opening despite it all."""
    found: list[Fix] = []
    offered = {offer.code: Fix(Deed.CHANGE, offer.label, offer=offer) for offer in offers}
    for code in verdict.fixes:
        if code in offered:
            found.append(offered.pop(code))
        elif code == "confirm_match":
            found += [Fix(Deed.CHOOSE, _it_is(", ".join(hit.plates[:1])), hit) for hit in similar]
        elif code == "choose_profile":
            found += [Fix(Deed.CHOOSE, _it_is(hit.name), hit) for hit in similar]
        elif code in _labels():
            found.append(Fix(*_labels()[code]))
    place = next((n for n, fix in enumerate(found) if fix.deed is Deed.OPEN), len(found))
    found[place:place] = offered.values()
    return list({fix.label: fix for fix in found}.values())


def borrowed(view: ParkerView, plate: str, gate: str | None) -> tuple[Offer, ...]:
    """Offer to link the plate of the car that waits, when it is none of this parker's."""
    own = {normalise(each.plate) for each in view.vehicles}
    if not plate or gate is None or normalise(plate) in own or view.verdict.blocked:
        return ()
    label = translate("Fixes", "Use {0} until…").format(pretty(plate))
    until = datetime.now(UTC) + BORROWED
    return (
        Offer(
            code="use_plate_until", label=label, gate=gate, plate=plate, asks=Asks.UNTIL, ends=until
        ),
    )


def _it_is(what: str) -> str:
    return translate("Fixes", "It is {0}").format(what)


def _labels() -> Labels:
    create = (Deed.VISIT, translate("Fixes", "Create Profile +"))
    visit = (Deed.VISIT, translate("Fixes", "New visit"))
    once = (Deed.OPEN, translate("Fixes", "Open once with a reason…"))
    return {
        "create_profile": create,
        "make_visit": visit,
        "new_visit": visit,
        "search": (Deed.SEARCH, translate("Fixes", "Search")),
        "type_plate": (Deed.SEARCH, translate("Fixes", "Type the plate")),
        "open_with_reason": once,
        "open_over_capacity": once,
    }
