"""E-mail addresses as they are dictated on the telephone: checked, common slips named. Plain
Python.
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
_SPOKEN = [
    (re.compile(r"\s*\b(?:arobase|arobas|at)\b\s*"), "@"),
    (re.compile(r"\s+(?:point|dot)\s+"), "."),
    (re.compile(r"\s+(?:tiret|dash)\s+"), "-"),
]
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
_ENDINGS = {
    "fr": ("rf", "ffr", "frr", "fe", "fd"),
    "com": ("con", "cmo", "cm", "ocm", "comm", "vom"),
    "net": ("nte", "ent"),
    "org": ("rog", "ogr"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """An address after checking.

    `ok` by syntax; `better` is the address probably meant, "" when nothing looks odd.
    """

    address: str
    ok: bool
    better: str = ""


def at_domain(text: str, domain: str) -> str:
    """The address that a text may be meant as, at the domain of the company; "" without either."""
    local = text.partition("@")[0]
    return f"{local}@{domain}" if local and domain else ""


def check_address(text: str) -> Checked:
    """Reads an address typed or dictated (“marie point durand arobase exemple.fr”) and names slips
    such as gmial.
    """
    address = text.strip().lower()
    if "@" not in address:  # dictated: its accents are those of the words, not of the domain
        address = strip_marks(address)
        for pattern, sign in _SPOKEN:
            address = pattern.sub(sign, address)
    address = canonical(address.replace(" ", "").strip("<>,;."))
    ok = _ADDRESS.fullmatch(address) is not None and len(address) <= 254
    return Checked(address, ok, _better(address) if "@" in address else "")


def canonical(address: str) -> str:
    """An address as it is kept and compared: lower case, the local part without accents (they are
    slips of the ear), an international domain as the network writes it (“hôtel.example” is
    “xn--htel-vqa.example”, another domain than “hotel.example”).
    """
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{strip_marks(local)}{at}{_ascii_domain(domain)}" if at else strip_marks(domain)


def readable(address: str) -> str:
    """An address as people write it: the accents of an international domain are shown."""
    local, at, domain = address.rpartition("@")
    if not at or "xn--" not in domain:
        return address
    try:
        shown = domain.encode("ascii").decode("idna")
    except UnicodeError:
        return address
    return f"{local}@{shown}" if _ascii_domain(shown) == domain else address


def _ascii_domain(domain: str) -> str:
    """A domain in the letters of the network (IDNA, RFC 3490); as it is when it is no domain."""
    if domain.isascii():
        return domain
    try:
        return unicodedata.normalize("NFC", domain).encode("idna").decode("ascii").lower()
    except UnicodeError:
        return domain


def _better(address: str) -> str:
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
    for right, wrong in _ENDINGS.items():
        if name and ending in wrong:
            return f"{local}@{name}.{right}"
    return ""


def _one_slip(typed: str, meant: str) -> bool:
    """One letter wrong, missing, added, or two neighbours swapped."""
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
    """A company's own mail domain, from its site or another of its addresses; "" when it has
    none.
    """
    if email and "@" in email:
        domain = email.rpartition("@")[2].lower()
        if domain not in PROVIDERS:
            return domain
    site = website.strip().lower()
    if not site:
        return ""
    host = urlsplit(site if "//" in site else f"//{site}").hostname or ""
    host = host.removeprefix("www.")
    return host if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) else ""


def is_webmail(address: str) -> bool:
    """Whether an address is one of those that anybody may have: nothing in it says a trade."""
    return address.rpartition("@")[2].lower() in PROVIDERS


def is_generic(address: str) -> bool:
    """Whether an address is a company's, not a person's: contact@, info@, rh@ (CNIL: coordinates of
    the legal person).
    """
    local = address.partition("@")[0].lower()
    return bool(local) and any(part in _GENERIC for part in re.split(r"[.\-_+0-9]", local))


_SHORT = 64
"""Characters of a text of which an address is looked for as a whole."""


def find_addresses(text: str) -> list[str]:
    """Every address in a text, lower case, in order.

    Looked for around each @, so that a megabyte of letters costs nothing.
    """
    if len(text) <= _SHORT and text.isascii() and _ADDRESS.fullmatch(text):
        return [text.lower()]  # nothing but an address, as nearly every cell of a file is
    found: list[str] = []
    end = 0
    at = text.find("@")
    while at >= 0:
        before = _LOCAL.search(text, max(end, at - 64), at)
        after = _HOST.match(text, at + 1, at + 254)
        if before and after and before.end() == at:
            one = canonical(f"{before.group()}@{after.group()}")
            if _ADDRESS.fullmatch(one):
                found.append(one)
            end = after.end()
        at = text.find("@", at + 1)
    return found
