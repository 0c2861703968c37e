"""Which of a reason's fixes the window can do now, as buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication

from izix_desk.domain.views import Hit, Verdict

translate = QCoreApplication.translate


class Deed(Enum):
    """What a fix does."""

    VISIT = "visit"
    CHOOSE = "choose"
    SEARCH = "search"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Fix:
    """One button."""

    deed: Deed
    label: str
    hit: Hit | None = None
    """Whom it is about, where it is about a look-alike."""


Labels: TypeAlias = dict[str, tuple[Deed, str]]


def fixes_for(verdict: Verdict, similar: Sequence[Hit] = ()) -> list[Fix]:
    """Return what can be done, most useful first; what is not built yet is left out."""
    found: list[Fix] = []
    for code in verdict.fixes:
        if code == "confirm_match":
            found += [Fix(Deed.CHOOSE, _it_is(", ".join(hit.plates[:1])), hit) for hit in similar]
        elif code == "choose_profile":
            found += [Fix(Deed.CHOOSE, _it_is(hit.name), hit) for hit in similar]
        elif code in _labels():
            found.append(Fix(*_labels()[code]))
    return list({fix.label: fix for fix in found}.values())


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
