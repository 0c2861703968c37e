"""What is told of boards that fell silent, by the clock alone."""

from dataclasses import replace

from izix_desk.devices.lamp import Lamp
from izix_desk.devices.modbus.boards import OFFLINE_SECONDS, boards_of
from izix_desk.devices.rivals import Rivals
from izix_desk.devices.wire import GateOffline, Message
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.site import Input
from tests.support.wires import gate, site_of

ONE, TWO = gate("one", 1), gate("two", 2)
ELSEWHERE = replace(ONE, inputs={**ONE.inputs, "call": Input(0, address=2)})


def told_when_two_is_silent(*gates: object) -> list[Message]:
    """Let board 1 answer and board 2 be given up."""
    site = site_of(ELSEWHERE, TWO)
    told: list[Message] = []
    roster = boards_of([each for each in site.gates if each.id in gates])
    lamp = Lamp(site.lines[0], roster, Rivals(lambda _: ()), told.append)
    roster.restart(0.0)
    roster.heard(roster.stations[1], OFFLINE_SECONDS, OFFLINE_SECONDS)
    for at in (0.0, 0.25):
        roster.missed(roster.stations[2], at)
    lamp.update(OFFLINE_SECONDS)
    return told


def test_only_a_gate_whose_contact_is_there_cannot_be_opened() -> None:
    """An exit whose call button hangs on a dead board still opens."""
    told = told_when_two_is_silent("one", "two")
    assert [message.gate for message in told if isinstance(message, GateOffline)] == ["two"]


def test_a_silent_board_of_inputs_is_told_by_the_lamp() -> None:
    """With its address."""
    told = told_when_two_is_silent("one")
    assert [message for message in told if isinstance(message, GateOffline)] == []
    (reading,) = (message for message in told if isinstance(message, LineReading))
    assert reading.health is LineHealth.DEGRADED
    assert "address 2" in reading.detail


def test_a_port_that_goes_is_the_reason_from_then_on() -> None:
    """Also for a board that was silent before; and the board again once the port is back."""
    site = site_of(ONE)
    told: list[Message] = []
    roster = boards_of(site.gates)
    lamp = Lamp(site.lines[0], roster, Rivals(lambda _: ()), told.append)
    roster.restart(0.0)
    for at in (0.0, 0.25):
        roster.missed(roster.stations[1], at)
    for fault in ("", "The port is gone.", "The port is gone.", ""):
        lamp.update(OFFLINE_SECONDS, fault)
    silent = "Controller 1 on line north does not answer."
    details = [message.detail for message in told if isinstance(message, GateOffline)]
    assert details == [silent, "The port is gone.", silent]
