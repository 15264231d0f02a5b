"""How a line begins that was dictated, or that tells of a call: “alors la boîte c'est …”, “j'ai eu
la …”, “Spoke to Claire at …”. Pure.

These words are no part of a name. They become a note, and what they lead to is parted from them.
"""

from __future__ import annotations

import re

from decroche.prospects.firm_words import FIRM
from decroche.prospects.first_names import is_first_name, is_word_of_talk
from decroche.prospects.people_named import named_in
from decroche.prospects.person_words import CAPITAL, CIVILITY, PERSON, TITLE

_HOUSE = (
    r"(?:bo[îi]te|soci[ée]t[ée]|entreprise|firme|compagnie|enseigne|structure|client|prospect"
    r"|magasin|commerce|[ée]tablissement)"
)
_FILLER = (
    r"(?:(?:alors|donc|bon|ben|bah|euh|heu|et|puis|ensuite|apr[èe]s|ok|oui|allez|voil[àa]|l[àa]"
    r"|aussi|sinon|attends|encore|tiens|so|and|then|next|well|right"
    r"|tu (?:notes|peux noter|as de quoi noter|es pr[êe]te?)|(?:tu |vous )?not(?:e[rsz]?|ez)"
    r"|je (?:te|vous) (?:dicte|donne|passe|redonne|lis)|(?:un|une|l['’])? ?autre"
    r"|(?:la|le)? ?(?:suivante?|deuxi[èe]me|troisi[èe]me|prochaine?|premi[èe]re?|derni[èe]re?))"
    r"\b[\s,.:?!…-]*)"
)
_CALLED = (
    rf"(?:(?:(?:la|le|les|l['’]|une?|cette|leur|ma|mon) ?{_HOUSE}|(?:le|leur) nom"
    rf"(?: de (?:la |l['’]){_HOUSE})?|[çc]a|elle|il|ils|elles|nom de {_HOUSE})"
    r"[ ,]{1,2}(?:c['’]est|est|s['’]appelle(?:nt)?|se nomme(?:nt)?|sont|qui s['’]appelle)\s"
    r"|c['’]est\s(?:chez\s|pour\s)?|(?:j['’]ai|on a) (?:eu|appel[ée]|joint|trouv[ée]|not[ée]"
    r"|rencontr[ée]"
    r"|parl[ée] [àa]|discut[ée] avec|[ée]chang[ée] avec)"
    r"\s(?:(?:au t[ée]l[ée]phone|au tel|en ligne|hier|ce matin|tout [àa] l['’]heure"
    r"|[àa] l['’]instant),? )?"
    r"|(?:je n['’]ai|on n['’]a|nous n['’]avons) (?:pas|jamais) (?:r[ée]ussi [àa]|pu|su)"
    r" (?:joindre|avoir|contacter)\s|impossible de joindre\s"
    r"|il s['’]agit d(?:e\s|['’]|u\s|es\s)"
    r"|(?:je|on) (?:viens|vient) d['’](?:avoir|appeler)\s"
    r"|on m['’]a (?:parl[ée] d(?:e\s|['’]|u\s|es\s)|donn[ée]\s|conseill[ée]\s)"
    r"|(?:le|les|leur|un|deux|trois|son|ses)\s(?:num[ée]ros?|num|t[ée]l[ée]phone|coordonn[ée]es|contacts?|portable"
    r"|fixe)\s"
    rf"(?:d['’]|(?:de|du|des|pour)\s)|(?:l['’]|la |le |une? ){_HOUSE}\s"
    r"|(?:[çc]a (?:sonne|r[ée]pond) [a-zà-ÿ ]{3,25}|(?:toujours )?(?:personne|occup[ée]"
    r"|r[ée]pondeur|pas de r[ée]ponse)|(?:message|msg) laiss[ée]"
    r"|laiss[ée] (?:un )?(?:message|msg)) chez\s"
    r"|pour\s|chez\s|the (?:company|firm|number|name) (?:is|for|of)\s)"
)
_ARTICLE = r"(?P<article>(?:la |le |les |l['’]|du |des |un |une |the ))?"
_NOT_A_REMARK = r"(?!(?:pas|plus|non|en|au|un|une|de)\s)"
_FRENCH = re.compile(
    rf"(?P<said>(?i:{_FILLER}){{0,6}}(?P<called>(?i:{_CALLED}))?)(?i:{_ARTICLE})"
    rf"(?={_NOT_A_REMARK}(?:{CAPITAL}|{FIRM.pattern}"
    rf"|[^\W\d_]{{3,20}} (?:des?|du|d['’]) ?(?:la |l['’])?{CAPITAL}))"
)
_TOLD = (
    r"(?:(?:i |we |i['’]ve |just |already |also |have |finally |briefly )*"
    r"(?:(?:spoke|speaking|spoken|talked|chatted|speak|talk)(?: briefly)? (?:to|with)"
    r"|(?:called|rang|phoned|tried|emailed|mailed|met|contacted|reached|visited|saw|messaged)"
    r"|(?P<bare>(?:call|ring|phone|try|contact|email)(?! (?:back|again|them|him|her|me|us|on)\b))"
    r"|left (?:a |an )?(?:voice ?mail|vm|message|msg)s? (?:for|with|at)"
    r"|(?:voice ?mail|message|vm) (?:for|from|at|with)|follow(?:ed)?[ -]up with|ask(?:ed)? for"
    r"|got (?:through to|hold of|put through to)|(?:heard|referral|call|email) from"
    r"|(?:wrong|new|direct|main|right)? ?(?:number|line) (?:for|of|at|is)"
    r"|no (?:answer|reply) (?:at|from)|waiting (?:for|on|to hear from)"
    r"|(?:meeting|lunch|call) with|told by)"
    r")"
)
_ENGLISH = re.compile(
    rf"(?P<said>(?i:{_TOLD})(?: (?:the|a|my contact|our contact))?)[ :,]{{1,2}}"
    rf"(?={CAPITAL}|{FIRM.pattern})"
)
_WORK = (
    r"(?:hr|marketing|mktg|comms?|communications?|purchasing|sales|accounts?|finance|reception|pr"
    r"|events|procurement|it)"
)
_AT_A_FIRM = re.compile(
    rf"(?P<who>(?:{CIVILITY}\s*)?{PERSON})"
    rf"(?:,? (?:in|from|of) (?:the )?(?P<work>(?i:{_WORK}))(?: team| dept\.?| department)?)?"
    rf",? (?:at|from|with|@|of) (?:the )?(?={CAPITAL})"
)
"""“Claire at Atelier Fontaine”, “Mrs Bonnet in HR at Laboratoires Clairval”."""
_RUNS = re.compile(
    r"[,\s]+(?P<does>(?:(?:and|who|qui|il|elle|she|he) )?(?:runs|owns|manages|founded|works (?:at"
    r"|for)"
    rf"|dirige|g[èe]re|tient|travaille (?:chez|pour)))\s(?=(?:la |le |l['’]|the )?{CAPITAL})"
)
"""“…, runs Vidal Packaging”."""


