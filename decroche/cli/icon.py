"""The icon, as it is drawn and as each system wants it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image

_HOME: Path = settings.PACKAGE / "ui" / "static" / "ui"
_PAGE = b"""#set page(width: 72pt, height: 72pt, margin: 0pt, fill: none)
#image("icon.svg", width: 72pt)"""


def icon_svg() -> bytes:
    """The icon as it is drawn."""
    return (_HOME / "icon.svg").read_bytes()


def icon_picture(form: str, side: int = 1024) -> bytes:
    """The icon as a picture: PNG of `side` pixels, ICO or ICNS (which hold several sizes)."""
    import typst

    compiler: Any = typst.Compiler  # its types know no files by name
    files = {"main.typ": _PAGE, "icon.svg": icon_svg()}
    drawn: bytes = compiler(files).compile(format="png", ppi=float(side))
    made = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as picture:
        picture.save(made, form)
    return made.getvalue()
