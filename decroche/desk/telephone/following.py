"""Her telephone follows the call screen, and the call screen says what was noted on it."""

from __future__ import annotations

from dataclasses import replace

from decroche.desk.loop.page import DeskPage
from decroche.desk.telephone.showing import shown
from decroche.team.models import Member
from decroche.telephone.service import telephones


def follow(member: Member, page: DeskPage) -> DeskPage:
    """The telephone shows the card that the desk shows; without one nothing is done. A call
    that was made elsewhere is none to dial.

    What was noted last stands on both as long as the card that came after it: a page that is only
    drawn anew has nothing to say itself, and takes that line over. Returns the page with it.
    """
    if page.origin or not telephones.is_on(member.pk):
        return page
    card, before = shown(page), telephones.exchange.now(member.pk)["card"]
    if not card["said"] and before.get("key") == card["key"]:
        card |= {"said": before["said"], "undo": before["undo"]}
        page = replace(page, note=before["said"])
    telephones.exchange.show(member.pk, card)
    return page


def stop_dialling(member: Member, company_id: int, words: str) -> None:
    """The telephone offers no number of this card any more, and says why. What is noted of a call
    under way can still be noted there.
    """
    if not telephones.is_on(member.pk):
        return
    card = telephones.exchange.now(member.pk)["card"]
    if card.get("company") == company_id:
        stopped = {"number": None, "others": [], "said": words, "undo": 0}
        telephones.exchange.show(member.pk, {**card, **stopped})
