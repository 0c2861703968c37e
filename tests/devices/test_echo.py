"""What an adapter gives back of our own bytes, and what only looks like it."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from izix_desk.devices.frames.talker import Talker, put
from izix_desk.devices.modbus.frames import COIL_ON, READ_INPUTS, read_bits, seal, write_coil
from izix_desk.devices.modbus.master import Master, timing_of
from tests.support import frames
from tests.support.far_end import FarEnd
from tests.support.hostile import TestClock
from tests.support.wires import gate, site_of

TABLE = frames.RELAYS
LINE = site_of(gate("one", 1)).lines[0]
QUESTION = read_bits(1, READ_INPUTS, 0, 4)
ANSWER = seal(bytes((1, 2, 1, 0)))
assert TABLE.status is not None, "it can be asked"
assert TABLE.on is not None, "it can be told"
STATUS = put(TABLE, TABLE.status, 1)
STATE = seal(bytes((0xA5, 1, 0x82, 0, 0)))
DONE = seal(bytes((0xA5, 1, 0x81, 0x10)))
Ask: TypeAlias = Callable[[], bool]
Side: TypeAlias = tuple[Ask, Ask, bytes, bytes, bytes, bytes]
"""How a device is asked and told; a question and its answer, a command and its answer."""


class Script(FarEnd):
    """A port on which the next bytes to come are what the test says."""

    def __init__(self, clock: TestClock) -> None:
        super().__init__(clock, lambda _: self.comes)
        self.comes = b""


def modbus(port: Script, clock: TestClock) -> Side:
    """Return the side that asks a board, which answers a command with the same frame."""
    master, told = Master(port, timing_of(LINE), clock), write_coil(1, 0, COIL_ON)
    return (
        lambda: master.ask(QUESTION) is not None,
        lambda: master.ask(told) is not None,
        QUESTION.frame,
        ANSWER,
        told.frame,
        told.frame,
    )


def declared(port: Script, clock: TestClock) -> Side:
    """Return the side that asks a device of declared frames."""
    assert TABLE.on is not None, "see above"
    talker, told = Talker(port, LINE, TABLE, clock), put(TABLE, TABLE.on, 1, 0)
    return (
        lambda: talker.ask(STATUS) is not None,
        lambda: talker.ask(told) is not None,
        STATUS.frame,
        STATE,
        told.frame,
        DONE,
    )


@pytest.mark.parametrize("kind", [modbus, declared])
def test_an_echo_is_known_and_passed_over(
    kind: Callable[[Script, TestClock], Side],
) -> None:
    """From the first question on; noise before it, or an answer that is cut, changes nothing."""
    clock = TestClock()
    port = Script(clock)
    ask, tell, question, answer, command, _ = kind(port, clock)
    for come, is_answered in (
        (question + answer, True),
        (question + answer[:-1], False),
        (question[1:] + answer, False),
        (question, False),
    ):
        port.comes = come
        assert ask() is is_answered, come.hex()
        port.comes = command
        assert not tell(), f"its echo after {come.hex()}"


@pytest.mark.parametrize("kind", [modbus, declared])
def test_the_same_question_of_somebody_else_is_no_echo_for_ever(
    kind: Callable[[Script, TestClock], Side],
) -> None:
    """Once it looks like an echo; the next clean answer shows that there is none."""
    clock = TestClock()
    port = Script(clock)
    ask, tell, question, answer, _, done = kind(port, clock)
    port.comes = question + answer
    assert ask()
    port.comes = answer
    assert ask()
    port.comes = done
    assert tell()
