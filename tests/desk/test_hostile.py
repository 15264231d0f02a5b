"""Whatever is typed or sent, no page breaks and nothing typed runs."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from decroche.calls.models import Question
from decroche.team.models import Member
from tests.cast import company

HOSTILE = [
    "9" * 40,
    "-1",
    "0",
    "abc",
    "\u0660",
    "1.5",
    "'",
    "<script>alert(1)</script>",
    "x" * 5000,
    "é" * 400,
    "%s%s%(x)s",
    "{{ 7 }}",
    "\n\r\t",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_input_breaks_a_page(page: Client, member: Member, value: str) -> None:
    card, asked = company(member), Question.objects.order_by("-position")[0]
    for address in (
        "/calls/?ask=",
        "/file/?text=",
        "/file/?list=",
        "/file/?state=",
        "/file/?size=",
        "/file/?place=",
        "/file/?sort=",
        "/file/find/?text=",
        "/file/understand/?line=",
        "/calls/hear/when/?when=",
        "/calls/hear/email/?email=",
        "/figures/?span=",
    ):
        assert page.get(address + quote(value)).status_code < 500, address
    fields = (
        "company",
        "number",
        "key",
        "outcome",
        "when",
        "email",
        "reason",
        "note",
        "moment",
        "referral",
        "seconds",
        "asked_for",
        "answer",
        "said",
        "place",
    )
    for name in fields:
        call = {"company": card.pk, "outcome": "no_answer", "key": f"k-{name}", name: value}
        assert page.post("/calls/log/", call, headers={"HX-Request": "true"}).status_code < 500, (
            name
        )
    for name in ("name", "email", "notes", "postcode", "siret", "headcount", "city"):
        assert (
            page.post(
                f"/companies/{card.pk}/edit/{name}/",
                {"value": value},
                headers={"HX-Request": "true"},
            ).status_code
            < 500
        ), name
    for address, body in {
        "/file/quick/": {"line": value, "anyway": "1"},
        "/file/bulk/": {"verb": "tag", "word": value, "company": [value, str(card.pk)]},
        "/settings/delays/": {"email_days": value},
        "/settings/hours/": {"opens": value, "closes": value, "day": value},
        "/settings/answers/": {"id": value, "objection": value, "response": value, "key": value},
        "/settings/questions/": {"id": value, "text": value, "choices": value},
        "/settings/me/": {"name": value, "trade": value, "goal": value, "language": value},
        "/moments/pin/": {"sentence": value, "company": value},
        f"/companies/{card.pk}/number/": {"number": value},
        f"/companies/{card.pk}/person/": {"name": value, "role": value, "email": value},
        f"/calls/{card.pk}/answer/{asked.pk}/": {"value": value, "said": value},
        "/calls/skip/": {"company": value},
    }.items():
        assert page.post(address, body).status_code < 500, address


def test_a_text_with_a_nul_is_refused_at_the_door(page: Client, member: Member) -> None:
    assert page.get("/file/?text=%00").status_code == 400
    assert (
        page.post(
            "/moments/pin/", "sentence=%00", content_type="application/x-www-form-urlencoded"
        ).status_code
        == 400
    )


def test_what_she_types_is_shown_as_text(page: Client, member: Member) -> None:
    card = company(member, "<b>Verrerie</b> 01 99 00 05 31 Paris")
    assert "<b>Verrerie" not in page.get(f"/companies/{card.pk}/").content.decode()
    assert "<b>Verrerie" not in page.get("/calls/").content.decode()
