"""Looks for further devices on a line whose gates are served: one question at a time, in a gap."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from izix_desk.devices.asking import GAP_CHARACTERS, Caller, Probe
from izix_desk.devices.footing import Footing
from izix_desk.devices.ports import Port
from izix_desk.devices.timing import character_seconds
from izix_desk.devices.wire import Post
from izix_desk.domain.scanning import (
    SLOWEST_BESIDE_GATES,
    Evidence,
    SearchNews,
    Setting,
    other_settings,
    setting_of,
)
from izix_desk.domain.site import Line

EVERY_SECONDS = 0.25
"""A gate command then waits no longer than beside one dead device, and most find no question."""
LONGEST = 64
"""Bytes after which whoever talks on and on is not listened to: a gate may want the line."""

_Place = tuple[Setting, int]


@dataclass(slots=True)
class _Talk:
    """What is being asked of one address, a question a step."""

    about: tuple[_Place, ...]
    """All that was still wanted when it began."""
    left: list[bytes]
    answers: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])


class SideSearch:
    """What is still to be asked; all but `begin` is called in the line's thread.

    A step begins and ends with the port set as the line is, so whatever else leaves the port does
    so at the line's own speed. A command waits for the end of a step, and is never cut into: a
    late answer of the one who was asked could destroy it on the wire.
    """

    def __init__(
        self,
        line: Line,
        known: Collection[int],
        probe: Probe | None,
        *,
        post: Post,
        footing: Footing,
    ) -> None:
        self._line = line
        self._own = setting_of(line)
        self._known = known
        self._probe = probe
        self._port: Port | None = None
        self._post = post
        self._footing = footing
        self._wanted: tuple[_Place, ...] = ()
        self._next = 0.0
        self._evidence = Evidence()
        self._talk: _Talk | None = None

    def begin(self, addresses: Sequence[int], settings: Sequence[Setting] = ()) -> None:
        """Look for these at the line's own setting, and then at others.

        Those where a gate has something are known, and not disturbed at their own speed.
        """
        if self._probe is not None:
            self._evidence = Evidence()
            places = [(each, to) for each in self._usable(settings) for to in addresses]
            self._wanted = tuple(each for each in places if not self._is_known(*each))

    def use(self, port: Port) -> None:
        """Ask on this port from now on."""
        self._port = port

    def due_in(self) -> float:
        """Return after how many seconds the next question is due."""
        return max(0.0, self._next - self._footing.clock.now()) if self._wanted else math.inf

    def step(self) -> bool:
        """Ask the next address if its time has come; tell whether it was asked."""
        wanted, port, probe = self._wanted, self._port, self._probe
        if not wanted or port is None or probe is None or self.due_in() > 0:
            return False
        evidence, talk = self._evidence, self._talk_about(wanted, probe)
        can = self._ask(port, probe, talk)
        self._next = self._footing.clock.now() + EVERY_SECONDS
        if self._wanted is wanted and not (can and talk.left):
            # Else another thread has begun or ended a search meanwhile, or more is to be asked.
            (setting, address), heard = wanted[0], replace(evidence)
            words = probe.words(address, talk.answers) if talk.answers else None
            self._wanted = rest = _rest(wanted, can=can)
            self._post(SearchNews(self._line.id, setting, address, words, len(rest), heard, can))
        return True

    def _talk_about(self, wanted: tuple[_Place, ...], probe: Probe) -> _Talk:
        talk = self._talk
        if talk is None or talk.about is not wanted:
            self._talk = talk = _Talk(wanted, [probe.questions(wanted[0][1])[0]])
        return talk

    def _usable(self, settings: Sequence[Setting]) -> list[Setting]:
        """Return the own setting, and those of the others that are no danger to a gate."""
        possible = other_settings(self._line)
        protocol = self._line.protocol
        return [
            self._own,
            *(
                each
                for each in dict.fromkeys(settings)
                if possible
                and each != self._own
                and each.protocol is protocol
                and each.baudrate >= SLOWEST_BESIDE_GATES
            ),
        ]

    def _is_known(self, setting: Setting, address: int) -> bool:
        # At another parity some read all the same; at another speed nobody does.
        return address in self._known and setting.baudrate == self._own.baudrate

    def _ask(self, port: Port, probe: Probe, talk: _Talk) -> bool:
        """Ask the next question; return whether the port could be set for it."""
        setting, address = talk.about[0]
        question, is_first = talk.left[0], not talk.answers
        can, answer = self._peek(port, probe, setting, (address, question))
        talk.left.pop(0)  # not before: a port that was lost meanwhile is asked on anew
        if answer is not None:
            talk.answers[question] = answer
            if is_first:
                talk.left += [each for each in probe.details(address) if each != question]
        return can

    def _peek(
        self, port: Port, probe: Probe, setting: Setting, asked: tuple[int, bytes]
    ) -> tuple[bool, bytes | None]:
        line = replace(
            self._line,
            baudrate=setting.baudrate,
            parity=setting.parity,
            stopbits=setting.stopbits,
        )
        caller = Caller(
            port, line, probe, self._evidence, self._footing, known=self._known, longest=LONGEST
        )
        if setting == self._own:
            return True, caller.peek(*asked)
        with port.tuned(line) as can:
            answer = caller.peek(*asked) if can else None
        self._footing.clock.sleep(GAP_CHARACTERS * character_seconds(self._line))
        return can, answer


def _rest(wanted: tuple[_Place, ...], *, can: bool) -> tuple[_Place, ...]:
    setting, rest = wanted[0][0], wanted[1:]
    return rest if can else tuple(each for each in rest if each[0] != setting)
