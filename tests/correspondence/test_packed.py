"""Mails whose text is packed: signed as a whole with S/MIME, or in a `winmail.dat` of Outlook."""

from __future__ import annotations

import base64
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decroche.correspondence.incoming import read_incoming
from decroche.correspondence.signed import content_of_signed
from decroche.correspondence.winmail import text_of_rtf, text_of_winmail, unpacked

REFUSAL = "Merci de ne plus me contacter."
INNER = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{REFUSAL}\r\n".encode()
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")


def tagged(tag: int, content: bytes, *, told: bool = True) -> bytes:
    """A value of BER, with its length or without."""
    if not told:
        return bytes([tag, 0x80]) + content + b"\0\0"
    size = len(content)
    length = bytes([size]) if size < 0x80 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def signed(*, told: bool = True) -> bytes:
    """A SignedData around the message, without its signature."""
    parts = [INNER[:20], INNER[20:]]
    octets = (
        tagged(0x04, INNER)
        if told
        else tagged(0x24, b"".join(tagged(0x04, one) for one in parts), told=False)
    )
    held = tagged(0x30, DATA + tagged(0xA0, octets, told=told), told=told)
    data = tagged(0x30, b"\x02\x01\x01" + b"\x31\x00" + held + b"\x31\x00", told=told)
    return tagged(0x30, SIGNED_DATA + tagged(0xA0, data, told=told), told=told)


def mail(kind: str, content: bytes, text: str = "") -> bytes:
    """A mail with one part of this type; below an empty text when `text` is given."""
    head = (
        "From: com@vasseur.example\nSubject: Re: Bonjour\nMessage-ID: <x@v.example>\n"
        "In-Reply-To: <1@arnaud.example>\nMIME-Version: 1.0\n"
    )
    packed = (
        f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n\n"
        f"{base64.encodebytes(content).decode()}"
    )
    if not text:
        return f"{head}{packed}".encode()
    return (
        f'{head}Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n'
        f"\n{text}\n--b\n{packed}\n--b--\n"
    ).encode()


P7M = 'application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"'
WINMAIL = 'application/ms-tnef; name="winmail.dat"'


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("kind", [P7M, 'application/octet-stream; name="smime.p7m"'])
def test_a_refusal_that_is_signed_as_a_whole_is_read(kind: str, told: bool) -> None:
    said = read_incoming(mail(kind, signed(told=told)))
    assert (said.kind, said.text) == ("stop", REFUSAL)


def test_what_is_encrypted_or_broken_is_an_answer_without_text() -> None:
    enveloped = signed().replace(SIGNED_DATA, SIGNED_DATA[:-1] + b"\x03")
    for content in (enveloped, signed()[:40], b"", b"\x30\x80" * 50):
        said = read_incoming(mail(P7M, content))
        assert (said.kind, said.text) == ("reply", "")


def attribute(kind: int, value: bytes) -> bytes:
    return b"\x01" + struct.pack("<II", kind, len(value)) + value + b"\0\0"


def tnef(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def properties(*values: tuple[int, int, bytes]) -> bytes:
    """Some properties of Outlook's before those that hold the text."""
    told = struct.pack("<HH", 0x0003, 0x0E06) + struct.pack("<I", 7)
    told += struct.pack("<HH", 0x0003, 0x8001) + b"\0" * 16 + struct.pack("<II", 0, 5)
    told += struct.pack("<I", 9)
    for kind, number, value in values:
        told += struct.pack("<HHII", kind, number, 1, len(value))
        told += value + b"\0" * (-len(value) % 4)
    return attribute(0x00069003, struct.pack("<I", 2 + len(values)) + told)


RTF = (
    rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator Riched;}\pard Ne m\'92appelez plus."
    rb"\par \u233?t\'e9\par}"
)
HTML_IN_RTF = (
    rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Ne plus m\'92appeler."
    rb"\htmlrtf\par}\htmlrtf0{\*\htmltag72 </p>}}"
)


def plain_rtf(rtf: bytes) -> bytes:
    """RTF as it stands in a property when it is not compressed."""
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


@pytest.mark.parametrize(
    "content",
    [
        tnef(attribute(0x0002800C, f"{REFUSAL}\r\n\0".encode())),
        tnef(properties((0x001F, 0x1000, f"{REFUSAL}\0".encode("utf-16-le")))),
        tnef(properties((0x001E, 0x1000, f"{REFUSAL}\0".encode("cp1252")))),
        tnef(properties((0x0102, 0x1013, f"<p>{REFUSAL}</p>".encode()))),
        tnef(properties((0x0102, 0x1009, plain_rtf(RTF)))),
        tnef(properties((0x0102, 0x1009, plain_rtf(HTML_IN_RTF)))),
    ],
)
@pytest.mark.parametrize("text", ["", " "])
def test_a_refusal_that_outlook_packed_is_read(content: bytes, text: str) -> None:
    assert read_incoming(mail(WINMAIL, content, text)).kind == "stop"


def test_the_text_of_a_mail_is_not_taken_from_what_is_packed_beside_it() -> None:
    content = tnef(attribute(0x0002800C, REFUSAL.encode()))
    said = read_incoming(mail(WINMAIL, content, "Oui, jeudi."))
    assert (said.kind, said.text) == ("reply", "Oui, jeudi.")


def test_rtf_is_unpacked_as_its_definition_shows() -> None:
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c0900206277"
        "05b06c647d0a800fa0"
    )
    assert unpacked(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert text_of_rtf(unpacked(packed)) == ("hello world", False)
    assert text_of_rtf(RTF) == ("Ne m’appelez plus.\nété\n", False)


@given(st.binary(max_size=400))
def test_nothing_that_is_packed_stops_the_reading(content: bytes) -> None:
    for start in (b"", tnef(), tnef(properties())[:-4], b"\x30\x80\x06\x09", signed()[:30]):
        content_of_signed(start + content)
        text_of_winmail(start + content)
    text_of_rtf(unpacked(b"\0" * 8 + b"LZFu" + b"\0" * 4 + content))


ARMOUR = "-----BEGIN PGP MESSAGE-----\n\nhQEMA0xN/abc+def=\n=aB3d\n-----END PGP MESSAGE-----"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ('application/pkcs7-mime; smime-type="enveloped-data"; name="smime.p7m"', b"0\x80\x06\x09"),
        ('application/octet-stream; name="encrypted.asc"\nX-Kind: a', ARMOUR.encode()),
        ("text/plain; charset=utf-8", ARMOUR.encode()),
        ("application/pgp-encrypted", b"Version: 1\n"),
    ],
)
def test_a_mail_that_needs_a_key_is_known_as_such(kind: str, content: bytes) -> None:
    whole = mail(kind, content)
    if kind.startswith("application/octet-stream"):
        whole = whole.replace(
            f"Content-Type: {kind}".encode(),
            b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"',
        )
    said = read_incoming(whole)
    assert (said.kind, said.encrypted, "BEGIN PGP" in said.text) == ("reply", True, False)


def test_a_mail_that_was_signed_or_tells_of_encryption_is_read() -> None:
    said = read_incoming(mail("application/pkcs7-mime; smime-type=signed-data", signed()))
    assert (said.kind, said.encrypted) == ("stop", False)
    told = read_incoming(mail("text/plain; charset=utf-8", b"Nous chiffrons nos mails en PGP."))
    assert (told.encrypted, told.text) == (False, "Nous chiffrons nos mails en PGP.")
