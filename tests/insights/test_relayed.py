"""An assistant who answered for the person asked for: a call that was picked up, and no talk with
who decides, in whatever figure.
"""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from decroche.calls.correcting import correct
from decroche.calls.models import Call
from decroche.calls.sessions import begin
from decroche.calls.sittings import given_in, given_now
from decroche.insights.drilldown import CallFilter, calls_behind
from decroche.insights.funnel import Figures, compared, figures, published, summed
from decroche.insights.periods import Span, by_hour
from decroche.insights.results import referral_tree
from decroche.insights.timing import attempts_until_talk
from decroche.referrals.models import Referral
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of, log

ALL = Span("all", None, None)
RELAYED = "Son assistante donne l’adresse : com@vasseur.example"


@pytest.fixture
def two_mails(member: Member) -> Member:
    """Two companies gave an address: one by an assistant, the other by who decides."""
    begin(by=member)
    by_assistant, by_her = file_of(member, 2)
    log(member, by_assistant, "email_requested", email="com@vasseur.example", note=RELAYED)
    log(member, by_her, "email_requested", email="a@b.example", note="Budget voté")
    return member


def test_only_the_other_counts_as_a_decision_maker(two_mails: Member) -> None:
    space = two_mails.workspace
    for found in (figures(space), summed(by_hour(space))):
        assert (found.calls, found.answered, found.decision_makers) == (2, 2, 1)
        assert (found.interest, found.emails_requested) == (2, 2)
        assert published(found)["decision_makers"] == 1
    assert attempts_until_talk(space) == [(1, 1)]
    assert sum(row.talks for row in by_hour(space)) == 1


def test_the_list_behind_the_figure_has_as_many_calls(two_mails: Member) -> None:
    chosen = CallFilter(ALL, stage="decision_makers")
    assert [call.note for call in calls_behind(two_mails.workspace, chosen)] == ["Budget voté"]
    everything = CallFilter(ALL, stage="interest")
    assert calls_behind(two_mails.workspace, everything).count() == 2


def test_each_comparison_says_the_same(two_mails: Member) -> None:
    for kind in ("week", "source"):
        lines = compared(two_mails.workspace, kind, ALL)
        assert [line.figures.decision_makers for line in lines] == [1]
    assert Figures({"call_back": 3}, relayed=2).decision_makers == 1


def test_the_sitting_and_the_tree_of_recommendations_too(two_mails: Member) -> None:
    session = Call.objects.latest("id").session
    assert session is not None
    for given in (given_now(two_mails), given_in(session)):
        assert (given.calls, given.answered, given.decision_makers) == (2, 2, 1)
    by_assistant, by_her = Call.objects.order_by("id")
    Referral.objects.create(
        workspace=two_mails.workspace,
        from_company=by_her.company,
        to_company=by_assistant.company,
        at=TUESDAY,
    )
    (root,) = referral_tree(two_mails.workspace)
    assert (root.talks, root.below[0].talks) == (1, 0)


def test_a_corrected_note_counts_as_it_stands(two_mails: Member) -> None:
    call = Call.objects.filter(relayed=True).get()
    correct(
        by=two_mails,
        call=call,
        outcome="email_requested",
        typed={"email": "com@vasseur.example", "note": "Elle décide elle-même"},
        at=TUESDAY + timedelta(hours=1),
    )
    assert not Call.objects.filter(relayed=True).exists()


def test_she_hears_that_it_is_not_counted(page: Client, member: Member) -> None:
    card = company(member)
    typed = {
        "company": card.pk,
        "outcome": "call_back",
        "when": "jeudi 10h",
        "note": "son assistante : jeudi",
    }
    answer = page.post("/calls/log/", typed, headers={"HX-Request": "true", "HX-Target": "desk"})
    assert Call.objects.get().relayed
    assert "pas compté comme une conversation" in answer.content.decode()


def test_the_calls_that_were_there_are_marked(two_mails: Member) -> None:
    Call.objects.update(relayed=False)
    import_module("decroche.calls.migrations.0017_relayed").mark(apps, None)
    assert Call.objects.get(relayed=True).note == RELAYED
