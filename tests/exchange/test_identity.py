"""The key pair of a home: made once, kept private, and read by age itself."""

import stat
from pathlib import Path

import pytest
from pyrage import decrypt, encrypt, ssh

from coach.domain.errors import InputError, LogError
from coach.exchange.identity import is_key, load_or_make, recipient, verify
from tests.exchange.documents import an_identity

ED25519_OF_ANOTHER_CURVE = "05" * 32
"""Not a point of the curve, so nobody's key."""


def test_a_key_is_made_at_first_need_and_stays(tmp_path: Path) -> None:
    first = load_or_make(tmp_path / "home" / "keys" / "patient")
    assert is_key(first.key)
    assert load_or_make(tmp_path / "home" / "keys" / "patient").key == first.key
    assert an_identity(tmp_path, "other").key != first.key


def test_a_key_is_for_its_owners_eyes_alone(tmp_path: Path) -> None:
    file = tmp_path / "home" / "keys" / "patient"
    load_or_make(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["patient"]
    file.chmod(0o644)
    load_or_make(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_signature_is_of_one_key_and_one_text(tmp_path: Path) -> None:
    own, other = an_identity(tmp_path), an_identity(tmp_path, "other")
    signature = own.sign(b"text")
    assert verify(own.key, signature, b"text")
    assert not verify(own.key, signature, b"texts")
    assert not verify(other.key, signature, b"text")
    assert not verify("no key", signature, b"text")
    assert not verify(own.key, signature[:-1], b"text")


def test_what_is_encrypted_to_the_key_opens_with_the_key_file_alone(tmp_path: Path) -> None:
    """What `age -d -i KEYFILE` does: it needs nothing but the file."""
    own = an_identity(tmp_path)
    sealed = encrypt(b"hello", [recipient(own.key)])
    pem = (tmp_path / "patient" / "keys" / "patient").read_bytes()
    assert pem.startswith(b"-----BEGIN OPENSSH PRIVATE KEY-----")
    assert decrypt(sealed, [ssh.Identity.from_buffer(pem)]) == b"hello"


@pytest.mark.parametrize("key", ["", "zz", "ab" * 31, "AB" * 32, ED25519_OF_ANOTHER_CURVE])
def test_nobody_writes_to_what_is_no_key(key: str) -> None:
    with pytest.raises(InputError):
        recipient(key)


LOCKED = """\
-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABDwAAAAAAAAAAAAAA
-----END OPENSSH PRIVATE KEY-----
"""


@pytest.mark.parametrize("content", [b"", b"hello", LOCKED.encode(), b"\xff" * 200, b"-" * 99_999])
def test_a_file_that_is_no_key_is_named_with_the_mend(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "patient"
    file.write_bytes(content)
    with pytest.raises(InputError, match="from a copy of the home"):
        load_or_make(file)
    assert file.read_bytes() == content


def test_every_byte_of_a_key_file_may_be_damaged(tmp_path: Path) -> None:
    file = tmp_path / "patient"
    key = load_or_make(file).key
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            assert load_or_make(file).key == key  # A line end or a comment: the key is whole.
        except InputError:
            continue


def test_a_folder_in_the_place_of_a_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "patient").mkdir()
    with pytest.raises(LogError, match="patient"):
        load_or_make(tmp_path / "patient")
