"""`izix-desk backup`."""

from pathlib import Path

import pytest

from izix_desk.__main__ import main
from izix_desk.store.creating import create_store
from izix_desk.store.database import open_database
from izix_desk.store.folder import SiteFolder


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """Return a site with an empty store."""
    folder = SiteFolder(tmp_path / "site")
    create_store(folder, key="file")
    return folder


def test_the_copy_is_a_store(
    site: SiteFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The copy is a store that opens with the same key, and the command says where it lies."""
    target = tmp_path / "copy.db"
    assert main(["backup", "--site", str(site.path), str(target)]) == 0
    assert str(target) in capsys.readouterr().out
    target.replace(site.store)
    open_database(site).close()


def test_a_second_copy_does_not_overwrite_the_first(
    site: SiteFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second copy does not overwrite the first; it is refused in one sentence."""
    target = tmp_path / "copy.db"
    arguments = ["backup", "--site", str(site.path), str(target)]
    assert main(arguments) == 0
    assert main(arguments) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_without_a_store_there_is_nothing_to_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a store there is nothing to copy."""
    assert main(["backup", "--site", str(tmp_path / "none"), str(tmp_path / "copy.db")]) == 1
    assert "no store" in capsys.readouterr().err
