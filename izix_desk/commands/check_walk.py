"""What is asked of the installer at one gate, item by item, and what is seen meanwhile."""

import platform
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta

from izix_desk.commands.hints import typed
from izix_desk.commands.line_ears import Ears, Typed
from izix_desk.commands.stage_words import GOOD, enough_for, words
from izix_desk.domain.checking import (
    HOLD,
    OPEN,
    READ,
    CheckResult,
    items_of,
    place_of,
    reads_of,
)
from izix_desk.domain.commands import TAKEN, Action, Stage, StageRecord
from izix_desk.domain.end_positions import END_POSITIONS, EndPositions
from izix_desk.domain.events import EventKind
from izix_desk.domain.methods import Method, Reader
from izix_desk.domain.requests import OpenRequest
from izix_desk.domain.site import Direction, Gate, Line
from izix_desk.link.messages import COMMANDS, Gates, Hint, Message
from izix_desk.services.following import stages_until_end
from izix_desk.services.moments import present
from izix_desk.services.opening import ask_open
from izix_desk.services.site_checking import RESULT_WORDS, keep_check
from izix_desk.store.database import Database
from izix_desk.store.events import events_at_gate
from izix_desk.store.folder import SiteFolder
from izix_desk.store.lock import engine_runs

HOLD_SECONDS = 120
YES = frozenset({"y", "yes", "j", "ja", "o", "oui"})
BOTH = {False, True}
RECENT = 100
"""Events of a gate among which a read is looked for."""
READING_SECONDS = 5.0
"""How long the inputs of a gate are waited for."""
NO_READING = "its controller reads nothing: see `izix-desk lines`"
TO_DO = {
    "closed": "Have the barrier open and close again.",
    "opened": "Have the barrier open and close again.",
    "arrive": "Drive onto the loop before the barrier, and off again.",
    "under": "Drive through under the barrier, over its loop.",
    "photocell": "Break the light beam, and let it be.",
    "call": "Press the call button, and let go.",
    "fault": "Have the barrier report a fault, and end it.",
    "fire": "Have the contact of the fire alarm change, and change back.",
}
TO_SHOW = {
    Method.PLATE: "Show the camera a plate.",
    Method.BADGE: "Hold a card before the reader {}.",
    Method.QR: "Show a code to the reader {}.",
    Method.PIN: "Type a PIN and # at the keypad {}.",
}
OTHERWISE = " Or: s WHY to skip, n WHAT if it does not work. "

Outcome = tuple[CheckResult, str]


class InputEnded(Exception):
    """Nobody types any more; what was not asked yet stays unchecked."""


