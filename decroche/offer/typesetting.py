"""PDF by typst, as the presentation, the documents of the law and the page of a month use it."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from decroche.shared.refusal import Refusal

_FONTS = Path(__file__).resolve().parent.parent / "ui" / "static" / "built" / "fonts"
_NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
"""How typst 0.15 says that no typeface has a letter; it puts control characters as \\u{7}."""
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_LETTERS = 100
"""Letters that are replaced before a document is given up; each costs one more try."""
BOX = "□"
"""What stands for a letter that no typeface has."""
_AFTER_BOX = re.compile(rf"{BOX}[^\x00-\x7f{BOX}]")
_CHANGES_A_LETTER = re.compile(
    "[\u200d\u20e3\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)


def tagged_pdf(
    files: dict[str, bytes], data: dict[str, Any], **inputs: str
) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of `files["main.typ"]`, tagged for screen readers (PDF/UA-1), and what typst warned
    of. `data` reaches the design as JSON.

    PDF/UA allows no letter that can't be shown: an emoji or a Chinese name becomes □.
    Raises Refusal, with a sentence, when typst can't make a page of it.
    """
    import typst

    told = json.dumps(data, ensure_ascii=False)
    for _letter in range(_MOST_LETTERS):
        compiler = _compiler(files, told, inputs)
        try:
            content, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"])
        except typst.TypstError as error:
            found = _NO_LETTER.search(str(error))
            if found is None:
                raise Refusal(f"The document could not be set: {error}") from error
            told = _without(told, found[1])
        else:
            return content, tuple(str(one.message) for one in warnings)
    raise Refusal("The document could not be set: too many of its letters are in no typeface.")


def pictures(
    files: dict[str, bytes], data: dict[str, Any], dots: int, **inputs: str
) -> list[bytes]:
    """The pages as PNG, at `dots` per inch. Raises Refusal, as `tagged_pdf` does."""
    import typst

    try:
        drawn = _compiler(files, json.dumps(data, ensure_ascii=False), inputs).compile(
            format="png", ppi=dots
        )
    except typst.TypstError as error:
        raise Refusal(f"The document could not be set: {error}") from error
    return drawn if isinstance(drawn, list) else [drawn]


def _compiler(files: dict[str, bytes], told: str, inputs: dict[str, str]) -> Any:
    import typst

    return typst.Compiler(files, font_paths=_typefaces(), sys_inputs=inputs | {"data": told})


@cache
def _typefaces() -> Any:
    """The house's fonts for typst, read once."""
    import typst

    return typst.Fonts(font_paths=[str(_FONTS)], include_system_fonts=False)


def _without(told: str, shown: str) -> str:
    """The JSON with a box for a letter. What only changes the letter before it (a joiner, a colour
    of the skin) goes, and so does what typst sets as one with a box.
    """
    letters = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), shown)
    if letters == BOX:
        return _AFTER_BOX.sub(BOX, told)
    return _CHANGES_A_LETTER.sub(
        "", told.replace(json.dumps(letters, ensure_ascii=False)[1:-1], BOX)
    )
