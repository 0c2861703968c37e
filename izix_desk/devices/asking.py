"""Asks on an open port who is there, and notes what else is heard; of no protocol in particular."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
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
RECENT = 16
"""Questions that an answer may still come to."""
LATE_SECONDS = 1.0
"""How long somebody is waited for who was heard to answer late."""
POSES = "answers as address {}"


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back for a question."""

    verdict: Verdict
    received: bytes = b""
    sender: int | None = None
    """Who sent a sound answer, if that is not whoever was asked."""


class Probe(Protocol):
    """How devices of one protocol are asked whether they are there."""

    addresses: range
    patience: float
    """Seconds that a device may take to begin its answer."""
    allowed: float
    """Seconds that it may take where it serves a gate."""
    gap: float
    """Seconds of silence that it needs after its answer, at least."""

    def questions(self, address: int) -> Sequence[bytes]:
        """Return the frames that show whether somebody is there; the first answer is enough."""
        ...

    def details(self, address: int) -> Sequence[bytes]:
        """Return the frames that show who somebody is that is there."""
        ...

    def judge(self, asked: bytes, received: bytes) -> Verdict:
        """Return what came back."""
        ...

    def sender(self, asked: bytes, received: bytes) -> int | None:
        """Return who sent a sound answer that is not of the one who was asked; None if nobody."""
        ...

    def has_question(self, received: bytes) -> bool:
        """Tell whether a sound frame of another master is among these bytes."""
        ...

    def words(self, address: int, answers: Mapping[bytes, bytes]) -> str:
        """Return who a device is by its good answers, each under its question."""
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
        known: Collection[int] = (),
        longest: int = LONGEST,
    ) -> None:
        self._port = port
        self._probe = probe
        self._evidence = evidence
        self._clock = footing.clock
        self._character = character_seconds(line)
        self._longest = longest
        self._answered = set(known)
        self._unanswered: list[tuple[bytes, int]] = []
        """Questions that no answer came to yet, oldest first, with whom they were for."""
        self._late: dict[int, int] = {}
        """Who answered too late, and how often."""
        self._patience = probe.patience
        self._took = 0.0
        self.heard_any = False
        """Whether a single byte came."""

    def listen(self) -> None:
        """Hear whether anybody talks before anything is asked."""
        until = self._clock.now() + LISTEN_SECONDS
        heard = b""
        while self._clock.now() < until and len(heard) < LONGEST:
            heard += self._port.read(LONGEST)
        self._take_unasked(heard)

    def find(self, address: int) -> str | None:
        """Return who is at an address, in words; None when nobody answers."""
        is_late = address in self._late
        self._patience = LATE_SECONDS if is_late else self._probe.patience
        for question in self._probe.questions(address):
            heard = self._insist(address, question)
            if heard.verdict is Verdict.GOOD:
                if is_late and self._took <= self._probe.allowed:
                    self._evidence.late -= self._late[address]  # too late for a search alone
                return self._describe(address, {question: heard.received})
            if heard.sender is not None and not self._evidence.masters:
                self._evidence.misnamed += 1
                # Whose name it took, and who was asked in vain before, was not late after all.
                self._evidence.late -= self._late.pop(heard.sender, 0)
                return POSES.format(heard.sender)
        return None

    def peek(self, address: int, question: bytes) -> bytes | None:
        """Ask one question just once; return a good answer."""
        heard = self._ask(address, question)
        return heard.received if heard.verdict is Verdict.GOOD else None

    def _describe(self, address: int, answers: dict[bytes, bytes]) -> str:
        for question in self._probe.details(address):
            # Once more after silence too: who answered before may know this question as well.
            for _ in range(0 if question in answers else 2):
                heard = self._ask(address, question)
                if heard.verdict is Verdict.GOOD:
                    answers[question] = heard.received
                    break
        return self._probe.words(address, answers)

    def _insist(self, address: int, question: bytes) -> Heard:
        """Ask once more after damage: devices that are there must not be missed by one bit."""
        heard = self._ask(address, question)
        if heard.verdict in {Verdict.GOOD, Verdict.NOTHING}:
            return heard
        self._settle()
        return self._ask(address, question)

    def hear_out(self) -> None:
        """Wait for the last late answers."""
        self._patience = LATE_SECONDS / 2
        self._settle()

    def _settle(self) -> None:
        """Let die away what is still on its way, so that it is not taken for the next answer."""
        until = self._clock.now() + 2 * self._patience
        quiet_at = self._clock.now() + self._patience
        while self._clock.now() < min(until, quiet_at):
            heard = self._port.read(self._longest)
            if heard:
                self._take_unasked(heard)
                quiet_at = self._clock.now() + self._patience

    def _ask(self, address: int, question: bytes) -> Heard:
        self._evidence.asked += 1
        received = self._exchange(question)
        verdict = self._probe.judge(question, received)
        if verdict is Verdict.GOOD:
            was_lost = (question, address) in self._unanswered and address not in self._late
            self._unanswered = [each for each in self._unanswered if each[0] != question]
            self._evidence.lost += was_lost
            self._answered.add(address)
        elif verdict is Verdict.NOTHING or self._is_late(received):
            self._unanswered.append((question, address))
        else:
            return Heard(verdict, received, self._weigh(question, received, verdict))
        return Heard(verdict, received)

    def _weigh(self, question: bytes, received: bytes, verdict: Verdict) -> int | None:
        """Note an answer that is none; return who else sent it."""
        evidence = self._evidence
        if self._probe.has_question(received):
            evidence.masters += 1
        else:
            sender = self._probe.sender(question, received)
            if sender is not None:
                evidence.misnamed += sender not in self._answered
                return sender
        evidence.damaged += verdict is Verdict.BAD_CHECK
        evidence.strange += verdict is Verdict.NO_FRAME
        return None

    def _is_late(self, received: bytes) -> bool:
        """Tell whether it answers what was asked before; whoever sent that needs more time."""
        late = [
            (question, address)
            for question, address in dict.fromkeys(self._unanswered[-RECENT:])
            if self._probe.judge(question, received) is Verdict.GOOD
        ]
        for question, address in late:
            self._unanswered.remove((question, address))  # as often as it was asked, no more
            self._late[address] = self._late.get(address, 0) + 1
        self._evidence.late += len(late)
        return bool(late)

    def _exchange(self, question: bytes) -> bytes:
        self._take_unasked(self._port.discard())
        self._port.write(question)
        sent = self._clock.now() + len(question) * self._character
        received = self._collect(question, sent + self._patience)
        self._took = self._clock.now() - sent
        self.heard_any = self.heard_any or bool(received)
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
        if heard:
            self.heard_any = True
            if not self._is_late(heard):
                self._evidence.unasked += len(heard)
                self._evidence.masters += self._probe.has_question(heard)
