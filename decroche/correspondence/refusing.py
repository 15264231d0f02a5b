"""Whether an answer asks to be left alone: pure, French and English.

An answer is cut into sentences, each folded to plain letters. A sentence refuses when it holds one
of the forms below (“ne m’appelez plus”, “remove us from your list”) and nothing that limits it: an
hour, a day, another way to be reached, a condition. What stands at the foot of their mail for
everybody (“si vous n’êtes pas le destinataire”, “to unsubscribe from our newsletter”) is left out.

What has none of these forms is weighed by all of its words (`refusal_weights.py`), and asked about
when they are those of refusals; so is a refusal by its forms whose words are friendly ones.

Three readings: `stop` is sure; `doubt` is for her to decide (a refusal that is limited, or beside
words that invite her); "" is no refusal.
"""

from __future__ import annotations

import re
from typing import Literal

from decroche.correspondence.refusal_forms import (
    ADDRESS,
    AT_ONCE,
    BARE_STOP,
    BY_EVERY_WAY,
    COMMERCIAL,
    DENIES_REACH,
    ENGLISH,
    FOLLOWS,
    FOOT,
    FOOT_OF_HERS,
    FOR_GOOD,
    FOR_THIS_KIND,
    FRENCH,
    GOES_ON,
    INVITES,
    LIMIT,
    NEEDLESS,
    NO_INVITATION,
    NOT_THEIRS,
    NTH_TIME,
    ONLY_NOT,
    OPENING,
    OTHER_OBJECT,
    PERHAPS,
    PERHAPS_NOT,
    POLITE,
    PROMISES,
    REACH,
    REFUSED_SORT,
    REPROACH,
    SAYS_NO,
    STOPS,
    THREATS,
    WANTS_OFF,
    WANTS_ON,
    WAYS,
)
from decroche.correspondence.refusal_hints import (
    PLAIN_NO,
    complains,
    denies_contact,
    insists,
    refuses_abroad,
    turns_away,
)
from decroche.correspondence.refusal_signs import (
    may_refuse_beside,
    says_only_that_it_is_not_worth_it,
)
from decroche.correspondence.refusal_weights import weighs_as_friendly, weighs_as_refusal
from decroche.correspondence.refusal_words import (
    goes_on,
    has_only_words_of_refusals,
    names_in,
    takes_back,
)
from decroche.shared.folding import only_letters, strip_marks

OptOut = Literal["stop", "doubt", ""]

