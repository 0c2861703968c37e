"""Draws every window and dialog with demo data, in each theme and size, into a folder."""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import qasync
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from izix_desk.desk.dialogs.lines import LinesDialog  # noqa: E402 - after the path
from izix_desk.desk.dialogs.open_gate import OpenGateDialog  # noqa: E402
from izix_desk.desk.dialogs.visit import VisitDialog  # noqa: E402
from izix_desk.desk.loading import LoadingWindow  # noqa: E402
from izix_desk.desk.main_window import MainWindow  # noqa: E402
from izix_desk.desk.memory import Memory  # noqa: E402
from izix_desk.desk.palettes import PALETTES  # noqa: E402
from izix_desk.desk.presets import FixPreset  # noqa: E402
from izix_desk.desk.theme import Look, prepare  # noqa: E402
from izix_desk.desk.wiring import Wiring  # noqa: E402
from izix_desk.domain.commands import Stage  # noqa: E402
from izix_desk.domain.events import EntryKind  # noqa: E402
from izix_desk.domain.views import Asks, GateNews, Offer, OldSession, PastView, Room  # noqa: E402
from tests.support import demo_day, demo_lines, demo_views  # noqa: E402
from tests.support.fake_backend import FakeBackend  # noqa: E402

SIZES = (QSize(1280, 720), QSize(1920, 1080))
SETTLE_SECONDS = 0.25
Key = Qt.Key


@dataclass
class Scene:
    """A window with demo data, and what a picture of it may ask for."""

    window: MainWindow
    backend: FakeBackend
    wiring: Wiring

    async def settle(self) -> None:
        """Let everything arrive that was asked for."""
        await asyncio.sleep(SETTLE_SECONDS)

    async def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)
        await self.settle()

    async def press(self, key: Qt.Key) -> None:
        """Press one key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key)
        await self.settle()


async def quiet(scene: Scene) -> None:
    """Show a quiet moment."""
    scene.backend.waiting_entries.clear()
    scene.backend.news.store_changed.emit()


async def busy(scene: Scene) -> None:
    """Take a call while a line does not answer."""
    scene.backend.news.lines_measured.emit(demo_day.lines(broken=True))
    await scene.press(Key.Key_F9)


async def refused(scene: Scene) -> None:
    """Take a refusal: who it is, why not and by how much."""
    entries = scene.window.needs_you.model.waiting
    scene.window.needs_you.take(next(each for each in entries if each.profile is not None))


async def valid(scene: Scene) -> None:
    """Show a parker who may pass."""
    scene.wiring.looking.panel.show_parker(demo_views.MAES, "p1-entry")


async def search(scene: Scene) -> None:
    """Show results over the feed as one types."""
    scene.wiring.looking.search.search_for("e")


async def filtered(scene: Scene) -> None:
    """Read a filtered feed while new rows wait."""
    scene.window.feed.outcome.setCurrentIndex(scene.window.feed.outcome.findData("not-granted"))
    scene.window.feed.view.setFocus()
    await scene.press(Key.Key_Down)
    await scene.press(Key.Key_Down)
    scene.backend.fresh = demo_day.busy_feed(7)
    scene.backend.news.store_changed.emit()


async def no_engine(scene: Scene) -> None:
    """Miss the engine: the banner says so."""
    scene.backend.news.engine_running.emit(False)


async def keys(scene: Scene) -> None:
    """Show the keys over the window."""
    await scene.press(Key.Key_F1)


async def close_entry(scene: Scene) -> None:
    """Ask how an entry ended."""
    await scene.press(Key.Key_F9)
    await scene.press(Key.Key_F12)


async def choose_gate(scene: Scene) -> None:
    """Ask at which gate somebody phones."""
    scene.wiring.acting.ask_gate()


async def open_valid(scene: Scene) -> None:
    """Open a gate for somebody who may pass there."""
    await valid(scene)
    await scene.settle()
    await scene.press(Key.Key_F5)


async def open_reason(scene: Scene) -> None:
    """Open once with a reason."""
    await refused(scene)
    await scene.settle()
    await scene.press(Key.Key_F5)


async def open_stages(scene: Scene) -> None:
    """Tick off the stages of an opening."""
    await open_valid(scene)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, OpenGateDialog)
    dialog.form.confirm.click()
    await scene.settle()
    scene.backend.reach(Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED)


async def open_not_sure(scene: Scene) -> None:
    """End an opening of which nobody knows what the gate did."""
    await open_stages(scene)
    scene.backend.reach(Stage.NOT_SURE, detail="The port was lost while the order was under way.")


async def visit(scene: Scene) -> None:
    """Ask for a visitor's visit and profile."""
    await scene.press(Key.Key_F9)
    await scene.press(Key.Key_F8)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, VisitDialog)
    dialog.form.organisation.setFocus()
    await scene.type("acm")
    await scene.press(Key.Key_Return)
    dialog.form.last_name.setText("Dupont")