class Walk:
    """Leads through gates; each item is stored as soon as it is decided."""

    def __init__(
        self, folder: SiteFolder, store: Database, ears: Ears, operator: str, named: str | None
    ) -> None:
        self._folder = folder
        self._store = store
        self._ears = ears
        self._operator = operator
        self._named = named
        """The folder as `--site` named it, for what is told to type."""
        self._seen: defaultdict[tuple[str, str], set[bool]] = defaultdict(set)
        """Values of each input of each gate since it was last forgotten."""
        self._now: dict[str, Mapping[str, bool]] = {}
        """The inputs of each gate as heard last; none while its board is silent."""
        self._ends: dict[str, EndPositions] = {}
        """Of each gate whose barrier somebody saw down."""
        self._reads: Mapping[str, tuple[Method, Reader | None]] = {}
        """What each item of the gate is that is read there."""
        self._ahead: deque[Typed] = deque()
        """Typed while nothing was asked."""

    def check(self, gate: Gate, lines: Sequence[Line]) -> None:
        """Check every item of a gate; raises InputEnded."""
        _say(f"\n{gate.name} {f'({gate.place})' if gate.place else ''}\n")
        ends = self._seen_down(gate)
        self._reads = reads_of(gate, lines)
        for item in items_of(gate, lines):
            known = ends if item in END_POSITIONS else None
            result, note = known or self._checker(item)(gate, item)
            keep_check(self._store, gate, item, result, operator=self._operator, note=note)
            told = f"{item}: {RESULT_WORDS[result]}{f', {note}' if note else ''}\n"
            _say(typed(told, self._named))

    def _checker(self, item: str) -> Callable[[Gate, str], Outcome]:
        if item.startswith(READ):
            return self._read
        checkers = {OPEN: self._open, HOLD: self._hold} | dict.fromkeys(END_POSITIONS, self._end)
        return checkers.get(item, self._input)

    def _seen_down(self, gate: Gate) -> Outcome | None:
        """Judge the end positions of a barrier at rest; return what is known of them without."""
        if not END_POSITIONS & gate.inputs.keys():
            return None
        answer = self._ask("Is the barrier down now? y, or s WHY to skip its end positions: ")
        while answer[:1].lower() != "s" and answer.lower() not in YES:
            answer = self._ask("Let it go down first, then y. Or s WHY to skip: ")
        if answer.lower() not in YES:
            return CheckResult.SKIPPED, _rest(answer) or "not seen down"
        down = self._read_ends(gate)
        if down is None:
            return CheckResult.NOT_OK, NO_READING
        self._ends[gate.id] = EndPositions(down)
        return None

    def _read_ends(self, gate: Gate) -> dict[str, bool] | None:
        """Return what the end positions of a gate read now, or None when nothing is heard."""
        wired = END_POSITIONS & gate.inputs.keys()
        until = time.monotonic() + READING_SECONDS
        while not wired <= self._now.get(gate.id, {}).keys() and time.monotonic() < until:
            for message in self._ears.messages(0.1):
                self._take(message)
                if isinstance(message, Typed):
                    self._ahead.append(message)
        read = self._now.get(gate.id, {})
        return {name: read[name] for name in wired} if wired <= read.keys() else None

    def _open(self, gate: Gate, _: str) -> Outcome:
        answer = self._ask(f"open: {gate.name} opens now. Is the way clear? y, or s WHY to skip: ")
        if answer.lower() not in YES:
            return CheckResult.SKIPPED, _rest(answer) or "not opened"
        bad = self._command(gate, Action.OPEN)
        return self._confirmed(bad, "Did the barrier go up? y, or n WHAT you saw: ")

    def _hold(self, gate: Gate, _: str) -> Outcome:
        answer = self._ask(f"hold: {gate.name} is held open now. y, or s WHY to skip: ")
        if answer.lower() not in YES:
            return CheckResult.SKIPPED, _rest(answer) or "not held"
        bad = self._command(gate, Action.HOLD_OPEN)
        try:
            held = self._confirmed(bad, "Does the barrier stay up? y, or n WHAT you saw: ")
        finally:  # whatever was seen, and if nobody types any more: a test must not stay
            let_go = self._command(gate, Action.RELEASE)
        if held[0] is not CheckResult.OK:
            return held
        return self._confirmed(let_go, "Released. Did it close? y, or n WHAT you saw: ")

    def _confirmed(self, bad: str, question: str) -> Outcome:
        if bad:
            return CheckResult.NOT_OK, bad
        answer = self._ask(question)
        return (
            (CheckResult.OK, "")
            if answer.lower() in YES
            else (CheckResult.NOT_OK, _rest(answer) or "not seen on the spot")
        )

    def _command(self, gate: Gate, action: Action) -> str:
        """Have a gate command carried out, recorded as a test; return how it failed, or nothing."""
        until = present().wall + timedelta(seconds=HOLD_SECONDS)
        request = OpenRequest(
            gate=gate.id,
            action=action,
            reason="TEST",
            operator=self._operator,
            desk=platform.node(),
            until=until if action is Action.HOLD_OPEN else None,
        )
        command = ask_open(self._store, request, lambda: self._ears.say(Hint(COMMANDS)))
        last: StageRecord | None = None
        # Positions that are wired wrongly measure no opening; the installer's eyes do.
        ends = self._ends.get(gate.id)
        measures = action is Action.OPEN and not (ends and ends.faults)
        enough = enough_for(gate) if measures else _is_answered
        runs = self._folder
        for last in stages_until_end(self._store, command, lambda: engine_runs(runs), enough):
            _say(typed(f"  {words(last)}\n", self._named))
        return "" if last is not None and last.stage in GOOD else words(last) if last else "?"

    def _input(self, gate: Gate, item: str) -> Outcome:
        seen = self._seen[gate.id, item]
        seen.clear()
        return self._await(lambda: seen >= BOTH, item, TO_DO[item])

    def _end(self, gate: Gate, item: str) -> Outcome:
        """Judge an end position, most often by what the opening has shown already."""
        ends = self._ends[gate.id]
        to_do = TO_DO[item]
        decided = self._await(lambda: item in ends.faults or ends.is_proven(item), item, to_do)
        return (CheckResult.NOT_OK, ends.faults[item]) if item in ends.faults else decided

    def _read(self, gate: Gate, item: str) -> Outcome:
        method, reader = self._reads[item]
        before = self._last_read(gate, method, reader)
        to_do = TO_SHOW[method].format("" if reader is None else place_of(reader))
        return self._await(lambda: self._last_read(gate, method, reader) > before, item, to_do)

    def _last_read(self, gate: Gate, method: Method, reader: Reader | None) -> tuple[int, int]:
        """Return what grows with every read: its event, and how often the car was read."""
        # Which of several readers it was no event tells; which way it is, does.
        out = Direction.EXIT if reader in gate.readers_out else Direction.ENTRY
        way = out if reader is not None and gate.readers_out else None
        events = self._store.read(lambda tx: events_at_gate(tx, gate.id, RECENT))
        reads = (each for each in events if each.kind is EventKind.READ and each.method == method)
        mine = (each for each in reads if way in {None, each.direction})
        return next(((each.seq, each.reads) for each in mine), (0, 0))

    def _await(self, done: Callable[[], bool], item: str, to_do: str) -> Outcome:
        if done():
            return CheckResult.OK, "seen"
        _say(f"{item}: {to_do}{OTHERWISE}\n")
        for message in self._messages():
            self._take(message)
            if isinstance(message, Typed):
                answer = _line(message)
                if answer[:1].lower() in {"s", "n"}:
                    skips = answer[:1].lower() == "s"
                    return CheckResult.SKIPPED if skips else CheckResult.NOT_OK, _rest(answer)
            if done():
                return CheckResult.OK, "seen"
            if isinstance(message, Typed):
                _say(f"{item}: not seen yet; it is seen by itself. {to_do}{OTHERWISE}\n")
        raise InputEnded

    def _ask(self, question: str) -> str:
        _say(question)
        for message in self._messages():
            self._take(message)
            if isinstance(message, Typed):
                return _line(message)
        raise InputEnded

    def _messages(self) -> Iterator[Message | Typed]:
        while self._ahead:
            yield self._ahead.popleft()
        yield from self._ears.messages()

    def _take(self, message: object) -> None:
        if isinstance(message, Gates):
            for reading in message.readings:
                self._now[reading.gate] = reading.inputs
                if reading.gate in self._ends:
                    self._ends[reading.gate].take(reading.inputs)
                for name, value in reading.inputs.items():
                    self._seen[reading.gate, name].add(value)


def _is_answered(record: StageRecord) -> bool:
    return record.stage in TAKEN | {Stage.UP}


def _line(typed: Typed) -> str:
    if typed.line is None:
        raise InputEnded
    return typed.line


def _rest(answer: str) -> str:
    """Return what stands behind the letter of an answer."""
    return answer.partition(" ")[2].strip() if answer[:1].lower() in {"s", "n"} else answer


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
