"""What a member, or a former member, tries against the others: cards, calls, drafts, sessions and
keys of a colleague, an invitation used twice in the same instant, the page of an ended session.
"""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from decroche.callqueue.models import Claim
from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.calls.models import Call, Draft
from decroche.journal.models import Entry
from decroche.membership.actions import (
    NotDone,
    end_members_sessions,
    invite,
    join,
    make_key,
    share,
)
from decroche.shared import clock
from decroche.shared.clock import now
from decroche.team.actions import open_workspace
from decroche.team.models import ApiKey, Member, MemberSession
from tests.cast import TUESDAY, file_of, log
from tests.sharing import PASSWORD, entered, joined

pytestmark = pytest.mark.usefixtures("quick_passwords")


def held(member: Member) -> Pick:
    found = next_for(member, now())
    assert isinstance(found, Pick)
    return found


@pytest.fixture
def noe(owner: Member, in_file_order: None) -> Member:
    """A colleague with a call, a card that they hold, a draft on it and a key."""
    file_of(owner, 6)
    noe = joined(owner)
    log(noe, held(noe).company, "no_answer")
    entered(noe).post(f"/calls/{held(noe).company.pk}/note/", {"note": "demander Mme Petit"})
    make_key(by=noe, name="x", scopes=["read"])
    return noe


@pytest.mark.django_db
def test_a_colleague_reaches_nothing_that_is_anothers(owner: Member, noe: Member) -> None:
    mine, ada = held(noe).company, entered(joined(owner, "Ada"))
    called = Call.objects.get(member=noe)
    entry = Entry.objects.get(verb="call.logged")
    session = MemberSession.objects.filter(member=noe).order_by("pk")[0]
    before = claims(noe)
    ada.get("/calls/")
    ada.post(f"/calls/take/{mine.pk}/")
    ada.post("/calls/hold/", {"company": mine.pk})
    ada.post("/calls/undo/", {"entry": entry.pk})
    ada.post("/calls/skip/", {"company": mine.pk})
    ada.post(f"/calls/{mine.pk}/note/", {"note": "effacé"})
    ada.post("/account/session/end/", {"number": session.pk})
    assert ada.get(f"/calls/?origin=incoming&company={mine.pk}").status_code == 302
    key = ApiKey.objects.get()
    assert ada.post(f"/account/keys/{key.pk}/end/").status_code == 404
    for verb in ("role", "leaves", "password", "sessions"):
        assert ada.post(f"/team/{noe.pk}/{verb}/", {"role": "reader"}).status_code == 403
    assert claims(noe) == before
    assert Draft.objects.get(member=noe).note == "demander Mme Petit"
    assert Call.objects.filter(pk=called.pk).exists()
    assert MemberSession.objects.get(pk=session.pk).ended_at is None
    assert ApiKey.objects.get().ended_at is None
    noe.refresh_from_db()
    assert noe.role == "caller"


def claims(member: Member) -> list[tuple[int, int]]:
    rows = Claim.objects.filter(member=member).order_by("company_id")
    return list(rows.values_list("company_id", "serial"))


@pytest.mark.django_db
def test_the_page_of_an_ended_session_keeps_no_call_and_may_send_it_again(
    owner: Member, noe: Member
) -> None:
    found, page = held(noe), entered(noe)
    form = {"company": found.company.pk, "outcome": "voicemail", "key": found.claim_key}
    end_members_sessions(by=owner, member=noe)
    before = Call.objects.count()
    assert page.post("/calls/log/", form).status_code == 403
    assert page.get("/calls/").status_code == 302
    assert Call.objects.count() == before
    again = entered(noe)
    for _ in range(2):
        assert again.post("/calls/log/", form).status_code == 302
    assert Call.objects.filter(company=found.company).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_invitation_used_twice_in_the_same_instant_makes_one_member() -> None:
    with clock.frozen(TUESDAY):
        owner = open_workspace(owner="Camille")
        share(by=owner, name="Camille", email="c@equipe.example", password=PASSWORD)
        key, together = invite(by=owner, role="caller"), threading.Barrier(4)
        done = list[str]()

        def use(number: int) -> None:
            try:
                together.wait()
                join(key=key, name=f"n{number}", email=f"n{number}@x.example", password=PASSWORD)
                done.append("in")
            except NotDone as refused:
                done.append(refused.code)
            finally:
                connection.close()

        threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert sorted(done) == ["in", "invitation", "invitation", "invitation"]
    assert Member.objects.count() == 2
