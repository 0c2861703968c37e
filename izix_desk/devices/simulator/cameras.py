"""A plate camera: one text line per read, in the form that the site file expects."""

import asyncio
import re

from izix_desk.devices.modbus.master import timing_of
from izix_desk.devices.simulator.faults import Trouble
from izix_desk.devices.simulator.journal import Journal
from izix_desk.devices.simulator.wires import Wire
from izix_desk.domain.errors import BadInput
from izix_desk.domain.site import Line

FORMS = (
    "{plate};{confidence:.2f}",
    "{plate};{confidence:.2f};{direction}",
    "{plate};{direction};{confidence:.2f}",
    "{plate},{confidence:.2f}",
    "{plate},{confidence:.2f},{direction}",
    "{plate} {confidence:.2f}",
    "{plate} {confidence:.2f} {direction}",
    "{plate};{percent}",
    "{plate} {percent}",
    "{plate}",
)
SAMPLE = "1-ABC-234"
HEARTBEAT_SECONDS = 2.0


class CameraLine:
    """One camera behind one wire."""

    def __init__(self, line: Line, wire: Wire, journal: Journal) -> None:
        self.line = line
        self.trouble = Trouble(line.id)
        self._wire = wire
        self._journal = journal
        self._timing = timing_of(line)
        self._form = _form_for(line)
        self._heartbeat = re.sub(r"[\^$\\]", "", line.heartbeat or "")
        self._loop = asyncio.get_running_loop()
        self._free_at = 0.0

    def read(self, plate: str, confidence: float, direction: str) -> None:
        """Write one read."""
        percent = round(confidence * 100)
        self.write(
            self._form.format(
                plate=plate, confidence=confidence, percent=percent, direction=direction
            )
        )

    def write(self, text: str) -> None:
        """Write one line of text; it takes its time on the wire."""
        if self.trouble.is_answer_lost(None, is_command=False):
            return
        data = text.encode() + b"\r\n"
        self._free_at = max(self._free_at, self._loop.time())
        for late, piece in self.trouble.answer(data, None, _as_it_is):
            self._free_at += self._timing.frame(len(piece))
            self._loop.call_at(self._free_at + late, self._wire.write, piece)
        self._journal.note("read", at=self._free_at, line=self.line.id, text=text)

    async def beat(self) -> None:
        """Say again and again that the camera is alive, if the site file has a pattern for it."""
        while self._heartbeat:
            self.write(self._heartbeat)
            await asyncio.sleep(HEARTBEAT_SECONDS)


def _as_it_is(data: bytes) -> bytes:
    return data


def _form_for(line: Line) -> str:
    if line.pattern is None:
        return FORMS[0]
    if "plate" not in re.compile(line.pattern).groupindex:
        return "{plate}"  # a scanner, which is only ever told its text
    for form in FORMS:
        text = form.format(plate=SAMPLE, confidence=0.93, percent=93, direction="IN")
        found = re.search(line.pattern, text)
        if found and found["plate"] == SAMPLE:
            return form
    raise BadInput(
        f"The simulator knows no text that fits the pattern of line {line.id}: use `plate;0.93`."
    )
