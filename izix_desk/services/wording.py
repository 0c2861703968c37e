"""Fills the templates of the reasons catalogue; a missing value leaves its part out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from izix_desk.domain.decision import Value
from izix_desk.domain.plates import pretty

_PART = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"\{(\w+)(?::(\w+))?\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language for numbers, days and times."""

    words: Mapping[str, Any]

    def fill(self, template: str, values: Mapping[str, Value]) -> str:
        """Return a template with its values; never raises for one that is missing."""
        kept = _PART.sub(lambda part: self._part(part[1], values), template)
        filled = _NAME.sub(lambda name: self._value(name, values), kept)
        told = " ".join(filled.split())
        return told[:1].upper() + told[1:]

    def duration(self, minutes: float) -> str:
        """Return minutes as one says them: 12 minutes, 3 h 20 min, 4 days."""
        whole = int(minutes)
        if whole < 1:
            return str(self.words["less_than_a_minute"])
        if whole < 60:
            return self._counted("minutes", whole)
        if whole >= 2 * 1440:
            return self._counted("days", whole // 1440)
        if whole % 60 == 0:
            return self._counted("hours", whole // 60)
        return str(self.words["hours_minutes"]).format(h=whole // 60, m=f"{whole % 60:02}")

    def strategy(self, code: str) -> str:
        """Return how a policy hands out spots."""
        return str(self.words["strategies"].get(code, code))

    def hours(self, text: str) -> str:
        """Return opening hours with the codes that nobody speaks in words."""
        closed = re.sub(r"\bPH off\b", str(self.words["no_holidays"]), text)
        return str(self.words["always"]) if closed in {"", "24/7"} else closed.replace(";", ",")

    def role(self, role: str) -> str:
        """Return the name of a role."""
        return str(self.words["roles"][role])

    def listed(self, names: Sequence[str]) -> str:
        """Return names as one says them: A, B or C."""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.words['or']} {names[-1]}"

    def day(self, text: str) -> str:
        """Return an ISO day as `28 Nov 2026`."""
        day = date.fromisoformat(text[:10])
        return f"{self._day_and_month(day)} {day.year}"

    def when(self, text: str) -> str:
        """Return an ISO time as `Sat 28 Nov 14:30`."""
        return f"{self._weekday(text)} {datetime.fromisoformat(text):%H:%M}"

    def _weekday(self, text: str) -> str:
        day = date.fromisoformat(text[:10])
        weekday = self.words["weekdays"][day.weekday()]
        return f"{weekday} {self._day_and_month(day)}"

    def _day_and_month(self, day: date) -> str:
        number = str(self.words["day_number"]).format(d=day.day)
        return f"{number} {self.words['months'][day.month - 1]}"

    def _at(self, text: str, *, same_day: bool) -> str:
        time = f"{datetime.fromisoformat(text):%H:%M}"
        words = self.words["at_time" if same_day else "on_day"]
        return str(words).format(day=self._weekday(text), time=time)

    def _part(self, part: str, values: Mapping[str, Value]) -> str:
        names = _NAME.findall(part)
        present = all(values.get(name) not in (None, "") for name, _ in names)
        return part if present else ""

    def _value(self, found: re.Match[str], values: Mapping[str, Value]) -> str:
        value, form = values.get(found[1]), found[2]
        if value is None:
            return ""
        if form in {"duration", "days"} and isinstance(value, int | float):
            return self._counted("days", int(value)) if form == "days" else self.duration(value)
        if isinstance(value, str) and value:
            return self._text(value, form, values)
        return f"{value:g}" if isinstance(value, float) else str(value)

    def _text(self, value: str, form: str | None, values: Mapping[str, Value]) -> str:
        if form in {"at", "near"}:
            return self._close(value, form, same_day=str(values.get("at", ""))[:10] == value[:10])
        formats = {
            "date": self.day,
            "when": self.when,
            "way": self._way,
            "strategy": self.strategy,
            "hours": self.hours,
            "plate": pretty,
        }
        return formats[form](value) if form in formats else value

    def _way(self, value: str) -> str:
        return str(self.words.get(value, value))

    def _close(self, value: str, form: str, *, same_day: bool) -> str:
        if form == "at":
            return self._at(value, same_day=same_day)
        return f"{datetime.fromisoformat(value):%H:%M}" if same_day else self.when(value)

    def _counted(self, unit: str, count: int) -> str:
        one, many = self.words[unit]
        return str(one if count == 1 else many).format(n=count)
