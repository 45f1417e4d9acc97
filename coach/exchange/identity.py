"""The key pair of a home: it signs what leaves, and opens what is encrypted to it.

One Ed25519 pair does both: age takes it as an `ssh-ed25519` recipient, so that its public tool
opens the same files with the same key file (`age -d -i KEYFILE`).
"""

import base64
import errno
import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.domain.errors import InputError, LogError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MOST_KEY_BYTES = 16 * 1024
SIGNATURE_BYTES = 64
_KEY = re.compile("[0-9a-f]{64}")
_SSH_TYPE = b"ssh-ed25519"


class Identity:
    """A home's own key pair."""

    def __init__(self, private: "Ed25519PrivateKey", pem: bytes) -> None:
        self._private = private
        self._pem = pem

    @property
    def key(self) -> str:
        """The public key as 64 hexadecimal digits."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, content: bytes) -> bytes:
        """The signature of `content`, 64 bytes."""
        return self._private.sign(content)

    @property
    def decrypter(self) -> Any:
        """The pair as pyrage takes it."""
        from pyrage import ssh

        return ssh.Identity.from_buffer(self._pem)


def is_key(text: str) -> bool:
    """Whether `text` is written like a public key: 64 small hexadecimal digits."""
    return _KEY.fullmatch(text) is not None


def verify(key: str, signature: bytes, content: bytes) -> bool:
    """Whether the owner of the public key `key` signed exactly `content`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not is_key(key) or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def recipient(key: str) -> Any:
    """Whom to encrypt to, as pyrage takes it. InputError for what is no public key."""
    from pyrage import RecipientError, ssh

    if is_key(key):
        parts = (_SSH_TYPE, bytes.fromhex(key))
        blob = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        line = f"{_SSH_TYPE.decode()} {base64.b64encode(blob).decode()}"
        with suppress(RecipientError):
            return ssh.Recipient.from_str(line)
    raise InputError("Key", "That is no public key of a coach; ask for the card again.")


def load_or_make(path: Path) -> Identity:
    """The pair in the file at `path`, made when there is none.

    Raises InputError for a file that holds no such key, or one with a passphrase; LogError when it
    cannot be read or written.
    """
    try:
        if not path.exists():
            _make(path)
        _keep_private(path)
    except OSError as error:
        raise _unusable(path, error) from error
    return load(path)


def load(path: Path) -> Identity:
    """The pair in a file that is there. Raises as `load_or_make` does."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # A pipe may never come to an end.
            raise OSError(errno.EINVAL, "it is no file")
        with path.open("rb") as stream:
            pem = stream.read(MOST_KEY_BYTES + 1)
    except OSError as error:
        raise _unusable(path, error) from error
    return Identity(_private_key(path, pem), pem)


def _unusable(path: Path, error: OSError) -> LogError:
    return LogError(
        "The key cannot be used",
        f"{path} cannot be read or made ({error.strerror}).",
        "Check the folder and its disk.",
    )


def _private_key(path: Path, pem: bytes) -> "Ed25519PrivateKey":
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    what = "is no key of a coach"
    try:
        private = load_ssh_private_key(pem, None)
        if isinstance(private, Ed25519PrivateKey) and _agrees(private, pem):
            return private
    except TypeError:
        what = "has a passphrase, which a coach cannot ask for"
    except (ValueError, UnsupportedAlgorithm, KeyError, IndexError):
        pass
    raise InputError(
        "Key file",
        f"{path} {what}.",
        "Put the key from a copy of the home back; without one move the file away, start again, "
        "and pair anew.",
    )


def _agrees(private: "Ed25519PrivateKey", pem: bytes) -> bool:
    """Whether the public key written in the file, twice, is that of its private one."""
    lines = pem.split(b"\n")
    blob = base64.b64decode(b"".join(line for line in lines if not line.startswith(b"-----")))
    return len(pem) <= MOST_KEY_BYTES and blob.count(private.public_key().public_bytes_raw()) >= 2


def _make(path: Path) -> None:
    """Write a new pair whole, then give it its name; what is there by then is left alone."""
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(_new_pem())
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    except OSError:  # A file system without links: nobody else makes a key at the same moment.
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _new_pem() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
    )


def _keep_private(path: Path) -> None:
    """A key that came back from a copy is for its owner's eyes alone again."""
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(0o600)
