"""What one cell of a file says, whatever was put around it: a spreadsheet's guards, labels beside
numbers, yes and no, dates, people. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from decroche.prospects.lines.days import take_follow_up
from decroche.prospects.lines.parts import Left
from decroche.prospects.refusal_notes import clause_refuses, may_refuse
from decroche.shared.addresses import find_addresses
from decroche.shared.clock import PARIS
from decroche.shared.folding import only_letters
from decroche.shared.spoken import NotUnderstood, Spoken, understand
from decroche.shared.spoken.parts import Precision
from decroche.shared.words import SEPARATOR

_FORMULA = re.compile(r'=\s*"(?P<text>(?:[^"]|"")*)"\s*\Z', re.DOTALL)
_APOSTROPHE = re.compile(r"'(?=[0-9=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20(]|[A-ZÀ-Ý][^']*\Z)")
_SCIENTIFIC = re.compile(r"(?P<one>\d)[.,](?P<more>\d+)[eE]\s*\+?(?P<power>\d{1,2})\Z")


def unguarded(cell: str) -> str:
    """A cell without what spreadsheets put around texts: ="0199001234" and '0199001234 give
    0199001234; '+Plus, which keeps a text from running as a formula, gives +Plus; 'Arras gives
    Arras, and a name that begins with an apostrophe of its own ('t Huis, 'Le Bar') stays.
    """
    if cell[:1] == "=":
        found = _FORMULA.match(cell)
        return found["text"].replace('""', '"') if found else cell
    return cell[1:] if _APOSTROPHE.match(cell) else cell


def written_out(cell: str) -> str:
    """A number written out in full: 3,3199001234E+10 is 33199001234. 3,3E+10 stays, because its
    last digits are not known.
    """
    found = _SCIENTIFIC.match(cell)
    if found and int(found["power"]) - len(found["more"]) in range(2):
        return found["one"] + found["more"] + "0" * (int(found["power"]) - len(found["more"]))
    return cell


_LABEL = re.compile(
    r"(?<![^\W_])(?P<label>(?P<both>t[ée]l(?:[ée]phone)?s?\.?\s*(?:/|et|&|-|\+|ou)\s*"
    r"(?:fax|t[ée]l[ée]?copie(?:ur)?))|t[ée]l[ée]?copie(?:ur)?|fax|📠|☎|📞|📱|t[ée]l(?:[ée]phone)?"
    r"|phone|ph|portable|port|"
    r"mobile|mob|gsm|standard|std|fixe|[tfpm](?=\s*[.:]"
    r"|\s[+(]?\d))\s*(?:n[°o]\s*)?[.:]*\s*(?=[+(]?\d)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?P<number>(?<!\d)(?:[1-9]\d{8}|\(?[+0](?:[\d.()]| (?![/–-])|[/-](?! )){6,18}\d))"
    r"\s*[(\[]?\s*(?:fax|t[ée]l[ée]copie(?:ur)?)\b(?!\s*:?\s*(?:id|idem|identique|m[êe]me)\b)"
    r"\s*[)\]]?",
    re.IGNORECASE,
)
"""“01 99 00 12 36 (fax)”: the label belongs to this one number, and not to one that stands before
it, divided by a stroke or a dash.
"""
_MAY_NAME_FAX = re.compile(r"fax|copie|\bf\s*[.:]|\bf\s[+(]?\d|📠", re.IGNORECASE)
_BETWEEN_TWO = re.compile(r"\s*(?:\s[/–-]\s|;|\bou\b|\bet\b)\s*")


def apart_from_fax(cell: str) -> tuple[str, str]:
    """(numbers, faxes) of a cell told apart by labels: “Tél : 01… Fax : 01…”, “01… (fax)”."""
    if not _MAY_NAME_FAX.search(cell):
        return cell, ""
    faxes = list[str]()
    marks = list(_LABEL.finditer(cell))
    if marks:
        numbers = [cell[: marks[0].start()]]
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            said = cell[mark.end() : following.start() if following else len(cell)]
            if mark["both"]:
                first, second = _first_and_second(said)
                numbers.append(first)
                faxes += [second] if second else []
                continue
            is_fax = mark["label"].lower()[0] in "f📠" and mark["label"].lower() != "fixe"
            (faxes if is_fax or "cop" in mark["label"].lower() else numbers).append(said)
        text = " / ".join(part.strip(" /;,-") for part in numbers if part.strip(" /;,-"))
    else:
        text = cell
    for found in _AFTER.finditer(text):
        faxes.append(found["number"])
    text = _AFTER.sub(" ", text).strip(" /;,-")
    return text, " / ".join(part.strip(" /;,-") for part in faxes)


def _first_and_second(said: str) -> tuple[str, str]:
    """The number behind “Tél. / Fax”, and the fax when two are given."""
    parts = [
        part for part in _BETWEEN_TWO.split(said) if sum(map(str.isdigit, part)) > _PART_OF_ONE
    ]
    return (parts[0], parts[1]) if len(parts) == len(("number", "fax")) else (said, "")


_PART_OF_ONE = 7
"""Digits of the end of a number (“/ 35”), which are no number of their own."""
_NO = re.compile(r"(?:non?|n|0|faux|false|aucune?|jamais|pas|sans|nein)\b")
_YES = re.compile(
    r"(?:oui|o|yes|y|x|1|vrai|true|ok|ja|stop|opposition|oppose|opposee|inscrit|inscrite|bloctel|"
    r"refus|refuse|refusee|do not call|dnc|npa|desinscrit|desabonne|unsubscribed|opt out|optout|"
    r"blackliste|liste noire|liste rouge|definitif)\b|ne (?:plus|pas|jamais) |n appelle"
)
_DATE = re.compile(r"(?:depuis )?(?:le )?\d{1,4}[ /.-]\d{1,2}[ /.-]\d{1,4}\b")
_ABOUT_CALLS = re.compile(
    r"\b(?:demarchage|(?:tele ?)?prospection"
    r"|rgpd|gdpr|telemarketing|phoning|appels?|relances?|newsletter"
    r"|mailing|consentement)\b"
)
_REFUSES = re.compile(r"(?:refus\w*|oppos\w*|stop|interdite?|non (?:souhaite|desire|autorise)e?)\Z")


@lru_cache(1024)
def refuses(cell: str, *, allows: bool = False) -> bool | None:
    """Whether a cell of a column of refusals says that they must not be called; None when it can't
    be told. `allows`: the column says who may be called.
    """
    said = only_letters(cell)
    if not said and cell.strip() not in ("✓", "✔", "✗", "✘", "☑", "×"):
        return None
    if _NO.match(said) and not _YES.match(said):
        return allows
    if not said or _YES.match(said) or _DATE.match(cell.strip().lower()):
        return not allows
    return None


_STATUS_REFUSES = re.compile(
    r"(?:sur |en |mis en |inscrit sur )?(?:black ?list\w*|liste (?:noire|rouge|repoussoir"
    r"|d opposition)|bloctel|dnc|npa|do not (?:call|contact)|opt(?:ed)? ?out|unsubscribed"
    r"|desinscrite?|desabonnee?|refus de (?:tout )?(?:contact|demarchage|prospection|appel)"
    r"|demarchage refuse|stop (?:prospection|demarchage|appels?|contacts?|relances?)"
    r"|rgpd (?:refus|opposition|stop|suppression))"
)
"""The words of sales programs for a card that must be left alone."""


@lru_cache(1024)
def status_refuses(cell: str) -> bool:
    """Whether a status says that they must not be called: “Ne plus appeler”, “STOP”, “Opposition”,
    “Blacklisté”.
    """
    said = only_letters(cell)
    return clause_refuses(said) or _STATUS_REFUSES.fullmatch(said) is not None


def detail_refuses(column: str, cell: str) -> bool:
    """Whether a cell of an unknown column says that they must not be called: “Qualification : ne
    pas rappeler”, “Démarchage : refusé”.
    """
    most = len("ne souhaite plus être contactée, définitivement, merci")
    if len(cell) > most or not may_refuse(cell):
        return False
    said = only_letters(cell)
    if _REFUSES.match(said) and _ABOUT_CALLS.search(only_letters(column)):
        return True
    return len(said.split()) > 1 and clause_refuses(said)


class NextCall(NamedTuple):
    """When to call again: an ISO 8601 moment, how exact (`shared.spoken`), the words."""

    due: str
    precision: Precision
    words: str


_NUMERIC = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\b"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b"), (3, 2, 1)),
)
_SERIAL = re.compile(r"\d{5}")
_FIRST_SERIAL, _SERIALS = date(1899, 12, 30), range(43_800, 58_500)
"""The day from which spreadsheets count, and the numbers of the days from 2019 to 2059: 46357 is 1
December 2026.
"""
_LATE = timedelta(days=31)
"""A day to call again that is longer ago than this is not taken over."""


_OF_A_DAY = re.compile(
    r"\b(?:date|(?:cree|modifie|ajoute|appele|contacte|vu|mis a jour)e? le"
    r"|(?:created|updated|modified|added|called|contacted) (?:at|on))\b"
)


def is_of_a_day(header: str) -> bool:
    """Whether a column, by its folded header, holds days."""
    return _OF_A_DAY.search(header) is not None


def day_written_out(cell: str) -> str:
    """A day as spreadsheets count it, written out: 46330 is 2026-11-04."""
    plain = cell.removesuffix(".0")
    if _SERIAL.fullmatch(plain) is None or int(plain) not in _SERIALS:
        return cell
    return (_FIRST_SERIAL + timedelta(days=int(plain))).isoformat()


def next_call_of(cell: str, at: datetime) -> NextCall | None:
    """The moment to call again that a cell names; None when it names none, or one that is long
    past.
    """
    text = cell.strip()
    if _SERIAL.fullmatch(text) and int(text) in _SERIALS:
        text = (_FIRST_SERIAL + timedelta(days=int(text))).isoformat()
    if len(text) > len("rappeler le mercredi 15 septembre 2027 à 14 h 30, de préférence"):
        return None
    try:
        heard = _written_before(text, at)
    except NotUnderstood:
        return _past_day(text, at)
    return NextCall(heard.at.isoformat(), heard.precision, text)


def _written_before(text: str, at: datetime) -> Spoken:
    """The moment that words name which were written on an earlier day: “lundi matin” in a list that
    is brought in on a Monday is today, however late it is. Said today, it would be in a week.
    """
    heard = understand(text, now=at)
    today = at.astimezone(PARIS).date()
    if heard.at.astimezone(PARIS).date() != today + _A_WEEK or _NEXT_ONE.search(text):
        return heard
    evening_before = datetime.combine(today - timedelta(days=1), time(23, 59), PARIS)
    before = understand(text, now=evening_before)
    return before if before.at.astimezone(PARIS).date() == today else heard


_A_WEEK = timedelta(days=7)
_NEXT_ONE = re.compile(r"(?i)\b(?:prochaine?|suivante?|next|following)\b")
"""Words after a weekday that say: not today’s."""


def next_call_noted(notes: Iterable[str], at: datetime) -> tuple[str, str, str] | None:
    """The moment to call again that a remark names (“rappeler jeudi 14h”). None for one that tells
    of other days too (its “jeudi” may be counted from any of them), and for a habit: “plutôt le
    lundi” is every Monday, and no date.
    """
    for note in notes:
        if len(note) > _LONGEST_REMARK or not _AGAIN.search(note) or _HABIT.search(note):
            continue
        left = Left(note)
        said = take_follow_up(left, at)
        if said and _ANY_DAY.search(left.text) is None and (found := next_call_of(said, at)):
            return found[:]  # a plain tuple: see as_tuple
    return None


_LONGEST_REMARK = 200
_AGAIN = re.compile(r"(?i)rap|relanc|contact|r[ée]essay|revoir|call|try|follow|rdv|rendez")
"""Remarks that may ask for a call: only those are read whole."""
_WEEKDAY = (
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di"
    r"|(?:mon|tues|wednes|thurs|fri|satur)day)"
)
_ONE_OF_THEM = r"(?! (?:\d|1er|prochain|suivant|en huit|next))"
_MOSTLY = (
    r"(?:plut[oô]t|de pr[ée]f[ée]rence|toujours|seulement|uniquement|mieux|que"
    r"|preferably|rather|always|only|best)"
)
_HABIT = re.compile(
    rf"(?i)\b{_MOSTLY},? (?:les?|on) {_WEEKDAY}s?\b{_ONE_OF_THEM}"
    rf"|\b(?:les?|on) {_WEEKDAY}s?,? {_MOSTLY}\b"
    rf"|\b(?:(?:les|on) {_WEEKDAY}s|(?:chaque|every|each) {_WEEKDAY})\b"
)
"""A weekday on which they are best called, whatever the week."""
_ANY_DAY = re.compile(
    r"(?i)\d{1,2}[/.-]\d{1,2}(?!\d)|\b20\d\d\b|\b(?:hier|ce jour|yesterday|today)\b"
    r"|\b(?:lun|mar|mercre|jeu|vendre|same)di\b|\b(?:mon|tues|wednes|thurs|fri)day\b"
)


def _past_day(text: str, at: datetime) -> NextCall | None:
    for pattern, order in _NUMERIC:
        found = pattern.match(text)
        if found:
            try:
                year, month, number = (int(found[place]) for place in order)
                day = datetime(year, month, number, 9, tzinfo=PARIS)
            except ValueError:
                return None
            return NextCall(day.isoformat(), "day", text) if at - _LATE <= day <= at else None
    return None


class SaidPerson(NamedTuple):
    """A person of a cell: name, job, role as this program names it ("" when not said), address,
    numbers as written, and whether they decide or keep the switchboard (DECIDES, SWITCHBOARD).
    """

    name: str
    title: str = ""
    role: str = ""
    email: str = ""
    numbers: str = ""
    known_for: str = ""


DECIDES, SWITCHBOARD = "décide", "standard"
"""The words in a cell of people for who decides and who keeps the switchboard, whatever the
language of the file.
"""
PERSON_SIGN = SEPARATOR
"""What this program's export writes between the parts of a person in one cell. Each person has a
line of their own.
"""


_MOST_ADDRESSES = 20
"""Addresses that are taken out of the words of one line."""


def people_of(cell: str) -> list[SaidPerson]:
    """The people of a cell: each line is name · job · role · address · numbers (· decides), or
    words with an address among them.
    """
    found = list[SaidPerson]()
    for line in cell.split("\n"):
        parts = [part.strip() for part in line.split(PERSON_SIGN.strip())]
        if len(parts) in (len(SaidPerson._fields) - 1, len(SaidPerson._fields)):
            found.append(SaidPerson(*parts))
            continue
        addresses = find_addresses(line)
        name = line
        for address in list(dict.fromkeys(addresses))[:_MOST_ADDRESSES]:
            name = re.sub(re.escape(address), " ", name, flags=re.IGNORECASE)
        name = " ".join(name.replace("<", " ").replace(">", " ").split()).strip(" ;,·-")
        if name or addresses:
            found.append(SaidPerson(name, email=addresses[0] if addresses else ""))
    return found
