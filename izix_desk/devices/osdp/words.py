"""OSDP frames in words, for whoever watches a line; keys and PINs are never among them."""

from collections.abc import Callable, Mapping, Sequence

from izix_desk.devices.osdp import codes
from izix_desk.devices.osdp.frames import MARK, REPLY_BIT, SOM, Frame, frames_in
from izix_desk.devices.osdp.messages import (
    GREEN,
    RED,
    SILENT,
    Control,
    read_card,
    read_identity,
    read_outputs,
    read_states,
    read_tampered,
)
from izix_desk.devices.osdp.peripherals import Peripheral
from izix_desk.devices.tally import Verdict
from izix_desk.devices.tap import Passed

_SAID = {
    codes.POLL: "anything new?",
    codes.ID: "who are you?",
    codes.CAP: "what can you do?",
    codes.LSTAT: "is your case closed?",
    codes.ISTAT: "read inputs?",
    codes.OSTAT: "read outputs?",
    codes.CHLNG: "secure channel: prove that you have the key",
    codes.SCRYPT: "secure channel: our own proof",
}
_TOLD = {
    codes.ACK: "done, nothing new",
    codes.BUSY: "busy, ask again",
    codes.CCRYPT: "secure channel: its proof",
    codes.RMAC_I: "secure channel: open",
}
_SEALED = "sealed, not read"
_COLOURS = {RED: "red", GREEN: "green"}


class OsdpReader:
    """Understands what passes between us and devices, through their own channels."""

    def __init__(self, devices: Mapping[int, Peripheral]) -> None:
        self._devices = devices

    def address(self, sent: bytes) -> int | None:
        """Return the device that a command is for."""
        frame = sent.lstrip(MARK)  # called for every exchange, so nothing is checked again
        return frame[1] if len(frame) > 1 else None

    def judge(self, sent: bytes, received: bytes) -> Verdict:
        """Return what came back for a command."""
        address = self.address(sent)
        if not received or address is None:
            return Verdict.NOTHING
        if any(each.is_reply and each.address == address for each in frames_in(received)):
            return Verdict.GOOD
        head = bytes((SOM, address | REPLY_BIT))
        return Verdict.BAD_CHECK if head in received else Verdict.NO_FRAME

    def questions(self, received: bytes) -> Sequence[bytes]:
        """Return the sound frames of a control panel among these bytes."""
        return [each.raw for each in frames_in(received) if not each.is_reply]

    def plain(self, data: bytes) -> bytes | None:
        """Return what a sealed frame says that has just passed."""
        frame = next((each for each in frames_in(data) if each.is_signed), None)
        device = self._devices.get(frame.address) if frame else None
        session = device.session if device else None
        return session.plain(frame.mac) if frame and session else None

    def words(self, passed: Passed) -> str:
        """Return what passed, for a person."""
        if not passed.data:
            return f"OSDP {self.address(passed.asked)}, no answer"
        frame = _only(passed.data, is_reply=not passed.is_sent)
        if frame is None:
            return self._no_frame(passed)
        data = passed.plain if frame.is_signed else frame.data
        told = _said(frame.code, data) if passed.is_sent else _told(frame.code, data)
        late = "too late: " if passed.is_late else ""
        return f"OSDP {frame.address}, {late}{told}"

    def is_secret(self, passed: Passed) -> bool:
        """Tell whether it carries, not sealed, digits of a PIN or what is not known here."""
        known = _SAID.keys() | _SHOWN.keys() if passed.is_sent else _TOLD.keys() | _READERS.keys()
        return any(not each.is_signed and each.code not in known for each in frames_in(passed.data))

    def _no_frame(self, passed: Passed) -> str:
        if passed.asked and self.judge(passed.asked, passed.data) is Verdict.BAD_CHECK:
            address = self.address(passed.asked)
            return f"OSDP {address}, an answer that was damaged: its check is wrong"
        return f"{len(passed.data)} bytes that are no frame"


def _only(data: bytes, *, is_reply: bool) -> Frame | None:
    return next((each for each in frames_in(data) if each.is_reply is is_reply), None)


def _said(code: int, data: bytes | None) -> str:
    if code == codes.OUT:
        return _output(data)
    if code in _SHOWN:
        return _SHOWN[code](data)
    return _SAID.get(code, f"command {code:02X}")


def _output(data: bytes | None) -> str:
    if data is None or len(data) != 4:
        return f"switch an output ({_SEALED})"
    seconds = int.from_bytes(data[2:], "little") / 10
    states: dict[int, str] = {
        Control.OFF: "off",
        Control.ON: "on",
        Control.ON_FOR: f"on for {seconds:.1f} s",
    }
    return f"OUT {data[0]} {states.get(data[1], f'told {data[1]}')}"


def _light(data: bytes | None) -> str:
    if data is None or len(data) != 14:
        return f"show a light ({_SEALED})"
    return f"reader {data[0]}: {_COLOURS.get(data[5], f'colour {data[5]}')}"


def _sound(data: bytes | None) -> str:
    if data is None or len(data) != 5:
        return f"sound ({_SEALED})"
    return f"reader {data[0]}: {'is silent' if data[1] in SILENT else 'sounds'}"


def _told(code: int, data: bytes | None) -> str:
    if code in _TOLD:
        return _TOLD[code]
    if code == codes.KEYPAD:
        return f"keys of a PIN (not shown){'' if data is None else f', {max(0, len(data) - 2)}'}"
    if data is None:
        return f"reply {code:02X} ({_SEALED})"
    return _open_words(code, data)


def _open_words(code: int, data: bytes) -> str:
    reader = _READERS.get(code)
    return reader(data) if reader else f"reply {code:02X}"


def _identity(data: bytes) -> str:
    identity = read_identity(data)
    return f"I am {identity}" if identity else "who it is (unreadable)"


def _states(data: bytes) -> str:
    bits = "".join(str(int(on)) for on in read_states(data).values())
    return " ".join(bits[at : at + 4] for at in range(0, len(bits), 4))


def _card(data: bytes, code: int = codes.RAW) -> str:
    card = read_card(code, data)
    if card is None:
        return "a card (unreadable)"
    number = card.raw if card.number is None else f"{card.facility}:{card.number}"
    return f"card {card.bits} bit {number}" if card.bits else f"card {number}"


_SHOWN: Mapping[int, Callable[[bytes | None], str]] = {codes.LED: _light, codes.BUZ: _sound}
_READERS: Mapping[int, Callable[[bytes], str]] = {
    codes.NAK: lambda data: f"refused: {codes.nak_sentence(data)}",
    codes.PDID: _identity,
    codes.PDCAP: lambda data: f"what it can do; outputs: {read_outputs(data)}",
    codes.LSTATR: lambda data: f"its case is {'open' if read_tampered(data) else 'closed'}",
    codes.ISTATR: lambda data: f"inputs: {_states(data)}",
    codes.OSTATR: lambda data: f"outputs: {_states(data)}",
    codes.RAW: _card,
    codes.FMT: lambda data: _card(data, codes.FMT),
}
