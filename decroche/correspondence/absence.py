"""Automatic answers: what tells them from a person's, and the day of return they name. Pure.

The day is read by the one reader of spoken dates. Telephone numbers are taken out first (“au
06.12.34.56.78” names no day), and a return more than half a year away is not believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import Message

from decroche.correspondence.mailtext import header, header_names
from decroche.shared.calendar import working_day_from
from decroche.shared.folding import only_letters
from decroche.shared.spoken import NotUnderstood, day_meant

LONGEST_AWAY = timedelta(days=190)
_TITLE = (
    r"(?:reponse automatique|message automatique|reponse d absence|message d absence"
    r"|notification d absence|avis d absence|out of (?:the )?office"
    r"|automatic (?:reply"
    r"|response|answer)|auto ?(?:reply|reponse|response|re)|automated (?:reply|response)"
    r"|vacation (?:reply|response|message)|away from (?:the|my) office|i am (?:currently )?(?:away"
    r"|out)|abwesenheits\w*|abwesend|automatische antwort|respuesta automatica"
    r"|fuera de (?:la )?oficina"
    r"|risposta automatica|fuori (?:sede|ufficio)|automatisch antwoord|automatisch beantwoord"
    r"|afwezigheid\w*|afwezig|resposta automatica|ausencia|assenza|autosvar|ooo)"
)
_AUTOMATIC = re.compile(
    rf"(?:ticket \w+ |demande \w+ |request \w+ |case \w+ )?(?:{_TITLE}\b.*"
    r"|auto(?:matique|matic|mat)? (?:absen\w+|conges?|away|vacation|ooo)\b.*"
    r"|absence re\b.*|absence(?: (?:du|de|au) bureau| temporaire| jusqu| conge| pour conge| du \d"
    r"| au \d).*"
    r"|absence|absente?(?: jusqu| du| pour| temporairement)?|(?:je suis )?absente? (?:jusqu|du|pour"
    r"|actuellement|cette|la semaine).*|en (?:conges?|vacances)\b.*|conges?(?: (?:du|jusqu|d ete"
    r"|annuels?|maternite|paternite)\b.*)?)"
)
"""How the subject of an automatic answer begins, folded by `only_letters`."""
_TICKET_TITLE = re.compile(
    r"\b(?:(?:ticket|case|request|demande|dossier|incident|ref|reference|sav|support)"
    r"(?: n| no| numero| id)? ?\w*\d"
    r"|accuse de reception|votre (?:demande|message|mail|e mail|courriel) (?:a bien ete|a ete)"
    r"|bien (?:recu|ete enregistre)|we (?:have )?received your"
    r"|(?:thank you for|merci de) (?:contacting us|your (?:message|enquiry|request)|nous avoir"
    r" contactes?)|acknowledg)"
)
_TICKET_TEXT = re.compile(
    r"\b(?:enregistre\w*|pris\w* en (?:compte|charge)|numero|reference|ticket|dossier|meilleurs"
    r" delais"
    r"|sera traitee?|vous (?:repondr\w+|recontacter\w+) (?:sous|dans)|delai de|conseillers?"
    r"|(?:get back|respond|reply) to you (?:within|as soon)|has been (?:received|logged|assigned)"
    r"|case number|support team|service client)\b"
)
_AT_THE_END = re.compile(rf".* (?:{_TITLE})(?: \w+)?")
_WRITTEN_BY_PROGRAMS = re.compile(
    r"\b(?:(?:ceci est|il s agit d|recevez ce) (?:un )?(?:message|mail|e mail|accuse) automatique"
    r"|this is an auto(?:mat(?:ic|ed|ically))? ?(?:generated )?(?:reply|response|message|e ?mail)"
    r"|ne pas repondre a (?:ce|cet) (?:message|mail|e mail"
    r"|courriel)"
    r"|(?:please )?do not reply to this (?:message|e ?mail)|accuse de reception automatique"
    r"|message (?:genere|envoye) automatiquement|reponse automatique|automatic reply"
    r"|(?:ce|cet|this) (?:message|mail|e mail|courriel) (?:vous )?confirme la (?:bonne )?reception"
    r"|(?:prouver|verifier|confirmer|prove|verify|confirm) (?:que |that )?(?:vous |you )"
    r"(?:n etes pas un robot|etes (?:bien )?(?:un |une )?(?:humaine?|personne)|are (?:not a robot"
    r"|(?:a )?human)|re (?:not a robot|(?:a )?human))"
    r"|(?:pas|not) (?:a |un )?robot\b.{0,60}\b(?:lien|link|cliquez|click|captcha)"
    r"|(?:votre candidature|your application|applying)\b.{0,120}\b(?:sans (?:reponse|retour"
    r"|nouvelles?) (?:de notre part )?(?:sous|dans|d ici|passe|au bout)"
    r"|if you (?:do not|don t) hear))\b"
)
_AWAY = re.compile(
    r"\b(?:absente?s?|absence|conges?|vacances|retour|reprend\w*|reprise|reviens|reviendr\w+|mon"
    r" depart"
    r"|out of (?:the )?office"
    r"|away|on (?:annual |maternity |paternity |parental |sick )?leave|on holidays?|on vacation"
    r"|travel\w+|back (?:on|in|at)|my return|ooo|abwesen\w*|urlaub|nicht im (?:buro|haus)|fuera de"
    r"|vacaciones|ausente|assente|ferie|fuori (?:sede|ufficio)|afwezig|vakantie|indisponible"
    r"|en deplacement|en formation|fermee?s?|fermeture|closed|arret maladie)\b"
)
_PHONE = re.compile(
    r"(?:\+|00)\d{1,3}[\s.\-/()]*(?:\d[\s.\-/()]*){6,12}|(?<!\d)0\d(?:[\s.\-/]?\d\d){4}(?!\d)"
    r"|(?<!\d)0[\s.]?8\d\d(?:[\s.]?\d{3}){2}(?!\d)|(?<![\d/.])\d{3}[ .\-]\d{3}[ .\-]\d{4}(?!\d)"
)
_BACK = re.compile(
    r"(?i)(?<!\w)(?:(?<!votre )retour(?:n\w+)?|reviens"
    r"|reviendr\w+"
    r"|reprend\w*|reprise|rentr(?:[ée]e|e|ons|erai|erons|ant)|rouvr\w+|r[ée]ouvr\w+|r[ée]ouverture"
    r"|(?:vous )?r[ée]pond(?:r(?:ai|a|ons)|s|ons)"
    r"(?=\s(?:d[eè]s|le\s|lundi|mardi|mercredi|jeudi|vendredi"
    r"|demain|[àa] partir))"
    r"|(?:prendr(?:ai|ons|a) connaissance|lir(?:ai|ons)|traiter(?:ai|ons)"
    r"|(?:sera|seront) (?:lue?s?|trait[ée]e?s?))"
    r"(?=\s(?!pas|plus)[^.;!?\n]{0,40}(?:[àa] partir|[àa] compter|d[eè]s)\s)"
    r"|will (?:read|answer|reply|respond)(?=\s[^.;!?\n]{0,40}\b(?:from|as of|starting)\s)"
    r"|(?:de|à) nouveau (?:au|en|l[àa]\b|parmi|joignable|disponible|pr[ée]sente?)|r[ée]int[ée]gr\w+"
    r"|joignable|disponible|pr[ée]sente?|back|return(?:ing)?|reachable|available|resum\w+"
    r"|re-?open\w*|zur[üu]ck)(?!\w)"
)
_UNTIL = re.compile(
    r"(?i)(?<!\w)(?:jusqu.{1,2}(?:au|[àa])|until|till|up to|through|bis(?: zum)?)(?!\w)"
)
_RANGE = re.compile(
    r"(?i)(?<!\w)(?:(?:du|from|between|entre le)\s[^\n;!?]{1,40}?\s(?:au|to|and|et le|-|–)"
    r"|\d{1,2}(?:er|\s[a-zéû]{3,9})?\sau)(?=\s)"
)
_ENDS = re.compile(
    r"(?i)[\n;!?()]|\.(?!\d)|,(?!\s*(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|(?:soit |donc )?(?:le|on) \w|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))"
)
_MONTH = (
    r"janv|f[ée]v|mars|avr|mai\b|juin|juil|ao[ûu]t|sept|oct|nov|d[ée]c|jan|feb|march|apr|may\b|june"
    r"|july|aug"
)
_STARTS = re.compile(
    r"(?i)(?:le|on|the|ce|this|next|la|en|dans|in|mi-?\w*|mid-?\w*|d[ée]but|fin|early|late|demain"
    r"|apr[èe]s-demain|tomorrow|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday"
    rf"|wednesday|thursday|friday|saturday|sunday|\d.*|(?:{_MONTH}).*)[,:]?"
)
"""The word with which a day begins."""
_GOES_ON = re.compile(
    rf"(?i)\d|(?:{_MONTH})|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|of\b"
)
"""A word that would still belong to the date: a date of which only the beginning was understood is
no date."""
_SAID_DAY = re.compile(
    r"(?i)\d|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|semaine|jours?|monday"
    r"|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|week|days?|janvier"
    r"|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre"
    r"|octobre"
    r"|novembre|d[ée]cembre|january|february|march|april|may|june|july|august|september|october"
    r"|november|december"
)
_WEEKDAYS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday"
    "|saturday|sunday"
)
_WEEKDAY = re.compile(rf"(?i){_WEEKDAYS}")
_DAY_IN_BRACKETS = re.compile(rf"(?i)\((?=(?:le\s+)?(?:\d{{1,2}}(?:er)?[\s/.]|{_WEEKDAYS}))")
"""“à mon retour (3 décembre)”: the bracket ends no sentence."""
_AMBIGUOUS = re.compile(r"\b(\d{1,2})/(\d{1,2})\b(?:/\d{2,4})?")
_INCLUSIVE_NOT = re.compile(r"(?i)(?:non inclus|exclu)")


@dataclass(frozen=True, slots=True)
class ReturnSaid:
    """The day of return as an automatic answer says it: its words, the day, and whether it is the
    last day away instead.
    """

    words: str
    day: date
    last_day_away: bool


def says_automatic(subject: str) -> bool:
    """Whether a subject is one that programs write for somebody who is away: “Absence du bureau”,
    not “Absence de budget”, nor an answer to an automatic answer.
    """
    plain = only_letters(subject)
    if re.match(r"(?:re|rep|aw|sv) ", plain):
        return re.search(rf"[\[(][^\])]*{_TITLE}", only_brackets(subject)) is not None
    return _AUTOMATIC.fullmatch(plain) is not None or _AT_THE_END.fullmatch(plain) is not None


def only_brackets(subject: str) -> str:
    """The parts of a subject in brackets, folded, brackets kept."""
    return " ".join(
        f"[{only_letters(one)}]" for one in re.findall(r"[\[(]([^\])]{1,80})[\])]", subject)
    )


def written_by_a_program(mail: Message, subject: str, text: str) -> bool:
    """RFC 3834, and what older programs say instead. `text` is without what it quotes."""
    said = header(mail, "Auto-Submitted").lower()
    if said and not said.startswith("no"):
        return True
    names = header_names(mail)
    if any(
        one.startswith(("x-autorep", "x-autoresp", "x-auto-reply", "x-mail-autoreply"))
        for one in names
    ):
        return True
    suppress = header(mail, "X-Auto-Response-Suppress").lower()
    if suppress and suppress != "none":
        return True
    if header(mail, "Precedence").lower() in ("auto_reply", "auto-reply", "bulk", "junk", "list"):
        return True
    if (
        names & {"list-id", "list-post"}
        or "autoresponder" in header(mail, "X-POST-MessageClass").lower()
    ):
        return True
    if "list-unsubscribe" in names and not header(mail, "In-Reply-To"):
        return True
    if header(mail, "Return-Path").replace(" ", "") == "<>":
        return True
    if re.match(
        r"(?:no.?reply|ne.?pas.?repondre|donotreply|do.not.reply)\b",
        header(mail, "From").rpartition("<")[2].lower(),
    ):
        return True
    title, said = only_letters(subject), only_letters(text[:4_000])
    ticket = _TICKET_TITLE.search(title) is not None and _TICKET_TEXT.search(said) is not None
    if "[auto]" in only_brackets(subject):
        return True
    return ticket or says_automatic(subject) or _WRITTEN_BY_PROGRAMS.search(said) is not None


_COMPANY = (
    r"(?:l|la|le|les|notre|nos|ses|son|cette|mes|mon|the|our)? ?"
    r"(?:entreprise|societe|groupe|cabinet|effectifs?|equipes?|structure|etablissement|maison"
    r"|agence|association|mairie"
    r"|collectivite|fonctions?|postes?|company|organi[sz]ation|business|firm|group|team)\b"
)
_INSIDE = r"(?:dans|chez|pour|au sein de)"
_PART = r"plus partie (?:de|du|des)"
_LEFT = re.compile(
    r"\b(?:"
    rf"n est plus (?:(?:{_INSIDE}|(?:employee?|salariee?) (?:de|d|dans)) (?:nous\b|{_COMPANY})"
    rf"|en poste\b)|ne (?:fait|font) {_PART} {_COMPANY}"
    rf"|ne travaille plus (?:ici\b|{_INSIDE} (?:nous\b|{_COMPANY}))"
    rf"|(?<!on )(?:a|ai) quitte {_COMPANY}|je ne (?:fais {_PART} {_COMPANY}"
    rf"|travaille plus {_INSIDE} (?:{_COMPANY}|nous\b)|suis plus en poste\b)"
    r"|(?:cette|mon|ma|l) (?:adresse|boite|messagerie)(?: \w+){0,3} n est plus (?:utilisee?|valide"
    r"|active|consultee?|relevee?|lue|en service|attribuee?|surveillee?)\b"
    r"|this (?:address|mailbox|account|e ?mail)(?: \w+){0,2} is no longer (?:in use|used|valid"
    r"|active"
    r"|monitored)\b"
    r"|est partie? (?:a la|en) retraite\b|a pris sa retraite\b"
    r"|fait valoir ses droits a la retraite\b"
    r"|no longer (?:(?:works?|working) (?:here|for|at|with us)\b"
    r"|employed (?:here|for|at|with|by)\b"
    rf"|(?:with|at) (?:us\b|{_COMPANY}))|(?:has|have) left {_COMPANY}"
    r"|nicht mehr (?:im unternehmen|in unserem (?:unternehmen|hause)|fur uns)\b"
    r"|aus dem unternehmen ausgeschieden)"
)
"""“Mme Durand n'est plus dans l'entreprise”, folded by `only_letters`: somebody left a company, not
a company its supplier (“nous avons quitté notre agence” has another verb).
"""


def says_somebody_left(text: str) -> bool:
    """Whether it says that somebody works there no more."""
    return _LEFT.search(only_letters(text[:4_000])) is not None


def says_away(subject: str, text: str) -> bool:
    """Whether an automatic answer speaks of an absence; a ticket or a receipt does not."""
    if _TICKET_TITLE.search(only_letters(subject)):
        return False
    return says_automatic(subject) or _AWAY.search(only_letters(text[:4_000])) is not None


def return_said(text: str, *, now: datetime) -> ReturnSaid | None:
    """The day on which somebody is back, as an automatic answer says it; None when it names none
    that can be believed. `now` is aware, on the clock of the place.
    """
    plain = _DAY_IN_BRACKETS.sub(" ", _PHONE.sub(" … ", text))
    for pattern, last_day in ((_BACK, False), (_RANGE, True), (_UNTIL, True)):
        for found in pattern.finditer(plain):
            after = plain[found.end() : found.end() + 90]
            if pattern is _RANGE and _is_the_week(plain, found):
                continue
            said = _day_after(after, now, most=2 if last_day else 7)
            if said is not None:
                words, day = said
                rest = after.partition(words)[2][:20]
                words = re.sub(r"(?i)^(?:(?:le|on|the)\s+)+", "", words)
                return ReturnSaid(words, day, last_day and not _INCLUSIVE_NOT.search(rest))
    return None


def _is_the_week(text: str, found: re.Match[str]) -> bool:
    """Whether a range names days of every week (“ouvert du lundi au vendredi”) and its sentence
    speaks of no absence.
    """
    if re.search(r"\d", found.group()) or not _WEEKDAY.search(found.group()):
        return False
    before = re.split(r"[.;!?\n]", text[: found.start()])[-1]
    return _AWAY.search(only_letters(before)) is None


def day_back(said: ReturnSaid, zone: str) -> date:
    """The first working day on which they are there again."""
    day = said.day + timedelta(days=1) if said.last_day_away else said.day
    return working_day_from(day, zone)


def _day_after(text: str, now: datetime, most: int) -> tuple[str, date] | None:
    """The first day named within the same sentence, at most `most` words further on: (its words,
    the day).
    """
    end = _ENDS.search(text)
    words = text[: end.start() if end else len(text)].split()
    for first in range(min(most + 1, len(words))):
        if not _STARTS.fullmatch(words[first]):
            continue
        for count in range(min(8, len(words) - first), 0, -1):
            run = " ".join(words[first : first + count])
            following = " ".join(words[first + count :])
            if not _SAID_DAY.search(run) or _GOES_ON.match(following):
                continue
            day = _day(run, now)
            if day is not None:
                return run, day
        if re.match(r"\d", words[first]):
            return None  # a date that was not understood, or has passed
    return None


def _day(words: str, now: datetime) -> date | None:
    plain = words.replace(",", " ").rstrip(" :")
    slashed = _AMBIGUOUS.search(plain)
    if slashed and int(slashed.group(2)) > 12 >= int(slashed.group(1)):  # the American order
        plain = plain.replace(slashed.group(), f"{slashed.group(2)}/{slashed.group(1)}")
    try:
        day = day_meant(plain, now=now)
    except NotUnderstood:
        return None
    return day if timedelta(0) <= day - now.date() <= LONGEST_AWAY else None
