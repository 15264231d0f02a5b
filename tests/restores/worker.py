"""Works on a data folder with the code of any version, by the commands that all versions have. Run
by its path, not as a module: the code of an older version is found first.

`worker.py write NAME TOLD CARDS` logs calls without a pause until its standard input ends, each
with a number of its own in its note; what is begun and what is done stands in the file TOLD, a line
each. `worker.py copy` makes a copy under each name that it reads, and answers with the exit code.
"""

import os
import random
import sys
import threading
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from decroche.cli.main import main

WHAT = (
    ["gatekeeper"],
    ["no_answer"],
    ["call_back", "--when=dans un mois"],
    ["email_requested", "--email=c@vasseur.example"],
    ["no_need", "--reason=agency"],
)


def quietly(words: list[str]) -> int:
    """A command without what it prints."""
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nothing,
        redirect_stdout(nothing),
        redirect_stderr(nothing),
    ):
        return int(main(words))


def write(name: str, told: str, cards: str) -> None:
    """Logs calls until nobody is left who reads."""
    ended = threading.Event()

    def listen() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=listen, daemon=True).start()
    by, serial = random.Random(name), 0
    with Path(told).open("a", encoding="utf-8", buffering=1) as file:
        while not ended.is_set():
            card = by.randrange(1, int(cards) + 1)
            file.write(f"begun {serial + 1}\n")
            words = [*by.choice(WHAT), f"--company={card}", f"--note={name}-{serial + 1:06d}"]
            if quietly(["log", *words]) == 0:
                serial += 1
                file.write(f"done {serial}\n")


def copy() -> None:
    """Makes copies, one for each line."""
    for line in sys.stdin:
        sys.stdout.write(f"{quietly(['backup', line.strip()])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(*sys.argv[2:])
    else:
        copy()
