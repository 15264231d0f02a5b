"""Copies sealed with a passphrase: the format as documented, and everything that is refused."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.test import Client

from decroche.shared import clock
from decroche.shared.refusal import Refusal
from decroche.storage import copies, passphrase, sealing, unsealed
from decroche.storage.comparing import contents_of
from decroche.storage.restoring import restore_from
from decroche.storage.sealing import CHUNK, MAGIC, TAG, WrongPassphrase, seal, unseal
from decroche.team.models import Member
from tests.cast import TUESDAY, company

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]
PASSPHRASE = "quatre mots à retenir"


@pytest.fixture
def folder(member: Member, settings: Any, tmp_path: Path) -> Path:
    settings.DATA_FOLDER = tmp_path
    company(member)
    return tmp_path / "copies"


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the key with little work, which is not what these tests are about."""
    monkeypatch.setattr(sealing, "SCRYPT", {"n": 2**4, "r": 8, "p": 1})


def sealed_of(folder: Path, content: bytes) -> Path:
    plain, sealed = folder / "plain", folder / "sealed"
    plain.write_bytes(content)
    seal(plain, sealed, PASSPHRASE)
    return sealed


def opened_by_hand(sealed: bytes, typed: str) -> bytes:
    """Opens a sealed copy as docs/reference/sealed-copies.md describes it, without the code of the
    product.
    """
    header, salt, beginning = sealed[:41], sealed[18:34], sealed[34:41]
    key = hashlib.scrypt(
        typed.encode(), salt=salt, n=65536, r=8, p=2, dklen=32, maxmem=2**27 + 2**20
    )
    cipher, rest, plain = ChaCha20Poly1305(key), sealed[57:], b""
    pieces = [rest[start : start + 65552] for start in range(0, len(rest), 65552)]
    for number, piece in enumerate(pieces):
        last = bytes([number == len(pieces) - 1])
        plain += cipher.decrypt(beginning + number.to_bytes(4, "big") + last, piece, header)
    return plain


def test_two_copies_brought_in_the_same_second_are_both_kept(
    member: Member, folder: Path, tmp_path: Path, fast: None
) -> None:
    with clock.frozen(TUESDAY):
        for content in (b"one", b"two", b"three"):
            sealed = sealed_of(tmp_path, content)
            copies.bring_copy(workspace=member.workspace, chunks=[sealed.read_bytes()])
            sealed.unlink()
    brought = [one.path for one in copies.copies_of(member.workspace)]
    opened = set[bytes]()
    for place, path in enumerate(brought):
        unseal(path, tmp_path / f"opened-{place}", PASSPHRASE)
        opened.add((tmp_path / f"opened-{place}").read_bytes())
    assert opened == {b"one", b"two", b"three"}
    assert len(list(folder.iterdir())) == 3


def test_copies_brought_at_once_do_not_share_a_file(
    member: Member, folder: Path, tmp_path: Path, fast: None
) -> None:
    """One begins while another is still coming."""

    def slowly(first: bytes, rest: bytes, meanwhile: list[bytes]) -> Iterator[bytes]:
        yield first
        for one in meanwhile:
            copies.bring_copy(workspace=member.workspace, chunks=[one])
        yield rest

    sealed = sealed_of(tmp_path, b"one").read_bytes()
    (tmp_path / "sealed").unlink()
    other = sealed_of(tmp_path, b"two" * 100).read_bytes()
    with clock.frozen(TUESDAY):
        copies.bring_copy(
            workspace=member.workspace, chunks=slowly(sealed[:50], sealed[50:], [other])
        )
    kept = {one.path.read_bytes() for one in copies.copies_of(member.workspace)}
    assert kept == {sealed, other}