def without_opening(text: str) -> tuple[str, str]:
    """(the line without how it begins, the words of its beginning)."""
    found = _FRENCH.match(text)
    if found is None or not found["said"].strip() or not _opens(found):
        found = _ENGLISH.match(text)
        if found is None or (found["bare"] and not _is_of_a_person(text[found.end() :], found)):
            return _without_talk(text)
    return text[found.end() :], found["said"].strip(" ,:?!.…-")


def _without_talk(text: str) -> tuple[str, str]:
    """(the line without the words of a sentence that stand before its first name, these words)."""
    words = _TALK.match(text)
    if words is None:
        return text, ""
    said, at = list[str](), 0
    for word in _ONE_WORD.finditer(text):
        plain = word["word"].strip(",.:!?…")
        first = word.start() == 0 and text[:1].isupper()
        if not is_word_of_talk(plain) or (plain[:1].isupper() and not first and plain != "I"):
            break
        said.append(word["word"])
        at = word.end()
    behind = text[at:]
    of_a_firm = FIRM.match(behind) is not None
    fewest = (1 if of_a_firm else _FEWEST) if text[:1].islower() else _FEWEST + 1
    if len(said) < fewest or not (of_a_firm or re.match(CAPITAL, behind)):
        return text, ""
    return behind, " ".join(said).strip(" ,.:!?…")


_TALK = re.compile(r"[^\W\d_]")
_ONE_WORD = re.compile(r"(?P<word>[^\s\x1f]+)[\s\x1f]+")
_FEWEST = 2
"""Words of talk before a name; one more where the first has a capital."""
_WHO_IS = re.compile(
    rf"(?<![\w'’])(?i:(?:le|la|l['’]|leur|the|their)) ?(?i:new |nouve(?:au"
    rf"|lle) )?(?P<title>(?i:{TITLE}|dame|monsieur|personne|fille|gars|contact|interlocut(?:eur"
    rf"|rice))) "
    r"(?i:chez|du|de la|de l['’]|des?|d['’]|at|of) ?"
    rf"(?P<firm>(?:[a-zà-ÿ]{{4,20}} ){{0,2}}(?={CAPITAL}|{FIRM.pattern})[^,;\x1f\d]{{3,60}}?) "
    rf"(?i:c['’]est|est|s['’]appelle|se nomme|is called|is) (?=(?:{CIVILITY}\s*)?{CAPITAL})"
)
"""“Le patron du Garage Delmotte c'est monsieur Delmotte”."""


def with_firm_before_its_person(text: str, between: str) -> str:
    """A sentence that says who does what at a firm, with the firm first."""
    return _WHO_IS.sub(rf"\g<firm> {between} \g<title> : ", text, count=1)


