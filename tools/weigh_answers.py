"""Computes what each sign of an answer says for a refusal or against it:
`python -m tools.weigh_answers`. `--apart` says how answers are read that were left out of it.

The made-up answers of the tests are the material (`tests/correspondence/corpus`); the second half
of `stranger_240.jsonl` is left out of it for good, so that a test can say how it is read. The
weights are those of a logistic regression.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from decroche.correspondence.quoting import own_words
from decroche.correspondence.refusal_weights import signs_of
from decroche.correspondence.refusing import openness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "correspondence" / "corpus"
TABLE = ROOT / "decroche" / "correspondence" / "tables" / "weights_of_answers.tsv"
MADE_OF = "# made of "
_FEWEST = 2
"""Answers a sign must stand in."""
_STEPS = 250
_HELD_BACK = 1.4
"""How strongly weights are kept small (the inverse of what their squares cost)."""
_LEAST = 0.02
"""Weights nearer to nothing are not written down."""
_PARTS = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """A made-up answer, of which set it is, and whether it refuses."""

    group: str
    text: str
    refuses: bool


def answers() -> list[Answer]:
    """Every made-up answer that is weighed."""
    return [*_of_lines(), *_of_strangers()]


def digest() -> str:
    """A fingerprint of the answers that are weighed."""
    said = "\0".join(f"{one.refuses}{one.text}" for one in answers())
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def main() -> None:
    """Writes the table, or says how answers left out of it are read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apart", action="store_true", help="read each part by the other parts")
    if parser.parse_args().apart:
        print(_read_apart(answers()))
    else:
        TABLE.write_text(_as_table(_weigh(answers())), encoding="utf-8")


def _of_lines() -> Iterator[Answer]:
    """The answers of the files with one answer a line, in the order of their names."""
    refusing = ("refusals", "weighed-refusals")
    for path in [*sorted(CORPUS.glob("*-*.txt")), *sorted(CORPUS.glob("kinds/*.txt"))]:
        refuses = path.stem.startswith(refusing)
        for place, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if not line.startswith("# ") and line.strip():
                yield Answer(_group_of(path, place), line.replace(" | ", "\n"), refuses)


def _group_of(path: Path, place: int) -> str:
    """Answers of one set were written together; of the long files each tenth line is a set."""
    numbered = path.stem.rpartition("-")[2]
    return numbered if numbered.isdigit() else f"{place % 10}"


def _of_strangers() -> Iterator[Answer]:
    for line in (CORPUS / "stranger_240.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if int(row["id"][1:]) <= 60:
            yield Answer("240", own_words(row["body"]), row["wanted"] == "refusal")
    for line in (CORPUS / "stranger_150.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Answer("150", own_words(row["text"]), row["kind"] != "friendly")


def _signs(text: str) -> frozenset[str]:
    asks, invites = openness(text)
    return signs_of(text, asks=asks, invites=invites)


def _weigh(known: list[Answer]) -> dict[str, float]:
    """The weights of all signs, by Nesterov's descent of the costs."""
    import numpy as np

    signs = [_signs(one.text) for one in known]
    often = Counter(sign for each in signs for sign in each)
    columns = {sign: at for at, sign in enumerate(sorted(s for s in often if often[s] >= _FEWEST))}
    there: Numbers = np.zeros((len(known), len(columns) + 1), dtype=np.float32)
    there[:, -1] = 1
    for row, each in enumerate(signs):
        there[row, [columns[sign] for sign in each if sign in columns]] = 1
    wanted: Numbers = np.array([one.refuses for one in known], dtype=np.float32)
    weights = _descend(there, wanted)
    named = {sign: float(weights[at]) for sign, at in columns.items()}
    return {"": float(weights[-1]), **named}


def _descend(there: Numbers, wanted: Numbers) -> Numbers:
    import numpy as np

    steepest = 0.25 * _steepness(there) + _HELD_BACK
    weights: Numbers = np.zeros(there.shape[1], dtype=np.float32)
    ahead = weights
    for step in range(_STEPS):
        sure = 1 / (1 + np.exp(-(there @ ahead)))
        slope = there.T @ (sure - wanted) + _HELD_BACK * ahead
        following: Numbers = (ahead - slope / steepest).astype(np.float32)
        ahead = (following + step / (step + 3) * (following - weights)).astype(np.float32)
        weights = following
    return weights


def _steepness(there: Numbers) -> float:
    """The largest eigenvalue of the signs' products, a little above it."""
    import numpy as np

    along: Numbers = np.ones(there.shape[1], dtype=np.float32)
    length = 0.0
    for _ in range(30):
        along = there.T @ (there @ along)
        length = float(np.linalg.norm(along))
        along = (along / length).astype(np.float32)
    return 1.05 * length


def _as_table(weights: dict[str, float]) -> str:
    kept = sorted((sign, round(w, 2)) for sign, w in weights.items() if abs(w) >= _LEAST)
    lines = [f"{MADE_OF}{digest()}", *(f"{sign}\t{weight:.2f}" for sign, weight in kept)]
    return "\n".join(lines) + "\n"


def _read_apart(known: list[Answer]) -> str:
    """How the answers of each part weigh by the answers of the other parts alone."""
    groups = sorted({one.group for one in known})
    part = {group: at % _PARTS for at, group in enumerate(groups)}
    found: Counter[tuple[bool, bool]] = Counter()
    for left_out in range(_PARTS):
        weights = _weigh([one for one in known if part[one.group] != left_out])
        for one in known:
            if part[one.group] == left_out:
                weight = weights[""] + sum(weights.get(sign, 0) for sign in _signs(one.text))
                found[one.refuses, weight > 0] += 1
    refusals = found[True, True], found[True, True] + found[True, False]
    others = found[False, True], found[False, True] + found[False, False]
    return f"asked about: {refusals[0]}/{refusals[1]} refusals, {others[0]}/{others[1]} others"


if __name__ == "__main__":
    main()
