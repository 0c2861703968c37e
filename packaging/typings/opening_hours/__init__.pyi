"""What we use of opening-hours-py; its own stub leaves out the errors."""

from collections.abc import Iterator
from datetime import datetime
from enum import Enum

class ParserError(Exception): ...
class UnknownCountryError(Exception): ...

class State(Enum):
    OPEN = ...
    CLOSED = ...
    UNKNOWN = ...

class OpeningHours:
    def __new__(
        cls,
        oh: str,
        timezone: object = None,
        country: str | None = None,
        coords: tuple[float, float] | None = None,
        auto_country: bool | None = True,
        auto_timezone: bool | None = True,
        max_interval_days: int | None = None,
    ) -> OpeningHours: ...
    def intervals(
        self, start: datetime | None = None, end: datetime | None = None
    ) -> Iterator[tuple[datetime, datetime, State, str]]: ...