_MOST_LETTERS = 6_000
_LONGEST_SENTENCE = 500
_WITHOUT_APOSTROPHE = re.compile(
    r"\bm(?=(?:ecri|envoy|ap+el|ennuy|importun|adress|oubli|enlev|effac)\w)"
)
"""“Ne mecrivez plus”: typed in haste."""
_NO_MORE = re.compile(
    r"(?<!ai )(?<!as )(?<!\ba )(?<!ont )(?<!avez )(?<!avons )(?<!\beu )\bpu(?= d(?:e |es |['’ ]))"
)
"""“Pu de mail”: written as it is spoken."""
_SHORT = {
    "vs": "vous",
    "ns": "nous",
    "jms": "jamais",
    "jamai": "jamais",
    "plu": "plus",
    "pa": "pas",
    "fo": "faut",
    "msg": "message",
    "msgs": "messages",
    "mess": "message",
    "tel": "telephone",
    "pr": "pour",
    "pub": "publicite",
    "jveux": "je veux",
    "jveu": "je veux",
    "dappel": "d appel",
    "dappels": "d appels",
    "dautre": "d autre",
    "dautres": "d autres",
    "demail": "de mail",
    "dezabonnez": "desabonnez",
    "dezinscrivez": "desinscrivez",
    "desinscrive": "desinscrivez",
    "jai": "j ai",
    "cest": "c est",
    "ur": "your",
    "u": "you",
    "plz": "please",
    "pls": "please",
    "thx": "thanks",
}
"""Words as they are written on a telephone."""
_SHORTENED = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b")
_LETTERS_APART = re.compile(r"\b[A-Za-z](?:[ .-][A-Za-z]){3,}\b")
"""“S T O P”, “S.T.O.P.”"""
_SIGNED = re.compile(
    r"(?<=\n)(?=(?:cordialement|cdt|cdlt|bien (?:a|cordialement)|bonne (?:journee|soiree"
    r"|continuation)|salutations|(?:kind |best )?regards)\b)"
)
"""Where a farewell begins on a line of its own: the sentence above has ended."""
_NAME_BELOW = re.compile(r"(\n|^)([^\n]{1,60})\n(?=[ \t]*(?:[A-ZÀ-Ý][a-zà-ÿ’'-]+[ \t]*){1,3}\s*$)")
"""A short line above a last one that is nothing but a name: it has ended too. A longer one may be
wrapped, and go on with a name.
"""
_OF_THE_WRITER = re.compile(
    r"\b(?:je|j|me|moi|mon|ma|mes|m|i|my|notre (?:numero|adresse|nom|fiche|societe)"
    r"|nous (?:retir|desinscri|desabonn|supprim|enlev|effac|ray|ot|contact|solli|appel|ecri)\w*"
    r"|(?:remove|unsubscribe|take|delete) (?:me|us)|(?:we|us) (?:no longer|do not|don t))\b"
)
_TO_EVERYBODY = re.compile(
    r"^ ?(?:(?:et|ou|sinon|merci) )?(?:si vous|if you|pour (?:ne plus|vous|se)"
    r"|to (?:unsubscribe|stop)|vous pouvez|you (?:can|may)|afin de"
    r"|(?:ce|cet|this|the) (?:message|mail|e ?mail|courriel))\b"
)
"""A sentence at the foot speaks to everybody: “si vous n’êtes pas le destinataire”. “Je ne suis pas
le bon destinataire, retirez-moi” does not.
"""
_QUOTED = re.compile(r"«[^»]{0,300}»|“[^”]{0,300}”|\"[^\"]{0,300}\"")
_SAID_NO = re.compile(r"\s?:\s?non\b", re.IGNORECASE)
"""“Appels commerciaux : non.”"""
_NO_LIMIT = re.compile(
    r"\b(?:(?:a|sur) ce (?:sujet|propos|point)|meme par (?:e ?mail|mail|telephone)|desormais|erreur"
    r"|quitte|ne fait plus partie|ne travaille plus|n est plus|(?:est|sont) partie?s?|doublon"
    r"|deux fois|2 fois|seule?s?|les gens|personnel(?:le)?|(?:trop|si|aussi) souvent|sans avoir"
    r"|maison|domicile|en direct|twice|by mistake|mistaken|has left|left the company"
    r"|no longer works?|personal|people)\b"
)
"""Words that limit a sure refusal, but leave a hint one: “ne pas nous relancer à ce sujet”, “Mme
Roux a quitté la maison, merci de ne plus écrire”.
"""
_FAREWELL = re.compile(
    r"\b(?:bonne|belle|excellente?|agréable|douce)\s+(?:fin\s+d[e’']\s*)?"
    r"(?:journée|soirée|semaine|matinée|après-midi|année|continuation|suite)\b",
    re.IGNORECASE,
)
"""Said at the end of a mail; “fin” and “suite” are no words of ending there. Not weighed beside an
invitation: “Prenons un café. Belle fin de journée”.
"""
_LONG = 90
"""Words: whoever refuses is short; a longer letter is shown to her."""


def read_refusal(subject: str, text: str) -> OptOut:
    """What an answer says about being written to or called again: by its forms, and in doubt by
    what all of its words weigh.

    `text` is what the person wrote, without quotations. `subject` as received: the link in her own
    mails puts “STOP” there.
    """
    text = _LETTERS_APART.sub(lambda found: re.sub(r"[ .-]", "", found.group()), text)
    said = read_by_forms(subject, text)
    own = _without_foot(text[:_MOST_LETTERS])
    if said == "doubt" or all(word in POLITE for word in only_letters(own).split()):
        return said
    asks, invites = openness(text)
    if said == "stop":
        return "doubt" if weighs_as_friendly(own, asks=asks, invites=invites) else said
    weighed = _FAREWELL.sub(" ", own) if invites else own
    return "doubt" if weighs_as_refusal(weighed, asks=asks, invites=invites) else said


