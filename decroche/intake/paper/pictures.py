"""Pages of a photo or a scan: JPEG, PNG, WebP, TIFF, HEIC, or a PDF of several pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from decroche.intake.sources.source import Unreadable

MOST_PAGES = 60
_MOST_PIXELS = 120_000_000
_LONG, _SHORT = 3300, 2000
"""Pixels of a page's long side: larger is only slower, smaller is drawn larger before it is read.
"""
_PDF_DPI = 220


def pages(path: Path) -> Iterator[Image.Image]:
    """The pages in grey, as the camera held them.

    Raises Unreadable: broken_picture, too_large, too_many_pages.
    """
    with path.open("rb") as file:
        start = file.read(16)
    yield from (
        _of_pdf(path) if start.startswith(b"%PDF") else _of_image(path, heic=start[4:8] == b"ftyp")
    )


def count(path: Path) -> int:
    """How many pages there are."""
    with path.open("rb") as file:
        if not file.read(8).startswith(b"%PDF"):
            return 1
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
            for index in range(
                min(getattr(picture, "n_frames", 1), MOST_PAGES) if picture.format == "TIFF" else 1
            ):
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
    if long > _LONG or long < _SHORT:
        factor = min((_LONG if long > _LONG else _SHORT) / long, 3.0)
        return picture.resize(
            (max(1, round(picture.width * factor)), max(1, round(picture.height * factor))),
            Image.Resampling.LANCZOS,
        )
    return picture
