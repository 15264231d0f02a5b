"""One line of a paper list, understood: name, numbers, people, place, what was noted beside. Pure.

A line is read by taking out, one kind after another, what can be recognised wherever it stands
(addresses, numbers with their labels, people, a follow-up, a postcode with its town); what is left
before and behind gives the name and the town, and everything else is kept as a note. Nothing is
dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from decroche.prospects.dictated import (
    person_told_of,
    with_clauses_parted,
    with_firm_before_its_person,
    with_firm_parted,
    without_opening,
)
from decroche.prospects.firm_words import FIRM, LEGAL_FORM
from decroche.prospects.first_names import (
    is_first_name,
    is_full_name,
    is_of_a_trade,
    is_word_of_talk,
    is_word_of_trade,
)
from decroche.prospects.numbers_in_words import with_figures
from decroche.prospects.paper_signs import (
    parted_at_slashes,
    parts_joined_by_pluses,
    with_plain_signs,
)
from decroche.prospects.pasted import is_of_a_page, without_page_words
from decroche.prospects.people_named import Named, is_surname_alone, named_in
from decroche.prospects.person_behind_firm import person_behind
from decroche.prospects.person_words import (
    ASK,
    CAPITAL,
    CIVILITY,
    DOES,
    INITIALS,
    PERSON,
    SHOUTED,
    SMALL,
    TITLE,
    WORD,
)
from decroche.prospects.refusal_notes import line_refuses, note_refuses
from decroche.prospects.remark_before_name import is_a_remark
from decroche.prospects.rules import role_of
from decroche.prospects.town_beside_name import town_behind
from decroche.prospects.towns import (
    is_formed_like_a_town,
    is_known_town,
    is_small_commune,
    is_town_by_itself,
    small_town_first,
)
from decroche.shared import clock
from decroche.shared.addresses import find_addresses
from decroche.shared.numbers import BRITISH, Number, read_numbers
from decroche.shared.spoken import NotUnderstood, understand
from decroche.shared.words import Words, on_one_line

_CUT = "\x1f"
"""Stands where something was taken out: words on both sides of it do not belong together."""
_LONGEST = 2000
"""Characters of a line that are read; the rest is kept as a note."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named on the line. `role` is a contact's role; `title` the words that said it."""

    name: str
    role: str = "other"
    title: str = ""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line by its parts.

    `faxes` are numbers that are not dialled; `follow_up` the words of a date to call again (“lundi
    10h”); `refused` says that the line asks not to be called any more; `note` is what belongs
    nowhere else.
    """

    text: str
    name: str = ""
    numbers: tuple[Number, ...] = ()
    faxes: tuple[Number, ...] = ()
    people: tuple[Person, ...] = ()
    address: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    website: str = ""
    follow_up: str = ""
    refused: bool = False
    note: str = ""

    @property
    def contacts(self) -> list[tuple[str, str]]:
        """The people as (role, name)."""
        return [(person.role, person.name) for person in self.people]

    @property
    def fields(self) -> dict[str, str]:
        """The fields of a card that the line gives, empty ones left out."""
        found = {
            "address": self.address,
            "postcode": self.postcode,
            "city": self.city,
            "email": self.email,
            "website": self.website,
            "notes": self.remarks,
        }
        return {name: value for name, value in found.items() if value}

    @property
    def remarks(self) -> str:
        """What a card keeps as its note: the words that belong nowhere else, fax numbers, the day
        to call again.
        """
        faxes = [f"Fax {number.national}" for number in self.faxes]
        again = [f"Rappeler : {self.follow_up}"] if self.follow_up else []
        return on_one_line((self.note, *faxes, *again))


@dataclass(slots=True)
class _Left:
    """What is still to be understood of a line, and the notes found so far."""

    text: str
    notes: list[str] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Every match, taken out of the text."""
        while found := pattern.search(self.text):
            self.cut(found.start(), found.end())
            yield found

    def cut(self, start: int, end: int) -> None:
        self.text = f"{self.text[:start]}{_CUT}{self.text[end:]}"

    def note(self, words: str) -> None:
        words = _trimmed(words)
        if words:
            self.notes.append(words)


