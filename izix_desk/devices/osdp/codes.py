"""The numbers of the protocol that this program uses; text, files and biometrics are left out."""

POLL = 0x60
ID = 0x61
CAP = 0x62
LSTAT = 0x64
ISTAT = 0x65
OSTAT = 0x66
OUT = 0x68
LED = 0x69
BUZ = 0x6A
KEYSET = 0x75
CHLNG = 0x76
SCRYPT = 0x77

ACK = 0x40
NAK = 0x41
PDID = 0x45
PDCAP = 0x46
LSTATR = 0x48
ISTATR = 0x49
OSTATR = 0x4A
RAW = 0x50
FMT = 0x51
KEYPAD = 0x53
CCRYPT = 0x76
RMAC_I = 0x78
BUSY = 0x79

SCS_11, SCS_12, SCS_13, SCS_14 = 0x11, 0x12, 0x13, 0x14
"""Blocks of the four frames of a handshake."""
SCS_15, SCS_16, SCS_17, SCS_18 = 0x15, 0x16, 0x17, 0x18
"""Command and reply with a MAC, then the same with encrypted data."""
OWN_KEY = 0x01
DEFAULT_KEY = 0x00
"""Which key a handshake is about: the device's own, or the one that everybody knows."""

NAK_WORDS = {
    0x01: "the frame was damaged",
    0x02: "the frame's length is wrong",
    0x03: "it does not know this command",
    0x04: "the sequence number is wrong",
    0x05: "it does not speak secure channel, or not now",
    0x06: "it wants secure channel first",
    0x07: "it does not know this kind of biometrics",
    0x08: "it does not know this format of biometrics",
    0x09: "it cannot do that",
}
"""What a refusal means, by its first byte."""


def nak_sentence(data: bytes) -> str:
    """Return why a device refused, for a person."""
    code = data[0] if data else 0
    return f"{NAK_WORDS.get(code, 'it gives no known reason')} (code {code:02X})"
