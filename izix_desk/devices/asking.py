"""Asks on an open port who is there, and notes what else is heard; of no protocol in particular."""

from collections.abc import Callable, Sequence
from typing import Protocol

from izix_desk.devices.footing import Footing
from izix_desk.devices.ports import Port
from izix_desk.devices.tally import Verdict
from izix_desk.devices.timing import character_seconds
from izix_desk.domain.scanning import Evidence
from izix_desk.domain.site import Line

LISTEN_SECONDS = 0.5
LONGEST = 512
"""Bytes after which somebody talks on and on, and is not waited for."""
GAP_SECONDS, GAP_CHARACTERS = 0.005, 4
"""Of silence after an answer, for most devices."""


class Probe(Protocol):
    """How devices of one protocol are asked whether they are there."""

    addresses: range
    patience: float
    """Seconds that a device may take to begin its answer."""
    gap: float
    """Seconds of silence that it needs after its answer, at least."""

    def questions(self, address: int) -> Sequence[bytes]:
        """Return the frames that show whether somebody is there; the first answer is enough."""
        ...

    def judge(self, asked: bytes, received: bytes) -> Verdict:
        """Return what came back."""
        ...

    def has_question(self, received: bytes) -> bool:
        """Tell whether a sound frame of another master is among these bytes."""
        ...

    def glimpse(self, address: int, received: bytes) -> str:
        """Return what a good answer to the first question alone says of its device."""
        ...

    def describe(self, address: int, ask: Callable[[bytes], bytes]) -> str:
        """Return who a device that answered is; `ask` returns what comes back for a frame."""
        ...


class Caller:
    """Asks on an open port, one address after the other, and notes what else is heard."""

    def __init__(
        self,
        port: Port,
        line: Line,
        probe: Probe,
        evidence: Evidence,
        footing: Footing,
        *,
        longest: int = LONGEST,
    ) -> None:
        self._port = port
        self._probe = probe
        self._evidence = evidence
        self._clock = footing.clock
        self._character = character_seconds(line)
        self._longest = longest

    def listen(self) -> None:
        """Hear whether anybody talks before anything is asked."""
        until = self._clock.now() + LISTEN_SECONDS
        heard = b""
        while self._clock.now() < until and len(heard) < LONGEST:
            heard += self._port.read(LONGEST)
        self._take_unasked(heard)

    def find(self, address: int) -> str | None:
        """Return who is at an address, in words; None when nobody answers."""
        for question in self._probe.questions(address):
            # Once more after damage: devices that are there must not be missed by one bit.
            for _ in range(2):
                verdict, _ = self._verdict(question)
                if verdict is Verdict.GOOD:
                    return self._probe.describe(address, self._ask)
                if verdict is Verdict.NOTHING:
                    break
        return None

    def peek(self, address: int) -> str | None:
        """Ask one address just once; return who answered, in short."""
        question = self._probe.questions(address)[0]
        verdict, received = self._verdict(question)
        return self._probe.glimpse(address, received) if verdict is Verdict.GOOD else None

    def _verdict(self, question: bytes) -> tuple[Verdict, bytes]:
        self._evidence.asked += 1
        received = self._ask(question)
        verdict = self._probe.judge(question, received)
        if verdict is not Verdict.GOOD:
            self._evidence.masters += self._probe.has_question(received)
        self._evidence.damaged += verdict is Verdict.BAD_CHECK
        self._evidence.strange += verdict is Verdict.NO_FRAME
        return verdict, received

    def _ask(self, question: bytes) -> bytes:
        self._take_unasked(self._port.discard())
        self._port.write(question)
        until = self._clock.now() + len(question) * self._character + self._probe.patience
        received = self._collect(question, until)
        self._clock.sleep(max(self._probe.gap, GAP_CHARACTERS * self._character))
        return received

    def _collect(self, question: bytes, until: float) -> bytes:
        received, piece = b"", b""
        over = until + self._longest * self._character
        while self._clock.now() < (over if piece else until) and len(received) < self._longest:
            piece = self._port.read(self._longest)
            received = (received + piece).removeprefix(question)  # an adapter may hear itself
            is_over = received and not piece
            if is_over or self._probe.judge(question, received) is Verdict.GOOD:
                break
        return received

    def _take_unasked(self, heard: bytes) -> None:
        self._evidence.unasked += len(heard)
        self._evidence.masters += self._probe.has_question(heard)
