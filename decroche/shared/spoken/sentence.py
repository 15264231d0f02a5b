"""A moment inside of a sentence: “envoyer le devis mardi 10h” is Tuesday at ten, and what is to be
done then.

A text that is a moment as a whole is left to `understand`. In a longer one, the words that are a
moment are looked for; the others are kept as they were typed. What could be meant in two ways is
refused with its reason: two days, a day that is denied, on which somebody is away, that is past, or
that describes something (“le compte rendu de mardi”). Of a span (“entre mardi et jeudi”) the first
day is taken, as everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from decroche.shared.folding import strip_marks
from decroche.shared.language import Language
from decroche.shared.places import METRO
from decroche.shared.spoken import NotUnderstood, Spoken, TooFar, too_far, understand
from decroche.shared.spoken.parts import Refused
from decroche.shared.spoken.spans import DASH, span_in

_LONGEST = 300
_WORD = re.compile(r"\S+")
_MOST_WORDS = 12
"""Words of a moment inside of a sentence, at most."""
_WEEKDAYS = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_SHORT_DAYS = (
    r"(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|lu|ma|me|je|ve)"
)
_MONTHS = (
    r"(?:janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?"
    r"|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?|january|february|march|april|may|june|july"
    r"|august|september|october|november|december)"
)
_NEAR_DAYS = r"(?:apres-demain|demain|aujourd'hui|tomorrow|today|ce soir|tonight|ce matin)"
_SPAN = (
    r"(?:dans|d'ici|sous|in|within)\b.* (?:jours?|jrs?|semaines?|mois|ans?|days?|weeks?|months?"
    r"|heures?|hours?|moitie|quinzaine|(?:quarts? d'|demi-)heure)"
)
_A_DAY = re.compile(
    rf"\b(?:{_WEEKDAYS}|{_NEAR_DAYS}|(?:\d{{1,2}}|1er) {_MONTHS}|{_MONTHS} \d{{1,2}}|{_SPAN}"
    rf"|(?:le|(?:on|from|by|before|after) the) \d{{1,2}}(?:er|st|nd|rd|th)?"
    rf"|le \d{{1,2}}[/.]\d{{1,2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\d{{4}}-\d\d-\d\d"
    r"|(?:mi|mid)-\w+"
    rf"|(?:en|debut|fin|courant|in|early|late) {_MONTHS}"
    r"|(?:a partir|a compter) du \d{1,2}(?:er)?|du \d{1,2}(?:er)? au \d{1,2}|d'ici au \d{1,2}"
    r"|semaine (?:prochaine|suivante|du (?:\d{1,2}|1er))|mois prochain|next (?:week|month)"
    r"|(?:apres|avant) les (?:vacances|fetes)|(?:a|apres|pour) la rentree"
    rf"|au mois d(?:e |'){_MONTHS}|(?:premiere|deuxieme|derniere) (?:semaine|quinzaine)"
    r" d(?:e |'|u )"
    r"|(?:apres|une fois) (?:paques|noel|la pentecote))\b"
)
"""What names a day, or a week, without doubt; a bare “3” or “mars” does not."""
_SHORT_DAY_AND_HOUR = re.compile(rf"{_SHORT_DAYS}\.?(?: \d{{1,2}}(?:[/.]\d{{1,2}})?)? (?:a )?\d.*")
_SPELT_HOURS = (
    r"(?:une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    r"|dix-(?:sept|huit|neuf)|vingt)"
)
_SPELT_NUMBER = re.compile(_SPELT_HOURS)
_HOUR = re.compile(
    r"\b\d{1,2} ?(?:h|heures?)(?: ?\d\d)?\b|\b\d{1,2}:\d\d\b|\b\d{1,2} ?[ap]m\b"
    rf"|\b{_SPELT_HOURS} heures?\b|\b(?:half|quarter) (?:past|to)\b|\bo'?clock\b"
    r"|\b(?:around|about) (?:[1-9]|1\d)\b(?! ?(?:days?|weeks?|months?|years?|%|€))"
    r"|\bat (?:[1-9]|1\d)(?=$| \|)"
)
_PART_OF_DAY = re.compile(
    r"\b(?:matin(?:ee)?|midi|apres-midi|soir(?:ee)?|noon|morning|afternoon|evening)\b"
)
_LEFT_OPEN = re.compile(
    rf"\b(?:{_WEEKDAYS}|{_NEAR_DAYS}|(?:\d{{1,2}}|1er) {_MONTHS}|{_MONTHS} \d{{1,2}}"
    rf"|{_WEEKDAYS}s|(?:avant-)?hier|yesterday|le \d{{1,2}}(?:er)?|\d{{1,2}}/\d{{1,2}}"
    r"|sinon|(?:semaine|mois) (?:prochaine?|derniere?|suivante?|d'apres)|en (?:huit|quinze|8"
    r"|15)|fortnight|minuit"
    r"|midnight|o'clock|[ap]m"
    r"|an(?:nee)? prochaine?|next year|\d{1,2}ish"
    r"|(?:before|after|avant|apres|vers) (?:[1-9]|1\d|2[0-3])(?=$| \|))\b"
)
"""What may name a moment; left over beside the one that was found, it leaves a doubt."""
_TOLD = re.compile(
    r"\b(?:a|ai|as|avons|avez|ont|est|sommes|etes|sont|s'est|j'ai|l'ai)\b(?: \S+){0,3}?"
    r" (?:r?appelee?s?|vue?s?|parlee?s?|eue?s?|discute|echange|croisee?s?|rencontree?s?|jointe?"
    r"|contactee?s?)(?: (?:le|ce))?$"
)
"""“Il a déjà appelé mardi” tells of a day that was."""
_ADDRESS = re.compile(
    r"(?:\b\d+ ?(?:bis|ter|[a-d])?,? )?\b(?:rue|avenue|av\.?|boulevard|bd\.?|place|pl\.|square"
    r"|quai|impasse|allees?|cours|chemin|route|esplanade|passage|rond-point|street|road)\b"
    r"(?: (?:du|de la|de l'|de|des))?"
    rf"(?: (?:{_WEEKDAYS}|(?:\d{{1,2}}|1er) {_MONTHS}(?: \d{{4}})?|{_MONTHS}))?"
)
"""The beginning of an address: its numbers and dates (“12 rue du 8 mai 1945”) are no moment."""
_NAME = re.compile(rf"\b(?:m\.|mr\.?|mme|mlle|mrs\.?|ms\.?|dr|me) (?:{_WEEKDAYS}|{_MONTHS})\b")
"""A person who is called like a day or a month."""
_DENIED = frozenset(
    [
        "pas",
        "sauf",
        "hors",
        "jamais",
        "ni",
        "excepte",
        "hormis",
        "not",
        "except",
        "never",
        "no",
        "avoid",
        "evite",
        "eviter",
        "non",
        "impossible",
        "ferie",
        "but",
    ]
)
_MOVES_BEHIND = frozenset(
    [
        *("d'apres", "suivant", "suivante", "d'avant", "precedent", "precedente"),
        *("week", "weeks", "fortnight"),
    ]
)
"""Behind a moment these make it another: “le lundi d'après”."""
_MOVES_BEFORE = frozenset(["following", "un", "une", "some", "any", "week", "weeks"])
"""Before it they do, or leave it open: “un lundi”, “a week Thursday”."""
_REPEATED = frozenset(["chaque", "tous", "toutes", "every", "each"])
_PAST = frozenset(["dernier", "derniere", "passe", "last", "depuis", "since", "suite"])
_DESCRIBES = frozenset(["de", "du", "d", "des", "of", "from", "depuis", "since"])
_RANGE = re.compile(
    r"\b(?:entre|between|jusqu'?(?:a|au)|until|till|du .+ au|de .+ a|from .+ to|ou|or|et|and)\b"
)
_JOINS = frozenset(["ou", "or", "et", "and", "a", "au", "to", "-"])
_BOUNDS = frozenset(["avant", "apres", "before", "after"])
"""Before a moment that the grammar did not take with it, they mean another one."""
_A_MONTH = re.compile(_MONTHS)
_NUMBER = re.compile(r"\d{1,2}(?:er|st|nd|rd|th)?")
_AWAY = re.compile(
    r"\b(?:(?:ne|n'y) (?:suis|serai|sera|est|sont|serons) (?:pas|plus)|absente?s?|conges?"
    r"|vacances|fermee?s?|indisponibles?|injoignables?|pas la"
    r"|en (?:formation|deplacement|reunion|arret|rtt)|away|closed|on leave|on holiday"
    r"|out of (?:the )?office|unavailable)\b"
)
_BEFORE_IT = re.compile(
    r"\s(?:plut[oô]t|rather|pour|for|le|on|ce|this|au plus tard|d[’']ici)\s*$", re.IGNORECASE
)
_LEADS = frozenset(
    [
        "le",
        "la",
        "ce",
        "cette",
        "pour",
        "a",
        "au",
        "en",
        "des",
        "d'ici",
        "dans",
        "sous",
        "avant",
        "apres",
        "vers",
        "on",
        "at",
        "for",
        "by",
        "in",
        "this",
        "the",
        "next",
        "de",
        "du",
    ]
)
_OF_A_MOMENT = re.compile(
    rf"\d|^(?:{_WEEKDAYS}|{_SHORT_DAYS}|{_MONTHS}|{_NEAR_DAYS})$|{_PART_OF_DAY.pattern}"
)
_ENDS_IN_WEEKDAY = re.compile(rf"^(?:{_WEEKDAYS}|{_SHORT_DAYS})$")
_OF_A_FEAST = re.compile(r"(?:de |d'|of )?(?:la |l')?(?:paques|pentecote|ascension|easter)\b")
_HOUR_ALONE = re.compile(r"[1-9]|1\d|2[0-3]")
"""“Tomorrow 10”: an hour, or what?"""
_COUNTED = re.compile(r"\d{1,3}")
_YEAR = re.compile(r"[1-9]\d{3,}")
_MAY_FOLLOW = frozenset(
    [
        "a",
        "chez",
        "au",
        "aux",
        "dans",
        "avec",
        "pour",
        "en",
        "sur",
        "par",
        "rdv",
        "visio",
        "tel",
        "devis",
        "and",
        "with",
        "at",
        "in",
        "on",
        "by",
        "for",
    ]
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A moment, and the other words of the sentence it was in, as they were typed; "" when the text
    is a moment as a whole.
    """

    moment: Spoken
    rest: str = ""


def read_sentence(
    text: str, *, now: datetime, zone: str = METRO, language: Language = "fr"
) -> Sentence:
    """The moment that a text is or has in it. Raises NotUnderstood, with a sentence in `language`,
    when there is none, or more than one that could be meant.
    """
    try:
        return Sentence(understand(text, now=now, zone=zone, language=language))
    except NotUnderstood as error:
        if len(text) > _LONGEST or isinstance(error, TooFar):
            raise
        found = _Search(text, now, zone, language).found()
        if found is None:
            raise error from None
        return found


CALL_AGAIN = re.compile(
    r"\b(?:rappel(?:er|ez|le|le[sz])?|re-?contacter|relancer|ret[ée]l[ée]phoner|call (?:back|again)"
    r"|(?:call|ring|phone) (?:them|him|her|me) (?:back|again))\b",
    re.IGNORECASE,
)
"""Words that say that a call is to come."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Words of the sentence that mean a moment: those at the positions `first` to `end` - 1."""

    first: int
    end: int
    has_day: bool


class _Search:
    """One sentence: its words, and the same folded, in which addresses and names are blank."""

    def __init__(self, text: str, now: datetime, zone: str, language: Language) -> None:
        self.text, self.now, self.zone, self.language = text, now, zone, language
        self.places = [match.span() for match in _WORD.finditer(text)]
        words = [_folded(text[first:end]) for first, end in self.places]
        self.words = _without_addresses(words)
        self.goes_too_far = False

    def found(self) -> Sentence | None:
        """Returns the sentence; None when it names no day. Raises NotUnderstood when it is in doubt
        which day is meant.
        """
        spans = self._spans()
        days = [span for span in spans if span.has_day]
        if not days and self.goes_too_far:
            raise too_far(self.text, self.language)
        if not days:
            return None
        if len(days) > 1 or len(spans) > 2 or self._in_doubt(spans):
            hour = _NO_HOUR.search(self.text)
            said = _no_hour(hour.group(), self.language) if hour else ""
            raise NotUnderstood(said or _one_day(self.text, self.language))
        self._refuse_a_year_left_out(days[0], spans)
        said = " ".join(
            self._typed(span) for span in sorted(spans, key=lambda one: not one.has_day)
        )
        moment = understand(said, now=self.now, zone=self.zone, language=self.language)
        return Sentence(moment, self._rest(spans))

    def _refuse_a_year_left_out(self, day: _Span, spans: list[_Span]) -> None:
        """A day with its year that is no moment by itself, mostly because it is past, is never the
        same day of another year: “24 novembre 2026 10h”. Raises NotUnderstood with the reason.
        """
        year = self.words[day.end] if day.end < len(self.words) else ""
        if not _YEAR.fullmatch(year):
            return
        after = day.end + 1
        goes_on = after < len(self.words) and self.words[after] not in _MAY_FOLLOW | {"vers"}
        if goes_on and all(span.first != after for span in spans):
            return  # it counts something: “le 3 décembre 2000 cartes de visite”
        said = f"{self._typed(day)} {year}"
        try:
            understand(said, now=self.now, zone=self.zone, language=self.language)
        except TooFar:
            raise too_far(self.text, self.language) from None
        raise NotUnderstood(_one_day(self.text, self.language))

    def _spans(self) -> list[_Span]:
        """The longest groups of words that are a moment, from left to right."""
        spans, first = [], 0
        while first < len(self.words):
            span = self._longest_from(first)
            if span:
                spans.append(span)
            first = span.end if span else first + 1
        return spans

    def _longest_from(self, first: int) -> _Span | None:
        for end in range(min(len(self.words), first + _MOST_WORDS), first, -1):
            words = " ".join(self.words[first:end])
            names_day = bool(_A_DAY.search(words) or _SHORT_DAY_AND_HOUR.fullmatch(words))
            names_hour = bool(_HOUR.search(words) or _PART_OF_DAY.search(words))
            whole = self.words[first] and self.words[end - 1]
            if not (whole and (names_day or names_hour) and self._ends_well(end)):
                continue
            if moment := self._moment(words):
                return self._without_fillers(first, end, moment, names_day)
        return None

    def _without_fillers(self, first: int, end: int, moment: Spoken, has_day: bool) -> _Span:
        """The moment without the words around it that the grammar takes as fillers: the “rdv” of
        “rdv mardi 10h” is kept with the rest.
        """
        if self.words[first] in _DESCRIBES and CALL_AGAIN.fullmatch(self.words[first + 1]):
            first += 1  # “dit de rappeler mardi” describes nothing
        while first + 1 < end and self._fills(first, first + 1, end, moment):
            first += 1
        while self.words[end - 1] in _LEADS and self._fills(end - 1, first, end - 1, moment):
            end -= 1
        return _Span(first, end, has_day)

    def _fills(self, place: int, first: int, end: int, moment: Spoken) -> bool:
        """Whether a word says nothing about the moment: the words from `first` to `end` mean the
        same without it.
        """
        word = self.words[place]
        if (word in _LEADS and place < first) or _OF_A_MOMENT.search(word):
            return False
        return self._moment(" ".join(self.words[first:end])) == moment

    def _ends_well(self, end: int) -> bool:
        """Whether the last word belongs to the moment: a bare number counts what follows it
        (“mardi 3 exemples”), “à” leads to a place.
        """
        last = self.words[end - 1]
        if last in _MAY_FOLLOW:
            return False
        if not _COUNTED.fullmatch(last) or end == len(self.words):
            return True
        typed = self.text[self.places[end - 1][0] : self.places[end - 1][1]]
        return typed[-1] in ",;.:)" or self.words[end] in _MAY_FOLLOW

    def _moment(self, words: str) -> Spoken | None:
        try:
            return understand(words, now=self.now, zone=self.zone, language=self.language)
        except TooFar:
            self.goes_too_far = True
            return None
        except NotUnderstood:
            return None

    def _in_doubt(self, spans: list[_Span]) -> bool:
        """Whether words beside the moment, or inside it, say that another one is meant."""
        taken = {place for span in spans for place in range(span.first, span.end)}
        left = " ".join("|" if place in taken else word for place, word in enumerate(self.words))
        if _LEFT_OPEN.search(left) or _HOUR.search(left):
            return True
        return any(self._doubtful(span) for span in spans) or any(
            self._far_apart(one, other) for one, other in pairwise(spans)
        )

    def _doubtful(self, span: _Span) -> bool:
        inside = " ".join(self.words[span.first : span.end])
        around = {
            *self.words[max(0, span.first - 3) : span.first],
            *self.words[span.end : span.end + 3],
        }
        if around & (_DENIED | _PAST) or {*self.words} & _REPEATED:
            return True
        before = self.words[span.first - 1] if span.first else ""
        begins = self.words[span.first] if span.first else ""
        if _TOLD.search(" ".join(self.words[max(0, span.first - 6) : span.first])):
            return True
        after = self.words[span.end] if span.end < len(self.words) else ""
        last = span.end + 1 == len(self.words)
        if before in _MOVES_BEFORE or after in _MOVES_BEHIND or (last and after == "after"):
            return True
        if last and _HOUR_ALONE.fullmatch(after):
            return True
        describes = before in _DESCRIBES or begins in _DESCRIBES
        both_sides = {before, *self.words[span.end : span.end + 1]} & _JOINS
        return bool(
            describes
            or before in _BOUNDS
            or self._names_another(span)
            or self._ends_another(span)
            or {*self.words[max(0, span.first - 4) : span.first]} & {"entre", "between"}
            or _RANGE.search(_without_span(inside))
            or (both_sides and self._goes_on(span))
            or self._away(span)
        )

    def _goes_on(self, span: _Span) -> bool:
        """Whether “et”, “ou” beside a moment may join it to another."""
        beside = [span.first - 2, span.end + 1]
        return any(
            0 <= place < len(self.words)
            and (_LEFT_OPEN.search(self.words[place]) or _NUMBER.fullmatch(self.words[place]))
            for place in beside
        )

    def _names_another(self, span: _Span) -> bool:
        """Whether what follows a weekday makes it another day: “lundi de Pâques”, “mardi 31”, where
        no Tuesday is near that is one.
        """
        if _ENDS_IN_WEEKDAY.search(self.words[span.end - 1]) is None:
            return False
        behind = self.words[span.end : span.end + 3]
        if _OF_A_FEAST.match(" ".join(behind)):
            return True
        spelt = bool(behind) and _SPELT_NUMBER.fullmatch(behind[0]) is not None
        if not behind or not (spelt or _NUMBER.fullmatch(behind[0])):
            return False
        alone = len(behind) == 1 or behind[1] in _MAY_FOLLOW
        alone = alone or not (spelt or behind[0].isdigit())
        return alone or self._stops(span.end)

    def _ends_another(self, span: _Span) -> bool:
        """Whether the moment is the end of a span that is none: “du 31 novembre au 2 décembre”."""
        start = span.first if self.words[span.first] in _JOINS else span.first - 1
        if span.first and _A_MONTH.fullmatch(self.words[span.first]):
            return _NUMBER.fullmatch(self.words[span.first - 1]) is not None
        return (
            start > 0
            and self.words[start] in _JOINS
            and _NUMBER.fullmatch(self.words[start - 1]) is not None
        )

    def _away(self, span: _Span) -> bool:
        """Whether somebody is away at that moment, by the words beside it up to a comma."""
        before, after = span.first, span.end
        while before > max(0, span.first - 4) and not self._stops(before - 1):
            before -= 1
        while after < min(len(self.words), span.end + 5) and not self._stops(after - 1):
            after += 1
        beside = self.words[before : span.first] + self.words[span.end : after]
        return _AWAY.search(" ".join(beside)) is not None

    def _stops(self, place: int) -> bool:
        """Whether a word ends with a mark that parts it from the next one."""
        _, end = self.places[place]
        return self.text[end - 1] in ",;.:)"

    def _far_apart(self, one: _Span, other: _Span) -> bool:
        """Whether a day and an hour are not of the same moment, as far as can be seen: the hour
        measures something (“14h de travail”).
        """
        hour = other if one.has_day else one
        after = self.words[hour.end] if hour.end < len(self.words) else ""
        return after in _DESCRIBES

    def _typed(self, span: _Span) -> str:
        return " ".join(self.words[span.first : span.end])

    def _rest(self, spans: list[_Span]) -> str:
        """The words that are left, as they were typed, with what leads to the moment (“pour
        mardi”) and the punctuation that has nothing to part any more taken out.
        """
        parts, first = [], 0
        for span in spans:
            parts.append(self.text[first : self.places[span.first][0]])
            last, end = self.places[span.end - 1]
            first = last + len(self.text[last:end].rstrip(" ,;:"))
        parts.append(self.text[first:])
        led = [_BEFORE_IT.sub(" ", f" {part}") for part in parts[:-1]] + parts[-1:]
        return _joined([" ".join(part.split()) for part in led])


def _joined(parts: list[str]) -> str:
    """Returns the words around a moment, with a comma where one was typed."""
    whole = ""
    for part in parts:
        bare = part.strip(" ,;:–—-")
        parted = whole.endswith(",") or part.startswith(",")
        if bare:
            whole = f"{whole.strip(' ,')}{', ' if parted else ' '}{bare}".strip(" ,")
        if whole and part.endswith(","):
            whole += ","
    return whole.strip(" ,;:")


def _without_span(inside: str) -> str:
    """Returns the words of a moment, without the end when they are a span of days."""
    try:
        span = span_in(inside)
    except Refused:
        return inside
    return span.text if span else inside


def _folded(word: str) -> str:
    plain = DASH.sub("-", strip_marks(word).replace("’", "'").lower())
    return plain.strip(' ,;:!?()«»"').removesuffix(".") or "|"


_TELEPHONE = re.compile(r"(?<![\w/])(?:0[1-9]|\+33 ?[1-9])(?:[ .-]?\d\d){4}(?!\d)")


def _without_addresses(words: list[str]) -> list[str]:
    """Returns the words, where those of addresses, people's names and telephone numbers are
    replaced by "".
    """
    line = " ".join(words)
    starts, place = [], 0
    for word in words:
        starts.append(place)
        place += len(word) + 1
    blank: set[int] = set()
    for pattern in (_ADDRESS, _NAME, _TELEPHONE):
        for match in pattern.finditer(line):
            blank |= {at for at, start in enumerate(starts) if match.start() <= start < match.end()}
    return ["" if at in blank else word for at, word in enumerate(words)]


_NO_HOUR = re.compile(
    r"(?<!\d)(?:(?:2[5-9]|[3-9]\d) ?[h:] ?(?:\d\d)?|\d{1,2} ?[h:] ?[6-9]\d)(?![\d\w])",
    re.IGNORECASE,
)
"""An hour that no clock shows: “25h”, “10h75”."""


def _no_hour(hour: str, language: Language) -> str:
    if language == "en":
        return f"“{hour}” is no hour of a day: write it from 0:00 to 23:59."
    return f"« {hour} » n’est pas une heure de la journée : écrivez-la de 0 h à 23 h 59."


def _one_day(text: str, language: Language) -> str:
    if language == "en":
        return f"“{text.strip()}”: which day is meant? Write the day by itself, only once."
    return f"« {text.strip()} » : quel jour retenir ? Écrivez un seul jour, sans condition."
