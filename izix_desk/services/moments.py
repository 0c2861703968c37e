"""The present, on both clocks: UTC says when, the monotonic one measures how long."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant on both clocks of this machine."""

    wall: datetime
    monotonic: float

    def wall_at(self, monotonic: float) -> datetime:
        """Return the time of day of another instant on the monotonic clock."""
        return datetime.fromtimestamp(self.wall.timestamp() + monotonic - self.monotonic, UTC)


def present() -> Moment:
    """Return the present."""
    return Moment(datetime.now(UTC), time.monotonic())