async def visit_refused(scene: Scene) -> None:
    """Name an organisation that takes no visitors: it says with whom to speak."""
    await scene.press(Key.Key_F8)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, VisitDialog)
    dialog.form.organisation.setFocus()
    await scene.type("del")
    await scene.press(Key.Key_Return)


async def fixes(scene: Scene) -> None:
    """Offer what a refused parker could be helped by."""
    offer_booking(scene)
    scene.wiring.looking.panel.show_parker(demo_views.PEETERS, "p1-entry")


async def fix(scene: Scene) -> None:
    """Book for somebody who came without a booking."""
    await fixes(scene)
    await scene.settle()
    await scene.press(Key.Key_F2)


async def hold(scene: Scene) -> None:
    """Hold a gate open until a time."""
    scene.window.gates.select("p1-entry")
    await scene.press(Key.Key_F6)


async def out_of_service(scene: Scene) -> None:
    """Set the only way out of a lot out of service."""
    told = (
        "No other gate lets cars out of P2: without this one they leave by hand only (Key 7, crank)"
    )
    scene.backend.rooms["out_of_service"] = Room(line=told)
    scene.window.gates.service_wanted.emit("p2-exit")
    await scene.settle()
    await scene.type("arm bent, technician called")


async def back_in_service(scene: Scene) -> None:
    """Put a gate back, told why it was out."""
    told = "Out of service since Sun 22 Nov 13:05, Guard 1: arm bent, technician called"
    scene.backend.rooms["back_in_service"] = Room(line=told)
    scene.window.gates.service_wanted.emit("p2-delivery")


async def open_nothing_moved(scene: Scene) -> None:
    """End an opening at which the barrier stayed down."""
    await open_stages(scene)
    scene.backend.reach(Stage.NOT_MOVED)


async def old_sessions(scene: Scene) -> None:
    """Free the spots of cars that are long gone."""
    scene.backend.inside = tuple(
        OldSession(id=uuid4(), line=line, may_end=place != 1)
        for place, line in enumerate(
            (
                "Tue 17 Nov 08:02 · Anne-Françoise Dupont-Vanderstichelen · 1-HHH-222 · Staff",
                "Wed 18 Nov 09:15 · Jo Peeters · 1-KLM-456 · Staff · guaranteed spot",
                "Thu 19 Nov 18:40 · 9-XYZ-999 · Visitors",
            )
        )
    )
    offer = Offer(
        code="stale_sessions", label="Find old sessions", about="P1", gate="p1-entry",
        asks=Asks.SESSION,
    )  # fmt: skip
    preset = FixPreset(offer=offer, profile=demo_views.PEETERS, whom="Jo Peeters · Acme")
    scene.wiring.acting.ask_change(preset)


