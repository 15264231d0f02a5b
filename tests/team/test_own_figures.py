"""How a member calls is shown to that member; to an owner only what is called after they told the
members.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from decroche.insights.members import figures_of
from decroche.insights.periods import span_of
from decroche.journal.models import Entry
from decroche.membership.actions import NotDone, invite, join, share
from decroche.membership.figures import end_shown_figures, say_figures_are_shown
from decroche.membership.news import news_for
from decroche.membership.news_wording import event_in_words
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from decroche.team.needs import NotAllowed
from tests.cast import TUESDAY, file_of, log
from tools.entering import HOST

PASSWORD = "quatre mots bien longs"
WHY = "Savoir qui former sur quoi"


@pytest.fixture
def owner(member: Member, settings: LazySettings) -> Iterator[Member]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    share(by=member, name="Camille", email="camille@door.example", password=PASSWORD)
    with clock.frozen(TUESDAY):
        yield member


def joined(owner: Member, name: str) -> Member:
    key = invite(by=owner, role="caller")
    return join(key=key, name=name, email=f"{name.lower()}@door.example", password=PASSWORD)


def signed_in(name: str) -> Client:
    client = Client(headers={"Host": HOST})
    answer = client.post("/sign-in/", {"email": f"{name}@door.example", "password": PASSWORD})
    assert answer.status_code == 302
    return client


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def called(owner: Member) -> tuple[Member, list[Company]]:
    """Lou, who has made two calls; Camille made one."""
    lou, cards = joined(owner, "Lou"), file_of(owner, 5)
    for card in cards[:2]:
        log(lou, card, "no_answer", at=TUESDAY)
    log(owner, cards[2], "no_answer", at=TUESDAY)
    return lou, cards


def test_a_member_sees_their_own_calls_and_nobody_elses(
    called: tuple[Member, list[Company]],
) -> None:
    lou, _cards = called
    assert figures_of(lou, span_of("month", TUESDAY.date())).calls == 2
    page = shown(signed_in("lou"), "/team/figures/mine/")
    assert '<td class="n" data-label="Appels">2</td>' in page
    assert "personne d’autre ne les voit ici" in page


def test_an_owner_sees_nothing_before_the_members_were_told(
    called: tuple[Member, list[Company]],
) -> None:
    page = shown(signed_in("camille"), "/team/figures/")
    assert "<table" not in page
    assert 'name="why"' in page


def test_a_caller_sees_the_figures_of_nobody_else(called: tuple[Member, list[Company]]) -> None:
    lou, _cards = called
    assert signed_in("lou").get("/team/figures/").status_code == 403
    with pytest.raises(NotAllowed):
        say_figures_are_shown(by=lou, why=WHY)


def test_the_members_are_told_and_only_what_is_called_from_the_next_day_on_counts(
    owner: Member, called: tuple[Member, list[Company]]
) -> None:
    lou, cards = called
    client = signed_in("camille")
    assert client.post("/team/figures/", {"why": WHY}).status_code == 302
    assert "<table" not in shown(client, "/team/figures/")
    (news,) = [one for one in news_for(lou, None) if one.kind == "figures"]
    assert "voient comment vous appelez" in event_in_words(news)
    line = Entry.objects.get(verb="member.figures_shown")
    assert line.particulars["why"] == WHY
    assert WHY in shown(signed_in("lou"), "/team/figures/mine/")
    with clock.frozen(TUESDAY + timedelta(days=1)):
        log(lou, cards[3], "no_answer", at=TUESDAY + timedelta(days=1))
        page = shown(signed_in("camille"), "/team/figures/")
    row = page[page.index(">Lou<") :]
    assert row.index('data-label="Appels">1<') < row.index("</tr>"), "not the two from before"


def test_who_joins_later_is_told_as_well(owner: Member) -> None:
    say_figures_are_shown(by=owner, why=WHY)
    noe = joined(owner, "Noe")
    assert "figures" in [one.kind for one in news_for(noe, None)]


def test_it_ends_and_what_was_called_meanwhile_is_not_shown_again(
    owner: Member, called: tuple[Member, list[Company]]
) -> None:
    lou, cards = called
    say_figures_are_shown(by=owner, why=WHY)
    with clock.frozen(TUESDAY + timedelta(days=1)):
        log(lou, cards[3], "no_answer", at=TUESDAY + timedelta(days=1))
        end_shown_figures(by=owner)
        assert "no_figures" in [one.kind for one in news_for(lou, None)]
        say_figures_are_shown(by=owner, why=WHY)
    with clock.frozen(TUESDAY + timedelta(days=2)):
        page = shown(signed_in("camille"), "/team/figures/")
    assert 'data-label="Appels">0<' in page[page.index(">Lou<") :]


def test_it_is_said_once_and_never_without_a_reason(owner: Member) -> None:
    lou = joined(owner, "Lou")
    with pytest.raises(NotDone):
        say_figures_are_shown(by=owner, why="  ")
    for _ in range(2):
        say_figures_are_shown(by=owner, why=WHY)
    assert [one.kind for one in news_for(lou, None)].count("figures") == 1
