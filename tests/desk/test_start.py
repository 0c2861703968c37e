"""What a start imports before the first paint, and what it says where there is nothing to open."""

import hmac
import os
import subprocess
import sys
from pathlib import Path

import pytest

from izix_desk.commands.desk import run_desk
from izix_desk.domain.errors import NotFound
from izix_desk.store.folder import SiteFolder
from tests.support.programs import Programs

BEFORE_PAINT = """
import sys, linecache
from izix_desk import __main__
from izix_desk.desk.slim import leave_out_openssl
leave_out_openssl()
from izix_desk.commands import desk
from izix_desk.desk.qt_imports import import_qt
import_qt()
import izix_desk.desk.app
print("sources read:", len(linecache.cache))
print("loaded:", *sorted(name for name, module in sys.modules.items() if module))
"""
LATER = ("sqlalchemy", "sqlcipher3", "alembic", "asyncio", "qasync", "ssl", "_hashlib", "serial")


def _printed(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout


def test_nothing_of_the_store_is_imported_before_the_first_paint() -> None:
    """Nor the event loop, nor OpenSSL; and PySide does not read the source of each module."""
    printed = _printed(BEFORE_PAINT)
    loaded = printed.partition("loaded:")[2].split()
    assert "izix_desk.desk.main_window" in loaded
    assert [name for name in LATER if name in loaded] == []
    assert int(printed.partition("sources read:")[2].split()[0]) < 20


def test_openssl_is_left_out_and_hashes_work_all_the_same() -> None:
    """What is not there is neither loaded by asyncio nor missed by hashlib and hmac."""
    printed = _printed(
        "from izix_desk.desk.slim import leave_out_openssl\n"
        "leave_out_openssl()\n"
        "import asyncio, hashlib, hmac\n"
        "print(hmac.new(b'key', b'words', 'sha256').hexdigest())\n"
        "print('libcrypto' in open('/proc/self/maps').read())\n"
    )
    digest, loaded = printed.split()
    assert digest == hmac.new(b"key", b"words", "sha256").hexdigest()
    assert loaded == "False"


def test_without_a_site_it_says_how_to_get_one(tmp_path: Path) -> None:
    """One sentence that names both ways."""
    with pytest.raises(NotFound, match=r"site load FILE.*izix-desk demo"):
        run_desk(SiteFolder(tmp_path), operator="Guard 1")


def test_from_the_command_line_that_sentence_is_all(programs: Programs, tmp_path: Path) -> None:
    """No traceback, exit status 1."""
    program = programs.run("desk", "--site", str(tmp_path / "nowhere"))
    assert program.ended() == 1
    assert program.output.startswith("izix-desk: There is no site in ")
    assert len(program.output.strip().splitlines()) == 1
