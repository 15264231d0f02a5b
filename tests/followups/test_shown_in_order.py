"""In which order next steps are shown, and in whose words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from decroche.desk.loop.before import promised_in_words
from decroche.desk.loop.opening import Before, facts
from decroche.desk.today.ready import ready_in_words, ready_of
from decroche.followups.models import FollowUp
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of

AFTERNOON = TUESDAY.replace(hour=14, minute=0)


def step(member: Member, card_id: int, **fields: object) -> FollowUp:
    given = {"kind": "promised", "purpose": "call_back", "due_at": TUESDAY, **fields}
    return FollowUp.objects.create(
        workspace=member.workspace, company_id=card_id, created_at=TUESDAY, **given
    )


@pytest.mark.parametrize("address", ["/", "/follow-ups/"])
def test_what_is_promised_stands_first_the_late_ones_before_all(
    page: Client, member: Member, address: str
) -> None:
    cards = file_of(member, 4)
    hours = [(-30, "advised"), (-26, "promised"), (-25, "promised"), (-27, "advised")]
    for card, (due, kind) in zip(cards, hours, strict=True):
        purpose = "call_back" if kind == "promised" else "email_requested"
        step(member, card.pk, kind=kind, purpose=purpose, due_at=TUESDAY + timedelta(hours=due))
    with clock.frozen(TUESDAY):
        shown = page.get(address).content.decode()
    order = [cards[place].name.replace("&", "&amp;") for place in (1, 2, 0, 3)]
    places = [shown.index(f"<strong>{name}</strong>" if address == "/" else name) for name in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("hour", "half_day", "other_day"),
    [(9, "ce matin", "au matin"), (14, "cet après-midi", "après-midi")],
)
def test_a_half_day_is_announced_in_the_afternoon_as_in_the_morning(
    page: Client, member: Member, hour: int, half_day: str, other_day: str
) -> None:
    card = company(member)
    due = TUESDAY.replace(hour=hour, minute=0)
    row = step(member, card.pk, due_at=due, precision="half_day")
    early = TUESDAY.replace(hour=8, minute=0)
    with clock.frozen(early):
        shown = page.get("/").content.decode()
        said = ready_in_words(ready_of(member, early, early.replace(hour=23)))
        assert promised_in_words([row], early) == f"Promis\u00a0: {half_day}."
        assert facts(early, "", Before([], [row]), "")["promised"] == half_day
    assert f"1 rappel promis plus tard aujourd’hui\u00a0: {half_day}." in said
    assert other_day in shown
    yesterday = early - timedelta(days=1)
    assert (
        facts(yesterday, "", Before([], [row]), "")["promised"]
        == f"le mardi 24 novembre {other_day}"
    )


def test_the_first_of_several_is_named_even_when_it_has_no_hour(member: Member) -> None:
    one, two = file_of(member, 2)
    step(member, one.pk, due_at=AFTERNOON, precision="half_day")
    step(member, two.pk, due_at=AFTERNOON.replace(hour=16), precision="minute")
    said = ready_in_words(ready_of(member, TUESDAY, TUESDAY.replace(hour=23)))
    assert "le premier\u00a0: cet après-midi." in " ".join(said)


def test_what_she_noted_herself_is_said_in_her_words(page: Client, member: Member) -> None:
    card = company(member)
    row = step(member, card.pk, kind="advised", purpose="file", note="rappeler lundi")
    assert promised_in_words([row], TUESDAY - timedelta(days=1)) == (
        "Vous aviez noté\u00a0: «\u00a0rappeler lundi\u00a0», demain, mardi 24 novembre."
    )
    row.precision = "day"
    row.save(update_fields=["precision"])
    with clock.frozen(TUESDAY):
        shown = page.get("/calls/").content.decode()
    assert "Vous aviez noté\u00a0: «\u00a0rappeler lundi\u00a0», aujourd’hui." in shown
