"""Typesetting by typst, for the presentation, the legal documents and the report of a month. typst
is imported when it is needed, because it takes 60 MB of memory.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from decroche.shared.refusal import Refusal

_FONTS = Path(__file__).resolve().parent.parent / "ui" / "static" / "built" / "fonts"
_NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
"""The error of typst 0.15 about a letter that is in no font. It writes control characters as
\\u{7}.
"""
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_LETTERS = 100
"""Letters that are replaced in one document, at most: each takes one more attempt."""
BOX = "□"
"""Stands for a letter that is in no font."""
_AFTER_BOX = re.compile(rf"{BOX}[^\x00-\x7f{BOX}]")
_CHANGES_A_LETTER = re.compile(
    "[\u200d\u20e3\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)


def tagged_pdf(
    files: dict[str, bytes], data: dict[str, Any], **inputs: str
) -> tuple[bytes, tuple[str, ...]]:
    """(PDF, warnings of typst) of the design `files["main.typ"]`, tagged for screen readers
    (PDF/UA-1). The design reads `data` as JSON, and the texts in `inputs`.

    PDF/UA does not allow letters without a font. So each letter that typst complains about (an
    emoji, a Chinese name) is replaced by □, and the document is typeset again. Raises Refusal when
    it can't be typeset.
    """
    import typst

    text = json.dumps(data, ensure_ascii=False)
    for _attempt in range(_MOST_LETTERS):
        compiler = _compiler(files, text, inputs)
        try:
            content, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"])
        except typst.TypstError as error:
            match = _NO_LETTER.search(str(error))
            if match is None:
                raise Refusal(f"The document could not be set: {error}") from error
            text = _without_letter(text, match[1])
        else:
            return content, tuple(str(warning.message) for warning in warnings)
    raise Refusal("The document could not be set: too many of its letters are in no typeface.")


def pictures(
    files: dict[str, bytes], data: dict[str, Any], dots: int, **inputs: str
) -> list[bytes]:
    """The pages of a design as PNG, at `dots` per inch; for the parameters see `tagged_pdf`. Raises
    Refusal.
    """
    import typst

    try:
        drawn = _compiler(files, json.dumps(data, ensure_ascii=False), inputs).compile(
            format="png", ppi=dots
        )
    except typst.TypstError as error:
        raise Refusal(f"The document could not be set: {error}") from error
    return drawn if isinstance(drawn, list) else [drawn]


def _compiler(files: dict[str, bytes], text: str, inputs: dict[str, str]) -> Any:
    import typst

    return typst.Compiler(files, font_paths=_typefaces(), sys_inputs=inputs | {"data": text})


@cache
def _typefaces() -> Any:
    """Our fonts for typst, read once."""
    import typst

    return typst.Fonts(font_paths=[str(_FONTS)], include_system_fonts=False)


def _without_letter(text: str, shown: str) -> str:
    """The JSON text with BOX in place of a letter, which is given as typst shows it. Characters
    that only modify the letter before them (joiners, skin colours) are removed. When typst
    complains about a box itself, the character after it, which it combines with the box, is
    removed.
    """
    letters = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), shown)
    if letters == BOX:
        return _AFTER_BOX.sub(BOX, text)
    in_json = json.dumps(letters, ensure_ascii=False)[1:-1]
    return _CHANGES_A_LETTER.sub("", text.replace(in_json, BOX))
