"""Finds the files that come with the program, in a wheel, a checkout or a frozen build."""

from importlib.resources import files
from pathlib import Path


def resource(name: str) -> Path:
    """Return the path of a file under `resources/`, e.g. `demo/site.toml`."""
    package = Path(str(files("izix_desk")))
    inside = package / "resources" / name
    return inside if inside.exists() else package.parent / "resources" / name
