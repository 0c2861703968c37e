"""Frames of a table in words, for whoever watches a line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from izix_desk.devices.frames.talker import Heard, Put, find, put
from izix_desk.devices.tally import Verdict
from izix_desk.devices.tap import Passed
from izix_desk.domain.frame_table import Bit, Check, FrameTable, Status
from izix_desk.domain.scanning import addresses_of_table

STATUS = "status?"
_SAID = {"pulse": "open output {}", "on": "switch output {} on", "off": "switch output {} off"}


@dataclass(frozen=True, slots=True)
class _Meaning:
    words: str
    put: Put


class FramesReader:
    """Understands what is sent to the devices of a line and what they reply."""

    def __init__(self, table: FrameTable, units: Iterable[int]) -> None:
        self._table = table
        self._known = {each.put.frame: each for each in _questions(table)}
        # A device that repeats the request as its reply would seem to ask.
        self._asking = [
            frame
            for frame, each in self._known.items()
            if table.check is not Check.NONE and find(each.put, frame) is None
        ]
        self._known |= {each.put.frame: each for unit in units for each in _meanings(table, unit)}

    def address(self, sent: bytes) -> int | None:
        """Return the device that a frame is for."""
        known = self._known.get(sent)
        return None if known is None else known.put.address

    def judge(self, sent: bytes, received: bytes) -> Verdict:
        """Return what came back for a frame."""
        known = self._known.get(sent)
        if known is not None and known.put.reply is None:
            return Verdict.NO_FRAME if received else Verdict.NONE_DUE
        if not received:
            return Verdict.NOTHING
        return Verdict.NO_FRAME if self._reply(sent, received) is None else Verdict.GOOD

    def questions(self, received: bytes) -> Sequence[bytes]:
        """Return the requests for a status among these bytes, where a check tells them apart."""
        return [frame for frame in self._asking if frame in received]

    def plain(self, data: bytes) -> bytes | None:
        """Return None: nothing is sealed here."""
        del data

    def words(self, passed: Passed) -> str:
        """Return what passed, for a person."""
        known = self._known.get(passed.asked)
        if known is None:
            return f"{len(passed.data)} bytes that nobody asked for"
        whose = f"address {known.put.address}, "
        return whose + (known.words if passed.is_sent else self._reply_words(known, passed))

    def is_secret(self, passed: Passed) -> bool:
        """Return False: no such device sends what must not be seen."""
        del passed
        return False

    def _reply(self, sent: bytes, received: bytes) -> Heard | None:
        known = self._known.get(sent)
        if known is None:
            return None
        echo = len(received) > len(sent) and received.startswith(sent)
        return find(known.put, received[len(sent) :] if echo else received)

    def _sender(self, asked: _Meaning, received: bytes) -> int | None:
        """Return whose reply to the same frame this is, where a check tells it from noise."""
        if self._table.check is Check.NONE:
            return None
        same = (each.put for each in self._known.values() if each.words == asked.words)
        return next((put.address for put in same if find(put, received) is not None), None)

    def _reply_words(self, known: _Meaning, passed: Passed) -> str:
        if not passed.data:
            return "no reply"
        late = "too late: " if passed.is_late else ""
        heard = self._reply(passed.asked, passed.data)
        if heard is None:
            other = self._sender(known, passed.data)
            if other is not None:
                return f"{late}a reply of address {other}"
            return f"{late}{len(passed.data)} bytes that are no reply"
        if heard.is_refusal:
            return f"{late}refused: {known.words}"
        if known.put.is_command:
            return f"{late}done: {known.words}"
        assert self._table.status is not None, "it was asked"
        return late + status_words(self._table.status, heard.frame)


def status_words(status: Status, reply: bytes) -> str:
    """Return what a reply to the status request tells."""
    told = {"inputs": status.inputs, "outputs": status.outputs}
    return ", ".join(f"{name} {_bits(bits, reply)}" for name, bits in told.items() if bits)


def _meanings(table: FrameTable, unit: int) -> Iterator[_Meaning]:
    for key, exchange in table.commands.items():
        for output in range(len(table.channels)):
            yield _Meaning(_SAID[key].format(output), put(table, exchange, unit, output))
    if table.status is not None:
        yield _Meaning(STATUS, put(table, table.status, unit))


def _questions(table: FrameTable) -> Iterator[_Meaning]:
    """Return what a search may ask, also of those who are not there."""
    if table.status is not None:
        for address in addresses_of_table(table):
            yield _Meaning(STATUS, put(table, table.status, address))


def _bits(bits: Iterable[Bit], reply: bytes) -> str:
    return "".join(str(reply[at.byte] >> at.bit & 1) for at in bits)
