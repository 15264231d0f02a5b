"""Reads a picture or a PDF into candidate cards; the straightened pages are kept beside it."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PIL import Image

from decroche.calls.sheet_wording import printed_beginnings, printed_boxes
from decroche.gateways.ocr import NotRead, read_words, turned
from decroche.intake.paper.kept import Row, Scan, scan_path
from decroche.intake.paper.lines import Candidate, candidates
from decroche.intake.paper.pictures import count, pages
from decroche.intake.paper.printed import Printed
from decroche.intake.sources.source import Unreadable

_AROUND = 14
"""Pixels shown around a piece."""


def page_path(path: Path, page: int) -> Path:
    """Returns the file of a straightened page."""
    return path.with_name(f"{path.name}.page-{page}.png")


def scan_file(
    path: Path,
    *,
    into: Path | None = None,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> Scan:
    """Reads every page.

    The pages and the reading are kept beside `into` (else beside the file). Raises Unreadable.
    """
    home = into or path
    total = count(path)
    tell(0, total)
    scan = Scan([])
    try:
        for number, picture in enumerate(pages(path)):
            straight = _upright(picture, page_path(home, number))
            straight.save(page_path(home, number), optimize=False)
            scan.rows += [
                Row(number, one.box, one.cells, one.keep)
                for one in _read(straight, page_path(home, number))
            ]
            scan.pages = number + 1
            tell(number + 1, total)
    except NotRead as error:
        _clean(home)
        raise Unreadable(error.code, error.detail) from None
    except Unreadable:
        _clean(home)
        raise
    if not scan.rows:
        _clean(home)
        raise Unreadable("no_words")
    scan.save(scan_path(home))
    return scan


def _upright(picture: Image.Image, path: Path) -> Image.Image:
    """Returns the straightened page, turned by quarters first when it is sideways."""
    from decroche.intake.paper.straighten import (
        straighten,
    )  # brings numpy: only when there is a picture to read

    straight = straighten(picture)
    straight.save(path)
    quarter = turned(path)
    return straighten(picture.rotate(-quarter, expand=True)) if quarter else straight


def _read(straight: Image.Image, path: Path) -> list[Candidate]:
    from decroche.intake.paper.straighten import without_rules

    bare = path.with_suffix(".bare.png")
    try:
        without_rules(straight).save(bare)
        printed = Printed(printed_boxes(), printed_beginnings())
        return candidates(read_words(bare, layout=6), printed)
    finally:
        bare.unlink(missing_ok=True)


def _clean(home: Path) -> None:
    for path in (*home.parent.glob(f"{home.name}.page-*.png"), scan_path(home)):
        path.unlink(missing_ok=True)


def piece(path: Path, page: int, box: tuple[int, int, int, int]) -> bytes:
    """Returns a piece of a straightened page, with a small margin, as PNG. Raises
    FileNotFoundError.
    """
    sheet_path = page_path(path, page)
    sheet = _sheet(str(sheet_path), sheet_path.stat().st_mtime_ns)
    left, top, right, bottom = box
    part = sheet.crop(
        (
            max(0, left - _AROUND),
            max(0, top - _AROUND),
            min(sheet.width, right + _AROUND),
            min(sheet.height, bottom + _AROUND),
        )
    )
    held = io.BytesIO()
    part.save(held, "PNG")
    return held.getvalue()


@lru_cache(2)
def _sheet(path: str, _changed: int) -> Image.Image:
    with Image.open(path) as sheet:
        sheet.load()
        return sheet


def remove_beside(path: Path) -> None:
    """Removes what was kept beside a file."""
    _clean(path)
