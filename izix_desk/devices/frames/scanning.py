"""How devices of a table are found: by its status request, which changes nothing."""

from collections.abc import Callable, Sequence

from izix_desk.devices.frames.talker import Put, find, put
from izix_desk.devices.frames.words import status_words
from izix_desk.devices.tally import Verdict
from izix_desk.domain.frame_table import FrameTable
from izix_desk.domain.scanning import addresses_of_table


class FramesProbe:
    """Asks each address for its status; only for a table that has such a question."""

    def __init__(self, table: FrameTable) -> None:
        assert table.status is not None, "else nothing can be asked"
        self._table, self._status = table, table.status
        self.addresses = addresses_of_table(table)
        self.patience, self.gap = table.reply_within, table.gap
        self._put = {address: put(table, self._status, address) for address in self.addresses}
        self._asked = {each.frame: each for each in self._put.values()}

    def questions(self, address: int) -> Sequence[bytes]:
        """Return the frame that shows whether somebody is there."""
        return (self._put[address].frame,)

    def judge(self, asked: bytes, received: bytes) -> Verdict:
        """Return what came back; more than the reply is another kind of device."""
        if not received:
            return Verdict.NOTHING
        return Verdict.NO_FRAME if _reply(self._asked[asked], received) is None else Verdict.GOOD

    def has_question(self, received: bytes) -> bool:
        """Tell whether another master's question is among these bytes."""
        return any(frame in received for frame in self._asked)

    def describe(self, address: int, ask: Callable[[bytes], bytes]) -> str:
        """Return what a device tells."""
        return self.glimpse(address, ask(self._put[address].frame))

    def glimpse(self, address: int, received: bytes) -> str:
        """Return what a good reply tells."""
        reply = _reply(self._put[address], received)
        return "answers" if reply is None else status_words(self._status, reply)


def _reply(asked: Put, received: bytes) -> bytes | None:
    heard = find(asked, received)
    return heard.frame if heard is not None and len(heard.frame) == len(received) else None
