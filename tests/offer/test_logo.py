"""Her logo: made small, without what the camera wrote, and no picture stops the desk."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from decroche.offer.actions import MOST_BYTES, Unfit, enclose
from decroche.offer.logo import shrunk
from decroche.offer.queries import enclosure
from decroche.team.models import Member


def of_png(side: int) -> bytes:
    """A PNG of one colour: gigabytes of pixels in some kilobytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checked

    packed, row = zlib.compressobj(9), bytes(1 + 4 * side)
    rows = b"".join(packed.compress(row) for _ in range(side)) + packed.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    pieces = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*piece) for piece in pieces)


def of_many_passes() -> bytes:
    """Returns a progressive JPEG whose last pass is repeated."""
    out = BytesIO()
    Image.new("L", (6000, 6000), 200).save(out, "JPEG", progressive=True)
    content = out.getvalue()
    last, end = content.rindex(b"\xff\xda"), content.rindex(b"\xff\xd9")
    passed = content[last:end]
    return content[:end] + passed * ((MOST_BYTES - len(content)) // len(passed)) + b"\xff\xd9"


def test_a_photo_is_reduced_upright_and_says_nothing_of_its_camera() -> None:
    out = BytesIO()
    told = Image.Exif()
    told[0x0112], told[0x010F] = 6, "Maker of cameras"  # turned by a quarter
    Image.new("RGB", (4000, 3000), "red").save(out, "JPEG", exif=told.tobytes())
    reduced = shrunk(out.getvalue())
    assert reduced
    with Image.open(BytesIO(reduced[0])) as picture:
        assert picture.size == (270, 360)
    assert b"Maker of cameras" not in reduced[0]


@pytest.mark.django_db
@pytest.mark.parametrize("bomb", [lambda: of_png(16_000), of_many_passes], ids=["pixels", "passes"])
def test_a_picture_that_asks_for_gigabytes_or_for_hours_is_a_sentence(
    member: Member, bomb: object
) -> None:
    assert callable(bomb)
    content = bomb()
    assert len(content) <= MOST_BYTES
    with pytest.raises(Unfit) as refused:
        enclose(by=member, kind="logo", filename="logo.png", content=content)
    assert refused.value.code == "too_heavy"
    assert enclosure(member.workspace, "logo") is None


def test_a_broken_picture_is_none() -> None:
    whole = of_png(40)
    told = b"Exif\0\0MM\0*\xff\xff\xff\xff"
    broken_exif = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(told) + 2) + told + b"\xff\xd9"
    for content in (b"", b"GIF89a", whole[:60], whole[:-20], whole[:33] + b"\0" * 40, broken_exif):
        assert shrunk(content) is None, content[:40]
