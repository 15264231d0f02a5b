"""Files as somebody else would have typed them: slips, abbreviations, moved words, numbers in
another spelling, fields left out.
"""

from __future__ import annotations

import random
import re
import string
from dataclasses import dataclass

_SHORTER = [
    (r"\b[ée]cole\b", "Ec."),
    (r"\bprimaire\b", "prim."),
    (r"\bmaternelle\b", "mat."),
    (r"\b[ée]l[ée]mentaire\b", "élém."),
    (r"\bsaint\b", "St"),
    (r"\bsainte\b", "Ste"),
    (r"\bcoll[èe]ge\b", "Col."),
    (r"\blyc[ée]e\b", "Lyc."),
    (r"\bpubli(c|que)\b", "pub."),
    (r"\bpriv[ée]e?\b", "pr."),
    (r"\brue\b", "r."),
    (r"\bavenue\b", "av."),
    (r"\bboulevard\b", "bd"),
    (r"\bplace\b", "pl."),
    (r"\bchemin\b", "ch."),
    (r"\broute\b", "rte"),
    (r"\bimprimerie\b", "Imp."),
    (r"\btransports\b", "Transp."),
    (r"\bmenuiserie\b", "Menuis."),
    (r"\bcoopérative\b", "Coop."),
]


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of a company that are corrupted, each as a text of a file."""

    name: str
    phone: str
    email: str
    address: str
    postcode: str
    city: str
    siret: str = ""


def corrupted(row: Row, chance: random.Random) -> Row:
    """The row as somebody else typed it: a slip in the name, one to three other changes, and always
    another spelling of the number.
    """
    name, address = row.name, row.address
    kinds = chance.sample(
        ["slip", "short", "move", "case", "plain", "slip_street", "short_street", "drop_word"],
        chance.randint(1, 3),
    )
    if "short" in kinds:
        name = _shortened(name)
    if "move" in kinds:
        name = _moved(name, chance)
    if "drop_word" in kinds and len(name.split()) > 3:
        words = name.split()
        del words[chance.randrange(len(words) - 1)]
        name = " ".join(words)
    if "slip" in kinds or not kinds:
        name = _slip(name, chance)
    if "case" in kinds:
        name = name.upper()
    if "plain" in kinds:
        name = name.translate(str.maketrans("éèêëàâîïôöûùçÉÈÀ’", "eeeeaaiioouucEEA'"))
    if "slip_street" in kinds:
        address = _slip(address, chance)
    if "short_street" in kinds:
        address = _shortened(address)
    email = row.email if chance.random() < 0.4 else ""
    phone = _respelt(row.phone, chance) if chance.random() < 0.7 else ""
    if phone and chance.random() < 0.05:
        phone = _slip_digit(phone, chance)
    address = "" if chance.random() < 0.2 else address
    siret = row.siret if chance.random() < 0.3 else ""
    return Row(
        name,
        phone,
        email,
        address,
        row.postcode,
        row.city.upper() if chance.random() < 0.5 else row.city,
        siret,
    )


def _shortened(text: str) -> str:
    for pattern, short in _SHORTER:
        text = re.sub(pattern, short, text, flags=re.IGNORECASE)
    return text


def _moved(text: str, chance: random.Random) -> str:
    words = text.split()
    if len(words) < 2:
        return text
    cut = chance.randrange(1, len(words))
    return " ".join(words[cut:] + words[:cut])


def _slip(text: str, chance: random.Random) -> str:
    """One letter wrong, missing, doubled or swapped with its neighbour."""
    places = [i for i, letter in enumerate(text) if letter.isalpha()]
    if not places:
        return text
    i = chance.choice(places)
    letter = chance.choice(string.ascii_lowercase)
    made = [
        text[:i] + text[i + 1 :],
        text[:i] + letter + text[i + 1 :],
        text[:i] + letter + text[i:],
    ]
    if i + 1 < len(text):
        made.append(text[:i] + text[i + 1] + text[i] + text[i + 2 :])
    return chance.choice(made)


def _slip_digit(text: str, chance: random.Random) -> str:
    i = chance.choice([i for i, letter in enumerate(text) if letter.isdigit()][3:])
    return text[:i] + chance.choice("0123456789") + text[i + 1 :]


def _respelt(phone: str, chance: random.Random) -> str:
    digits = re.sub(r"\D", "", phone)
    if len(digits) != 10:
        return phone
    pairs = [digits[i : i + 2] for i in range(0, 10, 2)]
    return chance.choice(
        [
            ".".join(pairs),
            "-".join(pairs),
            " ".join(pairs),
            f"+33 (0){pairs[0][1]} {' '.join(pairs[1:])}",
            digits[1:],
            f"0033{digits[1:]}",
            f"Tél : {' '.join(pairs)}",
        ]
    )
