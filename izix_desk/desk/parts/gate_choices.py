"""Gates and opening reasons as rows to choose from."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import QCoreApplication

from izix_desk.desk.models.choices import Choice
from izix_desk.desk.presets import VALID
from izix_desk.domain.site import Direction, Gate, Site
from izix_desk.domain.views import OpeningReason

translate = QCoreApplication.translate
ICONS = {Direction.ENTRY: "entry", Direction.EXIT: "exit", Direction.BOTH: "both"}


def gate_choices(site: Site, preset: str | None, only: Collection[str] = ()) -> list[Choice]:
    """Return the gates in the site's order, all or `only` some; the preset one is just marked."""
    return [
        Choice(
            gate.id, gate.name, _about(gate, site), ICONS[gate.direction], marked=gate.id == preset
        )
        for gate in site.gates
        if not only or gate.id in only
    ]


def opening_choices(reasons: Iterable[OpeningReason], *, valid: bool) -> list[Choice]:
    """Return the reasons to give, numbered for the keyboard; a valid access needs none of them."""
    if valid:
        return [Choice(VALID, translate("OpenGate", "Valid access"), icon="granted", marked=True)]
    return [
        Choice(reason.code, f"{number}  {reason.label}", _counts(reason))
        for number, reason in enumerate(reasons, 1)
    ]


def _about(gate: Gate, site: Site) -> str:
    if not gate.in_service:
        return translate("OpenGate", "out of service")
    lot = next((lot.name for lot in site.lots if lot.id == gate.lot), gate.lot)
    return gate.place or lot


def _counts(reason: OpeningReason) -> str:
    return "" if reason.counts_spot else translate("OpenGate", "counts no spot")
