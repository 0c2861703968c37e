"""Picks, from what is known of a parker, what an opening would rest on."""

from dataclasses import dataclass
from uuid import UUID

from izix_desk.desk.presets import OpenPreset
from izix_desk.domain.views import ParkerView, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom or what the panel is about."""

    gate: str | None = None
    profile: UUID | None = None
    plate: str = ""
    event: UUID | None = None
    """A past event that it is about: a row of the feed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether somebody may pass at one gate, and on which access."""

    verdict: Verdict | None = None
    """None when nobody is named."""
    access: str = ""

    @property
    def valid(self) -> bool:
        """Tell whether an opening needs no reason; a blocked parker's always needs one."""
        return self.verdict is not None and self.verdict.may_pass and not self.verdict.blocked


def standing(view: ParkerView, wanted: str = "") -> Standing:
    """Return the access to open on: the wanted one if it is valid, else one that is."""
    accesses = {access.key: access for access in view.accesses}
    if not view.verdict.may_pass:
        return Standing(accesses[wanted].verdict if wanted in accesses else view.verdict, wanted)
    ordered = sorted(view.accesses, key=lambda access: access.key != wanted)
    valid = next((access for access in ordered if access.verdict.may_pass), None)
    if valid is None:  # an exit lets everybody out
        return Standing(view.verdict)
    return Standing(valid.verdict, valid.key)


def of_preset(preset: OpenPreset) -> Standing:
    """Return what the preset already knows of its gate."""
    return Standing(preset.verdict, preset.access)
