"""The measuring itself: what it prints can be trusted, and a short run is a real one."""

import re
from pathlib import Path

import pytest

from izix_desk.commands.bench.figures import Row, idle_control, ratio, table
from tests.support.programs import Programs


def test_a_row_tells_the_middle_and_the_end() -> None:
    """99 of 100 samples are at most the p99."""
    row = Row("ours", [float(n) for n in range(1, 101)])
    assert (row.median, row.p99) == (50.5, 100.0)


def test_a_rival_is_a_multiple() -> None:
    """Ratios are the result; without samples there is none."""
    ours, rival = Row("ours", [1.0, 2.0, 4.0]), Row("rival", [10.0, 20.0, 40.0])
    assert ratio(ours, rival) == "x 10.0 median, x 10.0 p99"
    assert ratio(ours, Row("rival", ())) == "not measured"


def test_a_table_has_its_columns_under_each_other() -> None:
    """Also with a row that was not measured."""
    lines = table("Title", [Row("ours", [1.0]), Row("a longer rival", (), "absent")]).splitlines()
    assert lines[0] == "Title"
    assert lines[2].index(" 1 ") == lines[3].index(" 0 ")
    assert lines[3].endswith("absent")


def test_an_idle_process_is_measured() -> None:
    """As many samples as asked."""
    assert len(idle_control(5).samples) == 5


@pytest.mark.parametrize("words", [("nothing",), ("gate", "--n", "0")])
def test_wrong_use_is_told(programs: Programs, words: tuple[str, ...]) -> None:
    """Nothing is started."""
    run = programs.run("bench", *words)
    assert run.ended() == 2
    assert "izix-desk: bench measures gate, lines, decision, start, import" in run.output


def test_a_short_run_is_a_real_one(programs: Programs) -> None:
    """Engine, simulator, import, backup and rival as processes, seen at the board."""
    run = programs.run("bench", "gate", "--n", "3", seconds=120)
    assert run.ended() == 0, run.output
    rows = {line[:20].strip(): line for line in run.output.splitlines()}
    for name in ("alone", "while 300 rows are i", "while a backup runs", "rival: pymodbus, wri"):
        assert "not measured" not in rows[name]
    assert "0 expired" in rows["alone"]


def test_lines_are_measured_beside_their_rivals(programs: Programs) -> None:
    """Both protocols at both ends of a real line; no silence of ours is too short."""
    run = programs.run("bench", "lines", "--n", "3", seconds=240)
    assert run.ended() == 0, run.output
    opened = ("alone", "a card is read before", "one of them is dead", "submit → last byte")
    for name in (*opened, "poll cycle", "osdp: submit", "modbus-rtu: submit", "4 lines at 9600"):
        assert all(n and median > 0 for n, median in _figures(run.output, name)), name
    assert len(re.findall(" 0 lost", run.output)) >= len(opened)
    assert len(re.findall(r"silences, ours: 0 of \d+ below", run.output)) == 2


def test_a_read_is_measured_to_the_board(programs: Programs) -> None:
    """Known cars at a gate that admits, seen at its coil."""
    run = programs.run("bench", "decision", "--n", "3", seconds=120)
    assert run.ended() == 0, run.output
    row = next(line for line in run.output.splitlines() if line.startswith("a read opens"))
    assert row.split()[5] != "0"
    for name in ("one right", "three rights by overlapping policies, one lets in"):
        assert " 300 " in next(line for line in run.output.splitlines() if line.startswith(name))


def test_starts_are_measured_beside_an_empty_window(programs: Programs) -> None:
    """The real desk on the demo's store, with simulator and engine."""
    run = programs.run("bench", "start", "--n", "1", seconds=180)
    assert run.ended() == 0, run.output
    for name in ("window painted", "a search was", "tiles show", "after search", "rival: an empty"):
        found = _figures(run.output, name)
        assert len(found) in {1, 2}
        assert all(median > 0 for _, median in found)


def test_an_import_is_measured_with_its_memory(programs: Programs, tmp_path: Path) -> None:
    """Into three sizes of store, which are kept, beside one plain transaction."""
    words = ("import", "--n", "2", "--keep", str(tmp_path / "kept"))
    run = programs.run("bench", *words, seconds=180)
    assert run.ended() == 0, run.output
    for name in ("into 20 held", "into 200 held", "into 2,000 held", "rival: unchecked"):
        [(n, seconds)] = _figures(run.output, name)
        assert n == 1
        assert seconds > 0
    assert _figures(run.output, "a gate's commit beside an import")[0][0] >= 3
    kept = {path.name.split("-")[1] for path in (tmp_path / "kept").iterdir()}
    assert kept == {"20", "200", "2000"}


def _figures(output: str, name: str) -> list[tuple[int, float]]:
    """Return n and median of the rows that begin so."""
    lines = [line for line in output.splitlines() if line.startswith(name)]
    cells = [re.split(r" {2,}", line) for line in lines]
    return [(int(cell[1]), float(cell[2])) for cell in cells if len(cell) > 2]
