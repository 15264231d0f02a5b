"""E-mail addresses, as they are typed or dictated on the telephone: they are read, checked, and
compared with common mistakes (gmial.com).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from decroche.shared.folding import strip_marks

_ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"(?:[^\W_]|[!#$%&'*+/=?^_`{|}~-])+(?:\.(?:[^\W_]|[!#$%&'*+/=?^_`{|}~-])+)*\Z")
_HOST = re.compile(
    r"(?:[^\W_](?:(?:[^\W_]|[-\u0300-\u036f]){0,61}[^\W_])?\.)+(?:xn--[a-z0-9-]{2,59}"
    r"|[^\W\d_]{2,24})",
    re.IGNORECASE,
)
_SPACES = re.compile(r"(\s)\s+")
"""A run of spaces, of which one is enough: the words below are looked for from each."""
_SPOKEN = [
    (re.compile(r"\s*\b(?:arobase|arobas|at)\b\s*"), "@"),
    (re.compile(r"\s+(?:point|dot)\s+"), "."),
    (re.compile(r"\s+(?:tiret|dash)\s+"), "-"),
]
"""Words of a dictated address, and the signs they stand for."""
PROVIDERS = (
    "gmail.com",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "sfr.fr",
    "laposte.net",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "outlook.fr",
    "yahoo.fr",
    "yahoo.com",
    "icloud.com",
    "live.fr",
    "bbox.fr",
    "neuf.fr",
    "numericable.fr",
    "protonmail.com",
    "aol.com",
    "gmx.fr",
)
"""Domains of which anybody may have an address."""
_GENERIC = frozenset(
    (
        "accueil",
        "achat",
        "achats",
        "admin",
        "administration",
        "agence",
        "atelier",
        "boutique",
        "bureau",
        "cabinet",
        "candidature",
        "commande",
        "commandes",
        "commercial",
        "communication",
        "compta",
        "comptabilite",
        "contact",
        "contacts",
        "courrier",
        "direction",
        "drh",
        "hello",
        "hr",
        "info",
        "information",
        "infos",
        "mairie",
        "marketing",
        "presse",
        "recrutement",
        "reception",
        "rh",
        "sales",
        "secretariat",
        "service",
        "siege",
        "standard",
        "support",
        "usine",
        "ventes",
        "webmaster",
    )
)
"""Words in the local part that mean a department or a function, not a person. Without accents."""
_ENDINGS = {
    "fr": ("rf", "ffr", "frr", "fe", "fd"),
    "com": ("con", "cmo", "cm", "ocm", "comm", "vom"),
    "net": ("nte", "ent"),
    "org": ("rog", "ogr"),
}
"""Top-level domains, with common typing errors of each."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An address after checking: `ok` says whether its syntax is valid; `better` is the address
    that was probably meant, "" when nothing looks wrong.
    """

    address: str
    ok: bool
    better: str = ""


def at_domain(text: str, domain: str) -> str:
    """A suggestion for an address that was typed without its domain, or with a wrong one: the part
    before the @ at the company's `domain`. "" when either part is missing.
    """
    local = text.partition("@")[0]
    return f"{local}@{domain}" if local and domain else ""


def check_address(text: str) -> Checked:
    """Reads an address that was typed or dictated (“marie point durand arobase exemple.fr”), and
    suggests another where it looks like a common mistake (gmial.com).
    """
    address = text.strip().lower()
    if "@" not in address:  # dictated: accents belong to the spoken words, not to the domain
        address = _SPACES.sub(r"\1", strip_marks(address))
        for pattern, sign in _SPOKEN:
            address = pattern.sub(sign, address)
    address = canonical(address.replace(" ", "").strip("<>,;."))
    ok = _ADDRESS.fullmatch(address) is not None and len(address) <= 254
    return Checked(address, ok, _suggestion(address) if "@" in address else "")


def canonical(address: str) -> str:
    """An address as it is kept and compared. It is in lower case; accents are removed from the
    local part, where mail servers hardly ever allow them; an international domain is encoded, since
    “hôtel.example” (“xn--htel-vqa.example”) is another domain than “hotel.example”.
    """
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{strip_marks(local)}{at}{_ascii_domain(domain)}" if at else strip_marks(domain)


def readable(address: str) -> str:
    """An address as people write it: an international domain is decoded."""
    local, at, domain = address.rpartition("@")
    if not at or "xn--" not in domain:
        return address
    try:
        shown = domain.encode("ascii").decode("idna")
    except UnicodeError:
        return address
    return f"{local}@{shown}" if _ascii_domain(shown) == domain else address


def _ascii_domain(domain: str) -> str:
    """A domain encoded in ASCII (IDNA, RFC 3490); unchanged when it can't be encoded."""
    if domain.isascii():
        return domain
    try:
        return unicodedata.normalize("NFC", domain).encode("idna").decode("ascii").lower()
    except UnicodeError:
        return domain


