"""Pages of a photo or a scan: JPEG, PNG, WebP, TIFF, HEIC, or a PDF of several pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from decroche.intake.limits import run_limited
from decroche.intake.sources.source import Unreadable
from decroche.shared.limits import MEMORY, limit_memory, limit_time

MOST_PAGES = 60
_MOST_PIXELS = 120_000_000
_LONG, _SHORT = 3300, 2000
"""Pixels of a page's long side: larger is only slower, smaller is drawn larger before it is read.
"""
_MOST_LARGER = 3.0
"""How many times larger a small page is drawn at most."""
_PDF_DPI = 220
_SECONDS, _WAIT = 10.0, 60.0
"""Seconds of the processor for a page, and seconds a busy machine may take to count them."""
_MEMORY_OF_A_PHOTO = 1200 << 20
"""Bytes: the largest photo that is taken is held three times while it is turned."""


def pages(path: Path) -> Iterator[Image.Image]:
    """Yields the pages in grey, one after another, drawn by a process with limits
    (shared/limits.py). Raises Unreadable: broken_picture, too_large_picture, too_many_pages,
    too_heavy.
    """
    with tempfile.TemporaryDirectory(prefix="decroche-pages-") as folder:
        drawer = subprocess.Popen(
            [sys.executable, "-m", "decroche.intake.paper.pictures", str(path), folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
            text=True,
        )
        assert drawer.stdout
        try:
            for line in drawer.stdout:
                told: list[str] = json.loads(line)
                if told[0] != "page":
                    raise Unreadable(*told)
                with Image.open(told[1]) as page:
                    page.load()
                Path(told[1]).unlink()
                yield page
            if drawer.wait():
                raise Unreadable("too_heavy")
        finally:
            drawer.kill()
            drawer.stdout.close()
            drawer.wait()


def count(path: Path) -> int:
    """Returns how many pages there are. Raises Unreadable."""
    with path.open("rb") as file:
        if not file.read(8).startswith(b"%PDF"):
            return 1
    told = json.loads(run_limited(["decroche.intake.paper.pictures", str(path)], wait=_WAIT))
    if told[0] != "pages":
        raise Unreadable(*told)
    return int(told[1])


def main() -> None:
    """Counts the pages of a file, or draws them into a folder: `… FILE [FOLDER]`. Each answer is
    printed as a line of JSON.
    """
    path = Path(sys.argv[1])
    is_pdf = path.read_bytes()[:4] == b"%PDF"
    limit_memory(MEMORY if is_pdf else _MEMORY_OF_A_PHOTO)
    limit_time(_SECONDS)
    try:
        if len(sys.argv) == 2:
            sys.stdout.write(json.dumps(["pages", _count(path)]) + "\n")
            return
        for number, page in enumerate(_drawn(path)):
            place = Path(sys.argv[2]) / f"{number}.png"
            page.save(place, compress_level=1)
            sys.stdout.write(json.dumps(["page", str(place)]) + "\n")
            sys.stdout.flush()
            limit_time(_SECONDS)
    except Unreadable as error:
        sys.stdout.write(json.dumps([error.code, error.detail]) + "\n")
    except (MemoryError, RecursionError):
        sys.stdout.write(json.dumps(["too_heavy", ""]) + "\n")


def _drawn(path: Path) -> Iterator[Image.Image]:
    with path.open("rb") as file:
        start = file.read(16)
    yield from (
        _of_pdf(path) if start.startswith(b"%PDF") else _of_image(path, heic=start[4:8] == b"ftyp")
    )


def _count(path: Path) -> int:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("broken_picture", str(error)) from None


def _of_image(path: Path, *, heic: bool) -> Iterator[Image.Image]:
    if heic:
        import pillow_heif

        pillow_heif.register_heif_opener()
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise Unreadable("too_large_picture", f"{picture.width} × {picture.height}")
            frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
            for index in range(min(frames, MOST_PAGES)):
                picture.seek(index)
                yield _sized(ImageOps.exif_transpose(picture).convert("L"))
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
    ) as error:
        raise Unreadable("broken_picture", str(error)[:200]) from None


def _of_pdf(path: Path) -> Iterator[Image.Image]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            if len(document) > MOST_PAGES:
                raise Unreadable("too_many_pages", str(MOST_PAGES))
            for page in document:
                width, height = page.get_size()
                if width * height * (_PDF_DPI / 72) ** 2 > _MOST_PIXELS:
                    raise Unreadable("too_large_picture", f"{width:.0f} × {height:.0f}")
                yield _sized(page.render(scale=_PDF_DPI / 72, grayscale=True).to_pil().convert("L"))
    except pypdfium2.PdfiumError as error:
        raise Unreadable("broken_picture", str(error)[:200]) from None


def _sized(picture: Image.Image) -> Image.Image:
    long = max(picture.size)
    if _SHORT <= long <= _LONG:
        return picture
    factor = min((_LONG if long > _LONG else _SHORT) / long, _MOST_LARGER)
    size = max(1, round(picture.width * factor)), max(1, round(picture.height * factor))
    return picture.resize(size, Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