def openness(text: str) -> tuple[bool, bool]:
    """Whether an answer asks something, and whether it invites her."""
    own = _without_foot(text[:_MOST_LETTERS])
    plain = (only_letters(one) for one in _sentences(own))
    return _asks(own), any(_invites(one) for one in plain if not _at_the_foot(one))


def read_by_forms(subject: str, text: str) -> OptOut:
    """What the forms of refusals find in an answer, whatever its other words say."""
    title = _without_prefixes(subject)
    own = _without_foot(text[:_MOST_LETTERS])
    sentences = [one for one in _sentences(own) if not _at_the_foot(only_letters(one))]
    invites = any(_invites(only_letters(one)) for one in sentences)
    names = names_in(f"{title}\n{own}")
    found = [_surely(one, names) for one in [*_sentences(title), *sentences]]
    found += [_of_lines(own, invites, names), "stop" if _says_only_stop(title) else ""]
    asks = _asks(own)
    if "stop" in found or "unsure" in found:
        if _only_needless(sentences):
            return "" if _promises(sentences) else "doubt"
        open_to_her = invites or asks or takes_back(own) or _goes_on(sentences)
        sure = "stop" in found and not open_to_her and len(own.split()) <= _LONG
        return "stop" if sure else "doubt"
    if "doubt" in found or (not invites and not asks and _denies_reach(sentences)):
        return "doubt"
    their_title = f"{title}.\n\n" if title == subject.strip() else ""
    if _hints(f"{their_title}{own}", open_to_her=invites or asks):
        return "doubt"
    return "doubt" if not invites and _signs(sentences) else ""


def _signs(sentences: list[str]) -> bool:
    """Whether what is no refusal by its words may be one all the same."""
    plain = [only_letters(one) for one in sentences]
    return any(map(may_refuse_beside, plain)) or says_only_that_it_is_not_worth_it(plain)


def _goes_on(sentences: list[str]) -> bool:
    """Whether a sentence beside those that refuse speaks of work, a time or another way."""
    beside = (only_letters(one) for one in sentences if _of_sentence(one) != "stop")
    return any(goes_on(NO_INVITATION.sub(" ", one)) for one in beside)


def _surely(sentence: str, names: frozenset[str]) -> Literal["stop", "unsure", "doubt", ""]:
    """What a sentence says; `unsure` when it has the form of a refusal and a word of none."""
    said = _of_sentence(sentence)
    known = said != "stop" or has_only_words_of_refusals(sentence, names)
    return said if known else "unsure"


def _hints(text: str, *, open_to_her: bool) -> bool:
    """Whether a clause may ask to be left alone in words that nobody foresaw. Where something
    invites her or asks (`open_to_her`), a complaint counts, a mere denial does not.
    """
    said = _SAID_NO.sub(" non", _QUOTED.sub(" ", text))
    no = any(pattern.search(only_letters(said)) for pattern in (SAYS_NO, PLAIN_NO))
    return any(_hinted(one, no=no, open_to_her=open_to_her) for one in _sentences(said))


def _hinted(sentence: str, *, no: bool, open_to_her: bool) -> bool:
    """The same of one sentence, of an answer that says no elsewhere (`no`), or is open to her."""
    whole = only_letters(sentence)[:_LONGEST_SENTENCE]
    if _at_the_foot(whole):
        return False
    clauses = [only_letters(part) for part in sentence[:_LONGEST_SENTENCE].split(",")]
    every_way = BY_EVERY_WAY.search(whole) is not None
    limiting = _NO_LIMIT.sub(" ", WAYS.sub(" ", whole) if every_way else whole)
    limited = LIMIT.search(limiting) is not None
    theirs = NOT_THEIRS.search(whole) is not None
    if refuses_abroad(whole) or complains(whole) or any(map(turns_away, clauses)):
        return not (open_to_her and (limited or theirs))
    if not limited and insists(whole):
        return True
    if theirs or (limited and not no):
        return False
    denying = [
        one
        for one in clauses
        if denies_contact(one, whole) and not LIMIT.search(_NO_LIMIT.sub(" ", one))
    ]
    return any(map(FOR_GOOD.search, denying)) if open_to_her else bool(denying)


