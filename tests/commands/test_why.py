"""`izix-desk why` on a real store."""

import json

import pytest

from izix_desk.__main__ import main
from izix_desk.store.database import Database
from izix_desk.store.folder import SiteFolder
from tests.support.staffed_site import Staffed, staffed

EVENING = "2026-11-23T19:27"


@pytest.fixture
def people(database: Database) -> Staffed:
    """Give a store with one parker who may come on weekdays."""
    people = staffed(database)
    people.park("Peeters", "acme-weekdays", plates=("1-ABC-234",))
    return people


def why(folder: SiteFolder, *words: str) -> int:
    """Run the command."""
    return main(["why", *words, "--site", str(folder.path)])


def test_may_pass(
    people: Staffed, site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """The verdict first, then every rule with its mark; a gate goes by name, in any case."""
    assert people
    assert why(site_folder, "1abc234", "--gate", "p1 entry", "--at", "2026-11-23T09:00") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "✓ May pass now: Staff weekdays (GRANTED)"
    rules = [line for line in said[2:] if line]
    assert len(rules) > 10
    assert all(line.startswith("✓ ") for line in rules)


def test_may_not_pass(
    people: Staffed, site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Why not, by how much, whom to ask, and the rule that refused last."""
    assert people
    assert why(site_folder, "1-ABC-234", "--gate", "p1-entry", "--at", EVENING) == 1
    said = capsys.readouterr().out
    assert said.startswith("✕ Outside timetable by 27 minutes: ended 19:00")
    assert "ask Facility desk of Acme, +32 2 555 10 00" in said
    assert said.rstrip().splitlines()[-1].startswith("✕ In the timetable")


def test_as_json(
    people: Staffed, site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole decision as it would be stored, with its words."""
    assert people
    assert why(site_folder, "1-ABC-234", "--gate", "p1-entry", "--at", EVENING, "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["reason"], said["values"]["minutes"], said["may_pass"]) == (
        "OUTSIDE_TIMETABLE",
        27,
        False,
    )


def test_at_a_gate_that_leads_both_ways(
    people: Staffed, site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """In or out must be said."""
    assert people
    assert why(site_folder, "1-ABC-234", "--gate", "p1-ramp", "--at", EVENING) == 1
    assert "In or out is not known" in capsys.readouterr().out
    assert why(site_folder, "1-ABC-234", "--gate", "p1-ramp", "--at", EVENING,
               "--direction", "out") == 0  # fmt: skip
    assert "May leave" in capsys.readouterr().out


@pytest.mark.parametrize(("words", "sentence"), [
    (("1-ABC-234", "--gate", "p9"), "There is no gate 'p9' here; the gates are: p1-entry,"),
    (("1-ABC-234", "--gate", "p1-entry", "--at", "noon"), "'noon' is no time"),
    (("A" * 40, "--gate", "p1-entry"), "has 40 letters and digits"),
    (("--", "---", "--gate", "p1-entry"), None),
])  # fmt: skip
def test_one_sentence(
    people: Staffed,
    site_folder: SiteFolder,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    sentence: str | None,
) -> None:
    """What cannot be meant ends in one sentence that says what to do."""
    assert people
    if sentence is None:
        with pytest.raises(SystemExit):
            why(site_folder, *words)
        return
    assert why(site_folder, *words) == 1
    said = capsys.readouterr()
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert not said.out
