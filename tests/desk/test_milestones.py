"""The milestones of a real start mean what they say."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from izix_desk.services.resources import resource
from tests.support.programs import Programs
from tests.support.waiting import wait_until

WATCHED = """
import json, sys
from izix_desk.desk.milestones import seconds_running

later = {}
def note(event, words):
    if event == "import" and words[0].partition(".")[0] in ("sqlalchemy", "sqlcipher3", "alembic"):
        later.setdefault(words[0].partition(".")[0], seconds_running())

sys.addaudithook(note)
from izix_desk.__main__ import main
main(sys.argv[1:])
print(json.dumps(later))
"""
"""Runs the command line and tells when it first imported what."""


def test_a_real_start_is_painted_before_the_store_is_imported(
    programs: Programs, tmp_path: Path
) -> None:
    """And a search is answered only after that, by the store."""
    site, timing = str(tmp_path / "site"), tmp_path / "timing"
    loaded = programs.run(
        "site", "load", str(resource("site-example.toml")), "--key", "file", "--site", site
    )
    assert loaded.ended() == 0, loaded.output
    desk = subprocess.Popen(
        [sys.executable, "-c", WATCHED, "desk", "--site", site, "--timing", str(timing)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until(lambda: "search_ready" in _reached(timing), 60, "an answered search")
        desk.send_signal(signal.SIGTERM)
        printed, _ = desk.communicate(timeout=30)
    finally:
        desk.kill()
        desk.wait()
    imported, reached = json.loads(printed.splitlines()[-1]), _reached(timing)
    assert set(imported) >= {"sqlalchemy", "sqlcipher3"}
    assert reached["painted"] < min(imported.values())
    assert max(imported["sqlalchemy"], imported["sqlcipher3"]) < reached["search_ready"]


def _reached(timing: Path) -> dict[str, float]:
    lines = timing.read_text("utf-8").splitlines() if timing.exists() else []
    notes = [json.loads(line) for line in lines]
    return {name: value for note in notes for name, value in note.items() if name != "rss"}
