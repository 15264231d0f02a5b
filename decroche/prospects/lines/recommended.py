"""How a recommendation begins and ends beside the name of the company: “voir le Studio Grivel de
ma part”, “elle me conseille l’Atelier Brun”. Pure.
"""

from __future__ import annotations

import re

SENDS_TO = re.compile(
    r"(?<!\w)(?i:voir|appele[rz]|contacte[rz]|joindre|(?:me |nous )?(?:recommande|conseille)"
    r"|(?:me |nous )?parle|pense[rz]|call|see|try|recommends?)\s"
    r"(?:(?i:aussi|plutôt|chez|avec|à|de|du|also|la société|l[’']entreprise)\s)*"
    r"(?:(?i:le|la|les|the)\s|[lL][’'])?(?=[A-ZÀ-Þ])"
)
"""The words that lead to whom they recommend: “elle me conseille le Studio Grivel”."""
OF_HERS = re.compile(r"\s(?:de (?:ma|sa|leur|notre) part|from (?:me|them|her|him))(?!\w)", re.I)
_SAYS_IT = re.compile(
    r"(?:(?:elles?|ils?|on|je|tu|vous|nous|me|m[’']a|a|ai|faut|faudrait|dois|doit|dit|devrais"
    r"|pouvez|peux|à|de|d[’']|she|he|they|says?|said|to|must|should|i|we|you)(?:\s|$))*",
    re.IGNORECASE,
)
"""What may stand before these words: “il faut”, “elle m’a dit de”."""


def without_lead(line: str) -> str:
    """Returns a typed recommendation without the words that lead to the name. A line with
    more before them is left as it is.
    """
    led = SENDS_TO.search(line)
    if led is None or not _SAYS_IT.fullmatch(line[: led.start()]):
        return line
    return OF_HERS.sub("", line[led.end() :]).strip(" ,")