def test_the_format_is_the_one_that_is_documented(tmp_path: Path) -> None:
    content = bytes(range(256)) * 600  # three chunks, the last one not full
    sealed = sealed_of(tmp_path, content).read_bytes()
    assert sealed.startswith(b"DECROCHE SEALED 1\n")
    assert opened_by_hand(sealed, PASSPHRASE) == content
    assert content[:64] not in sealed


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_sealed_comes_back_whole(tmp_path: Path, size: int) -> None:
    content = b"x" * size
    unseal(sealed_of(tmp_path, content), tmp_path / "back", f" {PASSPHRASE} ")
    assert (tmp_path / "back").read_bytes() == content
    assert (tmp_path / "back").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("fast")
def test_two_spellings_of_one_accent_are_one_passphrase(tmp_path: Path) -> None:
    """macOS writes an accent as a separate character, Windows as one with its letter."""
    unseal(sealed_of(tmp_path, b"x"), tmp_path / "back", PASSPHRASE.replace("à", "a\u0300"))


@pytest.mark.usefixtures("fast")
def test_a_wrong_passphrase_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(WrongPassphrase, match="n’ouvre pas"):
        unseal(sealed_of(tmp_path, b"x" * 9), tmp_path / "back", "une autre phrase")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["plain", "sealed"]


_START = len(MAGIC) + 16 + 7 + TAG
_PIECE = CHUNK + TAG


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize(
    "harm",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[: _START + _PIECE],
        lambda whole: whole[:_START],
        lambda whole: whole + b"x",
        lambda whole: whole[:_START] + whole[_START + _PIECE :],
        lambda whole: (
            whole[:_START]
            + whole[_START + _PIECE : _START + 2 * _PIECE]
            + whole[_START : _START + _PIECE]
            + whole[_START + 2 * _PIECE :]
        ),
        lambda whole: whole[: _START + 9] + bytes([whole[_START + 9] ^ 1]) + whole[_START + 10 :],
    ],
    ids=["a byte", "at a chunk", "all chunks", "added", "first chunk gone", "swapped", "one bit"],
)
def test_a_cut_or_altered_copy_is_refused_and_leaves_nothing(tmp_path: Path, harm: Any) -> None:
    sealed = sealed_of(tmp_path, bytes(range(256)) * 700)
    sealed.write_bytes(harm(sealed.read_bytes()))
    with pytest.raises(Refusal, match="coupée ou modifiée"):
        unseal(sealed, tmp_path / "back", PASSPHRASE)
    assert not (tmp_path / "back").exists()
    assert not list(tmp_path.glob("back*.part"))


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", MAGIC, MAGIC + b"x" * 22])
def test_a_file_that_is_not_sealed_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(Refusal, match="pas une copie scellée"):
        unseal(tmp_path / "file", tmp_path / "back", PASSPHRASE)


def choose(member: Member, typed: str = PASSPHRASE, again: str | None = None) -> None:
    passphrase.choose_passphrase(
        workspace=member.workspace, passphrase=typed, again=typed if again is None else again
    )


@pytest.mark.usefixtures("fast")
def test_a_sealed_copy_is_the_only_file_in_the_folder_and_opens_again(
    member: Member, folder: Path
) -> None:
    choose(member)
    copies.copy_now(member.workspace)
    (one,) = copies.copies_of(member.workspace)
    assert [path.name for path in folder.iterdir()] == ["decroche-20261124-100500.sqlite3.sealed"]
    assert one.sealed
    assert b"Vasseur" not in one.path.read_bytes()
    assert list(unsealed.unsealed_folder().iterdir()) == [], "nothing is left in clear"
    assert copies.in_clear(one) is None
    with pytest.raises(Refusal, match="scellé par une phrase"):
        restore_from(one.path)
    copies.open_copy(workspace=member.workspace, copy=one)
    plain = copies.in_clear(one)
    assert plain is not None
    assert contents_of(plain).companies == 1
    unsealed.remove_unsealed()
    assert plain.exists(), "an hour to look at it"
    unsealed.remove_unsealed(older_than=0)
    assert not plain.exists()


