"""Where a site keeps its files on this PC."""

import hashlib
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """The folder of one site; it need not exist yet."""

    path: Path

    @property
    def store(self) -> Path:
        """The encrypted database."""
        return self.path / "store.db"

    @property
    def key_file(self) -> Path:
        """The key of the store, where no key ring keeps it."""
        return self.path / "store.key"

    @property
    def engine_lock(self) -> Path:
        """Held by the one engine of this site."""
        return self.path / "engine.lock"

    @property
    def engine_pid(self) -> Path:
        """Process id of the engine that holds the lock."""
        return self.path / "engine.pid"

    @property
    def import_lock(self) -> Path:
        """Held by the one import that runs."""
        return self.path / "import.lock"

    @property
    def turns(self) -> Path:
        """Where a gate commit asks the others to let it through."""
        return self.path / "turns"

    @property
    def link_address(self) -> str:
        """Address of the local link: short enough for a socket, the same for every process."""
        name = f"izix-desk-{hashlib.sha256(str(self.path.resolve()).encode()).hexdigest()[:20]}"
        if sys.platform == "win32":
            return rf"\\.\pipe\{name}"
        return str(Path(tempfile.gettempdir()) / name)


def site_folder(argument: str | None) -> SiteFolder:
    """Return the folder that `--site` names, else the one in the user's data folder."""
    if argument:
        return SiteFolder(Path(argument).expanduser().absolute())
    # Only here: the window that paints first has no use for it.
    from platformdirs import user_data_path  # noqa: PLC0415

    return SiteFolder(user_data_path("izix-desk", appauthor=False) / "site")