def _denies_reach(sentences: list[str]) -> bool:
    """Whether a sentence denies that they be reached in a form nobody wrote down, without limit."""
    return any(
        DENIES_REACH.search(one) and not LIMIT.search(one) and not NOT_THEIRS.search(one)
        for one in map(only_letters, sentences)
    )


def _only_needless(sentences: list[str]) -> bool:
    """Whether nothing refuses but “inutile de me rappeler”, and what stands beside it is no no:
    “j'ai bien reçu votre mail”.
    """
    plain = [only_letters(one) for one in sentences]
    refusing = [only_letters(one) for one in sentences if _of_sentence(one) == "stop"]
    if not refusing or not all(NEEDLESS.search(one) for one in refusing):
        return False
    words = re.sub(r"\bagain\b", " ", NEEDLESS.sub(" ", " ".join(plain)))
    if SAYS_NO.search(words) or FOR_GOOD.search(words):
        return False
    return GOES_ON.search(words) is not None


def _promises(sentences: list[str]) -> bool:
    """Whether they say, without a condition, that they will write or call themselves."""
    plain = [only_letters(one) for one in sentences]
    return any(map(PROMISES.search, plain)) and not any(map(PERHAPS_NOT.search, plain))


def title_says_stop(subject: str) -> bool:
    """Whether a subject says nothing but “stop”: the link in her own mails writes it."""
    return _says_only_stop(_without_prefixes(subject))


def _without_prefixes(subject: str) -> str:
    prefixes = r"^(?:(?:re|rep|tr|fw|fwd|aw|sv)\s*(?:\[\d+\])?\s*:\s*)+"
    return re.sub(prefixes, "", subject.strip(), flags=re.IGNORECASE)


def _of_lines(text: str, invites: bool, names: frozenset[str]) -> OptOut:
    """A line or a clause that says nothing but “stop”, among the first ones."""
    for line in [line.strip() for line in text.split("\n") if line.strip()][:8]:
        if _says_only_stop(line):
            return "stop"
        first = re.split(r"[,.!;:–—-]", line)[0]
        if _says_only_stop(first):
            shouted = first.strip().isupper() and has_only_words_of_refusals(line, names)
            sure = shouted or _says_little_else(text)
            return "stop" if sure and not invites else "doubt"
    clauses = [only_letters(part) for part in re.split(r"[,.!;:\n–—]", text)]
    if any(BARE_STOP.fullmatch(one) or _says_only_stop(one) for one in clauses):
        few = len(only_letters(text).split()) <= 8
        return "stop" if (few or _says_little_else(text)) and not invites else "doubt"
    return ""


def _says_little_else(text: str) -> bool:
    """Whether an answer with a bare “stop” says no, or hardly more than a name."""
    words = only_letters(text).split()
    others = [word for word in words if word not in POLITE and word not in STOPS]
    return len(others) <= 3 or SAYS_NO.search(" ".join(words)) is not None


def _says_only_stop(line: str) -> bool:
    """“STOP”, “stop svp”, “désinscription merci”, “unsubscribe please”."""
    words = re.sub(r"\bsto+p+\b", "stop", only_letters(line)).split()
    return any(word in STOPS for word in words) and all(
        word in STOPS or word in POLITE for word in words
    )


def _sentences(text: str) -> list[str]:
    """The sentences of a text in lower case without accents; lines without an end between them run
    on, an empty line ends one.
    """
    plain = ADDRESS.sub(" cette adresse ", strip_marks(_NAME_BELOW.sub(r"\1\2\n\n", text)))
    plain = re.sub(r"\n[ \t]*\n+", " . ", _SIGNED.sub("\n\n", plain))
    plain = _SHORTENED.sub(lambda found: _SHORT[found.group()], plain)
    plain = _NO_MORE.sub("plus", _WITHOUT_APOSTROPHE.sub("m ", plain))
    plain = re.sub(r"\b(?:m|mme|mr|mrs|dr|tel|etc)\.", " ", plain)
    return re.split(r"[.!?;]+|\s[-–—]\s|:\s", plain)


