"""What goes wrong on a line, or at one controller of it; knows bytes and times, and no protocol."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from izix_desk.domain.errors import BadInput

LONGEST_NOISE = 5
NOISE_FLIPS = 0.2
"""How many answers on a noisy line are damaged too, besides the bytes before them."""


@dataclass(slots=True)
class Faults:
    """What is wrong at the moment; shares are of 1, each frame draws its own lot."""

    silent: bool = False
    """Nothing arrives and nothing comes back, as with a cut wire."""
    lost_requests: float = 0.0
    lost_answers: float = 0.0
    """The controllers do what they were told, and nobody hears of it."""
    dropped_answers: int = 0
    """How many of the next answers get lost."""
    dropped_acks: int = 0
    """The same for answers to commands only."""
    late: float = 0.0
    """Seconds by which answers are late."""
    late_share: float = 1.0
    doubled: float = 0.0
    """Share of answers that come twice."""
    flipped: float = 0.0
    """Share of frames with a flipped bit, each way."""
    damaged: float = 0.0
    """Share of answers with a flipped bit; the controllers hear well."""
    missing: float = 0.0
    """Share of frames that lack a byte, each way."""
    noisy: bool = False
    """Stray bytes before every answer, and a flipped bit now and then."""
    cut: bool = False
    """Answers come in two pieces."""
    echo: bool = False
    """The adapter gives back every byte that is sent."""
    foreign: bool = False
    """An answer of another controller precedes every answer."""
    misnamed: bool = False
    """Answers come under another controller's address."""
    second_master: float = 0.0
    """Seconds after which somebody else on the wire asks what was asked last; 0 is nobody."""

    def put(self, kind: str, value: str) -> None:
        """Change one, as it is named on the lever; raises BadInput for what there is not."""
        known = KINDS.get(kind)
        if known is None:
            raise BadInput(f"There is no fault {kind}; use one of {', '.join(KINDS)}.")
        try:
            setattr(self, known.field, known.read(value))
        except (KeyError, ValueError) as problem:
            raise BadInput(f"The fault {kind} needs {known.needs}, not {value}.") from problem


@dataclass(frozen=True, slots=True)
class Kind:
    """How a fault is named and given."""

    field: str
    read: Callable[[str], float | bool]
    needs: str
    does: str


def _share(text: str) -> float:
    value = 1.0 if text == "on" else 0.0 if text == "off" else float(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value < 3600:  # also refuses what is not a number
        raise ValueError(text)
    return value


def _switch(text: str) -> bool:
    return {"on": True, "off": False}[text]


_S, _T, _N, _O = "a share from 0 to 1", "seconds", "a count", "on or off"
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "silent": Kind("silent", _switch, _O, "nothing gets through, either way"),
        "lost-requests": Kind("lost_requests", _share, _S, "lost on the way to the controller"),
        "lost-answers": Kind("lost_answers", _share, _S, "done, and the answer lost"),
        "drop-answers": Kind("dropped_answers", int, _N, "so many of the next answers lost"),
        "drop-acks": Kind("dropped_acks", int, _N, "the same, of commands only"),
        "late": Kind("late", _seconds, _T, "answers late by so much"),
        "late-share": Kind("late_share", _share, _S, "how many of them are late; all at first"),
        "doubled": Kind("doubled", _share, _S, "answers that come twice"),
        "flipped": Kind("flipped", _share, _S, "frames with a flipped bit, each way"),
        "damaged": Kind("damaged", _share, _S, "answers with a flipped bit"),
        "missing": Kind("missing", _share, _S, "frames that lack a byte, each way"),
        "noise": Kind("noisy", _switch, _O, "stray bytes before every answer"),
        "cut": Kind("cut", _switch, _O, "answers in two pieces"),
        "echo": Kind("echo", _switch, _O, "the adapter hears itself"),
        "foreign": Kind("foreign", _switch, _O, "another controller's answer before each"),
        "misnamed": Kind("misnamed", _switch, _O, "answers under another's address"),
        "second-master": Kind("second_master", _seconds, _T, "somebody else asks, so often"),
    }
)
HELP = "\n".join(f"  {name:14} {kind.needs:20} {kind.does}" for name, kind in KINDS.items())

Piece: TypeAlias = tuple[float, bytes]
"""Seconds by which bytes come later than they should, and the bytes."""


class Trouble:
    """The faults of a whole line and of single controllers, and the chance that rules them."""

    def __init__(self, seed: str) -> None:
        self.line = Faults()
        self._units: dict[int, Faults] = {}
        self._chance = random.Random(seed)  # noqa: S311 - noise, not secrets

    def at(self, unit: int) -> Faults:
        """Return the faults of one controller, to be changed."""
        return self._units.setdefault(unit, Faults())

    def request(self, frame: bytes, unit: int | None) -> bytes | None:
        """Return what a controller hears of a frame; None when nothing arrives."""
        for faults in self._ruling(unit):
            if faults.silent or self._strikes(faults.lost_requests):
                return None
            frame = self._damaged(frame, faults)
        return frame

    def is_answer_lost(self, unit: int | None, *, is_command: bool) -> bool:
        """Tell whether the answer to a frame gets lost; the controller has done what it said."""
        for faults in self._ruling(unit):
            if is_command and faults.dropped_acks > 0:
                faults.dropped_acks -= 1
                return True
            if faults.dropped_answers > 0:
                faults.dropped_answers -= 1
                return True
            if faults.silent or self._strikes(faults.lost_answers):
                return True
        return False

    def answer(
        self, answer: bytes, unit: int | None, foreign: Callable[[bytes], bytes]
    ) -> Iterator[Piece]:
        """Return what comes of an answer, and when; `foreign` says it in another's name."""
        late, times, cut = 0.0, 1, False
        for faults in self._ruling(unit):
            answer = foreign(answer) if faults.misnamed else answer
            answer = foreign(answer) + answer if faults.foreign else answer
            answer = self._damaged(answer, faults)
            answer = self._flipped(answer) if self._strikes(faults.damaged) else answer
            if faults.noisy:
                answer = self._noise() + answer
                answer = self._flipped(answer) if self._strikes(NOISE_FLIPS) else answer
            late += faults.late if self._strikes(faults.late_share) else 0.0
            times += self._strikes(faults.doubled)
            cut = cut or faults.cut
        half = len(answer) // 2 if cut else 0
        for _ in range(times):
            yield from ((late, piece) for piece in (answer[:half], answer[half:]) if piece)

    def _ruling(self, unit: int | None) -> Iterator[Faults]:
        yield self.line
        if unit in self._units:
            yield self._units[unit]

    def _damaged(self, frame: bytes, faults: Faults) -> bytes:
        if self._strikes(faults.flipped):
            frame = self._flipped(frame)
        if frame and self._strikes(faults.missing):
            spot = self._chance.randrange(len(frame))
            frame = frame[:spot] + frame[spot + 1 :]
        return frame

    def _flipped(self, frame: bytes) -> bytes:
        spot, bit = self._chance.randrange(len(frame)), 1 << self._chance.randrange(8)
        return frame[:spot] + bytes((frame[spot] ^ bit,)) + frame[spot + 1 :]

    def _noise(self) -> bytes:
        return self._chance.randbytes(self._chance.randint(1, LONGEST_NOISE))

    def _strikes(self, share: float) -> bool:
        return share > 0 and self._chance.random() < share
