"""`izix-desk why` on a real store."""

import json
from dataclasses import replace

import pytest

from izix_desk.__main__ import main
from izix_desk.domain.decision import Read
from izix_desk.domain.methods import Method
from izix_desk.services.gatekeeping import take_read
from izix_desk.services.moments import Moment
from izix_desk.store.database import Database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.site import save_site
from tests.support.staffed_site import Staffed, at, staffed

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
    rules = said.rstrip().splitlines()
    refused = next(place for place, line in enumerate(rules) if line.startswith("✕ In the time"))
    assert rules[refused + 1] == "· Booking or visit     not asked any more"
    assert all(line.startswith("· ") for line in rules[refused + 1 :])


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


def test_a_past_event_is_told_as_it_was_then(
    people: Staffed, site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever became of the policy since, by the number of the event or by its id."""
    seen = Read(gate="p1-entry", at=at(EVENING), plate="1-ABC-234", raw="1-ABC-234")
    now = Moment(seen.at, 0)
    event = people.database.write(lambda tx: take_read(tx, people.site, seen, now).event)
    whenever = replace(people.site.policies[0], timetable="", name="Always")
    site = replace(people.site, policies=(whenever, *people.site.policies[1:]))
    people.database.write(lambda tx: save_site(tx, site))
    assert why(site_folder, "1-ABC-234", "--gate", "p1-entry", "--at", EVENING) == 0
    for name in (str(event.id), "1"):
        capsys.readouterr()
        assert why(site_folder, "--event", name) == 1
        said = capsys.readouterr().out
        assert said.startswith("✕ Outside timetable by 27 minutes: ended 19:00")
        assert "✓ Right for this lot   Staff weekdays (first come)" in said
        assert "✕ In the timetable     Mo-Fr 07:00-19:00, off by 27 minutes" in said


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
    (("1-ABC-234",), "Name a plate and --gate, or a past event"),
    (("1-ABC-234", "--event", "1"), "give --event alone"),
    (("--event", "77"), "There is no event 77 here"),
    (("--event", "x7"), "'x7' is neither the number nor the id of an event"),
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


def test_a_badge_or_code_instead_of_a_plate(
    people: Staffed, site_folder: SiteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """However much of the badge is known; a PIN is not repeated."""
    who = people.park("Maes", "acme-weekdays")
    people.give(who, Method.BADGE, "123:45678")
    people.give(who, Method.PIN, "4711")
    gates = tuple(replace(each, methods=(Method.BADGE, Method.PIN)) for each in people.site.gates)
    people.database.write(lambda tx: save_site(tx, replace(people.site, gates=gates)))
    here = ("--gate", "p1-entry", "--at", "2026-11-23T09:00")
    assert why(site_folder, "badge:26:123:45678", *here) == 0
    assert why(site_folder, "badge:45678", *here) == 1
    assert "Badge not known here: 45678" in capsys.readouterr().out
    assert why(site_folder, "PIN:4711", *here) == 0
    assert "4711" not in capsys.readouterr().out
    assert why(site_folder, "qr:token", *here) == 1
    assert "Not a way to ask here: QR" in capsys.readouterr().out
    assert why(site_folder, "nose:4711", *here) == 1
    assert "badge" in capsys.readouterr().err
