"""Which card a recommendation names."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.calls.drafts import IN_THE_JOURNAL
from decroche.journal.models import Entry
from decroche.journal.verbs import LOGGED
from decroche.prospects.indexing import name_key
from decroche.prospects.left_alone import LeftAlone, left_alone
from decroche.prospects.lines.recommended import without_lead
from decroche.prospects.meant import Meant, card_meant, is_in_short
from decroche.prospects.models import Company, PhoneNumber
from decroche.prospects.paper_line import PaperLine, read_paper_line
from decroche.prospects.queries import companies
from decroche.shared.folding import fold_name
from decroche.team.models import Workspace

ITSELF, LEFT_ALONE = "itself", "left_alone"
"""Why a recommendation leads to no other card: it names the company that gives it, or a number that
is not to be called.
"""
_CARD = Company._meta.label_lower
_LATEST = 20
"""Calls of a company that were taken back, of which the cards that stayed are looked for."""


@dataclass(frozen=True, slots=True)
class Referred:
    """What a recommendation leads to: the card that it names or may name; or why to none: one of
    the codes above in `nowhere`. `left_alone`: its numbers that are not to be called.
    """

    meant: Meant
    nowhere: str = ""
    left_alone: tuple[LeftAlone, ...] = ()


def read_recommendation(line: str) -> PaperLine:
    """Reads a line in which somebody recommends her to a company: “voir le Studio Grivel”."""
    return read_paper_line(without_lead(line))


def referred_to(workspace: Workspace, from_company: Company | None, read: PaperLine) -> Referred:
    """What a line leads to in which `from_company` recommends her to another company."""
    meant = card_referred_to(workspace, from_company, read)
    silent = tuple(left_alone_of_line(workspace, read, there=meant.card is not None))
    if from_company is not None and _is_itself(from_company, meant, read):
        return Referred(meant, ITSELF, silent)
    return Referred(meant, LEFT_ALONE if silent and meant.card is None else "", silent)


def left_alone_of_line(
    workspace: Workspace, read: PaperLine, *, there: bool = False
) -> list[LeftAlone]:
    """What of a line is not to be called; `there`: the company has a card, so that only its numbers
    may be new.
    """
    key = "" if there else name_key(read.name, read.postcode, read.city)
    email = "" if there else read.email
    return left_alone(workspace, read.numbers, email=email, name=read.name, name_key=key)


def _is_itself(company: Company, meant: Meant, read: PaperLine) -> bool:
    """Whether a line names the company that gives it: by its number, or by its name, whole or in
    short, with a number that its card does not have perhaps.
    """
    said_more = read.numbers or read.postcode or read.city
    names_only = not said_more and fold_name(read.name) == fold_name(company.name)
    in_short = {*meant.doubtful} <= {company} and is_in_short(read, company)
    return company == meant.card or names_only or (meant.card is None and in_short)


def card_referred_to(workspace: Workspace, from_company: Company | None, read: PaperLine) -> Meant:
    """The card of the company that `from_company` recommends her to in a line, if there is one.

    First the card that the same recommendation made before its call was taken back, and that
    stayed: it may have another name or number by now. Else as anybody names it (meant.py).
    """
    stayed = _made_before(from_company, read) if from_company else None
    return Meant(stayed) if stayed else card_meant(workspace, read)


def _made_before(from_company: Company, read: PaperLine) -> Company | None:
    lines = Entry.objects.filter(
        workspace_id=from_company.workspace_id, company_id=from_company.pk, verb=LOGGED
    ).exclude(undone_at=None)
    for line in lines.order_by("-id")[:_LATEST]:
        made = [image[2] for image in line.changes if image[:2] == ["+", _CARD]]
        for card in companies(from_company.workspace).filter(pk__in=made):
            if _is_that(card, line, read):
                return card
    return None


def _is_that(card: Company, line: Entry, read: PaperLine) -> bool:
    """Whether a recommendation names the card as the line did that made it, or by its number."""
    if _shares_number(card, read):
        return True
    then = read_recommendation(_typed_then(line))
    return bool(read.name) and fold_name(then.name) == fold_name(read.name)


def _typed_then(line: Entry) -> str:
    """What was typed as the recommendation, by the name of its field on the call screen
    (“extra-referral.referral”); "" for a call that was not logged there.
    """
    typed = line.particulars.get(IN_THE_JOURNAL, {})
    return next((text for name, text in typed.items() if name.endswith(".referral")), "")


def _shares_number(card: Company, read: PaperLine) -> bool:
    e164s = [number.e164 for number in read.numbers if number.e164]
    rows = PhoneNumber.objects.filter(workspace_id=card.workspace_id, company=card)
    return bool(e164s) and rows.filter(e164__in=e164s).exists()
