"""Who is an owner no more decides nothing, whatever was under way; no form makes somebody more than
they are, and no session can be chosen for somebody.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from decroche.membership.actions import (
    NotDone,
    change_role,
    end_members_sessions,
    invite,
    leave,
    renew_password,
)
from decroche.team.models import Invitation, Member, MemberSession
from decroche.team.needs import NotAllowed
from tests.sharing import OWNER, PASSWORD, entered, joined, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

VERBS: dict[str, Callable[[Member, Member], object]] = {
    "role": lambda by, other: change_role(by=by, member=other, role="reader"),
    "leave": lambda by, other: leave(by=by, member=other, to=by),
    "invite": lambda by, _other: invite(by=by, role="owner"),
    "password": lambda by, other: renew_password(by=by, member=other),
    "sessions": lambda by, other: end_members_sessions(by=by, member=other),
}


def standing(member: Member) -> tuple[str, bool]:
    kept = Member.objects.get(pk=member.pk)
    return kept.role, kept.left_at is None


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("how", ["made a caller", "removed"])
def test_a_request_that_was_under_way_decides_nothing_any_more(
    owner: Member, verb: str, how: str
) -> None:
    """As two owners who put each other out in the same instant: the second finds itself out."""
    noe, ada = joined(owner, role="owner"), joined(owner, "Ada Morel", role="owner")
    entered(ada)
    stale = Member.objects.select_related("workspace").get(pk=noe.pk)
    if how == "removed":
        leave(by=owner, member=noe, to=owner)
    else:
        change_role(by=owner, member=noe, role="caller")
    made = Invitation.objects.count()
    with pytest.raises((NotAllowed, NotDone)):
        VERBS[verb](stale, ada)
    assert standing(ada) == ("owner", True)
    assert Invitation.objects.count() == made
    assert MemberSession.objects.filter(member=ada, ended_at=None).exists()


def test_two_owners_who_put_each_other_out_leave_one(owner: Member) -> None:
    noe = joined(owner, role="owner")
    one, other = (Member.objects.select_related("workspace").get(pk=m.pk) for m in (owner, noe))
    change_role(by=one, member=noe, role="reader")
    with pytest.raises((NotAllowed, NotDone)):
        change_role(by=other, member=owner, role="reader")
    assert (standing(owner), standing(noe)) == (("owner", True), ("reader", True))


def test_no_field_of_a_form_makes_somebody_more_than_they_are(owner: Member) -> None:
    key = invite(by=owner, role="reader")
    more = {"role": "owner", "member": str(owner.pk), "workspace": "1", "left_at": ""}
    person = {"name": "Lia", "email": "lia@equipe.example", "password": PASSWORD}
    assert visitor().post(f"/take-up/{key}/", {**person, **more}).status_code == 302
    lia = Member.objects.get(name="Lia")
    assert standing(lia) == ("reader", True)
    page = entered(lia)
    page.raise_request_exception = False
    for path in ("/account/password/", "/welcome/", "/settings/look/", f"/team/{lia.pk}/role/"):
        page.post(path, {**person, **more, "old": PASSWORD, "theme": "dark"})
        assert standing(lia) == ("reader", True), path
        assert standing(owner) == ("owner", True), path


def test_nobody_can_choose_the_session_of_another(owner: Member) -> None:
    chosen = "a" * 43
    client = visitor()
    name = "decroche-member-80"
    client.cookies[name] = chosen
    client.post("/sign-in/", {"email": OWNER, "password": PASSWORD})
    given = client.cookies[name].value
    assert given != chosen
    attacker = visitor()
    attacker.cookies[name] = chosen
    assert attacker.get("/file/").status_code == 302, "the door"
    assert client.get("/file/").status_code == 200
