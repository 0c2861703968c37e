"""Keys of devices: made at random, one for each; what anybody could guess is refused."""

import secrets
from itertools import pairwise

KEY_BYTES = 16
DEFAULT_KEY = bytes(range(0x30, 0x40))
"""SCBK-D, which every device knows and nobody may trust."""
FEWEST_DIFFERENT = 9
"""Bytes that differ; a random key has fewer in one case of ten million."""


def new_key() -> bytes:
    """Return a random key."""
    while is_weak(key := secrets.token_bytes(KEY_BYTES)):
        pass
    return key


def is_weak(key: bytes) -> bool:
    """Tell whether a key is of the wrong length, a sample, a pattern, or text."""
    if len(key) != KEY_BYTES or len(set(key)) < FEWEST_DIFFERENT:
        return True
    steps = {(after - before) & 0xFF for before, after in pairwise(key)}
    nibbles = {byte >> 4 for byte in key}, {byte & 0x0F for byte in key}
    return len(steps) < 4 or min(map(len, nibbles)) < 3 or all(0x20 <= byte < 0x7F for byte in key)
