"""Whether a folder lies on a drive of another machine, where a store would be damaged."""

import sys
from pathlib import Path

from izix_desk.domain.errors import StoreFault

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "davfs", "fuse.sshfs", "fuse.davfs2"}
)
_REMOTE_DRIVE = 4
"""DRIVE_REMOTE of GetDriveTypeW."""
_POINT, _SEPARATOR = 4, "-"
"""Of a line in /proc/self/mountinfo: the mount point, and what comes before the kind."""


def refuse_network_drive(folder: Path) -> None:
    """Raise StoreFault for a folder on a network drive: locks and shared memory fail there."""
    if _is_remote(folder):
        raise StoreFault(
            f"The folder {folder} is on a network drive, where a store gets damaged: choose a "
            "site folder on a disk of this PC."
        )


def file_system(mounts: str, path: str) -> str:
    """Return the kind of file system that a path lies on, from the text of mountinfo."""
    best, kind = "", ""
    for line in mounts.splitlines():
        words = line.split(" ")
        point = words[_POINT].replace("\\040", " ")
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        # Of several on one point the last is the one that is seen.
        if inside and len(point) >= len(best):
            best, kind = point, words[words.index(_SEPARATOR) + 1]
    return kind


def _is_remote(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - of use on Windows only, elsewhere half a megabyte of a desk

        drive = folder.resolve().drive
        kind = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\")
        return drive.startswith("\\\\") or kind == _REMOTE_DRIVE
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "replace")
    except OSError:
        return False  # not Linux: nothing to go by
    return file_system(mounts, str(folder.resolve())) in _NETWORK
