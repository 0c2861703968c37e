"""`izix-desk site` on real folders and real stores."""

import json
from pathlib import Path

import pytest

from izix_desk.__main__ import main
from izix_desk.services.resources import resource
from izix_desk.services.site_file import read_site, read_site_text
from tests.services.test_site_file import SMALL


def _load(folder: Path, text: str, *more: str) -> int:
    file = folder.parent / "yard.toml"
    file.write_text(text, encoding="utf-8")
    return main(["site", "load", str(file), "--site", str(folder), "--key", "file", *more])


def test_a_first_load_makes_store_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder, the key and the store come into being; the recovery key is shown once."""
    assert _load(tmp_path / "site", SMALL) == 0
    said = capsys.readouterr().out
    assert "recovery key" in said
    assert "gate in will be added" in said
    assert (tmp_path / "site" / "store.key").is_file()
    assert b"Yard" not in (tmp_path / "site" / "store.db").read_bytes()
    assert _load(tmp_path / "site", SMALL) == 0
    again = capsys.readouterr().out
    assert "recovery key" not in again
    assert "nothing changes" in again


def test_loading_again_tells_what_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows are matched by id: a new name changes a gate, a new id adds one and removes one."""
    _load(tmp_path / "site", SMALL)
    capsys.readouterr()
    other = SMALL.replace('name = "In"', 'name = "Way in"').replace('id = "out"', 'id = "back"')
    assert _load(tmp_path / "site", other, "--yes") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == [
        "gate back will be added",
        "gate in will be changed",
        "gate out will be removed",
    ]


def test_a_dry_run_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even a folder is made by a dry run."""
    assert _load(tmp_path / "site", SMALL, "--dry-run") == 0
    assert "gate in would be added" in capsys.readouterr().out
    assert not (tmp_path / "site").exists()
    _load(tmp_path / "site", SMALL)
    _load(tmp_path / "site", SMALL.replace("Yard", "Harbour"), "--dry-run")
    capsys.readouterr()
    main(["site", "--site", str(tmp_path / "site"), "show"])
    assert 'name = "Yard"' in capsys.readouterr().out


@pytest.mark.parametrize("name", ["site-example.toml", "demo/site.toml"])
def test_what_is_shown_is_what_was_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """A site goes through file, store and file without a change."""
    _load(tmp_path / "site", resource(name).read_text(encoding="utf-8"))
    capsys.readouterr()
    assert main(["site", "show", "--site", str(tmp_path / "site")]) == 0
    assert read_site_text(capsys.readouterr().out, "shown") == read_site(resource(name))


def test_json_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same data as JSON, dates as text."""
    _load(tmp_path / "site", SMALL)
    capsys.readouterr()
    assert main(["site", "--site", str(tmp_path / "site"), "show", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["gates"][0]["open"]["number"] == 0
    assert shown["leases"][0]["starts"] == "2026-01-01"


def test_a_bad_file_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence on stderr, exit status 1, and no folder."""
    bad = SMALL.replace('line = "north"', 'line = "nort"')
    assert _load(tmp_path / "site", bad) == 1
    said = capsys.readouterr().err
    assert said.startswith('izix-desk: yard.toml: gate "in".line must be the id of a line')
    assert said.count("\n") == 1
    assert not (tmp_path / "site").exists()


def test_showing_before_loading_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence names what to do."""
    assert main(["site", "show", "--site", str(tmp_path)]) == 1
    assert f"`izix-desk --site {tmp_path} site load FILE`" in capsys.readouterr().err
