"""The key: kept where only the site's people read it, and written down once."""

import stat
import sys
from pathlib import Path

import pytest

from izix_desk.domain.errors import BadInput, StoreFault
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import (
    create_key,
    key_from_recovery,
    link_authkey,
    recovery_text,
    store_key,
)


def test_the_recovery_text_gives_the_key_again(tmp_path: Path) -> None:
    """The recovery text gives the key again."""
    folder = SiteFolder(tmp_path)
    written = create_key(folder, kind="file")
    key = store_key(folder)
    assert len(key) == 32
    assert key_from_recovery(written.lower().replace("-", " ")) == key


def test_a_mistyped_recovery_text_is_noticed(tmp_path: Path) -> None:
    """A mistyped recovery text is noticed."""
    written = recovery_text(bytes(range(32)))
    other = "A" if written[3] != "A" else "B"
    for wrong in (written[:3] + other + written[4:], written[:-1], "", "????"):
        with pytest.raises(BadInput, match="mistyped"):
            key_from_recovery(wrong)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
def test_the_key_file_is_closed_to_others(tmp_path: Path) -> None:
    """The key file is closed to others."""
    folder = SiteFolder(tmp_path)
    create_key(folder, kind="file")
    assert stat.S_IMODE(folder.key_file.stat().st_mode) & 0o027 == 0


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """A key is never overwritten."""
    folder = SiteFolder(tmp_path)
    create_key(folder, kind="file")
    key = store_key(folder)
    with pytest.raises(StoreFault, match="cannot be written"):
        create_key(folder, kind="file")
    assert store_key(folder) == key


@pytest.mark.parametrize("content", ["", "abcd", "zz" * 32])
def test_a_damaged_key_file_is_said_so(tmp_path: Path, content: str) -> None:
    """A damaged key file is said so."""
    folder = SiteFolder(tmp_path)
    folder.key_file.write_text(content, "ascii")
    with pytest.raises(StoreFault, match="damaged"):
        store_key(folder)


def test_the_secret_of_the_link_is_not_the_key() -> None:
    """The secret of the link is not the key."""
    key = bytes(range(32))
    assert link_authkey(key) == link_authkey(key)
    assert key not in link_authkey(key)
    assert link_authkey(key) != link_authkey(bytes(32))
