"""The key of the store: 32 raw bytes, in a file beside it or in the user's key ring."""

import base64
import hashlib
import hmac
import os
import secrets
from typing import Literal

from izix_desk.domain.errors import BadInput, StoreFault
from izix_desk.store.folder import SiteFolder

KEY_BYTES = 32
_CHECK_BYTES = 3
_SERVICE = "izix-desk"

Kind = Literal["auto", "file", "keyring"]


def store_key(folder: SiteFolder) -> bytes:
    """Return the key of the store; raises StoreFault when it is nowhere or not readable."""
    try:
        words = folder.key_file.read_text("ascii").strip()
    except FileNotFoundError:
        words = _from_keyring(folder)
    except (OSError, UnicodeDecodeError) as fault:
        raise StoreFault(
            f"The key file {folder.key_file} cannot be read ({_why(fault)}): ask for the right to "
            "read it, or restore it from the recovery key."
        ) from fault
    try:
        key = bytes.fromhex(words)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise StoreFault(f"The key in {folder.key_file} is damaged: restore it from a copy.")
    return key


def create_key(folder: SiteFolder, *, kind: Kind = "auto") -> str:
    """Make and keep a new key; return the recovery key, to be shown once."""
    key = secrets.token_bytes(KEY_BYTES)
    if kind == "file" or not _to_keyring(folder, key):
        if kind == "keyring":
            raise StoreFault("This PC offers no key ring: use a key file for the store instead.")
        write_key_file(folder, key)
    return recovery_text(key)


def write_key_file(folder: SiteFolder, key: bytes) -> None:
    """Keep the key in a file that only the owner and the site's group can read."""
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(folder.key_file, flags, 0o640), "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise StoreFault(
            f"The key file {folder.key_file} cannot be written ({_why(fault)}): choose a folder "
            "where you may write."
        ) from fault


def recovery_text(key: bytes) -> str:
    """Return the key as groups of letters and digits that a person can write down."""
    checked = key + hashlib.sha256(key).digest()[:_CHECK_BYTES]
    letters = base64.b32encode(checked).decode("ascii").rstrip("=")
    return "-".join(letters[start : start + 7] for start in range(0, len(letters), 7))


def key_from_recovery(text: str) -> bytes:
    """Return the key that a recovery text stands for; raises BadInput when it is mistyped."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    try:
        checked = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        checked = b""
    key, check = checked[:KEY_BYTES], checked[KEY_BYTES:]
    if len(key) != KEY_BYTES or check != hashlib.sha256(key).digest()[:_CHECK_BYTES]:
        raise BadInput("The recovery key is mistyped: expected eight groups of seven characters.")
    return key


def link_authkey(key: bytes) -> bytes:
    """Return the secret that desk and engine share on their link; tells nothing of the key."""
    return hmac.digest(key, b"izix-desk local link", "sha256")


def _from_keyring(folder: SiteFolder) -> str:
    # The key ring costs a tenth of a second to import, and sites with a key file never need it.
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        words = keyring.get_password(_SERVICE, str(folder.path.resolve()))
    except KeyringError as fault:
        raise StoreFault(
            f"The key ring did not give the key of {folder.path}: unlock it and start again."
        ) from fault
    if words is None:
        raise StoreFault(
            f"There is no key for the store in {folder.path}: load a site with `izix-desk site "
            "load`, or restore its key file."
        )
    return words


def _to_keyring(folder: SiteFolder, key: bytes) -> bool:
    import keyring  # noqa: PLC0415 (as above)
    from keyring.errors import KeyringError  # noqa: PLC0415

    place = str(folder.path.resolve())
    try:
        if keyring.get_keyring().priority < 1:
            return False
        keyring.set_password(_SERVICE, place, key.hex())
        return keyring.get_password(_SERVICE, place) == key.hex()
    except KeyringError:
        return False


def _why(fault: Exception) -> str:
    return (fault.strerror or str(fault)).lower() if isinstance(fault, OSError) else "not text"
