"""A button that is too narrow shortens its words, line by line, and keeps them as its tip."""

from pytestqt.qtbot import QtBot

from izix_desk.desk.parts.elided import ElidedButton
from izix_desk.desk.theme import Look

WORDS = "F5  Open once with a reason · P1 Entry\nfor Anne-Françoise Dupont-Vanderstichelen …"


def button(qtbot: QtBot, width: int) -> ElidedButton:
    """Return the button at a width."""
    made = ElidedButton()
    qtbot.addWidget(made)
    made.show_text(WORDS)
    made.resize(width or made.sizeHint().width(), made.sizeHint().height())
    made.show()
    return made


def test_what_fits_is_left_whole(look: Look, qtbot: QtBot) -> None:
    """Also when it fits to the pixel."""
    assert look is not None
    assert button(qtbot, 0).text() == WORDS


def test_each_line_is_shortened_by_itself(look: Look, qtbot: QtBot) -> None:
    """A long name never costs the line above it."""
    assert look is not None
    wide, narrow = button(qtbot, 360), button(qtbot, 200)
    assert wide.text().split("\n")[0] == WORDS.split("\n", maxsplit=1)[0]
    assert wide.text().split("\n")[1].startswith("for Anne-Françoise D")
    assert all(line.endswith("…") for line in narrow.text().split("\n"))
    assert narrow.toolTip() == WORDS


def test_an_ampersand_stays_one(look: Look, qtbot: QtBot) -> None:
    """Qt would take it for a mnemonic."""
    assert look is not None
    made = ElidedButton("Lefèvre & Fils")
    qtbot.addWidget(made)
    made.resize(300, 40)
    made.show()
    assert made.text() == "Lefèvre && Fils"