def _asks(text: str) -> bool:
    """Whether a sentence asks something and does not refuse by it (“quand se voit-on ?”)."""
    parts = re.findall(r"[^.!?;\n]+[.!?;\n]?", text)
    asked = [only_letters(one) for one in parts if one.endswith("?")]
    return any(len(one.split()) > 2 and not _asks_to_stop(one) for one in asked)


def _asks_to_stop(question: str) -> bool:
    """Whether a question refuses or complains: it invites nobody to answer."""
    if _refuses(question) or REPROACH.search(question):
        return True
    if complains(question) or turns_away(question):
        return True
    limited = LIMIT.search(question) or NOT_THEIRS.search(question)
    return not limited and denies_contact(question, question)


def _without_foot(text: str) -> str:
    """A text without the lines that are one sentence of the foot: what follows their colon is a
    link (“pour ne plus recevoir notre lettre : se désinscrire”).
    """
    return "\n".join(
        line
        for line in text.split("\n")
        if re.search(r"[.!?;]\s", line) or ":" not in line or not _at_the_foot(only_letters(line))
    )


def _at_the_foot(plain: str) -> bool:
    if FOOT.search(plain) is None or FOOT_OF_HERS.search(plain):
        return False
    return _OF_THE_WRITER.search(plain) is None or _TO_EVERYBODY.search(plain) is not None


def _invites(plain: str) -> bool:
    return INVITES.search(NO_INVITATION.sub(" ", plain)) is not None


def _of_sentence(sentence: str) -> OptOut:
    """What one sentence says. Who it speaks of is asked of the clause that refuses, what limits it
    of the whole sentence.
    """
    whole = only_letters(sentence)[:_LONGEST_SENTENCE]
    if THREATS.search(whole) and not NOT_THEIRS.search(whole):
        return "stop"
    clauses = [only_letters(part)[:_LONGEST_SENTENCE] for part in sentence.split(",")]
    refusing = [one for one in clauses if _refuses(one)]
    if not refusing and _refuses(whole):
        refusing = [whole]
    if not refusing:
        perhaps = PERHAPS.search(whole) or (WANTS_OFF.search(whole) and not WANTS_ON.search(whole))
        return "doubt" if perhaps and not NOT_THEIRS.search(whole) else ""
    if all(NOT_THEIRS.search(one) for one in refusing):
        return ""
    whole = " ".join(one for one in clauses if one in refusing or not OPENING.match(one)) or whole
    whole = AT_ONCE.sub(" ", FOR_THIS_KIND.sub(" ", NTH_TIME.sub(" ", whole)))
    rest = WAYS.sub(" ", whole) if BY_EVERY_WAY.search(whole) else whole
    if not LIMIT.search(rest):
        return "doubt" if all(_says_more(one, whole) for one in refusing) else "stop"
    limited_itself = all(LIMIT.search(one) for one in refusing)
    return "" if limited_itself and not any(map(FOR_GOOD.search, refusing)) else "doubt"


def _says_more(clause: str, whole: str) -> bool:
    """Whether “ne m’appelez pas” has another object (“Madame”), or is followed by more without a
    word that means for good: it may be about something that no list of limits names.
    """
    reach = REACH.search(clause)
    if reach is not None:
        rest = clause[reach.end() :]
        if OTHER_OBJECT.match(rest) or not FOLLOWS.match(rest):
            return True
    sort = REFUSED_SORT.search(clause)
    if sort is not None:
        rest = clause[sort.end() :]
        return not FOLLOWS.match(rest) and not COMMERCIAL.match(rest)
    found = ONLY_NOT.search(clause)
    if found is None or FOR_GOOD.search(clause) or SAYS_NO.search(whole):
        return False
    following = whole.partition(found.group())[2].split()
    return len([word for word in following if word not in POLITE]) > 4


def _refuses(plain: str) -> bool:
    return FRENCH.search(plain) is not None or ENGLISH.search(plain) is not None
