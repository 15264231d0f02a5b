"""Her logo or photo made small, by a process with limits (shared/limits.py): a few kilobytes of a
picture can ask for gigabytes (of pixels) and for hours (a JPEG of ten thousand passes).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

from decroche.shared.limits import limit_memory, limit_time, run_limited

_SIDE = 360
"""Pixels at most: it is printed 3 cm wide at 300 dots per inch."""
_SECONDS, _WAIT = 4.0, 30.0
"""Seconds of the processor, and seconds a busy machine may take to count them."""


def shrunk(content: bytes) -> tuple[bytes, str] | None:
    """(content, media type) of a PNG or JPEG picture, reduced and without the camera's metadata;
    None when it is not one. Raises TooHeavy.
    """
    with tempfile.TemporaryDirectory(prefix="decroche-logo-") as folder:
        given, reduced = Path(folder) / "given", Path(folder) / "reduced"
        given.write_bytes(content)
        media_type = run_limited(["decroche.offer.logo", str(given), str(reduced)], wait=_WAIT)
        return (reduced.read_bytes(), media_type) if media_type else None


def main() -> None:
    """Reduces a picture: `… FILE REDUCED`; says its media type, nothing when it is no picture."""
    limit_memory()
    limit_time(_SECONDS)
    Image.MAX_IMAGE_PIXELS = None  # the limit of memory stands for it
    try:
        sys.stdout.write(_reduce(Path(sys.argv[1]), Path(sys.argv[2])))
    except MemoryError:
        raise SystemExit(1) from None
    except Exception as error:  # the libraries raise nearly anything for a broken picture
        sys.stderr.write(f"{error}\n")


def _reduce(given: Path, reduced: Path) -> str:
    with Image.open(given, formats=("PNG", "JPEG")) as picture:
        picture.draft(None, (4 * _SIDE, 4 * _SIDE))  # a large JPEG is read at a part of its size
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((_SIDE, _SIDE))
        if "A" in upright.getbands() or upright.mode == "P":
            upright.convert("RGBA").save(reduced, "PNG", optimize=True)
            return "image/png"
        upright.convert("RGB").save(reduced, "JPEG", quality=85)
        return "image/jpeg"


if __name__ == "__main__":
    main()
