"""What an operator asks for, as one value that crosses from the window or the command line."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from izix_desk.domain.commands import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """Ask one gate to open (or hold, or release) for somebody, for a reason."""

    gate: str
    action: Action = Action.OPEN
    reason: str
    """VALID when the person may pass, else the code of an opening reason."""
    operator: str
    desk: str
    note: str = ""
    for_whom: str = ""
    profile: UUID | None = None
    plate: str = ""
    event: UUID | None = None
    access: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FixRequest:
    """Carry out one fix of a reason for somebody, with what the operator chose."""

    code: str
    """Of the catalogue's fixes, e.g. `extend`."""
    gate: str
    operator: str
    profile: UUID
    subject: UUID | None = None
    """The reservation or session that it changes."""
    policy: str = ""
    """The policy of a new booking."""
    plate: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
