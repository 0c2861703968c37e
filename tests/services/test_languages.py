"""Every text of the catalogue is there in four languages, with the same numbers in it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from izix_desk.domain.decision import Read, Reason, Value
from izix_desk.domain.parkers import Profile
from izix_desk.services.catalogue import LANGUAGES, catalogue
from izix_desk.services.judging import judge
from izix_desk.services.panel import parker_view, plate_view
from izix_desk.services.resources import resource
from izix_desk.store.parkers import save_profile
from izix_desk.store.site import load_site
from tests.domain.test_deciding import CASES
from tests.support import quay

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
OTHERS = [each for each in LANGUAGES if each != "en"]
_PLACE = re.compile(r"\{\w+(?::\w+)?\}")
ASKED: dict[str, Value] = {
    "manager": "Reception", "organisation": "Delta", "phone": "+32 2 555 11 00",
}  # fmt: skip


def english() -> Iterator[tuple[str, str]]:
    """Return each English text with its path."""
    reasons = tomllib.loads(resource("reasons.toml").read_text("utf-8"))
    openings = tomllib.loads(resource("opening_reasons.toml").read_text("utf-8"))
    for room in ("reason", "fix", "rule"):
        yield from texts(reasons[room], room, "en")
    yield from texts(openings, "opening", "en")


def texts(tree: dict[str, Any], path: str, language: str = "") -> Iterator[tuple[str, str]]:
    """Return the texts of a tree: all of them, or those under the key of a language."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from texts(value, f"{path}.{key}", language)
        elif isinstance(value, str) and (not language or key == language):
            yield (path if language else f"{path}.{key}"), value


def translated(language: str) -> dict[str, Any]:
    """Return the file of a language."""
    return tomllib.loads(resource(f"languages/{language}.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_there_with_the_same_places(language: str) -> None:
    """Nothing is missing, nothing is left over, and every number stands in it."""
    tree = translated(language)
    told = {
        path: text
        for room in ("reason", "fix", "rule", "opening")
        for path, text in texts(tree[room], room)
    }
    wanted = {path: text for path, text in english() if text}
    assert told.keys() ^ wanted.keys() <= {"rule.was_inside.values"}
    assert len(wanted) > 200
    for path, text in wanted.items():
        assert sorted(_PLACE.findall(told[path])) == sorted(_PLACE.findall(text)), path
        assert told[path].count("[") == told[path].count("]"), path


@pytest.mark.parametrize("language", OTHERS)
def test_the_words_for_times_are_all_there(language: str) -> None:
    """Seven days, twelve months, one and many."""
    words = translated(language)["words"]
    known = tomllib.loads(resource("reasons.toml").read_text("utf-8"))["words"]["en"]
    assert words.keys() == known.keys()
    assert words["roles"].keys() == known["roles"].keys()
    for key in ("weekdays", "months", "minutes", "days", "hours"):
        assert len(words[key]) == len(known[key])
        assert all(words[key])


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("reason", list(Reason))
def test_what_is_said_reads_well(reason: Reason, language: str) -> None:
    """Without holes, with and without its values; and not in English."""
    words = catalogue()
    said = [words.say(reason, values, language) for values in ({}, ASKED)]
    for text in (words.line(reason, {}, language), *said):
        assert not set("{}[]") & set(text)
        assert "  " not in text
        assert not {" .", " ,", ": .", "[,"} & {text[n : n + 2] for n in range(len(text))}
        assert text[:1] == text[:1].upper()
    assert said[1] != words.say(reason, ASKED) or not said[1]


@pytest.mark.parametrize("language", OTHERS)
def test_every_line_of_the_table_reads_well_too(language: str) -> None:
    """No raw times, no Python."""
    for case in CASES:
        made = case.decide()
        for reason in (made.reason, *made.warnings):
            text = catalogue().line(reason, made.values, language)
            assert not {"None", "T0", "T1", "True", "{", "["} & {text[n : n + 2] for n in range(99)}
            assert not text.endswith((",", ":", " ;"))


SAID = [
    ("fr_BE", "BOOKING_TOO_EARLY", "Votre réservation n'a pas encore commencé. Elle commence le "
     "mar 24 nov à 09:00, et vous pouvez entrer 15 minutes avant."),
    ("nl_BE", "BOOKING_TOO_EARLY", "Uw reservatie is nog niet begonnen. Ze begint op di 24 nov om "
     "09:00, en u mag 15 minuten eerder binnen."),
    ("de_BE", "BOOKING_TOO_EARLY", "Ihre Buchung hat noch nicht begonnen. Sie beginnt am "
     "Di 24. Nov um 09:00, und Sie können 15 Minuten vorher hinein."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "reason", "said"), SAID, ids=[each[0] for each in SAID])
def test_times_are_said_as_one_says_them(language: str, reason: str, said: str) -> None:
    """Days and times in the order and with the words of the language."""
    values: dict[str, Value] = {
        "starts": "2026-11-24T09:00+01:00", "at": "2026-11-23T08:00+01:00", "grace": 15,
    }  # fmt: skip
    assert catalogue().say(reason, values, language) == said


def test_the_driver_is_spoken_to_in_their_own_language(tmp_path: Path) -> None:
    """Else in the site's; the operator's line stays in the desk's."""
    site = replace(quay.site(), language="nl")
    made = quay.quay(tmp_path / "site", site)
    store = made.open()

    def seen() -> tuple[str, str]:
        view = store.read(lambda tx: parker_view(tx, load_site(tx), made.ada, "entry", AT))
        return view.verdict.line, view.verdict.say

    assert seen() == ("May pass now: acme-staff", "Welkom, rijdt u maar binnen.")
    ada = Profile(id=made.ada, organisation="acme", last_name="Maes", language="fr_BE")
    store.write(lambda tx: save_profile(tx, ada))
    assert seen() == ("May pass now: acme-staff", "Bienvenue, vous pouvez entrer.")
    stranger = store.read(lambda tx: plate_view(tx, load_site(tx), "9-XYZ-999", "entry", AT))
    read = Read(gate="entry", at=AT, plate="9-XYZ-999")
    assert store.read(lambda tx: judge(tx, load_site(tx), read)).reason == Reason.UNKNOWN_PLATE
    store.close()
    assert stranger.verdict.say == "Goedendag. Bij wie moet u zijn, alstublieft?"
