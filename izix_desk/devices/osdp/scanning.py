"""How OSDP devices are found: by the question who they are, which needs no secure channel."""

from collections.abc import Mapping, Sequence

from izix_desk.devices.asking import GAP_SECONDS
from izix_desk.devices.osdp.bus import REPLY_SECONDS
from izix_desk.devices.osdp.codes import BUSY, ID, NAK, PDID, nak_sentence
from izix_desk.devices.osdp.frames import MARK, Frame, Message, encode, frames_in
from izix_desk.devices.osdp.messages import read_identity
from izix_desk.devices.osdp.words import OsdpReader
from izix_desk.devices.tally import Verdict
from izix_desk.domain.pairing import Identity, Pairing
from izix_desk.domain.scanning import ADDRESSES
from izix_desk.domain.site import Protocol


class OsdpProbe:
    """Asks each address who is there; that ends an open channel of another panel, and no more."""

    addresses = ADDRESSES[Protocol.OSDP]
    patience, allowed, gap = 0.06, REPLY_SECONDS, GAP_SECONDS

    def __init__(self, pairings: Sequence[Pairing] | None = None) -> None:
        self._pairings = pairings

    def questions(self, address: int) -> Sequence[bytes]:
        """Return the frames that show whether somebody is there; the first answer is enough."""
        return (MARK + encode(Message(address, 0, ID, b"\x00")),)

    def judge(self, asked: bytes, received: bytes) -> Verdict:
        """Return what came back."""
        return OsdpReader({}).judge(asked, received)

    def has_question(self, received: bytes) -> bool:
        """Tell whether a sound frame of another master is among these bytes."""
        return bool(OsdpReader({}).questions(received))

    def details(self, address: int) -> Sequence[bytes]:
        """Return no frames: the first answer tells who it is."""
        del address
        return ()

    def sender(self, asked: bytes, received: bytes) -> int | None:
        """Return who sent a sound answer that is not of the one who was asked; None if nobody."""
        own = OsdpReader({}).address(asked)
        senders = (frame.address for frame in frames_in(received) if frame.is_reply)
        return next((each for each in senders if each != own), None)

    def words(self, address: int, answers: Mapping[bytes, bytes]) -> str:
        """Return who a device says it is."""
        for received in answers.values():
            for frame in frames_in(received):
                if frame.is_reply and frame.address == address:
                    return self._told(frame)
        return "answers"

    def _told(self, frame: Frame) -> str:
        identity = read_identity(frame.data) if frame.code == PDID else None
        if identity is None:
            return _no_identity(frame.code, frame.data)
        return "; ".join(filter(None, (str(identity), self._whose(identity))))

    def _whose(self, identity: Identity) -> str:
        """Return where a site has this device, if it is known whether it does."""
        if self._pairings is None:
            return ""
        for each in self._pairings:
            if (each.vendor, each.model, each.serial) == identity.same_for_life:
                return f"paired with this site as address {each.address} of line {each.line}"
        return "not paired with this site"


def _no_identity(code: int, data: bytes) -> str:
    if code == NAK:
        return f"answers, but does not say who it is: {nak_sentence(data)}"
    return "is busy" if code == BUSY else "answers, but does not say who it is"
