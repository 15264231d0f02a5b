"""`decroche register`: what the state's register says otherwise of a card is told, and waits."""

from __future__ import annotations

from decroche.cli.grammar import build_parser
from decroche.cli.registering import register_
from decroche.intake.models import Change
from decroche.team.models import Member
from tests.cast import company
from tests.gateways.register_server import CANAL, Served, siret


def test_what_the_register_says_otherwise_of_a_card_is_in_the_answer(
    service: Served, member: Member
) -> None:
    card = company(
        member,
        "Imprimerie du Canal 03 53 01 12 34 Lille",
        siret=siret(CANAL),
        postcode="59000",
        address="1 vieille rue",
    )
    answer = register_(build_parser().parse_args(["register", "imprimeries, Nord"]))
    assert service.asked
    assert answer["created"] + answer["duplicates"] == answer["rows"]
    (change,) = answer["changes"]
    assert change["company"] == card.pk
    assert change["fields"]["address"] == ["1 vieille rue", "12 Rue Du Port"]
    assert Change.objects.get().company == card