async def lend(scene: Scene) -> None:
    """Lend a plate that is somebody else's too."""
    offer = Offer(
        code="use_plate_until", label="Use 9-XYZ-999 until…", gate="p1-entry", plate="9-XYZ-999",
        asks=Asks.UNTIL, ends=datetime.now(UTC) + timedelta(days=1),
        warning="9-XYZ-999 is a plate of Bert Claes-Vandenbroucke (Delta).",
    )  # fmt: skip
    preset = FixPreset(offer=offer, profile=demo_views.PEETERS, whom="Jo Peeters · Acme")
    scene.wiring.acting.ask_change(preset)


async def count(scene: Scene) -> None:
    """Put the count of a group right."""
    offer = Offer(
        code="correct_count", label="Correct the count", about="P1", gate="p1-entry",
        asks=Asks.COUNT,
    )  # fmt: skip
    scene.wiring.acting.ask_change(FixPreset(offer=offer, profile=None, whom=""))


async def told(scene: Scene) -> None:
    """Take what a gate told by itself, with whom to call."""
    event = uuid4()
    scene.backend.told[event] = GateNews(
        reason="LEFT_OPEN", line="P1 Entry is left open for 4 minutes", fixes=("release",),
        offers=(
            Offer(
                code="technician", label="Technician: Liftservice, +32 2 555 99 00",
                asks=Asks.ADVICE,
            ),
            Offer(code="other_gate", label="Show P2 Entry", asks=Asks.GATE, gate="p2-entry"),
        ),
    )  # fmt: skip
    entry = demo_views.entry_at("p1-entry", EntryKind.GATE, 42)
    entry = replace(entry, event=event, text="P1 Entry is left open for 4 minutes", plate="")
    scene.backend.waiting_entries.insert(0, entry)
    scene.backend.news.store_changed.emit()
    await scene.settle()
    scene.window.needs_you.take(entry)


async def past(scene: Scene) -> None:
    """Ask why of a row of the feed."""
    row = next(row for row in scene.window.feed.model.rows if row.text and row.profile)
    scene.backend.judged[row.id] = PastView(
        when="Sun 22 Nov 14:31:20", line=row.text, granted=False, rules=demo_views.FULL.rules
    )
    scene.backend.rows = [replace(each, reads=3) for each in scene.backend.rows]
    scene.window.feed.model.reset(scene.backend.rows)
    scene.wiring.looking.panel.show_row(row)


async def lines(scene: Scene) -> None:
    """Look at a line with a dead and an unsteady controller, and at what passes there."""
    await scene.press(Key.Key_F11)
    news = scene.backend.news
    news.lines_measured.emit(demo_day.lines(broken=True))
    for figures in (demo_lines.figures(), demo_lines.closed_port()):
        news.line_figures.emit(figures)
    news.line_trace.emit(demo_lines.passed(200))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LinesDialog)
    dialog.form.controllers.selectRow(1)


async def lines_paused(scene: Scene) -> None:
    """Read one frame while others come."""
    await lines(scene)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LinesDialog)
    dialog.form.text.setText("inputs")
    await scene.settle()
    dialog.form.trace.selectRow(dialog.trace.model.rowCount() - 3)
    scene.backend.news.line_trace.emit(demo_lines.passed(30, 212))
    dialog.form.lines.setCurrentRow(0)


async def lines_closed(scene: Scene) -> None:
    """Say that a port is not there."""
    await lines(scene)
    await scene.press(Key.Key_Down)


async def lines_test(scene: Scene) -> None:
    """Test an output, once confirmed."""
    await lines(scene)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LinesDialog)
    dialog.form.test_output.click()


