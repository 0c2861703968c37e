"""A real store in a folder of its own, with the quay's site in it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from izix_desk.store.creating import create_store
from izix_desk.store.database import Database, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.site import save_site
from tests.support import quay


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """Return a folder with an empty store, to be copied only."""
    made = SiteFolder(tmp_path_factory.mktemp("empty"))
    create_store(made, key="file")
    return made


@pytest.fixture
def folder(tmp_path: Path, empty: SiteFolder) -> SiteFolder:
    """Return a folder with an empty store."""
    shutil.copytree(empty.path, tmp_path / "site")
    return SiteFolder(tmp_path / "site")


@pytest.fixture
def database(folder: SiteFolder) -> Iterator[Database]:
    """Return a connection to a store that holds the quay."""
    opened = open_database(folder)
    opened.write(lambda tx: save_site(tx, quay.site()))
    yield opened
    opened.close()
