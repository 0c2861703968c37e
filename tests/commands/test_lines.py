"""`izix-desk lines` at a running engine: the table, and the trace."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.programs import Programs
from tests.support.running import Site
from tests.support.saying import Said, said
from tests.support.waiting import wait_until


@pytest.fixture
def site(tmp_path: Path, programs: Programs) -> Iterator[Site]:
    """Give a site whose simulator and engine run."""
    site = Site(tmp_path, programs)
    try:
        site.simulator.start()
        site.start_engine()
        yield site
    finally:
        site.close()


def table(site: Site, *words: str) -> Said:
    """Return what the command prints once the engine has told of every controller."""

    def whole() -> Said | None:
        told = said("lines", *site.words, *words)
        return None if "not asked" in told.output or "WAITING" in told.output else told

    told = wait_until(whole, 15, "figures of every controller")
    assert told
    return told


def test_the_table_tells_every_controller(site: Site) -> None:
    """Line by line; a silent one with what to do, and a controller can be tried at once."""
    told = table(site)
    assert told.status == 0, told.output
    assert "north: modbus-rtu, " in told.output
    assert "19200 N1, open, " in told.output
    assert "camera: plates, " in told.output
    rows = [line.split() for line in told.output.splitlines()]
    assert next(row for row in rows if row[:1] == ["1"])[:3] == ["1", "ok", "entry"]
    assert next(row for row in rows if row[:1] == ["2"])[:3] == ["2", "ok", "exit"]
    site.simulator.do("fault north silent on")

    def silent() -> bool:
        return "address 1: It does not answer" in said("lines", *site.words).output

    wait_until(silent, 20, "a silent controller in the table")
    site.simulator.do("fault north silent off")
    tried = said("lines", *site.words, "--try-now", "north", "1")
    assert "  1        ok " in tried.output, tried.output
    wrong = said("lines", *site.words, "--try-now", "south", "1")
    assert wrong.status == 1
    assert "There is no line 'south' here; there are: north, camera." in wrong.output
    nobody = said("lines", *site.words, "--try-now", "north", "9")
    assert nobody.status == 1
    assert nobody.output == "izix-desk: There is no controller 9 on line north; there are: 1, 2.\n"


def test_the_table_names_a_second_master(site: Site) -> None:
    """Under its line: what to do, before anybody wonders why all answers take so long."""
    table(site)
    site.simulator.do("fault north second-master 0.07")

    def named() -> bool:
        lines = said("lines", *site.words).output.splitlines()
        return (
            "  Somebody else asks on line north: end that program or unplug that master." in lines
        )

    wait_until(named, 20, "the second master in the table")


def test_the_table_for_programs(site: Site) -> None:
    """With ages instead of instants of a clock that nobody else has."""
    told = json.loads(table(site, "--json").output)
    assert [line["line"] for line in told] == ["north", "camera"]
    first = told[0]["controllers"][0]
    assert (first["address"], first["state"], first["gates"]) == (1, "OK", ["entry"])
    assert 0 <= first["age"] < 5
    assert first["reply_median"] > 0


def test_a_trace_of_one_controller_is_printed_and_saved(
    site: Site, programs: Programs, tmp_path: Path
) -> None:
    """Both directions, an opening among them, until it is ended."""
    saved = tmp_path / "trace.txt"
    trace = programs.start(
        "lines", *site.words, "--trace", "north", "--address", "2", "--save", str(saved)
    )
    trace.wait_for("north → 02 01 .* unit 2, read outputs")
    said("open", *site.words, "exit", "--reason", "TEST")
    trace.wait_for("north → 02 05 00 00 ff 00 .* unit 2, switch output 0 on$")
    trace.wait_for("north ← 02 05 00 00 ff 00 .* unit 2, done: switch output 0 on$")
    assert "unit 1" not in trace.output
    wait_until(lambda: "done: switch output 0 on" in saved.read_text("utf-8"), 5, "the file")
    trace.kill()
    short = said("lines", *site.words, "--trace", "--seconds", "1")
    assert short.status == 0
    assert "unit 1, inputs" in short.output
    stamps = [line[:12] for line in short.output.splitlines() if line[0].isdigit()]
    assert stamps == sorted(stamps)
    empty = said("lines", *site.words, "--trace", "north", "--address", "99", "--seconds", "0.2")
    assert "There is no controller 99 on line north; there are: 1, 2." in empty.output
    bad = said("lines", *site.words, "--trace", "--save", str(tmp_path))
    assert bad.status == 1
    assert "cannot be written" in bad.output


def test_without_an_engine_it_says_so(tmp_path: Path, programs: Programs) -> None:
    """One sentence, and what to start; also when the engine ends meanwhile."""
    site = Site(tmp_path, programs)
    try:
        told = said("lines", *site.words)
        assert told.status == 1
        assert "No engine runs for this site" in told.output
        site.simulator.start()
        engine = site.start_engine()
        trace = programs.start("lines", *site.words, "--trace")
        trace.wait_for("unit 1")
        assert engine.stop() == 0
        assert trace.ended() == 1
        assert "The engine has ended" in trace.output
    finally:
        site.close()
