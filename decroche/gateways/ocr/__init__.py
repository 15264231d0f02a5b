"""Reading text in a picture (OCR) with tesseract, a program of the system: the path of a picture
in, words with their places out.
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
"""Seconds that tesseract may take for one picture."""


class NotRead(Exception):
    """A picture could not be read.

    code: no_tesseract (not installed), no_french (its French data is not installed) or failed.
    `detail` is the command that installs what is missing, or tesseract's own message.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Word:
    """A word, how sure tesseract is of it (0 to 100), its box in pixels, and the line it stands on:
    the numbers of the block, of the paragraph in it and of the line in that.
    """

    text: str
    sure: float
    left: int
    top: int
    width: int
    height: int
    line: tuple[int, int, int]


def read_words(picture: Path, *, layout: int = 3) -> list[Word]:
    """The words of a picture, in tesseract's order (blocks, paragraphs, lines, words).

    `layout` is tesseract's page segmentation mode (3: any page). Raises NotRead.
    """
    table = _run(
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
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == "5" and (row.get("text") or "").strip():  # 5: rows of words
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
    270; 0 when tesseract can't tell. Raises NotRead when tesseract is missing.
    """
    try:
        report = _run([str(picture), "stdout", "-l", "osd", "--psm", "0", "--dpi", "300"])
    except NotRead as error:
        if error.code == "failed":  # tesseract fails when there are too few letters to tell by
            return 0
        raise
    fields = {}
    for line in report.splitlines():
        name, _colon, value = line.partition(":")
        fields[name.strip()] = value.strip()
    if float(fields.get("Orientation confidence", "0")) < 2:
        return 0
    return int(fields.get("Rotate", "0"))


@cache
def languages() -> str:
    """The languages tesseract is to read, as its option -l takes them. Raises NotRead when their
    data is not installed.
    """
    installed = _run(["--list-langs"]).split()
    if "fra" not in installed:
        raise NotRead("no_french", how_to_get("tesseract"))
    return "fra"


def _run(arguments: list[str]) -> str:
    """What tesseract writes to its standard output. It runs in one thread: several threads make it
    slower on small pictures, and would take all processors from the desk. Raises NotRead.
    """
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
