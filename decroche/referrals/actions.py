"""Noting a referral."""

from __future__ import annotations

from decroche.calls.models import Call
from decroche.journal.record import Verb
from decroche.prospects.actions import NewCompany, add_what_is_new, make_company
from decroche.prospects.duplicates import ask_whether_same
from decroche.prospects.models import Company
from decroche.prospects.paper_line import PaperLine
from decroche.referrals.models import Referral
from decroche.referrals.named import LEFT_ALONE, Referred, read_recommendation, referred_to
from decroche.shared.clock import now
from decroche.shared.french_names import of_name
from decroche.team.models import Member

NOT_REFERRED = "not_referred"
"""The particular that says why a recommendation, or a number of it, was not taken (named.py)."""


def refer(
    *, verb: Verb, by: Member, from_company: Company, call: Call | None, line: str, sentence: str
) -> Referral | None:
    """Notes that a company recommended her to another, which is described by a line of text
    (“Studio Nord 03 53 01 12 34 com: Mme Petit”). A card that is there already gets the numbers and
    people that are new, else one is made at the head of the file.

    None when nothing is noted: the line has neither a name nor a number, it names that company
    itself, or a number that is not to be called. In the last two cases the line of the journal says
    so (`NOT_REFERRED`). Called inside a verb, with which it is undone.
    """
    read = read_recommendation(line)
    if not read.name and not read.numbers:
        return None
    named = referred_to(by.workspace, from_company, read)
    if named.nowhere or named.left_alone:
        verb.entry.particulars[NOT_REFERRED] = named.nowhere or LEFT_ALONE
    if named.nowhere:
        return None
    return verb.create(
        Referral(
            workspace_id=by.workspace_id,
            from_company=from_company,
            to_company=_card_referred_to(verb, by, from_company, read, named),
            call=call,
            sentence=sentence[:500],
            at=now(),
        )
    )


def _card_referred_to(
    verb: Verb, by: Member, from_company: Company, read: PaperLine, named: Referred
) -> Company:
    """The card of the company that was named, with what the line says of it: one that is there, or
    a new one. Where it is in doubt whether there is one, she is asked about the two cards.
    """
    meant = named.meant
    if meant.card is not None:
        silent = {one.said for one in named.left_alone}
        numbers = [number for number in read.numbers if number.national not in silent]
        add_what_is_new(verb=verb, company=meant.card, numbers=numbers, people=read.contacts)
        return meant.card
    name = read.name or read.numbers[0].national
    source = f"une recommandation {of_name(from_company.name)}"
    new = NewCompany(name, list(read.numbers), read.fields, read.contacts, source, nature="given")
    card = make_company(verb=verb, by=by, new=new, first=True)
    for doubtful in meant.doubtful:
        if doubtful != from_company:
            ask_whether_same(verb, doubtful, card)
    return card
