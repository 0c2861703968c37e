"""Ids sort by time; a site's files and its socket have their places."""

import sys
from pathlib import Path

import pytest

from izix_desk.store.folder import SiteFolder, site_folder
from izix_desk.store.ids import new_id


def test_later_ids_sort_after_earlier_ones() -> None:
    """Later ids sort after earlier ones."""
    made = [new_id() for _ in range(500)]
    assert made == sorted(made)
    assert {each.version for each in made} == {7}


def test_the_link_address_fits_a_socket_however_deep_the_folder(tmp_path: Path) -> None:
    """The link address fits a socket however deep the folder."""
    deep = SiteFolder(tmp_path / ("long-name" * 20))
    assert len(deep.link_address) < 100
    assert deep.link_address == SiteFolder(deep.path).link_address
    assert deep.link_address != SiteFolder(tmp_path).link_address


def test_a_named_folder_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A named folder is made absolute."""
    monkeypatch.chdir(tmp_path)
    assert site_folder("here").path == tmp_path / "here"


@pytest.mark.skipif(sys.platform == "win32", reason="another folder there")
def test_without_a_name_it_is_the_users_data_folder() -> None:
    """Without a name it is the users data folder."""
    assert site_folder(None).path.parts[-2:] == ("izix-desk", "site")
