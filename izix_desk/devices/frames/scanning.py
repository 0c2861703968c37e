"""How devices of a table are found: by its status request, which changes nothing."""

from collections.abc import Mapping, Sequence

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
        self.patience = self.allowed = table.reply_within
        self.gap = table.gap
        self._put = {address: put(table, self._status, address) for address in self.addresses}
        self._asked = {each.frame: each for each in self._put.values()}

    def questions(self, address: int) -> Sequence[bytes]:
        """Return the frame that shows whether somebody is there."""
        return (self._put[address].frame,)

    def judge(self, asked: bytes, received: bytes) -> Verdict:
        """Return what came back; more than the reply is another kind of device."""
        if not received:
            return Verdict.NOTHING
        put = self._asked[asked]
        if _reply(put, received) is not None:
            return Verdict.GOOD
        reply = put.reply
        nearly = reply is not None and reply.is_like(received, put.address, put.channel)
        return Verdict.BAD_CHECK if nearly else Verdict.NO_FRAME

    def sender(self, asked: bytes, received: bytes) -> int | None:
        """Return who sent a sound answer that is not of the one who was asked; None if nobody."""
        own = self._asked[asked].address
        others = (each for address, each in self._put.items() if address != own)
        return next((each.address for each in others if _reply(each, received) is not None), None)

    def has_question(self, received: bytes) -> bool:
        """Tell whether another master's question is among these bytes."""
        return any(frame in received for frame in self._asked)

    def details(self, address: int) -> Sequence[bytes]:
        """Return no frames: the status is all that can be asked."""
        del address
        return ()

    def words(self, address: int, answers: Mapping[bytes, bytes]) -> str:
        """Return what a device tells."""
        replies = (_reply(self._put[address], each) for each in answers.values())
        told = (status_words(self._status, each) for each in replies if each is not None)
        return next(told, "answers")


def _reply(asked: Put, received: bytes) -> bytes | None:
    heard = find(asked, received)
    return heard.frame if heard is not None and len(heard.frame) == len(received) else None
