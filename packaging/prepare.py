"""Makes this machine ready for `make run` and `make test`; quick when nothing changed."""

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCK = ROOT / "packaging" / "lock.txt"

QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""What the wheels of Qt load from the system → the Debian package that brings it."""

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FONTS = "fonts-dejavu-core"
TEST_PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool", "tesseract": "tesseract-ocr"}
PEER_FILES = {
    "/usr/bin/cc": ("gcc", "libc6-dev"),
    "/usr/include/modbus/modbus.h": ("libmodbus-dev",),
}
"""What the tests build a Modbus server with, if it is there → the packages that bring it."""


class PrepareError(Exception):
    """One sentence that says what a person must do first."""


def main(arguments: Sequence[str]) -> int:
    """Prepare what is missing; 0 when all is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", action="store_true", help="also what only the tests need")
    options = parser.parse_args(arguments)
    try:
        refuse_old_python()
        packages = [*missing_for_window(), *(missing_for_tests() if options.tests else ())]
        if packages:
            install_packages(packages)
        if options.tests:
            install_peers()
        remember("environment", [LOCK], make_environment)
        remember("project", [LOCK, ROOT / "pyproject.toml"], install_project)
    except PrepareError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except subprocess.CalledProcessError as failure:
        sys.stderr.write(f"This step failed, see above: {' '.join(map(str, failure.cmd))}\n")
        return 1
    return 0


def refuse_old_python() -> None:
    """Refuse a Python that the program does not run on."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this very line is what an older one runs into
        found = ".".join(map(str, sys.version_info[:2]))
        raise PrepareError(
            f"Izix Desk needs Python 3.11 or newer and python3 is {found}: "
            "name a newer one with make PYTHON=python3.12."
        )


def missing_for_window() -> Iterator[str]:
    """Yield the Debian packages without which there is no environment or no window."""
    if sys.platform != "linux":
        return
    if find_spec("ensurepip") is None:
        yield "python3-venv"
    for library, package in QT_LIBRARIES.items():
        if not loads(library):
            yield package
    if not any(any(Path(folder).expanduser().rglob("*.[to]tf")) for folder in FONT_FOLDERS):
        yield FONTS


def missing_for_tests() -> Iterator[str]:
    """Yield the Debian packages of what the tests drive: a screen, its keys, an eye."""
    if sys.platform == "linux":
        yield from (
            package for program, package in TEST_PROGRAMS.items() if not shutil.which(program)
        )


def install_peers() -> None:
    """Install what builds libmodbus' server, where we may; without it its tests are left out."""
    missing = [
        name for file, names in PEER_FILES.items() if not Path(file).exists() for name in names
    ]
    if not missing or sys.platform != "linux" or not may_install():
        return
    try:
        install_packages(missing)
    except subprocess.CalledProcessError:
        say(f"{' '.join(missing)} could not be installed; some tests are left out")


def loads(library: str) -> bool:
    """Tell whether the system's loader finds a library; trying is surer than asking dpkg."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: Sequence[str]) -> None:
    """Install system packages where we may; else say the one line to run."""
    if shutil.which("apt-get") is None:
        raise PrepareError(
            f"Install what these Debian packages hold, then try again: {' '.join(packages)}."
        )
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not may_install():
        raise PrepareError(
            "Run this once, then try again:\n"
            f"  sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
        )
    say(f"installing {' '.join(packages)}")
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt += ["-o", "Acquire::Retries=3", "-o", "Dpkg::Use-Pty=0"]
    call(*apt, "update", quiet=True)
    call(*apt, "install", "-y", "--no-install-recommends", *packages, quiet=True)


def may_install() -> bool:
    """Tell whether this is Debian, and we are root or may be it without a password."""
    if shutil.which("apt-get") is None:
        return False
    if os.geteuid() == 0:
        return True
    if shutil.which("sudo") is None:
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0  # noqa: S607 - sudo is where the system's PATH says


def remember(what: str, sources: Sequence[Path], make: Callable[[], None]) -> None:
    """Make something unless it was made from the same sources by the same Python."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    made_from = f"{digest} {sys.version} {ROOT}\n"
    stamp = VENV / f"{what}.stamp"
    if not stamp.exists() or stamp.read_text("utf-8") != made_from:
        make()
        stamp.write_text(made_from, "utf-8")


def make_environment() -> None:
    """Make `.venv` and fill it from the lock file."""
    say("making .venv from packaging/lock.txt; a minute or two the first time")
    # Made anew: a package that left the lock, or a Python that changed, must not linger.
    call(sys.executable, "-m", "venv", "--clear", str(VENV))
    pip_install("--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCK))


def install_project() -> None:
    """Put the project into `.venv` as it stands here, so that a change needs no installing."""
    pip_install("--no-build-isolation", "--editable", str(ROOT))


def pip_install(*words: str) -> None:
    """Install into `.venv`, nothing but what is named, from whichever index this machine uses."""
    pip = [str(SCRIPTS / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "-q"]
    call(*pip, "install", "--no-deps", "--retries", "10", "--progress-bar", "off", *words)


def call(*words: str, quiet: bool = False) -> None:
    """Run a program; its failure ends the preparation, and what went wrong is always shown."""
    subprocess.run(words, check=True, cwd=ROOT, stdout=subprocess.DEVNULL if quiet else None)


def say(text: str) -> None:
    """Tell the person what takes time."""
    sys.stdout.write(f"set-up: {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