def offer_booking(scene: Scene) -> None:
    """Let the refused parker be somebody who only forgot to book."""
    peeters = scene.backend.views[demo_views.PEETERS]
    now = datetime.now(UTC)
    verdict = replace(
        peeters.verdict, reason="NO_BOOKING", line="No booking for Staff weekdays",
        fixes=("create_booking", "open_with_reason"),
    )  # fmt: skip
    offers = (
        Offer(
            code="create_booking", label="Create booking", gate="p1-entry", asks=Asks.WINDOW,
            about="Staff weekdays", starts=now, ends=now + timedelta(hours=2),
        ),
        Offer(code="call_manager", label="Call Desk, +32 2 555 10 00", asks=Asks.ADVICE),
        Offer(code="link_plate", label="9-XYZ-999 is theirs", plate="9-XYZ-999"),
    )  # fmt: skip
    scene.backend.views[demo_views.PEETERS] = replace(peeters, verdict=verdict, offers=offers)


SCENES: tuple[Callable[[Scene], Awaitable[None]], ...] = (
    quiet, busy, refused, valid, search, filtered, no_engine, keys, close_entry, choose_gate,
    open_valid, open_reason, open_stages, open_not_sure, visit, visit_refused,
    fixes, fix, old_sessions, hold, out_of_service, back_in_service, open_nothing_moved,
    lend, count, told, past,
    lines, lines_paused, lines_closed, lines_test,
)  # fmt: skip


async def draw_all(app: QApplication, target: Path, wanted: set[str]) -> None:
    """Draw every scene that is wanted; all of them when none is named."""
    scenes = [scene for scene in SCENES if not wanted or scene.__name__ in wanted]
    for theme in PALETTES:
        look = Look(theme, 100)
        look.apply()
        if not wanted or "loading" in wanted:
            draw_loading(target / f"loading-{theme}.png")
        for size in SIZES:
            for scene in scenes:
                name = f"{scene.__name__}-{theme}-{size.width()}x{size.height()}.png"
                await draw(app, look, size, scene, target / name)
        sys.stdout.write(f"{theme}: {len(scenes) * len(SIZES)} pictures in {target}\n")


def draw_loading(target: Path) -> None:
    """Draw the window that shows how far the demo site is loaded."""
    window = LoadingWindow()
    window.show()
    window.show_progress(3120, 0.62)
    window.grab().save(str(target))
    window.close()


async def draw(
    app: QApplication,
    look: Look,
    size: QSize,
    scene: Callable[[Scene], Awaitable[None]],
    target: Path,
) -> None:
    """Draw one scene in a window of its own."""
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(look, Memory(Path(folder) / "desk.ini", "Guard 1"), "Guard 1")
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(size)
        window.show()
        window.activateWindow()
        backend = FakeBackend()
        backend.rows, backend.waiting_entries = demo_day.busy_feed(), demo_day.busy_entries()
        backend.counts = tuple(demo_day.counted())
        shown = Scene(window, backend, Wiring(window, backend))
        await shown.settle()
        backend.news.gates_measured.emit(demo_day.measured())
        backend.news.lines_measured.emit(demo_day.lines())
        backend.news.engine_running.emit(True)
        await scene(shown)
        await shown.settle()
        picture(window).save(str(target))
        while (dialog := app.activeModalWidget()) is not None:
            assert isinstance(dialog, QDialog)
            dialog.done(0)
            await asyncio.sleep(0)
        await shown.wiring.close()
        window.close()
        window.deleteLater()
        await asyncio.sleep(0)


def picture(window: MainWindow) -> QPixmap:
    """Return what one sees: the window, and over it the dialog that is open."""
    seen = window.grab()
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        painter = QPainter(seen)
        middle = window.rect().center() - dialog.rect().center()
        shade = QColor("black")
        shade.setAlpha(70)
        painter.fillRect(dialog.rect().translated(middle + QPoint(0, 4)), shade)
        painter.drawPixmap(middle, dialog.grab())
        painter.end()
    return seen


def main(words: list[str]) -> int:
    """Draw into the folder that is named first; names of scenes may follow."""
    target = Path(words[0] if words else "build/screenshots")
    target.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    prepare(app)
    qasync.run(draw_all(app, target, set(words[1:])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
