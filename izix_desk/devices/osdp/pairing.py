"""Gives one device a key of its own; the only place that ever sends one."""

import time
from collections.abc import Callable, Sequence

from izix_desk.devices.osdp.bus import READ_SECONDS, Bus
from izix_desk.devices.osdp.codes import ACK, DEFAULT_KEY, ID, KEYSET, NAK, OWN_KEY, PDID
from izix_desk.devices.osdp.frames import Frame, Message, encode
from izix_desk.devices.osdp.keys import DEFAULT_KEY as KNOWN_TO_ALL
from izix_desk.devices.osdp.keys import KEY_BYTES, new_key
from izix_desk.devices.osdp.messages import read_identity
from izix_desk.devices.osdp.secure import Distrusted, Handshake, Session
from izix_desk.devices.port_faults import PORT_LOST
from izix_desk.devices.ports import open_port
from izix_desk.domain.errors import LineFault, Refused
from izix_desk.domain.pairing import Identity
from izix_desk.domain.site import Line

WINDOW_SECONDS = 60.0
AGAIN_SECONDS = 0.25
LOOK_SECONDS = 0.04
"""How long each other address is listened to; a device begins its reply within milliseconds."""
ADDRESSES = range(127)
KEY_HEAD = bytes((1, KEY_BYTES))


def pair(
    line: Line, address: int, known: Sequence[bytes], keep: Callable[[bytes], None]
) -> tuple[bytes, Identity]:
    """Return the new key of a device that has proven that it has it, and who the device is.

    `known` are keys that it may have; `keep` stores the new one before it is sent. Raises Refused
    or LineFault with what to do.
    """
    port = open_port(line, READ_SECONDS)
    try:
        return _Pairing(line, address, Bus(line, port)).run(known, keep)
    except PORT_LOST as problem:
        where = f"Port {line.port} of line {line.id}"
        raise LineFault(f"{where} was lost: check its plug, then pair again.") from problem
    finally:
        port.close()


class _Pairing:
    """One device on an open line, within the time that a pairing may take."""

    def __init__(self, line: Line, address: int, bus: Bus) -> None:
        self._where = f"address {address} of line {line.id}"
        self._line = line
        self._address = address
        self._bus = bus
        self._until = time.monotonic() + WINDOW_SECONDS
        self._sequence = 0

    def run(self, known: Sequence[bytes], keep: Callable[[bytes], None]) -> tuple[bytes, Identity]:
        self._refuse_others()
        self._await_device()
        session = self._channel(known)
        before = self._identity(session)
        key = new_key()
        self._refuse_late()
        keep(key)
        reply = self._ask(session, KEYSET, KEY_HEAD + key)
        if reply is not None and reply[0] not in {ACK}:
            raise Refused(f"The device at {self._where} takes no key; nothing changed there.")
        return key, self._proven(key, before)

    def _refuse_others(self) -> None:
        """Make sure that nobody else can take the key, or listen as one of ours."""
        for other in ADDRESSES:
            if other == self._address:
                continue
            question = encode(Message(other, 0, ID, b"\x00"))
            if self._bus.ask(other, 0, question, LOOK_SECONDS) is not None:
                raise Refused(
                    f"Another device answers at address {other} of line {self._line.id}: "
                    "leave only the one that is to be paired on the line."
                )

    def _await_device(self) -> None:
        while self._plain(Message(self._address, 0, ID, b"\x00")) is None:
            if time.monotonic() >= self._until:
                raise Refused(
                    f"No device answers at {self._where}: check its power, its address and speed, "
                    "and whether A and B are swapped."
                )
            time.sleep(AGAIN_SECONDS)

    def _channel(self, known: Sequence[bytes]) -> Session:
        tries = [(key, OWN_KEY) for key in known] + [(KNOWN_TO_ALL, DEFAULT_KEY)]
        for key, which in tries:
            session = self._handshake(key, which)
            if session is not None:
                return session
        raise Refused(
            f"The device at {self._where} has a key that is not known here, or is not set up to be "
            "paired: reset it as its manual says, then pair again."
        )

    def _handshake(self, key: bytes, which: int) -> Session | None:
        handshake = Handshake(key, which=which)
        answer = self._plain(handshake.challenge(self._address))
        if answer is None:
            return None
        try:
            handshake.check(answer)
            end = self._plain(handshake.proof(self._address, 1))
            self._sequence = 1
            return None if end is None else handshake.finish(end)
        except Distrusted:
            return None

    def _identity(self, session: Session) -> Identity:
        reply = self._ask(session, ID, b"\x00")
        identity = read_identity(reply[1]) if reply and reply[0] == PDID else None
        if identity is None:
            raise Refused(f"The device at {self._where} does not say who it is: pair again.")
        return identity

    def _proven(self, key: bytes, before: Identity) -> Identity:
        while (session := self._handshake(key, OWN_KEY)) is None:
            if time.monotonic() >= self._until:
                raise Refused(
                    f"The device at {self._where} was sent a key and does not prove that it has "
                    "it: pair again; the key is kept until then."
                )
            time.sleep(AGAIN_SECONDS)
        identity = self._identity(session)
        if identity.same_for_life != before.same_for_life:
            raise Refused(f"Two devices answer at {self._where}: leave one, then pair again.")
        return identity

    def _refuse_late(self) -> None:
        if time.monotonic() >= self._until:
            raise Refused(f"The {WINDOW_SECONDS:.0f} s to pair are over: pair again.")
        if any(stray.code != NAK for stray in self._bus.strays):
            raise Refused(f"Two devices answer at {self._where}: leave one, then pair again.")

    def _plain(self, message: Message) -> Frame | None:
        return self._bus.ask(self._address, message.sequence, encode(message))

    def _ask(self, session: Session, code: int, data: bytes) -> tuple[int, bytes] | None:
        self._sequence = self._sequence % 3 + 1
        message = Message(self._address, self._sequence, code, data)
        reply = self._bus.ask(self._address, self._sequence, session.wrap(message))
        told = session.unwrap(reply) if reply else None
        return None if reply is None or told is None else (reply.code, told)
