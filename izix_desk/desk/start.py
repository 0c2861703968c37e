"""What a desk is started with; imports no Qt."""

from dataclasses import dataclass
from pathlib import Path

from izix_desk.domain.roles import Role
from izix_desk.store.folder import SiteFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStart:
    """A site, who sits in front of it, and where."""

    folder: SiteFolder
    operator: str
    role: Role = Role.ADMINISTRATOR
    """Nobody signs in yet, so it is what the desk was started with."""
    desk: str
    theme: str = ""
    """Instead of the operator's own."""
    timing: Path | None = None
    """File that gets one JSON line per milestone of the start."""
