"""The words for every reason, fix and opening, from the data files in `resources/`."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from izix_desk.domain.decision import Reason, RuleCheck, Value
from izix_desk.domain.views import OpeningReason
from izix_desk.services.resources import resource
from izix_desk.services.wording import Wording

ENGLISH = "en"
LANGUAGES = (ENGLISH, "fr", "nl", "de")


@dataclass(frozen=True, slots=True)
class Fix:
    """Something that may be done about a reason."""

    code: str
    label: str
    roles: tuple[str, ...] = ()
    """Who may do it; empty is everybody at the desk."""
    plan: str = ""
    """Feature that the organisation's plan must have."""


class Catalogue:
    """Reasons, fixes and opening reasons in words; another file may bring another wording."""

    def __init__(
        self,
        reasons: dict[str, Any],
        openings: dict[str, Any],
        other: Callable[[str], Mapping[str, Any]] | None = None,
    ) -> None:
        """Take what is there in English, and how to read another language once it is spoken."""
        self._words: dict[str, Any] = reasons["words"]
        self._reasons: dict[str, Any] = reasons["reason"]
        self._fixes: dict[str, Any] = reasons["fix"]
        self._rules: dict[str, Any] = reasons.get("rule", {})
        self._openings = openings
        self._other = other
        self._spoken = {ENGLISH}
        self._learning = Lock()

    def line(self, reason: str, values: Mapping[str, Value], language: str = ENGLISH) -> str:
        """Return the operator's line with its numbers; what is missing is left out."""
        return self._told("line", reason, values, language)

    def say(self, reason: str, values: Mapping[str, Value], language: str = ENGLISH) -> str:
        """Return the sentence to say to the driver; empty where there is nothing to say."""
        return self._told("say", reason, values, language)

    def severity(self, reason: str) -> str:
        """Return D (refused by a rule), F (failed technically) or W (let through, warned)."""
        return str(self._entry(reason).get("severity", "D"))

    def fixes(self, reason: str) -> tuple[str, ...]:
        """Return the codes of what may be done, most useful first."""
        return tuple(self._entry(reason).get("fixes", ()))

    def one_click(self, reason: str) -> bool:
        """Tell whether a person may be let in with one click despite this reason."""
        return bool(self._entry(reason).get("one_click", True))

    def fix(self, code: str, values: Mapping[str, Value], language: str = ENGLISH) -> Fix:
        """Return a fix with its label; raises KeyError when the catalogue has none."""
        self._learn(language)
        entry = self._fixes[code]
        variant = entry.get("when", {}).get(_key(values.get(entry.get("vary_by", ""))), {})
        words = variant.get("label", entry["label"])
        label = self._wording(language).fill(_in(words, language), values)
        return Fix(code, label, tuple(entry.get("roles", ())), entry.get("plan", ""))

    def rule(self, check: RuleCheck, language: str = ENGLISH) -> tuple[str, str]:
        """Return what a rule judges and its values, in words, as *Why?* shows them."""
        self._learn(language)
        entry = self._rules.get(check.rule, {})
        label = _in(entry.get("label", {}), language) or check.rule.replace("_", " ").capitalize()
        values = _in(entry.get("values", {}), language)
        return label, self._wording(language).fill(values, check.values).strip(" ,:")

    def openings(self, language: str = ENGLISH) -> tuple[OpeningReason, ...]:
        """Return the reasons for opening by hand, in their order."""
        self._learn(language)
        return tuple(
            OpeningReason(
                code=code,
                label=_in(entry["label"], language),
                roles=tuple(entry["roles"]),
                counts_spot=entry.get("counts_spot", True),
                needs_note=entry.get("needs_note", False),
                holds=entry.get("holds", True),
            )
            for code, entry in self._openings.items()
            if not entry.get("internal", False)
        )

    def wording(self, language: str = ENGLISH) -> Wording:
        """Return the words of a language for durations, days and times."""
        return self._wording(language)

    def _told(self, kind: str, reason: str, values: Mapping[str, Value], language: str) -> str:
        self._learn(language)
        entry = self._entry(reason)
        variant = entry.get("when", {}).get(_key(values.get(entry.get("vary_by", ""))), {})
        words = variant.get(kind, entry.get(kind, {}))
        # One sentence may serve many reasons: then it stands among the words of the language.
        template = self._shared(words, language) if isinstance(words, str) else _in(words, language)
        return self._wording(language).fill(template, values)

    def _learn(self, language: str) -> None:
        """Read the words of a language when it is spoken first: at a start only English is."""
        code = language[:2]
        if self._other is None or code in self._spoken or code not in LANGUAGES:
            return
        with self._learning:
            words = self._other(code)
            _merge(self._reasons, words["reason"], code)
            _merge(self._fixes, words["fix"], code)
            _merge(self._rules, words["rule"], code)
            _merge(self._openings, words["opening"], code)
            self._words[code] = words["words"]
            self._spoken.add(code)

    def _entry(self, reason: str) -> Mapping[str, Any]:
        return self._reasons.get(reason, {})

    def _shared(self, name: str, language: str) -> str:
        return str(self._wording(language).words[name])

    def _wording(self, language: str) -> Wording:
        self._learn(language)
        english = self._words[ENGLISH]
        return Wording({**english, **self._words.get(language[:2], {})})


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the catalogue that comes with the program."""
    reasons = tomllib.loads(resource("reasons.toml").read_text("utf-8"))
    openings = tomllib.loads(resource("opening_reasons.toml").read_text("utf-8"))
    missing = {reason.value for reason in Reason} - set(reasons["reason"])
    if missing:
        raise KeyError(f"resources/reasons.toml lacks {', '.join(sorted(missing))}")
    return Catalogue(reasons, openings, _words_of)


def _words_of(language: str) -> Mapping[str, Any]:
    return tomllib.loads(resource(f"languages/{language}.toml").read_text("utf-8"))


def _merge(known: dict[str, Any], words: Mapping[str, Any], language: str) -> None:
    """Put each text of a language beside the English one."""
    for key, text in words.items():
        if isinstance(text, str):
            known[key][language] = text
        else:
            _merge(known[key], text, language)


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language[:2], words.get(ENGLISH, ""))


def _key(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