def _opens(found: re.Match[str]) -> bool:
    """Whether French words open a line: in small letters, or with more than a first word. “Bon
    Marché”, “Chez Roger” and “Et Alors” are names.
    """
    said, text = found["said"], found.string
    if (found["called"] or "").strip().lower() in ("chez", "pour") and said == found["called"]:
        if _SAYS_OF_THEM.search(text):
            return True
        return bool(found["article"]) and text[:1].islower()
    follows = text[found.end() : found.end() + 1]
    if not follows.isupper() and FIRM.match(text, found.end()) is None and not found["called"]:
        return False
    if text[:1].islower():
        return True
    more = len(said.split()) > 1 or bool(found["article"]) or re.search(r"[,:?!…]", said)
    return bool(more) and not said.isupper()


_SAYS_OF_THEM = re.compile(
    r"^Chez [^,;\x1f\d]{3,60}, (?:il|elle|ils|elles|on|c['’]est|tu|vous|demande[rz]|voir)\b"
)
"""“Chez Novalis Conseil, il faut demander …”: a sentence, and no name such as “Chez Roger”."""


def _is_of_a_person(text: str, found: re.Match[str]) -> bool:
    """Whether “Call” or “Try” is a verb: it is in small letters, or somebody stands behind it."""
    if found["bare"][:1].islower():
        return True
    words = text.split()
    return re.match(CIVILITY, text) is not None or (bool(words) and is_first_name(words[0]))


def with_firm_parted(text: str, between: str) -> tuple[str, str]:
    """(a line that begins with a person, with a sign between them and where they work; words of
    theirs that are a note).
    """
    note = ""
    if found := _AT_A_FIRM.match(text):
        who = found["who"]
        if re.match(CIVILITY, who) or is_first_name(who.split()[0]):
            work = f" ({found['work']})" if found["work"] else ""
            text = f"{who}{work} {between} {text[found.end() :]}"
    if found := _RUNS.search(text):
        note = found["does"]
        text = f"{text[: found.start()]} {between} {text[found.end() :]}"
    return text, note


def person_told_of(text: str) -> tuple[str, str]:
    """(a line that tells of somebody, with a comma behind the name; what it tells of them): “Paul
    Vidal at the trade fair, …”.
    """
    first = re.split(r"[,\x1f]", text, maxsplit=1)[0]
    named = named_in(first.rstrip())
    if named is None or len(named.names) > 1 or not re.fullmatch(r"\s+[a-z]\D*", named.rest):
        return text, ""
    kept = first.rstrip()[: -len(named.rest)]
    return f"{kept},{text[len(first) :]}", named.rest.strip()


_CLAUSE = re.compile(
    r"(?<=[\w)])\s(?=(?:(?:il |y |tu |vous |on )?(?:faut|dois|doit|peux|peut|devez)\s"
    r"|(?:tu|vous) (?:demande[sz]|appelle[sz]?|vois|rappelle[sz]?)\s"
    r"|(?:c['’]est|ils sont|elle est|il est|on est|bas[ée]e?s?|situ[ée]e?s?|install[ée]e?s?) [àa] "
    rf"{CAPITAL}))"
)
_LED_TO_NUMBER = re.compile(
    r"[\s,]*(?:\b(?:et|donc|alors) )?\b(?:(?:(?:le|leur|son|the|their) )?"
    r"(?P<label>num[ée]ro(?: de (?:t[ée]l(?:[ée]phone)?|portable))?|num|t[ée]l(?:[ée]phone)?"
    r"|portable|mobile|fixe|number|phone|standard)[ ,]*(?:c['’]est|est|is|:)?(?: (?:le|au))?"
    r"|(?:(?:c['’]|il |elle )est (?:joignable )?|est joignable )?(?:au|sur le|le|at|on)"
    r"|(?:c['’]|\b)est(?: (?:le|au))?)[ ,:]+(?=[+(]?0\d|\+\d)",
    re.IGNORECASE,
)
_SPELLED = re.compile(r"(?<![\w.-])(?P<letters>[A-ZÀ-Þ](?:[ -][A-ZÀ-Þ]){2,20})(?![\w'’.-])")
"""“L O R M O N T”."""


def with_clauses_parted(text: str, between: str) -> tuple[str, list[str]]:
    """(a line with a sign between its clauses, names that were spelled letter by letter)."""
    spelled = [found["letters"] for found in _SPELLED.finditer(text)]
    text = _SPELLED.sub(f" {between} ", text)
    text = _CLAUSE.sub(f" {between} ", text)
    return _LED_TO_NUMBER.sub(lambda found: _labelled(found, between), text), spelled


def _labelled(found: re.Match[str], between: str) -> str:
    label = found["label"] or ""
    return f" {between} {label.split()[-1]} " if label else f" {between} "
