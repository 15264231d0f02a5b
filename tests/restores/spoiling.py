"""What is done to a copy that must be refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

_PAGE = 4096


def cut(path: Path, by: Random) -> None:
    """Ends somewhere: a stick that was pulled out."""
    content = path.read_bytes()
    path.write_bytes(content[: by.randrange(1, len(content))])


def bit(path: Path, by: Random) -> None:
    """One bit is another, anywhere."""
    content = bytearray(path.read_bytes())
    content[by.randrange(len(content))] ^= 1 << by.randrange(8)
    path.write_bytes(content)


def noise(path: Path, by: Random) -> None:
    """One page is something else."""
    content = bytearray(path.read_bytes())
    begin = by.randrange(len(content) // _PAGE) * _PAGE
    content[begin : begin + _PAGE] = by.randbytes(_PAGE)
    path.write_bytes(content)


def swapped(path: Path, by: Random) -> None:
    """Two pages stand in each other's place."""
    content = bytearray(path.read_bytes())
    one, two = (place * _PAGE for place in by.sample(range(len(content) // _PAGE), 2))
    first, second = content[one : one + _PAGE], content[two : two + _PAGE]
    content[one : one + _PAGE], content[two : two + _PAGE] = second, first
    path.write_bytes(content)


def newer(path: Path, by: Random) -> None:
    """A version of next year wrote it."""
    with closing(sqlite3.connect(path)) as file:
        file.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            f"VALUES ('calls', '0{by.randrange(500, 900)}_of_next_year', '2027-11-25')"
        )
        file.commit()


SPOILT: dict[str, Callable[[Path, Random], None]] = {
    "cut": cut,
    "a bit": bit,
    "a page of noise": noise,
    "two pages swapped": swapped,
    "newer": newer,
}
"""By name."""
SENTENCES = (
    "is not a whole backup of Décroche",
    "is not a backup of Décroche",
    "made by a newer version of Décroche",
    "nothing has been changed",
)
