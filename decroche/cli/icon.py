"""The icon of the desk as SVG, and as the picture formats that menus need."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image

_FOLDER: Path = settings.PACKAGE / "ui" / "static" / "ui"
_TYPST = b"""#set page(width: 72pt, height: 72pt, margin: 0pt, fill: none)
#image("icon.svg", width: 72pt)"""


def icon_svg() -> bytes:
    """The icon as an SVG file."""
    return (_FOLDER / "icon.svg").read_bytes()


def icon_picture(form: str, side: int = 1024) -> bytes:
    """The icon as a picture: `form` PNG (`side` pixels wide and high), ICO or ICNS (with several
    sizes). It is drawn by typst, which the desk has for its documents.
    """
    import typst

    compiler: Any = typst.Compiler  # its type hints do not know that it takes files by name
    files = {"main.typ": _TYPST, "icon.svg": icon_svg()}
    png: bytes = compiler(files).compile(format="png", ppi=float(side))
    content = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        picture.save(content, form)
    return content.getvalue()
