"""Cookies of a shared file: over HTTPS none that another site could set."""

from __future__ import annotations

import pytest

from decroche.team.models import Member
from tests.sharing import OWNER, PASSWORD, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


@pytest.mark.parametrize("secure", [True, False])
def test_what_signing_in_leaves_is_for_this_host_and_no_script(owner: Member, secure: bool) -> None:
    client = visitor()
    typed = {"email": OWNER, "password": PASSWORD}
    assert client.post("/sign-in/", typed, secure=secure).status_code == 302
    left = {name: one for name, one in client.cookies.items() if name != "decroche-csrf"}
    assert len(left) == 2
    for name, cookie in left.items():
        assert name.startswith("__Host-") == secure, name
        assert bool(cookie["secure"]) == secure
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert (cookie["path"], cookie["domain"]) == ("/", "")
