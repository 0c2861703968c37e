"""The window that shows how far the demo has come."""

import os

from pytestqt.qtbot import QtBot

from izix_desk.desk.loading import LoadingWindow, ProgressReader


def test_the_bar_follows_the_pipe_to_its_end(qtbot: QtBot) -> None:
    """Lines may arrive in pieces; the end of the pipe is told."""
    window, reader = LoadingWindow(), ProgressReader()
    qtbot.addWidget(window)
    reader.come.connect(window.show_progress)
    reading, writing = os.pipe()
    with qtbot.waitSignal(reader.ended):
        reader.start(reading)
        os.write(writing, b"250 0.0500\n50")
        os.write(writing, b"00 1.0000\n")
        os.close(writing)
    os.close(reading)
    assert window.form.bar.value() == window.form.bar.maximum()
    assert window.form.count.text() == "5000 parkers"
