"""The lines dialog on a real engine whose board sits behind a real port."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from izix_desk.desk.dialogs.find_devices import FindDevicesDialog
from izix_desk.desk.dialogs.lines import LinesDialog
from izix_desk.desk.late_backend import LateBackend
from izix_desk.desk.session import open_session
from izix_desk.desk.theme import Look
from tests.support.programs import Programs
from tests.support.running import Site


@pytest.fixture
def site(tmp_path: Path, programs: Programs) -> Iterator[Site]:
    """Give a site whose simulator runs."""
    site = Site(tmp_path, programs, options=("--extra-units", "1", "--trace"))
    site.simulator.start()
    yield site
    site.close()


async def until(qapp: QApplication, condition: Callable[[], bool]) -> None:
    """Wait for a condition while both loops run."""
    async with asyncio.timeout(40):
        while not condition():
            qapp.processEvents()
            await asyncio.sleep(0.02)


async def test_the_wire_is_shown_in_words_and_a_dead_controller_is_tried(
    site: Site, qapp: QApplication
) -> None:
    """All the way from the board's port to the rows of the window, and back."""
    session = await open_session(site.quay.folder, operator="Guard 1", desk="lodge")
    late = LateBackend(session.operator, session.role, session.desk)
    late.arrive(session)
    dialog = LinesDialog(late, Look(), await late.site())
    dialog.open()

    def states() -> Sequence[str]:
        rows = range(dialog.controllers.rowCount())
        return [dialog.controllers.index(row, 1).data() for row in rows]

    await until(qapp, lambda: states() == ["answers", "answers"])
    await until(
        qapp, lambda: any("unit 1, inputs" in row.passed.words for row in dialog.trace.model.rows)
    )
    assert {row.passed.line for row in dialog.trace.model.rows} == {"north"}
    site.simulator.do("fault north/2 silent on")
    await until(qapp, lambda: states() == ["answers", "no answer"])
    site.simulator.do("fault north/2 silent off")
    dialog.form.controllers.selectRow(1)
    dialog.form.try_now.click()
    await until(qapp, lambda: states() == ["answers", "answers"])
    await find_the_stranger(qapp, dialog)
    assert any(note["unit"] == 3 for note in site.simulator.notes("question"))
    asked = {note["bytes"].split()[1] for note in site.simulator.notes("frame")}
    assert asked <= {"03", "04", "2b"}, "only questions"
    assert not site.simulator.notes("coil"), "a search switches nothing"
    dialog.reject()
    dialog.deleteLater()
    await session.close()


async def find_the_stranger(qapp: QApplication, dialog: LinesDialog) -> None:
    """Search the line whose gates are served, and stop once the third board has answered."""
    dialog.form.find.click()
    finding = dialog.findChild(FindDevicesDialog)
    assert finding is not None
    finding.form.search.click()
    await until(qapp, lambda: finding.found.rowCount() == 1)
    row = [finding.found.index(0, column).data() for column in range(3)]
    assert row == ["3", "modbus-rtu at 19200 N1", "has outputs, inputs"]
    finding.reject()
    assert "Stopped" in finding.form.result.text()
    finding.reject()
    assert not finding.isVisible()
