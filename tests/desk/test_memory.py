"""What the window remembers, per operator, and never more than that."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from izix_desk.desk.memory import Memory
from tests.support.demo_site import site


def test_settings_are_kept_per_operator(tmp_path: Path) -> None:
    """Settings are kept per operator."""
    one = Memory(tmp_path / "desk.ini", "Guard 1")
    one.keep("theme", "night")
    one.keep("panes", QByteArray(b"layout"))
    one.sync()
    again, other = Memory(tmp_path / "desk.ini", "Guard 1"), Memory(tmp_path / "desk.ini", "Eve")
    assert again.text("theme", "day") == "night"
    assert again.layout("panes") == QByteArray(b"layout")
    assert other.text("theme", "day") == "day"
    assert other.layout("panes").isEmpty()


def test_the_next_start_knows_the_gates(tmp_path: Path) -> None:
    """The next start knows the gates."""
    memory = Memory(tmp_path / "desk.ini", "Guard 1")
    assert memory.site() is None
    memory.keep_site(site())
    memory.sync()
    known = Memory(tmp_path / "desk.ini", "Eve").site()
    assert known is not None
    assert known.name == "Quai Nord"
    assert [gate.name for gate in known.gates] == [gate.name for gate in site().gates]


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    """A damaged file is as good as none."""
    memory = Memory(tmp_path / "desk.ini", "Guard 1")
    for damage in ("{", "[]", '{"name": "x", "gates": [["a"]]}', '{"name": "x"}'):
        QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat).setValue(
            "site/known", damage
        )
        assert memory.site() is None
    memory.keep("zoom", "huge")
    assert memory.number("zoom", 100) == 100
