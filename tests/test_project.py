"""What must be true of the project as a whole."""

import ast
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from izix_desk.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PATCHERS = {"mock", "monkeypatch", "mocker"}


def run(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment and return what it said."""
    command = [sys.executable, *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def tracked() -> list[Path]:
    """Return every file of the project, as git knows them."""
    git = shutil.which("git")
    assert git
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def patches(source: str) -> Iterator[str]:
    """Yield each call by which a test would replace our own code."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
            yield from (f"import of {name}" for name in names if "mock" in name.split("."))
        elif isinstance(node, ast.Attribute) and node.attr in {"setattr", "patch", "delattr"}:
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if name in PATCHERS or "monkeypatch" in name:
                yield f"{name}.{node.attr}"
        elif isinstance(node, ast.Assign | ast.AugAssign):
            yield from assigned_to_a_module(node)


def assigned_to_a_module(node: ast.Assign | ast.AugAssign) -> Iterator[str]:
    """Yield assignments to `izix_desk.….name`."""
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if isinstance(target, ast.Attribute) and ast.unparse(target).startswith("izix_desk."):
            yield f"assignment to {ast.unparse(target)}"


def test_no_test_patches_our_own_code() -> None:
    """Tests go through the public door."""
    found = [
        f"{path.relative_to(ROOT)}: {patch}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for patch in patches(path.read_text("utf-8"))
    ]
    assert not found


@pytest.mark.parametrize(
    "planted",
    [
        "def test_x(monkeypatch):\n    monkeypatch.setattr('izix_desk.domain.x', 1)",
        "from unittest import mock",
        "from unittest.mock import patch",
        "def test_x(mocker):\n    mocker.patch('izix_desk.x')",
        "import izix_desk\nizix_desk.store.clock = None",
    ],
)
def test_a_planted_patch_is_found(planted: str) -> None:
    """The search above can fail."""
    assert list(patches(planted))


EMITS = """
from PySide6.QtCore import QObject, Signal
class Bell(QObject):
    rung = Signal(bool, object)
heard = []
bell = Bell()
bell.rung.connect(lambda loud, who: heard.append(who))
for n in range(5000):
    bell.rung.emit(n % 2 == 0, None)
    bell.setObjectName("x")
print(len(heard))
"""


def test_qt_survives_5000_signals() -> None:
    """PySide6 6.12.0 on Python 3.11 aborts after some 570."""
    rung = run("-c", EMITS)
    assert (rung.returncode, rung.stdout.strip()) == (0, "5000"), rung.stderr


def test_forms_are_what_their_drawings_say() -> None:
    """Nobody edited a generated form, or forgot to make it."""
    checked = run("packaging/compile_forms.py", "--check")
    assert checked.returncode == 0, checked.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a clean copy, and return a folder that it is unpacked into."""
    copied = tmp_path_factory.mktemp("project")
    for path in tracked():
        target = copied / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    built = run("-m", "hatchling", "build", "-t", "wheel", "-d", copied / "dist", cwd=copied)
    assert built.returncode == 0, built.stderr
    (wheel,) = (copied / "dist").glob("*.whl")
    unpacked = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(wheel).extractall(unpacked)
    return unpacked


def test_the_wheel_carries_drawings_and_resources(installed: Path) -> None:
    """What lies beside the package in a checkout lies inside it in a wheel."""
    beside = [path.relative_to(ROOT) for path in tracked()]
    wanted = [path for path in beside if path.parts[0] in {"ui", "resources"}]
    assert [path for path in wanted if not (installed / "izix_desk" / path).exists()] == []
    assert len(wanted) > 10


def test_an_installed_program_finds_its_resources(installed: Path) -> None:
    """Run from the unpacked wheel, with no checkout in sight."""
    asked = "from izix_desk.services.resources import resource; print(resource('demo/site.toml'))"
    found = run("-c", asked, cwd=installed)
    assert (
        Path(found.stdout.strip()) == installed / "izix_desk" / "resources" / "demo" / "site.toml"
    )


HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "deb.debian" + ".org", "npmjs" + ".")
LOCAL = ("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/opt/" + "pypi", "/opt/" + "wheels")


def test_nothing_names_a_registry_or_a_path_of_one_machine() -> None:
    """The project installs wherever a person's own settings point."""
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked()
        for word in (*HOSTS, *LOCAL)
        if word.encode() in path.read_bytes()
    ]
    assert not found


def test_every_pin_has_its_hash() -> None:
    """An index cannot slip in another file."""
    entries = (ROOT / "packaging" / "lock.txt").read_text("utf-8").replace("\\\n", "").splitlines()
    pins = [line for line in entries if line and not line.lstrip().startswith("#")]
    assert len(pins) > 40
    assert [pin for pin in pins if "--hash=sha256:" not in pin or "==" not in pin] == []


@pytest.mark.parametrize("module", sorted({module for module, _ in COMMANDS.values()}))
def test_every_command_can_be_loaded(module: str) -> None:
    """The command line promises nothing that is not there."""
    command = import_module(f"izix_desk.commands.{module}")
    assert callable(command.run)
    assert callable(command.add_arguments)


@pytest.mark.parametrize(
    ("room", "line", "broken"),
    [
        ("domain", "import socket", "The domain does no input or output"),
        ("services", "import izix_desk.engine", "Imports go one way"),
        ("services", "import sqlalchemy", "The database belongs to the store"),
        ("engine", "import PySide6", "Qt belongs to the desk"),
        ("desk", "import izix_desk.devices", "The desk knows no wire"),
        ("link", "import serial", "Serial ports belong to the devices"),
    ],
)
def test_a_planted_import_breaks_its_contract(
    room: str, line: str, broken: str, tmp_path: Path
) -> None:
    """Each contract can fail."""
    shutil.copytree(ROOT / "izix_desk", tmp_path / "izix_desk")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "izix_desk" / room / "__init__.py").open("a") as module:
        module.write(f"\n{line}\n")
    lint = Path(sys.executable).with_name("lint-imports")
    linted = subprocess.run(
        [lint, "--no-logo", "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 1
    assert any(broken in row and "BROKEN" in row for row in linted.stdout.splitlines())


def test_a_machine_that_lacks_something_is_told_what(tmp_path: Path) -> None:
    """Where nothing can be installed, one sentence names the packages and nothing is begun."""
    prepared = subprocess.run(
        [sys.executable, ROOT / "packaging" / "prepare.py", "--tests"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert prepared.returncode == 1
    assert prepared.stderr.strip().endswith("xvfb xdotool tesseract-ocr.")
    assert "Traceback" not in prepared.stderr
