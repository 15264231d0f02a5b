"""Her telephone follows the call screen."""

from __future__ import annotations

from decroche.desk.loop.page import DeskPage
from decroche.desk.telephone.showing import shown
from decroche.team.models import Member
from decroche.telephone.service import telephones


def follow(member: Member, page: DeskPage) -> None:
    """The telephone shows the card that the desk shows; without one nothing is done. A call
    that was made elsewhere is none to dial.
    """
    if not page.origin and telephones.is_on(member.pk):
        telephones.exchange.show(member.pk, shown(page))


def stop_dialling(member: Member, company_id: int, words: str) -> None:
    """The telephone offers no number of this card any more, and says why. What is noted of a call
    under way can still be noted there.
    """
    if not telephones.is_on(member.pk):
        return
    card = telephones.exchange.now(member.pk)["card"]
    if card.get("company") == company_id:
        telephones.exchange.show(member.pk, {**card, "number": None, "others": [], "said": words})
