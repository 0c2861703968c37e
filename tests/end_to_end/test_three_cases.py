"""The guard's three cases by keys alone: what the board, the store and the screen say of them."""

import pytest

from izix_desk.domain.commands import Stage
from tests.end_to_end.room import Room

UP_TO = [Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED, Stage.UP]

pytestmark = pytest.mark.timeout(300)


def test_a_parker_with_a_valid_access_is_let_in(room: Room) -> None:
    """Search → access → *Open gate* → choose gate → the stages to the end."""
    screen = room.screen
    screen.press("ctrl+k")
    screen.type("jans")
    screen.shows("Marie Janssens", "Create Profile +")
    screen.press("Return")
    screen.shows("Staff, day and night")
    screen.press("F5")
    screen.shows("Open for")
    screen.press("Down")
    screen.shows("May pass now")
    screen.press("Return")
    row = room.wait_opening("p1-entry", Stage.UP)
    assert room.stages(row.command)[:5] == UP_TO
    assert len(room.coil_on("p1-entry")) == 1
    assert (row.who, row.organisation) == ("Marie Janssens", "Acme")
    assert room.operator_of(row) == "Guard 1"
    screen.gone("Open gate")
    screen.shows("opened", "Marie Janssens", area=room.feed)


def test_a_parker_without_a_valid_access_is_let_in_once_with_a_reason(room: Room) -> None:
    """The reason with its numbers, what to say and whom to ask, *Open once with a reason*."""
    screen = room.screen
    screen.press("ctrl+k")
    screen.type("idrissi")
    screen.shows("Ahmed El Idrissi")
    screen.press("Return")
    in_dutch = "Kijk in de app of op de website"  # as he speaks
    screen.shows("31 Dec 2025", in_dutch, "Facility desk", "+32 2 555 10 00")
    screen.press("F5")
    screen.shows("Open for")
    screen.press("Down")
    screen.shows("Choose a reason")
    assert room.coil_on("p1-entry") == []
    screen.press("Return")  # leads on to the reasons: nothing may open without one
    screen.shows("3 Delivery")
    screen.press("3", "Return", "Return")
    row = room.wait_opening("p1-entry", Stage.UP)
    assert room.stages(row.command)[:5] == UP_TO
    assert len(room.coil_on("p1-entry")) == 1
    assert (row.who, row.reason) == ("Ahmed El Idrissi", "DELIVERY")
    screen.gone("Open gate")
    screen.shows("opened", "Ahmed El Idrissi", area=room.feed)


def test_a_visitor_whom_nobody_announced_is_registered_and_let_in(room: Room) -> None:
    """Last name → *Create Profile +* → visit → profile → *Confirm & open gate* → the gate."""
    screen = room.screen
    screen.press("ctrl+k")
    screen.type("Dupont")
    screen.shows("Create Profile +")
    screen.press("Return")
    screen.shows("Organisation visited", "Last name")
    screen.type("del")
    screen.press("Return")
    screen.shows("takes no visitors", "Reception", "+32 2 555 11 00")
    screen.press("ctrl+a")
    screen.type("acm")
    screen.press("Return")
    screen.shows("12 of its 12 spots are free")
    assert room.rows("p1-entry") == ()
    screen.press("ctrl+Return")
    screen.shows("Open for", "Dupont")
    screen.press("Down")
    screen.shows("May pass now")
    screen.press("Return")
    row = room.wait_opening("p1-entry", Stage.UP)
    assert room.stages(row.command)[:5] == UP_TO
    assert len(room.coil_on("p1-entry")) == 1
    assert (row.who, row.organisation) == ("Dupont", "Acme")
    visit = room.visit_of(row)
    assert visit.organisation == "acme"
    assert visit.starts < visit.ends
    screen.gone("Open gate")
    screen.shows("opened", "Dupont", area=room.feed)
