"""Which of a reason's fixes the window can do now, as buttons, and what it only says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication

from izix_desk.domain.plates import pretty
from izix_desk.domain.views import Asks, Hit, Offer
from izix_desk.services.catalogue import catalogue

translate = QCoreApplication.translate


class Deed(Enum):
    """What a fix does."""

    VISIT = "visit"
    CHOOSE = "choose"
    SEARCH = "search"
    """Search for the plate, or, without one, for whoever the driver says to be."""
    OPEN = "open"
    CHANGE = "change"
    """Carry out an offer: something stored changes, no gate moves."""
    GATE = "gate"
    """Look at another gate."""
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Fix:
    """One button."""

    deed: Deed
    label: str
    hit: Hit | None = None
    """Whom it is about, where it is about a look-alike."""
    offer: Offer | None = None
    """What would change, where something does."""
    opens: bool = False
    """Whether the gate is asked for next, if they may pass."""
    anew: bool = False
    """Whether the search begins with an empty box."""


_LAST = frozenset({"link_plate"})
"""What is offered behind everything else."""
_ANEW = frozenset({"use_plate_until", "book_vehicle"})
"""For these somebody has to be found first, by another name than the plate."""
_DEEDS = {
    "create_profile": Deed.VISIT,
    "make_visit": Deed.VISIT,
    "new_visit": Deed.VISIT,
    "search": Deed.SEARCH,
    "type_plate": Deed.SEARCH,
    "use_plate_until": Deed.SEARCH,
    "book_vehicle": Deed.SEARCH,
    "open_with_reason": Deed.OPEN,
    "open_over_capacity": Deed.OPEN,
    "retry": Deed.OPEN,
    "release": Deed.RELEASE,
}


def fixes_for(
    codes: Iterable[str], similar: Sequence[Hit] = (), offers: Sequence[Offer] = ()
) -> list[Fix]:
    """Return what can be done, most useful first: a change before an opening despite it all."""
    doable = [offer for offer in offers if offer.asks is not Asks.ADVICE]
    offered: dict[str, list[Fix]] = {}
    for offer in doable:
        deed = Deed.GATE if offer.asks is Asks.GATE else Deed.CHANGE
        offered.setdefault(offer.code, []).append(Fix(deed, offer.label, offer=offer))
    last = [fix for code in _LAST for fix in offered.pop(code, [])]
    found: list[Fix] = []
    for code in codes:
        found += offered.pop(code, None) or _fixes(code, similar)
    place = next((n for n, fix in enumerate(found) if fix.deed is Deed.OPEN), len(found))
    found[place:place] = [fix for fixes in offered.values() for fix in fixes]
    return _once((*found, *last))


def _once(fixes: Iterable[Fix]) -> list[Fix]:
    """Keep one button of each name, and one that opens: they would all ask the same."""
    kept: dict[object, Fix] = {}
    for fix in fixes:
        kept.setdefault(Deed.OPEN if fix.deed is Deed.OPEN else fix.label, fix)
    return list(kept.values())


def advice(offers: Iterable[Offer]) -> list[str]:
    """Return what can only be said: whom to call, where there is room."""
    return list(dict.fromkeys(each.label for each in offers if each.asks is Asks.ADVICE))


def _fixes(code: str, similar: Sequence[Hit]) -> list[Fix]:
    if code == "confirm_match":
        return [_it_is(", ".join(map(pretty, hit.plates[:1])), hit, opens=True) for hit in similar]
    if code == "choose_profile":
        return [_it_is(hit.name, hit) for hit in similar]
    deed = _DEEDS.get(code)
    label = "" if deed is None else catalogue().fix(code, {}).label
    return [] if deed is None else [Fix(deed, label, anew=code in _ANEW)]


def _it_is(what: str, hit: Hit, *, opens: bool = False) -> Fix:
    return Fix(Deed.CHOOSE, translate("Fixes", "It is {0}").format(what), hit, opens=opens)
