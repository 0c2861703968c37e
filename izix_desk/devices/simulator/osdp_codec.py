"""The device's side of OSDP, written a second time: it shares no code with the driver it tests."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

ZERO = bytes(16)


def crc16(data: bytes) -> int:
    """Return the CRC bit by bit, as the standard writes it."""
    value = 0x1D0F
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return value


class Packet:
    """A command as it came in; `ok` is False for noise."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.ok = len(raw) >= 8 and raw[0] == 0x53 and len(raw) == raw[2] + 256 * raw[3]
        self.ok = self.ok and bool(raw[4] & 4) and crc16(raw[:-2]) == raw[-2] + 256 * raw[-1]
        self.ok = self.ok and not raw[1] & 0x80
        if not self.ok:
            return
        self.address = raw[1]
        self.sequence = raw[4] & 3
        long = raw[5] if raw[4] & 8 else 0
        self.scs = raw[6] if long >= 2 else 0
        self.scs_data = raw[7 : 5 + long]
        end = -6 if 0x15 <= self.scs <= 0x18 else -2
        self.to_sign, self.mac = raw[:end], raw[end:-2]
        self.command, self.data = raw[5 + long], raw[6 + long : end]


def build(address: int, sequence: int, body: bytes, scs: bytes = b"", sign: object = None) -> bytes:
    """Return a reply; `sign` is a `Channel` that adds its MAC."""
    security = bytes([len(scs) + 1]) + scs if scs else b""
    extra = 6 if isinstance(sign, Channel) else 2
    size = 5 + len(security) + len(body) + extra
    control = sequence | 4 | (8 if scs else 0)
    packet = bytes([0x53, address | 0x80, size & 255, size >> 8, control]) + security + body
    if isinstance(sign, Channel):
        packet += sign.reply_mac(packet)
    value = crc16(packet)
    return packet + bytes([value & 255, value >> 8])


class Channel:
    """A secure channel as a device keeps it, from the challenge on."""

    def __init__(self, key: bytes, rnd_a: bytes, rnd_b: bytes) -> None:
        self.enc = _ecb(key, b"\x01\x82" + rnd_a[:6] + bytes(8))
        self.mac1 = _ecb(key, b"\x01\x01" + rnd_a[:6] + bytes(8))
        self.mac2 = _ecb(key, b"\x01\x02" + rnd_a[:6] + bytes(8))
        self.client = _ecb(self.enc, rnd_a + rnd_b)
        self.server = _ecb(self.enc, rnd_b + rnd_a)
        self.r_mac = _ecb(self.mac2, _ecb(self.mac1, self.server))
        self.c_mac = ZERO
        self.is_open = False

    def accepts(self, packet: Packet) -> bool:
        """Tell whether a command is the next of this channel; the chain moves on if it is."""
        mac = self._mac(packet.to_sign, self.r_mac)
        if mac[:4] != packet.mac:
            return False
        self.c_mac = mac
        return True

    def plain(self, packet: Packet) -> bytes:
        """Return the data of an accepted command."""
        if packet.scs != 0x17 or not packet.data:
            return packet.data
        text = _cbc(self.enc, _not(self.r_mac), packet.data, undo=True)
        return text[: text.rindex(b"\x80")]

    def hidden(self, data: bytes) -> bytes:
        """Return the data of a reply, encrypted."""
        text = data + b"\x80"
        text += bytes(-len(text) % 16)
        return _cbc(self.enc, _not(self.c_mac), text)

    def reply_mac(self, packet: bytes) -> bytes:
        """Return the MAC of a reply; the chain moves on."""
        self.r_mac = self._mac(packet, self.c_mac)
        return self.r_mac[:4]

    def _mac(self, data: bytes, start: bytes) -> bytes:
        if len(data) % 16:
            data += b"\x80" + bytes(15 - len(data) % 16)
        for at in range(0, len(data), 16):
            key = self.mac2 if at + 16 == len(data) else self.mac1
            block = bytes(a ^ b for a, b in zip(data[at : at + 16], start, strict=True))
            start = _ecb(key, block)
        return start


def _not(block: bytes) -> bytes:
    return bytes(255 - byte for byte in block)


def _ecb(key: bytes, block: bytes) -> bytes:
    return _cbc(key, ZERO, block)


def _cbc(key: bytes, iv: bytes, data: bytes, *, undo: bool = False) -> bytes:
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv))
    return (cipher.decryptor() if undo else cipher.encryptor()).update(data)
