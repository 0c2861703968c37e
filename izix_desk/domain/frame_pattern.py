"""Frames as a table writes them: built for one device, and recognised among what was received."""

import re
from dataclasses import dataclass
from itertools import takewhile

from izix_desk.domain.errors import BadInput
from izix_desk.domain.frame_checks import check_of, check_size
from izix_desk.domain.frame_table import Check, FrameTable

ADDRESS, CHANNEL, CHECK = "{address}", "{channel}", "{check}"
LONGEST = 256
_ANY = frozenset(range(256))
_BYTE = re.compile("[0-9A-Fa-f?]{2}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One byte: fixed as far as its mask says, or in the place of something."""

    place: str = ""
    value: int = 0
    mask: int = 0xFF


@dataclass(frozen=True, slots=True)
class Pattern:
    """The bytes of one kind of frame."""

    cells: tuple[Cell, ...]
    table: FrameTable

    def __len__(self) -> int:
        return len(self.cells)

    def has(self, place: str) -> bool:
        """Tell whether something stands in it."""
        return any(cell.place == place for cell in self.cells)

    def may_be(self, other: "Pattern") -> bool:
        """Tell whether some device and channel give the same bytes as the other may."""
        return len(self) == len(other) and self.may_begin(other)

    def may_begin(self, other: "Pattern") -> bool:
        """Tell whether one of the two may be how the other begins, or all of it."""
        pairs = zip(self.cells, other.cells, strict=False)
        return all(self.bytes_at(one) & other.bytes_at(two) for one, two in pairs)

    def bytes_at(self, cell: Cell) -> frozenset[int]:
        """Return what may stand in one of its cells."""
        if cell.place == CHANNEL:
            return frozenset(self.table.channels)
        # Of one device the check is of no help: it follows from all that comes before it.
        if cell.place or not cell.mask:
            return _ANY
        return frozenset(byte for byte in _ANY if byte & cell.mask == cell.value)

    @property
    def check_at(self) -> int:
        """Return the byte where the check begins; the length of a frame without one."""
        places = [cell.place for cell in self.cells]
        return places.index(CHECK) if CHECK in places else len(places)

    @property
    def says_something(self) -> bool:
        """Tell whether some received bytes do not fit."""
        return any(cell.place or cell.mask for cell in self.cells)

    def build(self, address: int, channel: int = 0) -> bytes:
        """Return the frame for one device and one of its channels."""
        values = {ADDRESS: address, CHANNEL: channel}
        frame = bytes(values.get(cell.place, cell.value) for cell in self.cells)
        return self._checked(frame)

    def find(self, received: bytes, address: int, channel: int = 0) -> bytes | None:
        """Return the first frame of one device among these bytes, noise passed over."""
        if not self.says_something:
            return received if len(received) == len(self) else None
        # Whoever talks without end is searched again with every byte: only likely places are tried.
        head = self._head(address, channel)
        start = received.find(head)
        while 0 <= start <= len(received) - len(self):
            frame = received[start : start + len(self)]
            if self._fits(frame, address, channel):
                return frame
            start = received.find(head, start + 1)
        return None

    def is_like(self, received: bytes, address: int, channel: int = 0) -> bool:
        """Tell whether this is one device's frame but for damage that its check shows."""
        if not self.has(CHECK) or len(received) != len(self):
            return False
        wrong = self._misfits(received, address, channel)
        return 2 * wrong < self.check_at

    def _misfits(self, frame: bytes, address: int, channel: int) -> int:
        """Return how many bytes are wrong, the check aside."""
        values, wrong = {ADDRESS: address, CHANNEL: channel}, 0
        for cell, byte in zip(self.cells, frame, strict=True):
            mask = 0 if cell.place == CHECK else cell.mask
            wrong += bool((byte ^ values.get(cell.place, cell.value)) & mask)
        return wrong

    def _head(self, address: int, channel: int) -> bytes:
        """Return the first bytes as far as all of them are known."""
        values = {ADDRESS: address, CHANNEL: channel}
        known = takewhile(lambda cell: cell.place != CHECK and cell.mask == 0xFF, self.cells)
        return bytes(values.get(cell.place, cell.value) for cell in known)

    def _fits(self, frame: bytes, address: int, channel: int) -> bool:
        return not self._misfits(frame, address, channel) and self._checked(frame) == frame

    def _checked(self, frame: bytes) -> bytes:
        if not self.has(CHECK):
            return frame
        at, table = self.check_at, self.table
        check = check_of(table.check, table.check_order, frame[table.check_from : at])
        return frame[:at] + check + frame[at + len(check) :]


def read_pattern(text: str, table: FrameTable) -> Pattern:
    """Return a frame of a table; raises BadInput for what is no byte and no known place."""
    cells: list[Cell] = []
    for word in text.split():
        if word == CHECK and table.check is Check.NONE:
            raise BadInput(f"has {CHECK}, but the check is none")
        if word in {ADDRESS, CHANNEL}:
            cells.append(Cell(word))
        elif word == CHECK:
            cells += [Cell(word)] * check_size(table.check)
        elif _BYTE.fullmatch(word):
            cells.append(_fixed(word))
        else:
            raise BadInput(
                f"has {word}, which is no byte such as 0A, no {ADDRESS} and no {CHANNEL}"
            )
    return Pattern(tuple(cells), table)


def _fixed(word: str) -> Cell:
    mask = int("".join("0" if half == "?" else "F" for half in word), 16)
    return Cell(value=int(word.replace("?", "0"), 16), mask=mask)
