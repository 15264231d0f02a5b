"""Her telephone follows the call screen and what is changed of the card that it shows, and the call
screen says what was noted on it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import cast

from django.utils import translation
from django.utils.translation import gettext as _

from decroche.callqueue.standing import standing_of
from decroche.calls.permission import may_call
from decroche.calls.queries import card_of
from decroche.compliance.wording import refusal_in_words
from decroche.desk.loop.page import DeskPage, card_page
from decroche.desk.telephone.showing import mark_of, shown
from decroche.prospects.events import CompaniesChanged
from decroche.prospects.models import Company
from decroche.prospects.queries import numbers_of
from decroche.shared.clock import now
from decroche.shared.events import on
from decroche.team.language import device_language
from decroche.team.models import Member
from decroche.team.queries import member_by_number
from decroche.telephone.content import CardShown, is_in_call
from decroche.telephone.devices import devices_of
from decroche.telephone.service import once_kept, telephones


def follow(member: Member, page: DeskPage) -> DeskPage:
    """Makes the telephone show the card that the desk shows; does nothing without a telephone. A
    call that was made elsewhere is not to be dialled.

    What was noted last stands on both as long as the card that came after it: a page that is only
    drawn again has nothing to say itself, and takes that line over. Returns the page with it.
    """
    if page.origin or not telephones.is_on(member.pk):
        return page
    card, before = shown(member, page), telephones.exchange.now(member.pk)["card"]
    if not card["said"] and before.get("key") == card["key"]:
        card["said"], card["undo"] = before["said"], before["undo"]
        page = replace(page, note=before["said"])
    telephones.exchange.show(member.pk, card)
    return page


def show_the_end(member: Member) -> None:
    """The sitting is over, and its card goes back: the telephone shows none. A call under way there
    keeps its card, so that its outcome can be noted.
    """
    if telephones.is_on(member.pk) and not is_in_call(telephones.exchange.now(member.pk)["call"]):
        words = _("The session is over")
        over = {"key": "", "said": "", "undo": 0, "nothing": words, "of_data": mark_of(member)}
        telephones.exchange.show(member.pk, cast(CardShown, over))


def stop_dialling(member: Member, company_id: int, words: str) -> None:
    """Makes the telephone offer no number of this card any more, and say why. The outcome of a call
    under way can still be noted there.
    """
    if not telephones.is_on(member.pk):
        return
    card = telephones.exchange.now(member.pk)["card"]
    if card.get("company") == company_id:
        telephones.exchange.show(
            member.pk, {**card, "number": None, "others": [], "said": words, "undo": 0}
        )


@on(CompaniesChanged)
def follow_changes(event: CompaniesChanged) -> None:
    """Takes a card that was erased, merged or opposed off the telephones, so that it can't be
    dialled.
    """
    for member in telephones.exchange.shown_to(event.keys):
        once_kept(partial(show_anew, member))


def show_anew(member: int) -> None:
    """The telephones show the card as it is now, or the next one. While she is in a call with it
    the card stays, so that its outcome can be noted; a number that may not be called goes.
    """
    by, devices = member_by_number(member), devices_of(member)
    if by is None or not devices:
        return
    with translation.override(device_language(by, devices[0].language)):
        now_shown = telephones.exchange.now(member)
        company = card_of(by.workspace, now_shown["card"].get("company", 0))
        if company is None or not is_in_call(now_shown["call"]):
            follow(by, card_page(by, now()))
            return
        dialled = now_shown["call"]["number_id"]
        standing = standing_of(by.workspace, company.pk, dialled)
        if standing is not None and standing.stopped:
            stop_dialling(by, company.pk, why_not_dialled(by, company, dialled))


def why_not_dialled(member: Member, company: Company, number_id: int) -> str:
    """Why this number of a card (0: any of them) may not be called now; "" when it may."""
    numbers = numbers_of(company)
    asked = [number for number in numbers if number.pk == number_id] or numbers
    return refusal_in_words(may_call(member.workspace, company.state, now(), numbers=asked))


def refuse_to_dial(member: Member, company: Company, number_id: int) -> bool:
    """Whether this number may not be called now; the telephone then says why, in its place."""
    why = why_not_dialled(member, company, number_id)
    if why:
        stop_dialling(member, company.pk, why)
    return bool(why)
