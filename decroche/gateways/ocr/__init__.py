"""Reading the words of a picture with tesseract, a program of the system: a picture in, words with
their places out.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from decroche.gateways.programs import find_program, how_to_get

_TIMEOUT = 120


class NotRead(Exception):
    """A picture could not be read.

    code: no_tesseract, no_french, failed; `detail` says what to do or what tesseract said.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Word:
    """A word, how sure tesseract is of it (0 to 100), its box in pixels, and the line of the page
    it stands on.
    """

    text: str
    sure: float
    left: int
    top: int
    width: int
    height: int
    line: tuple[int, int, int]


def read_words(picture: Path, *, layout: int = 3) -> list[Word]:
    """The words of a picture, top to bottom as tesseract orders them.

    `layout` is its page segmentation mode. Raises NotRead.
    """
    said = _run(
        [
            str(picture),
            "stdout",
            "-l",
            languages(),
            "--psm",
            str(layout),
            "-c",
            "tessedit_create_tsv=1",
            "-c",
            "preserve_interword_spaces=1",
        ]
    )
    words = []
    for row in csv.DictReader(io.StringIO(said), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == "5" and (row.get("text") or "").strip():
            words.append(
                Word(
                    row["text"].strip(),
                    float(row["conf"]),
                    int(row["left"]),
                    int(row["top"]),
                    int(row["width"]),
                    int(row["height"]),
                    (int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
                )
            )
    return words


def turned(picture: Path) -> int:
    """By how many degrees, clockwise, the picture must be turned to stand upright: 0, 90, 180 or
    270; 0 when that can't be told.
    """
    try:
        said = _run([str(picture), "stdout", "-l", "osd", "--psm", "0", "--dpi", "300"])
    except NotRead as error:
        if error.code == "failed":  # too few letters to tell
            return 0
        raise
    found = {
        name.strip(): value.strip()
        for name, _colon, value in (line.partition(":") for line in said.splitlines())
    }
    return (
        int(found.get("Rotate", "0")) if float(found.get("Orientation confidence", "0")) >= 2 else 0
    )


@cache
def languages() -> str:
    """The languages tesseract is asked for. Raises NotRead when it does not know them."""
    known = _run(["--list-langs"]).split()
    if "fra" not in known:
        raise NotRead("no_french", how_to_get("tesseract"))
    return "fra"


def _run(arguments: list[str]) -> str:
    program = find_program("tesseract")
    if program is None:
        raise NotRead("no_tesseract", how_to_get("tesseract"))
    try:
        done = subprocess.run(
            [program, *arguments],
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise NotRead("failed", f"{_TIMEOUT} s") from None
    if done.returncode:
        raise NotRead("failed", done.stderr.decode("utf-8", "replace").strip()[-300:])
    return done.stdout.decode("utf-8", "replace")