_LINK = rf"{SMALL}|sur |en |les |lès |sous |aux |et "
"""Words inside the name of a town: Villeneuve sur Lot, Marcq en Barœul."""
_MARKS = re.compile(
    r"^\s*(?:(?P<done>\[[xX✓✔]\]|[✓✔☑✗✘✖×?!]+(?=\s)|[✓✔☑✗✘✖×]|[xX]{1,3}(?=\s)"
    r"|[vV](?=\s[A-ZÀ-Þ]{3}|\s[A-ZÀ-Þ][a-zà-ÿ]{2})|(?:ok|vu"
    r"|fait)(?=\s[^\W\d_]))"
    r"|\(?[a-z]\)(?=\s)|\d{1,3}/(?=\s)|\d{1,3}\s*\x1f\s*(?=[^\W\d_])"
    r"|\[\s?\]|☐|□|[-–—•*·>»#~=]+|\+(?=\s)"
    r"|\(?\d{1,3}[.)°](?=\s)|\d{1,3}\s[-–—](?=\s[^\W\d])|->|→|=>)\s*"
)
_IN_FRONT = re.compile(
    r"(?:\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?\s*[:–-]?\s(?=\s*[^\W\d])"
    r"|(?:refus d[ée]finitif|ne (?:plus|pas) (?:r?appeler|contacter)|opposition|npa"
    r"|do not (?:call|contact|phone)(?: (?:them|him|her|again|any ?more|ever again)){0,2})\b"
    r"[\s:!–-]*(?=\S))",
    re.IGNORECASE,
)
"""What stands before a name without being a part of it: the day of a call, a refusal."""
_DAY_IN_FRONT = re.compile(
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|(?:lun|mar|mer|jeu|ven|sam)\.?)"
    r"(?:\s\d{1,2}(?:/\d{1,2})?(?!\s?h|\d))?"
    r"(?:(?:\s(?:à\s)?\d{1,2}\s?h(?:\s?\d\d)?)\s*[:,–-]?|\s?:)\s+(?=[^\W\d])",
    re.IGNORECASE,
)
"""“Jeudi 10h : Conserverie Le Tallec”. The day may be that of a call that was made or that is to be
made, so it only becomes a note.
"""
_HELLO = r"(?:bonjour|bjr|salut|slt|hello|coucou|hi|hey)"
_INTRODUCED = re.compile(
    rf"\s*(?:(?i:{_HELLO}|voici|voil[àa]|nouveau|nouvelle|prospects?|piste|lead|reco\w*|tiens"
    rf"|id[ée]e"
    r"|[àa] (?:appeler|contacter|voir|prospecter))\b[^:\x1f\d]{0,100}:\s+(?=[^\W\d_])"
    rf"|(?:(?i:{_HELLO})\b[\s,!]*)?(?:(?i:tu peux|peux[- ]tu|pourrais[- ]tu|il faut|faut|faudrait"
    r"|pense [àa]|pensez? [àa]|merci d['’]|can you|please)\s?)?(?:[rR]?[aA]ppell?(?:er|es?|ez|[ée])"
    r"|[jJ]oindre|[cC]ontacter|[nN]oter|call)\s(?:(?:chez|la|le|les|vite|stp|svp)\s|l['’])*"
    r"(?:(?:entreprise|soci[ée]t[ée]|bo[îi]te|firme)\s)?"
    rf"(?={CAPITAL})(?!{CIVILITY}))"
)
"""How a message begins that names a company to somebody: “bonjour, voici l’adresse : …”, “tu peux
appeler …”. It is no part of the name.
"""
_DAY = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|(?:lun|mar|mer|jeu|ven|sam)\.?)"
_HOUR = r"\d{1,2} ?h(?: ?[0-5]\d)?"
_HOURS = re.compile(
    rf"(?<![\w'’])(?:du {_DAY} au {_DAY}(?: (?:inclus|de|entre) {_HOUR} ?(?:-|–|[àa]|et) ?{_HOUR})?"
    rf"|(?<!di )(?<!entre ){_HOUR} ?(?:-|–|[àa]) ?{_HOUR}(?: (?:slt|seulement|uniquement)))(?!\w)",
    re.IGNORECASE,
)
"""Hours at which somebody can be reached, and no day to call again: “du lundi au vendredi de 9h à
18h”, “9h-12h slt”.
"""
_LED_TO_NUMBER = re.compile(r"\s(?:au|sur le|at|on the)$")
"""Words that lead from a name to its number: “Appeler Vasseur au 01 99…”."""
_LABELLED_SITE = re.compile(
    r"(?:\b(?:site|web|site web)\s*:\s*)?(?<![@\w])(?:https?://)?(?:www\.)?"
    r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:fr|com|net|org|eu|io|be|ch|lu|bzh|paris"
    r"|example)\b(?:/[^\s\x1f]*)?",
    re.IGNORECASE,
)
_EMAIL_LABEL = re.compile(
    r"\b(?:(?:e-?)?mails?|m[ée]l|courriel|adresse mail)\s*:?\s*$", re.IGNORECASE
)
_LABEL = (
    r"(?:t[ée]l\.?\s?/\s?fax|t[ée]l[ée]phone|t[ée]l[ée]copie(?:ur)?|t[ée]l|ph|fixe|standard|std"
    r"|accueil|portable|port|mobile|mob|gsm|cell|fax|ligne directe|direct|ld|bureau|perso|pro"
    r"|num[ée]ro|num|n°|T|F|P)"
)
_DIGITS = (
    r"(?:\(?(?:\+|00)33\)?[\s.\-]?(?:\(0\)[\s.]?)?|(?<!\d)\(?33\)?[\s.]?(?:\(0\)[\s.]?)?|\(?0)"
    r"\s?[1-9]\)?(?:(?:[.\-/]\s|\s[.\-]\s|\s\s|[\s.\-/_,·•–])?\d\d){4}"
    r"|0[1-9](?:[\s.\-]?\d){8}(?!\s\d\d\s)"
    r"|\+\d{1,3}(?:[\s.\-]?\(0\))?(?:[\s.\-]?\d){6,12}|0\s?8\d\d(?:[\s.]?\d\d\d){2}"
    r"|0(?:\s\d){9}(?!\s\d)"
    rf"|{BRITISH}"
    r"|(?<!\d[ .])[1-9](?:[\s.]\d\d){4}|[1-9]\d{8}|(?:3[0-9]|10)\s?\d\d(?=\s*(?:$|\x1f|\())"
)
_NUMBER = re.compile(
    rf"(?:(?<!\w)(?<!& )(?<!et )(?P<label>{_LABEL})(?P<sign>\.?\s*(?:[:=]\s*)?))?(?<!\d)(?<!\d\.)"
    rf"(?P<digits>{_DIGITS})(?!\d)"
    r"(?P<ends>(?:\s?/\s?\d\d(?!\d|[\s.]\d)"
    r"|\s(?:ou|et|&)\s\d\d(?=\s*(?:$|[\x1f,;()–-]|(?:ou|et|&)\s\d)))+)?"
    r"(?:\s*[,(–-]?\s*(?:poste|p\.|ext\.?|int\.|interne|x|#)\s*(?P<extension>\d{1,5})\)?"
    r"(?![\d.]|\s\d\d))?"
    rf"(?:\s*\(\s*(?P<after>{_LABEL})\s*\)|\s+(?P<bare>fax|portable|standard|std|direct"
    rf"|mobile)\b(?!\s*[:.=]?\s*[\d+(]))?",
    re.IGNORECASE,
)
_FAX = Words("fax", "telecopie*")
_PLACE = rf"{CAPITAL}[\w'’-]{{0,40}}(?: (?:{_LINK})?{CAPITAL}[\w'’-]{{0,40}}){{0,3}}"
_SMALL_LINK = r"[ -](?:sur|en|les|sous|aux|de|du|des|la|le|l['’])[ -](?:la |le |l['’])?"
_SMALL_PLACE = (
    rf"(?:(?:la|le|les|saint|sainte|ste?)[ -])?[a-zà-öø-ÿœ'’]{{2,40}}"
    rf"(?:{_SMALL_LINK}[a-zà-öø-ÿœ'’]{{2,40}}|-[a-zà-öø-ÿœ'’]{{2,40}}){{0,3}}"
)
"""The name of a town in small letters. It counts as one only behind a postcode."""
_POSTCODE = re.compile(
    rf"(?:(?<![\w'’-])(?P<before>{_PLACE})\s?\(\s?)?"
    r"(?<!\d)(?:F-)?(?P<code>\d{5})(?!\d|\s?(?:€|euros?\b|k€|HT\b))"
    rf"(?(before)\s?\)),?(?: (?P<city>{_PLACE}|{_SMALL_PLACE})"
    r"(?:\s(?:cedex|CEDEX|Cedex)(?:\s\d{1,2})?)?)?"
)
_BARE_STREET = re.compile(
    r"(?<!\d )(?<!\d, )(?<!bis )(?<!ter )"
    r"(?P<street>\b(?:(?:rue|avenue|av\.?|bd|bld|boulevard|impasse|all[ée]es?|chemin|quai|faubourg"
    r"|lieu[- ]dit)\s|(?:place|route|cours|square)\s(?:d[eu]s?|d['’]|la|l['’]))"
    r"[^\x1f,;()\d]{3,60}?)[\s,;–—-]*$",
    re.IGNORECASE,
)
"""A street without a number, which stands before a postcode."""
_CEDEX = re.compile(r"\s+cedex(?:\s\d{1,2})?$", re.IGNORECASE)
_STREET = re.compile(
    r"(?<!\d)\d{1,4}(?:\s?(?:bis|ter|quater|[A-D])\b)?,?\s+(?:rue|avenue|av\.?|bd|bld|boulevard"
    r"|place|pl\.?"
    r"|impasse|imp\.?|all[ée]es?|chemin|ch\.?|route|rte|quai|cours|square|passage|faubourg|fbg)\b"
    r"[^\x1f,;()]*?(?=\s*(?:[\x1f,;()]|\s[-–]\s|$))",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\b(?:Z\.?I\.?|Z\.?A\.?C?\.?|Zone (?:industrielle|artisanale)) [^\x1f,;()]+", re.IGNORECASE
)
_ROLE_MARK = re.compile(
    rf"(?<![\w.@/-])(?P<title>(?i:{TITLE}))\.?\s*(?:[:=]|(?:,\s)?(?i:s['’]appelle|se nomme"
    rf"|c['’]est)\s"
    rf"|(?i:est|is)\s(?={CIVILITY}|{WORD} {WORD}))\s*(?P<who>(?:{CIVILITY}\s*)?{PERSON})"
    rf"|(?<![\w.@/-])(?P<work>(?i:hr|comms?|marketing|sales)) (?i:person|guy|lady|contact|lead) is "
    rf"(?P<whom>{PERSON})"
    r"|(?<![\w.@/-])(?P<short>com|comm|rh|drh|hr|dir|dg|mkt)\s*:\s*(?P<anyone>[^\x1f,;()]+)",
)
_NAMED = re.compile(
    rf"(?:(?<!\w)(?P<ask>(?i:{ASK}))\s*:?\s*)?"
    rf"(?:(?<![\w.@/-])(?P<first>(?i:{TITLE}))\.?\s*[:,]?\s*)?"
    rf"(?<![\w.])(?P<who>(?:M\.?|Mr|Mme) et (?:M\.?|Mr|Mme) {PERSON}|{CIVILITY}\s*{PERSON}"
    rf"|(?:Mmes|MM\.?) {PERSON}(?: et {PERSON})?"
    r"|(?:mme|mlle|mr|monsieur|madame) (?:(?:le|la|de|du|el|ben|van|von|dos) )?"
    r"[a-zà-öø-ÿœ'-]{2,40})"
    rf"(?:\s*[,(–-]?\s*(?P<title>(?i:{DOES}|{TITLE}))\)?(?![\w'’]))?"
)
_TITLED = re.compile(
    rf"(?:(?<=^)|(?<=[\x1f,;:/(] )|(?<=[-–—] )|(?<=[\x1f(]))"
    r"(?P<who>[^\W\d_][\w'’.-]{0,40}(?: [^\W\d_][\w'’.-]{0,40}){0,2}?)"
    r"(?:\s*[(,–—-]\s*|\s+(?=(?i:dir|resp|charg|assist|drh|rh|pdg|dg)))"
    rf"(?P<title>(?i:{TITLE}))\.?(?![\w'’])\)?"
)
"""A full name and what that person does: “Sophie Marin (com)”."""
_TITLE_THEN_NAME = re.compile(
    rf"(?<![\w.@/'’-])(?P<title>(?i:{TITLE}))\.?\s*:?\s+"
    r"(?P<who>[^\W\d_][\w'’-]{0,40}(?: [^\W\d_][\w'’-]{0,40}){1,2})"
)
"""“Resp com Julie Mas”."""
_INITIALED = re.compile(
    rf"(?<=[\x1f,;:/(–—-] )(?!(?:D\.R\.H|P\.D\.G|D\.G|R\.H)\b)(?P<who>{INITIALS} ?{WORD})"
    rf"(?:\s*[,(–—-]?\s*(?P<title>(?i:{TITLE}))\.?\)?(?![\w'’]))?(?=\s*(?:$|[\x1f,;:/()–—]))"
)
"""A name with initials that stands by itself: “E. Vilmorel”, “M-C Thouvenin, gérante”."""
_TITLE_THEN_INITIALED = re.compile(
    rf"(?<![\w.@/'’-])(?P<title>(?i:{TITLE}))\.?\s*:?\s+(?P<who>{INITIALS} ?{WORD})"
)
"""“Dir com Ph. Garandeau”."""
_NAMED_AFTER = (
    r"(?:coiffure|salon|g[îi]te|cabinet(?: [a-zà-ÿ]+)?|institut|boutique|atelier|[ée]cole|pension"
    r"|ferme"
    r"|[ée]tude|chambres? d['’]h[ôo]tes?|auberge)"
)
_TRADER = re.compile(
    rf"(?:(?i:{_NAMED_AFTER}) (?:chez )?)?{CIVILITY}\s*{PERSON}(?: [a-zà-ÿ-]{{4,20}})?"
    rf"|(?:Chez|Contact|Voir|Demander) (?!{CIVILITY}){PERSON}"
)
"""A name of a business that is somebody's, or begins like a remark: “Coiffure Mme Claude”, “Me
Lambert notaire”, “Chez Paulette”.
"""
_HOST = re.compile(rf"[\x1f\s]*(?P<name>Chez (?!{CIVILITY}){PERSON})[\x1f\s]*(?=$|\x1f|[(,;/–—-])")
_SCANNED = re.compile(r"(?<!\w)[0OoQ][1-9lI](?:[ .\-]?[0-9OolI|]{2}){4}(?!\w)")
_AS_DIGITS = str.maketrans("OoQlI|", "000111")
_SENT_BY = re.compile(
    r"(?:^|(?<=[\s,;(]))(?:recommandée? par |(?:de|à) la part d(?:e |u |es |['’]))"
    r"[^,;|()\d]+"
    rf"|\b(?:ex|anciennement|remplace|formerly)[ -](?-i:{CIVILITY}\s*{PERSON})",
    re.I,
)
"""Who recommended her: somebody of another company, and not whom to ask for at this one."""
_REGISTERED = re.compile(
    r"\b(?:SIRET|SIREN|RCS|TVA|APE|NAF)\b[ :.n°]{0,3}(?:[A-ZÀ-Ü][\w-]{1,30} (?:[B-D] )?)?(?:FR ?)?"
    r"\d[\d ]{2,20}[A-Z]?|\bCA\b ?:? ?\d[\d .,]{0,15}(?: ?[kKM])?(?: ?(?:€|euros?))?"
    r"|\b(?:BP|B\.P\.|CS) ?\d{1,6}\b"
    r"|\b(?:au )?capital (?:social )?(?:de )?\d[\d .,]{0,15}(?: ?[kKM])?(?: ?(?:€|euros?))?"
)
"""Numbers of a company that are no telephone number, postcode or name."""
_NAME_LABEL = re.compile(
    r"(?:(?<=^)|(?<=\x1f)|(?<=\x1f ))(?:nom|soci[ée]t[ée]|entreprise"
    r"|raison sociale)\s*:\s*",
    re.IGNORECASE,
)
_ADDRESS_LABEL = re.compile(
    r"(?:(?<=^)|(?<=\x1f)|(?<=\x1f )|(?<=[,;|–—-] ))(?:adresse(?: postale)?|si[èe]ge(?: social)?"
    r"|address|si[èe]ge social [àa])\s*:\s*",
    re.IGNORECASE,
)
_TOWN_LABEL = re.compile(rf"\b(?i:ville|commune|localit[ée])\s*:\s*(?P<town>{_PLACE})")
_STOPS = re.compile(
    r"(?i:(?:^|[\x1f–—,;:/(!.]|\s-\s)\s*stop\s*(?:pub|svp|merci|appels?|d[ée]marchage|rgpd|\s)*"
    r"(?:$|[\x1f–—,;:/)!.]|\s-\s))"
)
_ASKED = re.compile(
    rf"(?<!\w)(?P<ask>(?i:{ASK}))\s*:?\s+(?P<who>{PERSON}(?: (?:ou|or) {WORD})?)"
    rf"(?:\s*[,(–-]?\s*(?P<title>(?i:{TITLE}))\)?(?![\w'’]))?"
)
_AGAIN = re.compile(
    r"(?:(?:->|→|=>)\s*)?(?<!\w)(?<!pas )(?<!plus )(?<!jamais )(?<!ss )(?<!sans )(?:"
    r"(?:[àa] |me |nous )?(?:rapp?ell?er|relancer|re-?contacter|ret[ée]l[ée]phoner|r[ée]essayer"
    r"|retenter|revoir)"
    r"|(?:rappell?e[sz]?|relance[sz]|recontacte[sz]?|r[ée]essaye[sz])(?:[ -](?:moi|nous|le|la"
    r"|les)\b)?"
    r"|retente[sz]?|rapp?\.|rapp|rappel"
    r"|(?<!de )(?<!du )rap(?=\s(?:lun|mar|mer|jeu|ven|sam|dem|le \d|\d"
    r"|ds|dans|d[ée]but|fin|mi-))|relance|rdv|r-v|rv|rendez-vous"
    r"|(?:repasser|passer) un (?:coup de fil|appel)"
    r"|(?:call|try|ring|phone)(?: (?:them|him|her|me|us))? (?:back|again)|follow[ -]?up"
    r"|(?=pas avant (?!\d{1,2} ?h|midi|noon)))(?:\b|(?<=\.))[\s:]*"
    r"(?:(?:t[ée]l\.?|t[ée]l[ée]phonique|pr[ée]vue?|fix[ée]e?|plut[ôo]t) )*(?P<when>[^\x1f;()]*)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?,? )?(?:\d{1,2}(?:er)? [a-zéû]{3,9}\.?(?: 20\d\d)?"
    r"|\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?)|page \d+(?:/\d+)?"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche",
    re.IGNORECASE,
)
"""A line that is nothing but a date or the number of a page."""
_REFUSED = Words("npa", "refus definitif")
"""Words that refuse wherever they stand in a line. Other refusals are found clause by clause
(refusal_notes.py).
"""
_IN_CHARGE = Words(
    *("dir", "pres", "patron", "patronne", "chef d entreprise", "cheffe d entreprise", "boss"),
    *("proprietaire", "exploitant", "exploitante", "mairesse", "ger"),
)
_BRACKETS = re.compile(r"\((?P<inside>[^()]*)\)|\[(?P<square>[^\[\]]*)\]")
_SPLIT = re.compile(
    r"\x1f|\s(?:-{1,3}|[–—|•·])\s|\s/\s(?!\d)|\s*[;|]\s*|\s(?:->|→|=>)\s?|\t+|\s{3,}|,\s+"
)
_TOWN = re.compile(rf"^(?P<town>{_PLACE})(?P<rest>(?:\s+.*)?)$")
_NO_TOWN = Words(
    *(
        "stop",
        "absent*",
        "agence",
        "ok",
        "occupe",
        "repondeur",
        "message",
        "mail",
        "envoye*",
        "vu",
        "deja",
    ),
    *("pas de", "pas", "non", "oui", "interesse*", "sympa", "tres", "trop", "faux", "client*"),
    *("budget", "devis", "site", "projet*", "refus", "fermeture", "ferme", "nouveau", "nouvelle"),
    *(
        "rappele*",
        "recommande*",
        "ancien*",
        "attention",
        "urgent",
        "relance*",
        "voir",
        "demander",
        "appele*",
    ),
    *("laisse", "bonjour", "merci", "gentil*", "accueil", "standard", "secretariat", "direct"),
    *("a", "en cours", "veut", "cherche", "janvier", "fevrier", "mars", "avril", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre", "lundi", "mardi"),
    *("mercredi", "jeudi", "vendredi", "samedi", "dimanche", "matin", "apres midi"),
)


_SPACED_ADDRESS = re.compile(
    r"(?P<local>[\w+-]+(?:\.[\w+-]+)*)(?: ?@ ?| ?[(\[](?:at|arobase)[)\]] ?| arobase )"
    r"(?P<host>[\w-]+(?:(?:\.| \. | ?[(\[](?:dot|point)[)\]] ?| point )[\w-]+)*"
    r"(?:\.| \. | ?[(\[](?:dot|point)[)\]] ?| point )[a-z]{2,24})(?![\w.-])"
)
"""An e-mail address as it is copied from a page or dictated: “contact @ durand . fr”."""


def read_paper_line(text: str, *, now: datetime | None = None) -> PaperLine:
    """A line as it was written, by its parts.

    `now` (aware) is what “lundi” is counted from: the present moment when it is not given.
    """
    now = now or clock.now()
    left = _Left(_opened(with_figures(text[:_LONGEST])))
    left.note(text[_LONGEST:])
    refused = _refuses(left.text)
    _take_marks(left)
    _take_opening(left)
    day = _take_day_in_front(left, now)
    for found in (*left.take(_REGISTERED), *left.take(_SENT_BY)):
        left.note(found.group())
    trader = _take_trader(left)
    email = _take_emails(left)
    website = _take_website(left)
    for found in left.take(_HOURS):
        left.note(found.group())
    numbers, faxes = _take_numbers(left, _postcode_in(left.text))
    trader = trader or _take_host(left)
    people = _take_people(left)
    follow_up = _take_follow_up(left, now)
    if follow_up:
        left.note(day)
    postcode, city, address = _take_address(left)
    city = _take_brackets(left, people, city)
    name, town = _take_name(left, people, trader, city, with_number=bool(numbers or faxes))
    if not name and postcode and city:
        city, name = _town_and_name(city)
    return PaperLine(
        text=text,
        name=name,
        numbers=tuple(numbers),
        faxes=tuple(faxes),
        people=tuple(people),
        address=address,
        postcode=postcode,
        city=city or town,
        email=email,
        website=website,
        follow_up=follow_up or day,
        refused=refused or (not people and any(map(note_refuses, left.notes))),
        note=on_one_line(dict.fromkeys(left.notes)),
    )


def _take_opening(left: _Left) -> None:
    """Words of a page that was copied, of a dictation and of a call that is told, which stand
    before and between what is to be read. They become notes.
    """
    left.text, of_page = without_page_words(left.text, _CUT)
    left.text = left.text.lstrip(f" {_CUT}")
    left.text = with_firm_before_its_person(left.text, _CUT)
    left.text, said = without_opening(left.text)
    left.text, does = with_firm_parted(left.text, _CUT)
    left.text, told = person_told_of(left.text) if said else (left.text, "")
    left.text, spelled = with_clauses_parted(left.text, _CUT)
    for words in (*of_page, said, told, does, *spelled):
        left.note(words)


def _take_website(left: _Left) -> str:
    """The first website of a line, without its label; others are notes."""
    sites = [found.group() for found in left.take(_LABELLED_SITE)]
    for other in sites[1:]:
        left.note(other)
    return re.sub(r"^(?:site web|site|web)\s*:\s*", "", sites[0], flags=re.I) if sites else ""


def _take_host(left: _Left) -> str:
    """The name of a business that is somebody's, “Chez Paulette”, where no firm follows."""
    host = _HOST.match(left.text)
    if host is None or _names_a_firm(left.text[host.end() :]):
        return ""
    left.text = f"{_CUT}{left.text[host.end() :]}"
    return host["name"]


def _take_address(left: _Left) -> tuple[str, str, str]:
    """(postcode, town, address)."""
    labelled = next(left.take(_TOWN_LABEL), None)
    left.text = _ADDRESS_LABEL.sub("", _NAME_LABEL.sub("", left.text))
    postcode, city, street = _take_place(left)
    city = labelled["town"] if labelled and not city else city
    return postcode, city, street or _first(left, _STREET) or _first(left, _ZONE)


def _opened(text: str) -> str:
    """The text with spaces of every kind written as one kind, and with `_CUT` in place of what
    separates columns.
    """
    text = re.sub(r"[\u00a0\u202f\u2007\u2009]", " ", text.replace(_CUT, " ")).strip()
    text = _SCANNED.sub(lambda found: found.group().translate(_AS_DIGITS), text)
    text = _SPACED_ADDRESS.sub(_address_closed_up, text)
    text = _DICTATED_COMMA.sub(",", _ADDRESS_IN_BRACKETS.sub(r" \1 ", text))
    text = _FAX_SIGN.sub(" fax ", text)
    text = with_plain_signs(_OF_COM.sub("com", text))
    text = _THE_TITLED.sub(r"\g<title> ", text)
    text = _PERSON_THEN_FIRM.sub(rf"\g<who>{_CUT} ", text)
    text = parted_at_slashes(parts_joined_by_pluses(text, f" {_CUT} "), f" {_CUT} ")
    text = _IN_OTHER_BRACKETS.sub(rf" {_CUT} \g<inside> {_CUT} ", text)
    return _PARTS.sub(f" {_CUT} ", text).lstrip(f" {_CUT}")


_DICTATED_COMMA = re.compile(r" virgule(?= )")
_ADDRESS_IN_BRACKETS = re.compile(r"\s?<([^<>\s]{1,80}@[^<>\s]{1,80})>\s?")
"""“Mathilde Rousselet <m.rousselet@…>”, as mail programs write it."""
_IN_OTHER_BRACKETS = re.compile(r"[<{](?P<inside>[^<>{}@]{1,80})[>}]")
"""“Imprimerie Delorme <Colmar> {Mme Roux}”."""
_OF_COM = re.compile(r"(?<= )com['’](?=\s*:)")
"""“chargée de com' : …”."""
_THE_TITLED = re.compile(
    rf"\b(?:Mme|Madame|M\.|Mr|Monsieur) (?=l[ae] |l['’])(?P<title>(?i:{TITLE})),? (?={CIVILITY})"
)
"""“Mme la directrice, Mme Pruvost”."""
_FAX_SIGN = re.compile(r"(?:📠|🖷)\ufe0f? ?:?")
_PARTS = re.compile(
    r"\t+| {3,}| \*+(?= )| // |\.{3,}|…"
    r"|[\u2190\u2191\u2193-\u21ff\u2300-\u23ff\u2500-\u2712\u2714-\u2716\u2718-\u27bf\u27c0-\u297f"
    r"\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?"
)
"""What parts the columns of a line: wide gaps, stars, points, and the signs and small pictures (a
box, a telephone, a place) that stand between them or before what they mean; not the arrow, cross
and tick of `paper_signs.py`.
"""


def _address_closed_up(found: re.Match[str]) -> str:
    host = re.sub(r" ?[(\[](?:dot|point)[)\]] ?| point | \. ", ".", found["host"])
    return f"{found['local']}@{host}"


def _refuses(text: str) -> bool:
    """Whether a line says that they must not be called any more."""
    bare = _NUMBER.sub(_CUT, text)
    front = _IN_FRONT.match(bare)
    refused_first = front is not None and not front.group().strip()[:1].isdigit()
    refused_first = refused_first and _limits_what_stands_before(bare, front) is None
    return refused_first or _REFUSED.found_in(bare) or _says_stop(text) or line_refuses(bare)


def _limits_what_stands_before(text: str, front: re.Match[str] | None) -> re.Match[str] | None:
    """The words behind a refusal in front of a name that limit it: “ne pas appeler *avant 14h*”.
    With a capital they are the name: “ne plus appeler La Maison Bleue”.
    """
    if front is None:
        return None
    if text.isupper():
        return _LIMITED_IN_CAPITALS.match(text, front.end())
    return _LIMITED.match(text, front.end())


_TIMES = (
    r"avant|apr[èe]s|entre|pendant|durant|jusqu|sauf|before|after|until|between|during|unless"
    r"|(?:le |les |on )?(?i:lundis?|mardis?|mercredis?|jeudis?|vendredis?|matin|midi|soir|mondays?"
    r"|tuesdays?|wednesdays?|thursdays?|fridays?|today|tomorrow)|\d{1,2} ?h"
)
_UP_TO_THE_NAME = (
    rf"(?!\w)(?:(?!{FIRM.pattern})[^\x1f,;:–—|(]){{0,60}}?"
    rf"(?=\s*(?:$|[\x1f,;:–—|(]|\s-\s|{FIRM.pattern}|{CAPITAL}[a-zà-ÿ]))"
)
_LIMITED = re.compile(
    rf"(?:{_TIMES}|si|l[ae]s?|l['’]|ces?|cette|en|[àa]|aux?|du|de|d['’]|dans|sur|pour|chez|tant|trop"
    rf"|{CIVILITY}\s*{WORD}|on|in|at|while|this|next|janvier|f[ée]vrier|mars|avril|mai|juin|juillet"
    rf"|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre){_UP_TO_THE_NAME}"
)
_LIMITED_IN_CAPITALS = re.compile(rf"(?:{_TIMES}){_UP_TO_THE_NAME}", re.IGNORECASE)


def _says_stop(text: str) -> bool:
    """“STOP” by itself, or in capitals among other words: no part of a name (“Stop Rouille”)."""
    if re.search(
        r"(?<![\w-])STOP(?![\w-])(?! (?:au|[àa] la|en|avant|apr[èe]s) (?!d[ée]march|prosp))", text
    ) and re.search(r"[a-zà-ÿ]{3}", text):
        return True
    return _STOPS.search(_NUMBER.sub(_CUT, text)) is not None


def _town_and_name(place: str) -> tuple[str, str]:
    """(town, name) of a line that begins with its place: “41000 Blois Coop du Val”."""
    town = _TOWN_ALONE.match(place)
    if town is None or not place[town.end() :].strip():
        return place, ""
    return town.group(), place[town.end() :].strip()


_TOWN_ALONE = re.compile(
    rf"(?:(?:La|Le|Les|Saint|Sainte) )?{CAPITAL}[\w'’-]*(?: (?:{_LINK}){CAPITAL}[\w'’-]*)*"
)


def _take_marks(left: _Left) -> None:
    while found := _MARKS.match(left.text):
        left.text = left.text[found.end() :]
        if found["done"]:
            left.note(found["done"])
    for before in (_IN_FRONT, _DAY_IN_FRONT, _INTRODUCED):
        if found := before.match(left.text):
            limit = _limits_what_stands_before(left.text, found) if before is _IN_FRONT else None
            end = (limit or found).end()
            left.note(left.text[:end])
            left.text = left.text[end:].lstrip(" ,:–-")


def _take_day_in_front(left: _Left, now: datetime) -> str:
    """The words of a day before the name that is to come: the weekday that fits its date says so.
    Any other is a note.
    """
    found = _DATE_IN_FRONT.match(left.text)
    if found is None:
        return ""
    said = _trimmed(found["said"])
    left.text = left.text[found.end() :]
    try:
        moment = understand(said, now=now)
    except NotUnderstood:
        left.note(said)
        return ""
    if moment.at - now > _TO_COME:
        left.note(said)
        return ""
    return said


_DATE_IN_FRONT = re.compile(
    r"(?P<said>(?:(?:lun|mar|mercre|jeu|vendre|same)di|(?:lun|mar|mer|jeu|ven|sam)\.?) "
    r"\d{1,2}(?:er)?(?:/\d{1,2}| (?:janv(?:ier)?|f[ée]vr(?:ier)?|mars|avril|mai|juin|juil(?:let)?"
    r"|ao[ûu]t|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?)\.?)"
    r"(?:,? (?:à )?\d{1,2} ?h(?: ?\d\d)?)?)(?:\s*[:,–—/|-]|\s(?=[^\W\d]))\s*",
    re.IGNORECASE,
)
"""“Jeudi 3/12 – Garage Roux”."""
_TO_COME = timedelta(days=120)


def _take_emails(left: _Left) -> str:
    emails = find_addresses(left.text)
    for email in emails:
        start, end = _where_written(email, left.text)
        label = _EMAIL_LABEL.search(left.text, 0, start)
        left.cut(label.start() if label else start, end)
    for other in emails[1:]:
        left.note(other)
    return emails[0] if emails else ""


def _where_written(email: str, text: str) -> tuple[int, int]:
    """Where an address begins and ends in a text in which it was found, which may write it with
    accents or capitals; nowhere (0, 0) when no word of the text is that address.
    """
    start = text.lower().find(email)
    if start >= 0:
        return start, start + len(email)
    for word in _WITH_AT.finditer(text):
        if email in find_addresses(word.group()):
            return word.span()
    return 0, 0


_WITH_AT = re.compile(r"[^\s<>();,]{1,200}@[^\s<>();,]{1,200}")


def _postcode_in(text: str) -> str:
    found = _POSTCODE.search(text)
    return found["code"] if found else ""


def _take_numbers(left: _Left, postcode: str) -> tuple[list[Number], list[Number]]:
    numbers, faxes = list[Number](), list[Number]()
    at = 0
    while found := _NUMBER.search(left.text, at):
        if _is_a_sum(left.text, found):
            at = found.end()
            continue
        label = found["label"] or ""
        of_name = (
            label[:1].isupper()
            and not label.lower().startswith(("tél", "tel"))
            and not re.search("[.:=]", found["sign"])
        )
        of_name = of_name and re.search(r"[\w'’] *$", left.text[: found.start()]) is not None
        left.cut(found.start("digits") if of_name else found.start(), found.end())
        extension = f" poste {found['extension']}" if found["extension"] else ""
        written = f"{found['digits']}{found['ends'] or ''}{extension}"
        read = read_numbers(written, postcode=postcode).numbers
        label = (not of_name and label) or found["after"] or found["bare"] or ""
        of_fax = (_FAX.found_in(label) and "/" not in label) or label in ("F", "f")
        (faxes if of_fax else numbers).extend(read)
        if not read:
            left.note(found.group())
    if len(numbers) == 1 and not numbers[0].extension and (found := _EXTENSION.search(left.text)):
        left.cut(*found.span())
        numbers = [numbers[0]._replace(extension=found["extension"])]
    return numbers, faxes


_EXTENSION = re.compile(
    r"(?<!\w)(?:poste|po|p\.|ext\.?)\s?:?\s?(?P<extension>\d{1,5})(?!\d|[.,/h€%]|\s?(?:h|€|%))",
    re.IGNORECASE,
)
"""An extension that other words part from its number: “04 65 71 36 45 Valence RH poste 3”."""


def _is_a_sum(text: str, found: re.Match[str]) -> bool:
    """Whether four figures are no short number but a sum: “budget 3000”."""
    short = len(re.sub(r"\D", "", found["digits"])) == _DIGITS_OF_A_SHORT_NUMBER
    start = found.start()
    return short and _OF_MONEY.search(text[max(0, start - _BESIDE) : start]) is not None


_DIGITS_OF_A_SHORT_NUMBER = 4
_BESIDE = 20
_OF_MONEY = re.compile(
    r"\b(?:budget|devis|tarifs?|prix|montant|loyer|capital|environ|env\.?|ptf|forfait|max|mini?"
    r"|quote|price)(?: de| d['’])?[ :=~]*$",
    re.IGNORECASE,
)


def _take_people(left: _Left) -> list[Person]:
    people = list[Person]()
    for found in left.take(_ROLE_MARK):
        title = found["title"] or found["work"] or found["short"]
        who = _trimmed(found["who"] or found["whom"] or found["anyone"])
        people.append(Person(who, _role(title), title))
    for pattern in (_TITLED, _TITLE_THEN_NAME, _TITLE_THEN_INITIALED, _INITIALED):
        for found in pattern.finditer(left.text):
            rest = left.text[: found.start()] + left.text[found.end() :]
            named = pattern in (_TITLE_THEN_INITIALED, _INITIALED)
            named = named or is_first_name(found["who"]) or _is_person(found["who"], left.text)
            if named and re.search(r"[^\W\d_]{3}", rest):
                left.cut(found.start(), found.end())
                title = found["title"] or ""
                people.append(Person(found["who"], _role(title), title))
                break
    for pattern in (_NAMED, _ASKED):
        for found in left.take(pattern):
            groups = found.groupdict()
            before = left.text[: found.start()]
            if (found["ask"] or "").lower() == "chez" and people and not _LETTERS.search(before):
                left.text = f"{before}{_CUT}{found['who']}{left.text[found.start() :]}"
                continue
            title = _trimmed(groups.get("first") or groups["title"] or "")
            who = _without_point(_trimmed(groups["who"]).rstrip(" ?!"))
            people.extend(Person(one, _role(title), title) for one in _each(who))
    for person in people:
        if person.title and person.role == "other":
            left.note(f"{person.name} : {person.title}")
    return people


def _each(who: str) -> list[str]:
    """The people of words that name several: “SYLVIE OU KARINE”, “Sylvie ou Karine”."""
    names = _OR.split(who)
    return names if all(map(is_first_name, names)) else [who]


_OR = re.compile(r" (?:ou|et|or|and|&) ", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2}")


def _role(title: str) -> str:
    """The role behind the words of a title, short forms included: “dir. com.”, “patron”, “R.H”."""
    role = role_of(re.sub(r"(?<=\b\w)\.(?=\w\b)", "", title))
    return "management" if role == "other" and _IN_CHARGE.found_in(title) else role


def _take_follow_up(left: _Left, now: datetime) -> str:
    """The words of the date behind “rappeler”. What is not a date stays in the note."""
    found = _AGAIN.search(left.text)
    if found is None:
        return ""
    words = found["when"].split()
    for length in range(min(len(words), 8), 0, -1):
        said = " ".join(words[:length]).strip(' ,.;:!-–—"«»“”')
        try:
            understand(said, now=now)
        except NotUnderstood:
            continue
        if length < len(words) and re.match(r"\d{1,2}(?!\d|[xX])", words[length]):
            return ""
        end = found.start("when") + found["when"].index(words[length - 1], _place(words, length))
        left.cut(found.start(), end + len(words[length - 1]))
        return said
    return ""


def _place(words: list[str], length: int) -> int:
    return sum(len(word) + 1 for word in words[: length - 1]) if length > 1 else 0


def _take_place(left: _Left) -> tuple[str, str, str]:
    """(postcode, town, street that stands before them without a number)."""
    found = _POSTCODE.search(left.text)
    if found is None:
        return "", "", ""
    city = found["city"] or found["before"] or ""
    end = found.end()
    if city[:1].islower() and _NO_TOWN.found_in(city.split(" ")[0]):
        city, end = "", found.start("city")
    left.cut(found.start(), end)
    head = left.text[: found.start()]
    street = _BARE_STREET.search(head)
    if street is None or not re.search(r"\w", head[: street.start("street")]):
        return found["code"], _CEDEX.sub("", city).strip(), ""
    left.cut(street.start("street"), street.end("street"))
    return found["code"], _CEDEX.sub("", city).strip(), _trimmed(street["street"])


def _take_brackets(left: _Left, people: list[Person], city: str) -> str:
    """Takes out what stands in brackets (a person, a firm, a town or a note), and returns the town
    of the line.
    """
    for found in left.take(_BRACKETS):
        inside = _trimmed(found["inside"] or found["square"] or "")
        if is_first_name(inside) or _is_person(inside, left.text):
            people.append(Person(inside))
        elif _TITLE_AT_A_FIRM.fullmatch(inside):
            left.text += f"{_CUT}{inside}"
        elif (both := _FIRM_IN_TOWN.fullmatch(inside)) and is_known_town(both["town"]):
            left.text += f"{_CUT}{both['firm']}{_CUT}{both['town']}"
        elif "," in inside and any(named_in(part) for part in inside.split(", ")):
            for part in inside.split(", "):
                if not _take_named(part, left, people):
                    left.note(part)
        elif named := named_in(inside):
            _add_named(named, left, people)
        elif _is_a_firm_in_brackets(inside, left.text, found.start(), people):
            left.text += f"{_CUT}{inside}"
        elif not city and _is_place(inside):
            city = inside
        else:
            left.note(inside)
    return city


_FIRM_IN_TOWN = re.compile(rf"(?P<firm>{CAPITAL}[^,]+), (?P<town>{CAPITAL}[^,]+)")
"""“(Durandeau SARL, Pau)”."""
_TITLE_AT_A_FIRM = re.compile(rf"(?P<title>(?i:{TITLE}))?\s?(?:de\s)?chez\s(?P<firm>{CAPITAL}.+)")
"""“RH chez Verrerie du Nord”."""


def _of_a_firm(inside: str, before: str) -> bool:
    """Whether words in brackets behind a person bear the person's surname: “Vélos Roche”."""
    person = _trimmed(before)
    words = inside.split()
    if is_full_name(person) and person.split()[-1] in words:
        return len(words) > 1
    alone = is_first_name(person) or is_full_name(person)
    return alone and is_surname_alone(inside) and not is_first_name(inside)


def _is_a_firm_in_brackets(inside: str, text: str, at: int, people: list[Person]) -> bool:
    """Whether words in brackets, which stood at a place of the text, are the firm of the line."""
    if FIRM.match(inside) or _of_a_firm(inside, text[:at]):
        return True
    return bool(people) and _is_the_only_name(inside, text)


def _is_the_only_name(inside: str, others: str) -> bool:
    """Whether words in brackets are where somebody works: several with capitals, on a line that
    says nothing else.
    """
    several = re.fullmatch(rf"{CAPITAL}\w+(?: (?:{SMALL}|& )?{CAPITAL}[\w'’-]+)+", inside)
    return several is not None and not _LETTERS.search(others) and not is_known_town(inside)


def _is_place(words: str) -> bool:
    """Whether words in brackets are the name of a town: “Oyonnax”, “Villeneuve sur Lot”."""
    if _TOWN_ALONE.fullmatch(words) is None or words.isupper() or len(words) < _SHORTEST_TOWN:
        return False
    return not (_NO_TOWN.found_in(words) or _ROLE_WORD.fullmatch(words))


_SHORTEST_TOWN = 3
_ROLE_WORD = re.compile(TITLE, re.IGNORECASE)


def _is_person(words: str, line: str) -> bool:
    """Whether words are a full name, written as names are in this line: in capitals, or small when
    the whole line is.
    """
    if not is_full_name(words):
        return False
    return line == line.lower() or all(map(_WORD_OF_A_NAME.match, words.split()))


_WORD_OF_A_NAME = re.compile(rf"(?:[dl]['’])?{CAPITAL}|(?:de|du|des|la|le|van|von|da|el|ben)\Z")


def _names_a_firm(text: str) -> bool:
    """Whether a part of a text is a firm by its trade."""
    return any(FIRM.match(_trimmed(part)) for part in _SPLIT.split(text))


def _take_trader(left: _Left) -> str:
    """The person who stands before the number when nothing else does: then the card is that
    person's.
    """
    number = _NUMBER.search(left.text)
    head = _trimmed(left.text[: number.start()]) if number else ""
    name, comma, remark = head.partition(", ")
    if comma and remark[:1].islower() and "," not in remark and not FIRM.match(remark):
        head = name
    else:
        remark = ""
    if number is None or _TRADER.fullmatch(head) is None:
        return ""
    if _PERSON_AND_FIRM.search(left.text) or _names_a_firm(left.text[number.end() :]):
        return ""
    left.cut(0, number.start())
    left.note(remark)
    return head


def _take_name(
    left: _Left, people: list[Person], trader: str, city: str, *, with_number: bool
) -> tuple[str, str]:
    """(the name, the town); everything else that is left becomes a note."""
    if (found := _BEFORE_A_FIRM.match(left.text)) and is_full_name(found["who"]):
        left.text = f"{found['who']}{_CUT}{left.text[found.end() :]}"
    chunks = _chunks(left)
    if trader:
        chunks.insert(0, trader)
    _take_what_is_no_name(chunks, left, people)
    if not chunks:
        return "", ""
    if not with_number and not city and all(_HEADING.fullmatch(part) for part in chunks):
        left.note(" ".join(chunks))
        return "", ""
    if (found := _AT_TOWN.fullmatch(chunks[0])) and is_known_town(found["town"]):
        chunks[:1] = [found["name"], found["town"]]
    if not city and (found := _IN_TOWN.fullmatch(chunks[0])) and is_known_town(found["town"]):
        chunks[:1] = [found["name"], found["town"]]
    chunks[:1] = _sentences(chunks[0])
    if with_number:
        chunks[0] = _LED_TO_NUMBER.sub("", chunks[0])
    chunks[0] = _without_point(_without_remark(chunks[0], left, people))
    name, *rest = _firm_before_town(_firm_first(chunks, left, people))
    name = _KIND_OF_FIRM.sub("", _without_mark(name, left))
    rest = [_without_point(part) if is_known_town(_without_point(part)) else part for part in rest]
    named_later = any(map(is_known_town, rest))
    name, town = (name, "") if city or named_later else town_behind(name)
    behind = _take_rest(rest, left, people, town_is_known=bool(town or city))
    return name, town or behind


_KIND_OF_FIRM = re.compile(
    rf"^(?:(?:la|de la) |d['’]|de l['’]|l['’])?(?:soci[ée]t[ée]|entreprise|bo[îi]te) (?={CAPITAL})"
)
"""Small letters before a name in a sentence: “la société Grimonvaux”."""


def _take_what_is_no_name(chunks: list[str], left: _Left, people: list[Person]) -> None:
    """Remarks, and what a person named before does, taken from before the name of the firm."""
    if chunks and (found := _REMARK_BEFORE.match(chunks[0])) and is_a_remark(found["remark"]):
        left.note(found["remark"])
        chunks[0] = chunks[0][found.end() :]
    while chunks and any(map(_may_be_a_name, chunks[1:])):
        of_person = _ROLE_WORD.fullmatch(chunks[0]) and _gives_a_title(chunks[0], left, people)
        if not of_person and not is_a_remark(chunks[0]) and not _is_talk(chunks[0]):
            return
        if not of_person:
            left.note(chunks[0])
        del chunks[0]
        chunks[0], said = without_opening(chunks[0])
        left.note(said)


def _is_talk(part: str) -> bool:
    """Whether a part holds nothing but words of sentences: “oui bonjour”, “Their new”, “là c'est un
    restaurant”; or is a heading of a page.
    """
    words = part.split()
    of_trade = len(words) > 1 and part[-1:].islower() and is_of_a_trade(words[-1])
    return all(map(is_word_of_talk, words[:-1] if of_trade else words)) or is_of_a_page(part)


_REMARK_BEFORE = re.compile(r"(?P<remark>[^:!]{2,40}?)(?:\s?!+|\s?:)\s+(?=[A-ZÀ-Þ])")
"""“Faux numéro : Garage Weller”, “Hot lead!! Garage Weller”."""


def _may_be_a_name(part: str) -> bool:
    """Whether a part behind a remark is what the line is about: a firm, or words that are no town
    and no other remark.
    """
    plain = part[:1].isupper() and not is_known_town(part) and not is_a_remark(part)
    return FIRM.match(part) is not None or plain


def _sentences(part: str) -> list[str]:
    """A part cut where a sentence ends: “Tuilerie Bombard. Dole.”. One word with a point before
    other words than a town is cut short: “Pharm. des Arcades”.
    """
    first, *rest = _SENTENCE_ENDS.split(part)
    if rest and _CUT_SHORT.search(first) and not is_known_town(_without_point(rest[0])):
        return [part]
    if rest and " " not in first and not is_known_town(_without_point(rest[0])):
        first, *rest = [f"{first}. {rest[0]}", *rest[1:]]
    return [first, *rest]


def _chunks(left: _Left) -> list[str]:
    """The parts that are left of a line; marks by themselves are notes."""
    chunks = [part for part in map(_trimmed, _SPLIT.split(left.text)) if part]
    for mark in filter(_ONLY_A_MARK.fullmatch, chunks):
        left.note(mark)
    return [part for part in chunks if re.search(r"\w", part)]


def _without_mark(name: str, left: _Left) -> str:
    """The name without the mark behind it, such as a question mark. The mark becomes a note."""
    found = _LAST_MARK.search(name)
    if found is None:
        return name
    left.note(found["mark"])
    return name[: found.start()]


def _take_rest(rest: list[str], left: _Left, people: list[Person], *, town_is_known: bool) -> str:
    """The town of the parts behind the name; the people of the others are taken out, and the rest
    is a note.
    """
    town = ""
    named = any(map(_names_a_town, rest))
    for part in rest:
        if _take_named(part, left, people) or _gives_a_title(part, left, people):
            continue
        open_to_town = not town and not town_is_known and (not named or _names_a_town(part))
        town, remark = _town_of_part(part) if open_to_town else (town, part)
        if town and is_first_name(remark):
            people.append(Person(remark))
        else:
            left.note(remark)
    return town


def _town_of_part(part: str) -> tuple[str, str]:
    """(the town that a part names, the words of it that are a remark)."""
    if (found := _LED_TO_TOWN.fullmatch(part)) and is_known_town(found["town"]):
        return found["town"], ""
    if part.islower() and any(beginning := small_town_first(part)):
        return beginning
    if is_town_by_itself(part) or is_small_commune(part):
        return part, ""
    if (found := _REMARK_IN_TOWN.fullmatch(part)) and is_known_town(found["town"]):
        return found["town"], part
    return (not _refuses(part) and _town(part)) or ("", part)


def _names_a_town(part: str) -> bool:
    """Whether a part is a well-known town, or leads to one or begins with one in small letters."""
    led = _LED_TO_TOWN.fullmatch(part)
    begins = part.islower() and any(small_town_first(part))
    return is_known_town(led["town"] if led else part) or begins


_LED_TO_TOWN = re.compile(r"(?:[àa]|pr[èe]s de|vers|sur|dans) (?P<town>[^\d,;]{3,40}?)\.?", re.I)
"""“à Dole.”, “près de Colmar”."""


def _firm_before_town(chunks: list[str]) -> list[str]:
    """The parts with the firm first where a line begins with its town: “Lille, Garage Roux”."""
    first, *rest = chunks
    if not is_known_town(first):
        found = _TOWN_THEN_FIRM.fullmatch(first)
        known = found is not None and is_known_town(found["town"])
        return [found["firm"], found["town"], *rest] if found and known else chunks
    firm = next((part for part in rest if FIRM.match(part)), "") or next(iter(rest), "")
    if not firm or is_known_town(firm) or not re.match(CAPITAL, firm) or _refuses(firm):
        return chunks
    if _NO_TOWN.found_in(firm.split(" ")[0]) or named_in(firm) is not None:
        return chunks
    rest.remove(firm)
    return [firm, first, *rest]


_LAST_MARK = re.compile(r"(?<=\w)\s+(?P<mark>[✗✓?!+*=#~×xX]{1,3}|\(\?\))$")
"""What is put behind a name and is no part of it: “Fromagerie Bonnevaux ?”."""
_ONLY_A_MARK = re.compile(r"[✗✓\s]+")
_REMARK_IN_TOWN = re.compile(
    rf"(?:[a-zà-ÿ]|{CAPITAL}[a-zà-ÿ]+ [a-zà-ÿ])[^\d]{{2,60}} [àa]"
    rf" (?P<town>{CAPITAL}[\w'’ -]{{2,40}})"
)
"""“négociants à Saumur”."""
_SENTENCE_ENDS = re.compile(r"(?<=[a-zà-ÿ]{4})(?<!ssoc)\.\s+(?=[^\W\d_])")
"""The point between the name of a company and its town; “Ets. Roux” has none of that kind."""
_CUT_SHORT = re.compile(r"\.(?: |\Z)|\s[a-z]{4,5}\Z")
"""Words of which one is cut short before the last: “Cab. dent”."""
_LAST_CUT_SHORT = re.compile(r" [a-zà-ÿ]{1,5}\.$")
_LAST_POINT = re.compile(r"(?<=[^\W\d_]{3})\.$")


def _without_point(words: str) -> str:
    """Words without the point of the sentence they end; “S.A.” and “Dussart opt.” keep theirs."""
    if _LAST_CUT_SHORT.search(words) and re.match(CAPITAL, words):
        return words
    return _LAST_POINT.sub("", words)


def _firm_first(chunks: list[str], left: _Left, people: list[Person]) -> list[str]:
    """The parts with the firm before all others: whoever stands before it or right behind it is
    taken out.
    """
    firm, rest = chunks[0], chunks[1:]
    first = _person_first(firm, left.text)
    works_at = _AT_A_FIRM.fullmatch(firm)
    if first and (company := next((part for part in rest if _is_a_company(part, left.text)), "")):
        rest.remove(company)
        at = _TITLE_AT_A_FIRM.fullmatch(company)
        title = (at and at["title"]) or first.title
        _put_first(replace(first, title=title), left, people)
        return [at["firm"] if at else company, *rest]
    if works_at and (named := _person_first(works_at["who"], left.text)):
        _put_first(named, left, people)
        return [works_at["firm"], *rest]
    if split := person_behind(firm):
        _add_named(split[1], left, people)
        return [split[0], *rest]
    return chunks


def _without_remark(name: str, left: _Left, people: list[Person]) -> str:
    """The name of a company without the remark that follows it without a sign between them."""
    if quoted := _QUOTED.fullmatch(name):
        left.note(quoted["rest"])
        return quoted["name"]
    if noted := _NOTED.fullmatch(name):
        if not _take_named(noted["rest"], left, people):
            left.note(noted["rest"])
        name = noted["name"]
    found = _REMARK.search(name)
    if found is None or not re.search(CAPITAL, name[: found.start()]):
        return name
    remark, name = name[found.end() :], name[: found.start()]
    firm, _, last = name.rpartition(" ")
    if " " in firm and is_first_name(last) and _OF_SOMEBODY.match(remark):
        people.append(Person(last))
        name = firm
    left.note(remark)
    return name


def _take_named(part: str, left: _Left, people: list[Person]) -> bool:
    """Whether a part behind the name of the company names somebody, who is then taken out of it."""
    alone = part.rstrip(" ?!")
    if is_first_name(alone) or _is_person(alone, left.text) or is_surname_alone(alone):
        people.append(Person(alone))
        left.note(part[len(alone) :])
        return True
    named = named_in(part)
    if named is not None:
        _add_named(named, left, people)
    return named is not None


def _put_first(named: Named, left: _Left, people: list[Person]) -> None:
    """The people with whom the line begins, before those it names later."""
    found = list[Person]()
    _add_named(named, left, found)
    people[:0] = found


def _gives_a_title(part: str, left: _Left, people: list[Person]) -> bool:
    """Whether a part is nothing but what the person just named does, who then has it."""
    if not people or people[-1].title or _ROLE_WORD.fullmatch(part.rstrip(".")) is None:
        return False
    role = _role(part)
    people[-1] = replace(people[-1], role=role, title=part)
    if role == "other":
        left.note(f"{people[-1].name} : {part}")
    return True


def _add_named(named: Named, left: _Left, people: list[Person]) -> None:
    role = _role(named.title)
    people.extend(Person(name, role, named.title) for name in named.names)
    if named.title and role == "other":
        left.note(f"{named.names[0]} : {named.title}")
    left.note(named.rest)


def _person_first(part: str, line: str) -> Named | None:
    """The person whom the first part of a line names when it names nothing else."""
    if is_first_name(part) or _is_person(part, line):
        return Named((part,))
    named = named_in(part)
    if named is None or named.rest.strip():
        return None
    known = _WITH_INITIALS.search(part) is not None or is_first_name(part.split(maxsplit=1)[0])
    known = known or (named.title != "" and is_first_name(named.names[0].split(maxsplit=1)[0]))
    return named if known else None


_WITH_INITIALS = re.compile(rf"^{INITIALS} ?{CAPITAL}|^{WORD} {INITIALS}\Z")


def _is_a_company(part: str, line: str) -> bool:
    """Whether a part behind a person is the name of where they work: no town, no remark."""
    if FIRM.match(part) or _TITLE_AT_A_FIRM.fullmatch(part):
        return True
    words = part.split()
    if _NO_TOWN.found_in(words[0]) or _TOWN_BY_FORM.fullmatch(part) or is_known_town(part):
        return False
    if _ROLE_WORD.fullmatch(part) or (is_known_town(words[0]) and re.search(SHOUTED, part)):
        return False
    if len(words) == 1:
        return is_surname_alone(part) and not is_first_name(part)
    return part[:1].isupper() or line == line.lower()


_PERSON_THEN_FIRM = re.compile(
    rf"(?<![\w.])(?P<who>{CIVILITY}\s*(?:{SMALL})?{WORD}(?:(?: {WORD})??"
    rf" (?:(?:de la|de l['’]|du|des|de chez|chez|de|at|from) ?)?(?={FIRM.pattern})"
    rf"| (?={WORD}(?: {WORD})? {LEGAL_FORM})))"
)
"""“MME ROUX GARAGE MARTIN”: the firm begins where its trade does."""
_PERSON_AND_FIRM = re.compile(
    rf"{CIVILITY}[^\d\x1f]+\x1f (?:{FIRM.pattern}|{WORD}(?: {WORD})? {LEGAL_FORM})"
)
"""As `_PERSON_THEN_FIRM`, once `_CUT` stands between the person and the firm."""
_TOWN_THEN_FIRM = re.compile(
    rf"(?P<town>{CAPITAL}[\w'’ -]{{2,30}}?) (?P<firm>{FIRM.pattern}.*|[^,]{{2,60}} {LEGAL_FORM})"
)
"""“Lille Garage Roux”."""
_BEFORE_A_FIRM = re.compile(rf"\s*(?P<who>{WORD} {WORD}) (?={FIRM.pattern})")
_REMARK = re.compile(
    r"\s\?\s+(?!non\b)(?=[a-zà-ÿ])|\s+(?=!!)|(?<=\w)\.?\s+(?=(?:r[ée]p(?:\.|ondeur\b|ond pas)"
    r"|t[ée]l\.? (?:ne )?r[ée]pond|msg\b|mess\."
    r"|message\b|occup[ée]e?\b|absente?\b"
    r"|abs\."
    r"|injoignables?\b|tjs?\b|(?:t[ée]l|num|n°) (?:chang|chg|err|hs\b|ko\b)|emploie(?:nt)?\b"
    r"|(?:so far|front desk|reception|switchboard|on|elle|ils?|c['’]est|je|tu|any ?more|is|are|was"
    r"|has|they|she|he|we|who|asked)\b|est (?:une?|l[ae]|sp[ée]cialis|situ|implant)\b|re:\s"
    r"|toujours\b|d[ée]j[àa]\b|pas (?:int[ée]ress|d['’]|de |là\b|dispo"
    r"|encore|de rép)"
    r"|ne (?:r[ée]pond|veut|souhaite)|vue? (?:le|au|en|à)\b|mail (?:ok|envoy)|plaquette\b|devis\b"
    r"|ferm[ée]e? (?:le|en|jusqu|pour|d)|ok (?:mail|pour)|rappel[ée]e?\b|relanc[ée]e?\b"
    r"|en (?:r[ée]union|cong[ée]s?|vacances)\b"
    r"|rapp\.|DRH(?=$|\s[a-z])|accueil\b|standard\b|compta\b|secr[ée]tariat\b|cellule\b"
    r"|service (?:com|rh|achats|clients?)\b|nrp\b|npai\b|faux n|\d+ (?:magasins?|sites?|agences?"
    r"|num[ée]ros?|salari[ée]s|pers)|personne (?:ne|pas)|n['’](?:a|est"
    r"|ont)\b|a d[ée]j[àa]\b|trop cher))"
)
"""Where a remark begins right behind the name of a company: “Durieux SARL rép. 3 fois”."""
_OF_SOMEBODY = re.compile(
    r"absente?\b|en (?:r[ée]union|cong[ée]s?|vacances)|occup[ée]e?\b|injoignable"
)
"""A remark that is about a person: “Cave Sauvion Bérangère absente mardi”."""
_AT_A_FIRM = re.compile(rf"(?P<who>[^,]{{2,60}}?),?\s(?:de\s)?chez\s(?P<firm>{CAPITAL}.+)")
"""“Marc de chez Brunel Paysage”, “Sophie L. com chez Textor”."""
_QUOTED = re.compile(r"[«“\"]\s?(?P<name>[^»”\"]{2,80}?)\s?[»”\"](?P<rest>.*)")
"""“« Le Petit Navire » resto”."""
_NOTED = re.compile(r"(?P<name>[^:]{2,80}?)\s:\s+(?P<rest>[a-zà-ÿ][^\x1f]*)")
"""“Café des Sports : mail ok”."""
_AT_TOWN = re.compile(rf"(?P<town>{CAPITAL}[\w'’ -]{{1,40}}?)\s?:\s+(?P<name>{CAPITAL}.*)")
"""“Villeneuve-d'Ascq : Mairie annexe”."""
_ONE_TOWN = rf"(?P<town>(?:Saint |Le |La |Les )?{CAPITAL}[\w'’-]{{2,40}})"
_IN_TOWN = re.compile(rf"(?P<name>{CAPITAL}[^,]{{2,80}}?) (?:[àa]|(?<=[A-ZÀ-Þ] )A) {_ONE_TOWN}")
"""“Tuilerie Bombard à Dole”."""
_TOWN_BY_FORM = re.compile(
    r"(?:la|le|les|saint|sainte|ste?) [\w'’-]+"
    r"|[\w'’-]+ (?:sur|en|les|lès|sous|la|le|aux) (?:la |le |l['’])?[\w'’-]+",
    re.IGNORECASE,
)
"""Several words that are formed as only a town's name is: “Saint Malo”, “Marcq en Barœul”."""


def _town(part: str) -> tuple[str, str] | None:
    """(a town, the words behind it) when a part begins with one; None when it is a remark."""
    found = _TOWN.match(part)
    if found is None or _NO_TOWN.found_in(found["town"].split(" ")[0]):
        return None
    if is_word_of_trade(found["town"]) and not is_known_town(found["town"]):
        return None
    town, rest = found["town"], found["rest"]
    first, _, others = town.partition(" ")
    if is_known_town(town):
        return town, rest
    if is_known_town(first):
        return (town, rest) if others in _QUARTERS else (first, f"{others}{rest}")
    remark = rest.strip()[:1].islower() and not is_formed_like_a_town(town)
    shout = town.isupper() and (len(town) <= _LONGEST_SHOUT or bool(others))
    shout = shout and (" LES " in town or not is_formed_like_a_town(town))
    return None if remark or shout else (town, rest)


_QUARTERS = ("Centre", "Nord", "Sud", "Est", "Ouest", "Cedex")
_LONGEST_SHOUT = 5
"""Letters of an abbreviation in capitals that is no town: “TJM”, “AAC”; several words in capitals
are a remark (“LIGNE SUSPENDUE”).
"""


def _first(left: _Left, pattern: re.Pattern[str]) -> str:
    found = next(left.take(pattern), None)
    return _trimmed(found.group()) if found else ""


def _trimmed(words: str) -> str:
    plain = " ".join(words.replace(_CUT, " ").split())
    plain = plain.strip(" ,;:–—-/|→>=•·")
    return plain.removesuffix("(").strip() if plain.count("(") > plain.count(")") else plain
