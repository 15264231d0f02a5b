"""Noting a referral."""

from __future__ import annotations

from decroche.calls.models import Call
from decroche.journal.record import Verb
from decroche.prospects.actions import NewCompany, add_what_is_new, make_company
from decroche.prospects.duplicates import ask_whether_same
from decroche.prospects.models import Company
from decroche.prospects.paper_line import PaperLine, read_paper_line
from decroche.referrals.models import Referral
from decroche.referrals.named import card_referred_to
from decroche.shared.clock import now
from decroche.shared.folding import fold_name
from decroche.shared.french_names import of_name
from decroche.team.models import Member


def refer(
    *, verb: Verb, by: Member, from_company: Company, call: Call | None, line: str, sentence: str
) -> Referral | None:
    """Notes that a company recommended her to another, which is described by a line of text
    (“Studio Nord 03 53 01 12 34 com: Mme Petit”). Unless there is a card of it, one is made at the
    head of the file; where it is in doubt whether there is, she is asked about the two cards. A
    card that was there gets the numbers and people that are new. None when the line has neither a
    name nor a number, or names that company itself.

    Called inside a verb, with which it is undone.
    """
    read = read_paper_line(line)
    if not read.name and not read.numbers:
        return None
    name = read.name or read.numbers[0].national
    meant = card_referred_to(by.workspace, from_company, read)
    if from_company == meant.card or _names_only(read, from_company):
        return None
    if meant.card is not None:
        target = meant.card
        add_what_is_new(verb=verb, company=target, numbers=read.numbers, people=read.contacts)
    else:
        source = f"une recommandation {of_name(from_company.name)}"
        new = NewCompany(
            name, list(read.numbers), read.fields, read.contacts, source, nature="given"
        )
        target = make_company(verb=verb, by=by, new=new, first=True)
        for card in meant.doubtful:
            if card != from_company:
                ask_whether_same(verb, card, target)
    return verb.create(
        Referral(
            workspace_id=by.workspace_id,
            from_company=from_company,
            to_company=target,
            call=call,
            sentence=sentence[:500],
            at=now(),
        )
    )


def _names_only(read: PaperLine, company: Company) -> bool:
    """Whether a line says no more of a company than the name that this one has."""
    said_more = read.numbers or read.postcode or read.city
    return not said_more and fold_name(read.name) == fold_name(company.name)
