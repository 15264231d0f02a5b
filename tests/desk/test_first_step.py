"""An empty page leads to the calls only when there is a card to call."""

from __future__ import annotations

import pytest
from django.test import Client

from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of

pytestmark = pytest.mark.usefixtures("tuesday")
EMPTY = pytest.mark.parametrize("address", ["/follow-ups/", "/figures/"])


def main_of(page: Client, address: str) -> str:
    html = page.get(address).content.decode()
    return html[html.index("<main") :]


@EMPTY
def test_with_an_empty_file_the_first_step_is_to_bring_one(
    page: Client, member: Member, address: str
) -> None:
    shown = main_of(page, address)
    assert 'href="/import/"' in shown
    assert "/calls/begin/" not in shown
    assert 'href="/calls/"' not in shown


@EMPTY
def test_with_a_card_that_can_be_called_it_is_to_call(
    page: Client, member: Member, address: str
) -> None:
    file_of(member, 1)
    assert 'action="/calls/begin/"' in main_of(page, address)


@EMPTY
def test_when_nobody_can_be_called_nothing_leads_to_a_call(
    page: Client, member: Member, address: str
) -> None:
    file_of(member, 1)
    with clock.frozen(TUESDAY.replace(hour=23)):
        shown = main_of(page, address)
    assert "/calls/begin/" not in shown
    assert 'href="/calls/"' not in shown
    assert "Personne à appeler" in shown


@EMPTY
def test_who_may_only_read_is_sent_nowhere(page: Client, member: Member, address: str) -> None:
    file_of(member, 1)
    member.role = Member.Role.READER
    member.save()
    shown = main_of(page, address)
    assert "/calls/begin/" not in shown
    assert 'href="/import/"' not in shown