@pytest.mark.usefixtures("fast")
def test_without_the_passphrase_no_copy_is_made_rather_than_one_in_clear(
    member: Member, folder: Path
) -> None:
    """This happens on another computer, where a restored copy says that copies are sealed."""
    choose(member)
    (folder.parent / "mail-secrets.json").unlink()
    with pytest.raises(Refusal, match="pas sur cet ordinateur"):
        copies.copy_now(member.workspace)
    assert not list(folder.iterdir())
    assert "pas sur cet ordinateur" in copies.health(member.workspace).problem
    choose(member)
    assert copies.copy_now(member.workspace).sealed


@pytest.mark.usefixtures("fast")
def test_sealed_copies_are_kept_and_taken_away_like_others(member: Member, folder: Path) -> None:
    with clock.frozen(TUESDAY):
        copies.copy_now(member.workspace)
    choose(member)
    with clock.frozen(TUESDAY.replace(hour=18)):
        copies.copy_now(member.workspace)
    assert [one.sealed for one in copies.copies_of(member.workspace)] == [True]
    passphrase.seal_no_more(workspace=member.workspace)
    assert passphrase.kept_passphrase(member.workspace) == ""
    with clock.frozen(TUESDAY.replace(hour=19)):
        copies.copy_now(member.workspace)
    assert [one.sealed for one in copies.copies_of(member.workspace)] == [False]


def test_a_short_passphrase_and_two_that_differ_are_refused(member: Member, folder: Path) -> None:
    for typed, again in (("court", "court"), (PASSPHRASE, PASSPHRASE + "s")):
        with pytest.raises(Refusal):
            choose(member, typed, again)
    assert not passphrase.seals(member.workspace)


@pytest.mark.usefixtures("fast")
def test_choosing_a_folder_goes_on_sealing(member: Member, folder: Path) -> None:
    choose(member)
    copies.choose_folder(workspace=member.workspace, folder=str(folder.parent / "stick"))
    assert passphrase.seals(member.workspace)


@pytest.mark.usefixtures("fast")
def test_a_full_disk_leaves_no_half_of_a_sealed_copy(
    member: Member, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(member)

    def full(plain: Path, target: Path, _typed: str) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies, "seal", full)
    with suppress(Refusal):
        copies.copy_now(member.workspace)
    assert list(folder.iterdir()) == []
    assert list(unsealed.unsealed_folder().iterdir()) == []
    assert "No space left" in copies.health(member.workspace).problem


@pytest.mark.usefixtures("fast")
def test_a_sealed_copy_is_brought_in_opened_and_shown_by_its_passphrase(
    page: Client, member: Member, folder: Path
) -> None:
    choose(member)
    copies.copy_now(member.workspace)
    (one,) = copies.copies_of(member.workspace)
    given = io.BytesIO(one.path.read_bytes())
    given.name = "decroche.sqlite3.sealed"
    passphrase.seal_no_more(workspace=member.workspace)
    asked = page.post("/settings/copies/bring/", {"copy": given}, follow=True)
    assert "Phrase secrète" in asked.content.decode()
    brought = next(one for one in copies.copies_of(member.workspace) if one.brought)
    address = f"/settings/copies/open/{brought.path.name}/"
    wrong = page.post(address, {"passphrase": "pas la bonne"})
    assert "n’ouvre pas" in page.get("/settings/copies/").content.decode() + wrong.content.decode()
    shown = page.post(address, {"passphrase": PASSPHRASE}, follow=True).content.decode()
    assert "Dans la copie" in shown


def test_the_command_opens_a_sealed_copy(tmp_path: Path) -> None:
    sealed = sealed_of(tmp_path, b"content")
    words = [sys.executable, "-m", "decroche", "--data", str(tmp_path / "data"), "unseal"]
    for typed, code in (("pas la bonne", 1), (PASSPHRASE, 0)):
        done = subprocess.run(
            [*words, str(sealed), str(tmp_path / "back")],
            input=f"{typed}\n",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
    assert (tmp_path / "back").read_bytes() == b"content"
