"""The title of the page names the card on screen: a tab and a screen reader say it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from decroche.team.models import Member
from tests.cast import file_of

pytestmark = pytest.mark.usefixtures("in_file_order")


def test_the_title_follows_the_card(member: Member, page: Client) -> None:
    first, second, *_ = file_of(member, 3)
    assert _title(page.get("/calls/").content.decode()) == f"{first.name} · Décroche"
    typed = {"company": first.pk, "outcome": "no_answer", "key": "t1"}
    answer = page.post("/calls/log/", typed, headers={"HX-Request": "true", "HX-Target": "desk"})
    assert _title(answer.content.decode()) == f"{second.name} · Décroche"


def _title(text: str) -> str:
    (found,) = re.findall(r"<title>(.*?)</title>", text, re.DOTALL)
    return " ".join(unescape(found).split())
