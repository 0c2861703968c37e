"""What was so before a command proves nothing of it."""

from uuid import uuid4

import pytest

from izix_desk.devices.contacts import Contacts
from izix_desk.devices.wire import LineOrder
from izix_desk.domain.commands import Action
from tests.support.wires import by_board, gate

TIMED = gate("one", 1, open=by_board("waveshare", seconds=2.0), hold=1)
OURS = gate("two", 2, hold=1)
PLACE = 1, 0


def sent(
    contacts: Contacts, at: float, action: Action = Action.OPEN, which: object = TIMED
) -> None:
    """Note a command."""
    target = OURS if which is OURS else TIMED
    contacts.switch(LineOrder(uuid4(), target.id, action, at + 3), target, PLACE, at)


@pytest.mark.parametrize(("after", "open_before"), [(1.0, False), (2.4, False), (2.6, True)])
def test_a_pulse_of_the_board_ends_a_little_later_than_told(
    after: float, *, open_before: bool
) -> None:
    """Until then a closed contact is the earlier command's."""
    contacts = Contacts()
    sent(contacts, 10.0)
    assert contacts.was_open(PLACE)
    sent(contacts, 10.0 + after)
    assert contacts.was_open(PLACE) is open_before


def test_a_pulse_of_ours_ends_when_that_was_confirmed() -> None:
    """Not when it should have."""
    contacts = Contacts()
    sent(contacts, 10.0, which=OURS)
    sent(contacts, 60.0, which=OURS)
    assert not contacts.was_open(PLACE)
    contacts.open(PLACE)
    sent(contacts, 70.0, which=OURS)
    assert contacts.was_open(PLACE)


def test_a_command_that_did_nothing_changes_nothing() -> None:
    """It did not leave, or was refused."""
    contacts = Contacts()
    sent(contacts, 10.0, Action.HOLD_OPEN)
    contacts.undo(PLACE)
    sent(contacts, 11.0)
    assert contacts.was_open(PLACE)


def test_a_contact_that_was_found_closed_is_closed() -> None:
    """By whomever."""
    contacts = Contacts()
    contacts.find(TIMED, PLACE, 10.0, closed=True)
    sent(contacts, 11.0)
    assert not contacts.was_open(PLACE)
    contacts.find(TIMED, PLACE, 12.0, closed=False)
    sent(contacts, 12.5)
    assert contacts.was_open(PLACE)


@pytest.mark.parametrize(
    ("closed_at", "at_rest"),
    [(None, False), (19.5, True), (18.5, False), (10.5, False)],
    ids=["never seen", "just seen", "seen too long ago", "seen before it could have moved"],
)
def test_a_barrier_that_may_be_moving_proves_nothing(
    closed_at: float | None, *, at_rest: bool
) -> None:
    """Its rising may be the work of the command before."""
    contacts = Contacts()
    sent(contacts, 10.0)
    sent(contacts, 11.2 if closed_at == 10.5 else 20.0)
    assert contacts.was_at_rest(TIMED, closed_at) is at_rest


@pytest.mark.parametrize(
    ("action", "closed", "proven"),
    [
        (Action.OPEN, True, False),
        (Action.HOLD_OPEN, True, True),
        (Action.HOLD_OPEN, False, False),
        (Action.RELEASE, False, True),
        (Action.RELEASE, None, False),
    ],
)
def test_what_is_held_is_held_whoever_did_it(
    action: Action, *, closed: bool | None, proven: bool
) -> None:
    """Of a contact that was closed before; only a pulse has to be this command's own."""
    contacts = Contacts()
    sent(contacts, 10.0, Action.HOLD_OPEN)
    sent(contacts, 20.0, action)
    order = LineOrder(uuid4(), TIMED.id, action, 30.0)
    assert contacts.proves(order, PLACE, closed=closed) is proven
