"""What an operator asks for, as one value that crosses from the window or the command line."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from izix_desk.domain.commands import Action
from izix_desk.domain.roles import Role
from izix_desk.domain.site import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """Ask one gate to open (or hold, or release) for somebody, for a reason."""

    gate: str
    action: Action = Action.OPEN
    reason: str
    """VALID when the person may pass, else the code of an opening reason."""
    operator: str
    desk: str
    role: Role = Role.ADMINISTRATOR
    """Of the operator; nobody signs in yet, so everybody at the desk may do everything."""
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
    role: Role = Role.ADMINISTRATOR
    """Of the operator; nobody signs in yet, so everybody at the desk may do everything."""
    profile: UUID | None = None
    """Whom it is for; what is about a gate or a plate alone is for nobody."""
    subject: UUID | None = None
    """The reservation, session, right or vehicle that it changes."""
    policy: str = ""
    """The policy of a new booking."""
    plate: str = ""
    way: Direction | None = None
    """Which way the car goes, where the operator says it."""
    group: str = ""
    cars: int = 0
    """How many cars are inside the group in truth."""
    starts: datetime | None = None
    ends: datetime | None = None
    note: str = ""
    """Why, where the operator has to say it."""
