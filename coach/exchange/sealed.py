"""Documents that leave a home: signed inside, encrypted to one reader outside.

The outer file is age, to be opened by its public tool with the reader's key file. Inside stand, a
line each, what it is, who signed it and the signature, and then the body:

    coach-signed/1 plan
    <public key of the signer, 64 hexadecimal digits>
    <Ed25519 signature, base64>
    <body>

Signed are kind, reader and signer together with the exact bytes of the body, so that nobody passes
a document on as another kind, to another reader, or as their own.
"""

import base64
import binascii
import hashlib
from enum import Enum

from msgspec import Struct

from coach.domain.errors import InputError, RefusedError
from coach.exchange.identity import Identity, is_key, recipient, verify

MAGIC = b"age-encryption.org/v1\n"
_HEAD = b"coach-signed/1 "
_SIGNED = b"coach-signature/1 "
_MEBIBYTE = 1024 * 1024
_MOST_HEADER = 4 * 1024
"""Before what is encrypted; of 800 of ours none had over 307 bytes. Reading a header takes time
with the square of its length: one of 110 kB held a machine for a minute. (source: measured, pyrage
1.4.0)"""


class Paper(Enum):
    """The kinds of document, each with its word and how many bytes its file may have."""

    PLAN = ("plan", 1 * _MEBIBYTE)
    LOG = ("log", 16 * _MEBIBYTE)

    @property
    def word(self) -> str:
        """What it is called inside and in sentences."""
        return self.value[0]

    @property
    def most_bytes(self) -> int:
        """The largest file that is read or written."""
        return self.value[1]


class Seal(Struct, frozen=True):
    """What stays of a signature when its document is kept in the clear."""

    reader: str
    """Public key of who it was made for, in hexadecimal."""
    signer: str
    """Public key of who signed it, in hexadecimal."""
    signature: str
    """Ed25519, in base64."""

    @property
    def text(self) -> str:
        """The same as three lines."""
        return "\n".join((self.reader, self.signer, self.signature))


class Opened(Struct, frozen=True):
    """What was in a document that is whole and signed."""

    signer: str
    """Public key in hexadecimal."""
    body: bytes
    seal: Seal


def sign(paper: Paper, body: bytes, own: Identity, reader: str) -> Seal:
    """The signature of a document for the owner of the public key `reader`."""
    signature = base64.b64encode(own.sign(_to_sign(paper, reader, own.key, body)))
    return Seal(reader, own.key, signature.decode("ascii"))


def seal(paper: Paper, body: bytes, own: Identity, reader: str) -> bytes:
    """The file for the owner of the public key `reader`. InputError for no key or too much."""
    return sealed_again(paper, body, sign(paper, body, own, reader))


def reader_mark(reader: str) -> bytes:
    """How every file for the owner of the public key `reader` begins. InputError for no key.

    An age file names its first reader by four bytes of the hash of their key.
    """
    kind, key = b"ssh-ed25519", bytes.fromhex(reader) if is_key(reader) else b""
    if not key:
        raise InputError("Key", "This is no key of a reader.")
    wire = b"".join(len(part).to_bytes(4, "big") + part for part in (kind, key))
    tag = base64.b64encode(hashlib.sha256(wire).digest()[:4]).rstrip(b"=")
    return MAGIC + b"-> " + kind + b" " + tag + b" "


def sealed_again(paper: Paper, body: bytes, signed: Seal) -> bytes:
    """The file of a document that was signed before. InputError for no key or too much."""
    import pyrage

    lines = (_HEAD.decode() + paper.word, signed.signer, signed.signature, "")
    head = "\n".join(lines).encode()
    data = bytes(pyrage.encrypt(head + body, [recipient(signed.reader)]))
    if len(data) > paper.most_bytes:
        raise InputError(
            "Too large", f"This {paper.word} has {len(data):,} bytes, more than anyone reads."
        )
    return data


def unseal(paper: Paper, data: bytes, own: Identity) -> Opened:
    """What is in a file for this home.

    Raises InputError for a file of another kind, RefusedError for one that is damaged, not signed,
    or for someone else.
    """
    if len(data) > paper.most_bytes:
        raise InputError("Too large", f"This file is too large to be a {paper.word}.")
    if not data.startswith(MAGIC):
        raise InputError("No such file", f"This file is no {paper.word} of a coach.")
    return _signed_body(paper, _decrypted(paper, data, own), own.key)


def verified(paper: Paper, body: bytes, text: str) -> Seal:
    """The seal in these lines, when it is that of this very document. RefusedError when not."""
    parts = text.split("\n")
    found = Seal(*parts) if len(parts) == 3 else Seal("", "", "")
    signed = _to_sign(paper, found.reader, found.signer, body)
    signature = _from_base64(found.signature.encode("utf-8", "replace"))
    if not is_key(found.signer) or not verify(found.signer, signature, signed):
        raise RefusedError(
            "Not signed",
            f"It holds a {paper.word} whose signature does not fit: it was changed, or never "
            "signed. Nothing was taken in.",
        )
    return found


def _decrypted(paper: Paper, data: bytes, own: Identity) -> bytes:
    import pyrage

    if b"\n--- " not in data[:_MOST_HEADER]:
        raise _damaged(paper)
    try:
        return bytes(pyrage.decrypt(data, [own.decrypter]))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise RefusedError(
                "Made for someone else",
                f"This {paper.word} was made for someone else's key: nobody here can read it.",
            ) from error
        raise _damaged(paper) from error


def _damaged(paper: Paper) -> RefusedError:
    return RefusedError(
        "Damaged", f"This {paper.word} was changed or cut short on its way. Ask for it again."
    )


def _signed_body(paper: Paper, content: bytes, reader: str) -> Opened:
    head, _, rest = content.partition(b"\n")
    if head != _HEAD + paper.word.encode():
        raise _wrong_kind(paper, head)
    key, _, rest = rest.partition(b"\n")
    encoded, _, body = rest.partition(b"\n")
    signer = key.decode("ascii", "replace")
    signature = _from_base64(encoded)
    signed = _to_sign(paper, reader, signer, body)
    if not is_key(signer) or not verify(signer, signature, signed):
        raise RefusedError(
            "Not signed",
            f"The signature of this {paper.word} does not fit: it was changed, or made for another "
            "reader. Nothing was taken in.",
        )
    again = base64.b64encode(signature).decode("ascii")
    return Opened(signer, body, Seal(reader, signer, again))


def _wrong_kind(paper: Paper, head: bytes) -> InputError | RefusedError:
    for other in Paper:
        if head == _HEAD + other.word.encode():
            return InputError("Another kind", f"This file is a {other.word}, no {paper.word}.")
    return RefusedError("Not signed", f"This file holds no signed {paper.word} of a coach.")


def _from_base64(encoded: bytes) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _to_sign(paper: Paper, reader: str, signer: str, body: bytes) -> bytes:
    lines = (paper.word, reader, signer, "")
    return _SIGNED + "\n".join(lines).encode("utf-8", "replace") + body