def _suggestion(address: str) -> str:
    """The address that was probably meant: the same at a provider's domain that differs by accents
    or one typing error, or with a corrected top-level domain, and both where both are wrong; ""
    when nothing looks wrong.
    """
    local, _, domain = address.rpartition("@")
    if domain in PROVIDERS:
        return ""
    plain = strip_marks(readable(address)).rpartition("@")[2]
    if plain in PROVIDERS:
        return f"{local}@{plain}"
    for provider in PROVIDERS:
        if _one_slip(domain, provider):
            return f"{local}@{provider}"
    name, _, ending = domain.rpartition(".")
    for correct, mistakes in _ENDINGS.items():
        if name and ending in mistakes:
            corrected = f"{local}@{name}.{correct}"
            return _suggestion(corrected) or corrected
    return ""


def _one_slip(typed: str, meant: str) -> bool:
    """Whether two texts differ by one letter (wrong, missing or added) or two neighbouring letters
    that were swapped. The first letter must be right.
    """
    if typed == meant or abs(len(typed) - len(meant)) > 1 or typed[:1] != meant[:1]:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b),
        min(len(typed), len(meant)),
    )
    rest_typed, rest_meant = typed[start:], meant[start:]
    return (
        rest_typed[1:] == rest_meant[1:]
        or rest_typed[1:] == rest_meant
        or rest_typed == rest_meant[1:]
        or (rest_typed[1:2] + rest_typed[:1] + rest_typed[2:] == rest_meant)
    )


def domain_of(website: str, email: str = "") -> str:
    """A company's own mail domain, from another of its addresses or its website; "" when it has
    none.
    """
    if email and "@" in email:
        domain = email.rpartition("@")[2].lower()
        if domain not in PROVIDERS:
            return domain
    site = website.strip().lower()
    if not site:
        return ""
    try:
        host = urlsplit(site if "//" in site else f"//{site}").hostname or ""
    except ValueError:  # brackets around something else than an address of numbers: “[inconnu]”
        return ""
    host = host.removeprefix("www.")
    return host if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) else ""


def is_webmail(address: str) -> bool:
    """Whether an address is at a provider where anybody may have one, so that its domain does not
    tell a company.
    """
    return address.rpartition("@")[2].lower() in PROVIDERS


def is_generic(address: str) -> bool:
    """Whether an address is a company's and not a person's: contact@, info@, rh@. The CNIL counts
    such addresses as contact details of the legal person, not as personal data.
    """
    local = address.partition("@")[0].lower()
    return bool(local) and any(part in _GENERIC for part in re.split(r"[.\-_+0-9]", local))


_SHORT = 64
"""Characters up to which a text is first tried as a single address."""


def find_addresses(text: str) -> list[str]:
    """Every address in a text, in order, as `canonical` writes them.

    They are looked for around each @: one pattern over the whole text would take the square of its
    length.
    """
    if len(text) <= _SHORT and text.isascii() and _ADDRESS.fullmatch(text):
        return [text.lower()]  # the usual cell of a file: one address and nothing else
    found: list[str] = []
    end = 0
    at = text.find("@")
    while at >= 0:
        before = _LOCAL.search(text, max(end, at - 64), at)
        after = _HOST.match(text, at + 1, at + 254)
        if before and after and before.end() == at:
            address = canonical(f"{before.group()}@{after.group()}")
            if _ADDRESS.fullmatch(address):
                found.append(address)
            end = after.end()
        at = text.find("@", at + 1)
    return found
