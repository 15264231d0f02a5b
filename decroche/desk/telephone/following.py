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
