"""Where simulated devices keep their keys, as real ones keep theirs when the power is off."""

import json
from pathlib import Path
from typing import cast

from izix_desk.domain.errors import BadInput


class KeyFile:
    """Keys by line and address in a JSON file; without a file nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._keys: dict[str, str] = {}
        if path is None or not path.exists():
            return
        try:
            self._keys = cast("dict[str, str]", json.loads(path.read_text("ascii")))
            for words in self._keys.values():
                bytes.fromhex(words)
        except (ValueError, TypeError, AttributeError) as problem:
            raise BadInput(f'{path} must hold keys as {{"LINE/ADDRESS": "HEX"}}.') from problem

    def get(self, line: str, unit: int) -> bytes | None:
        """Return the key of a device, None when it is new."""
        words = self._keys.get(f"{line}/{unit}")
        return None if words is None else bytes.fromhex(words)

    def keep(self, line: str, unit: int, key: bytes) -> None:
        """Keep the key of a device."""
        self._keys[f"{line}/{unit}"] = key.hex()
        if self._path is not None:
            self._path.write_text(json.dumps(self._keys, indent=1), "ascii")
