"""Whatever is typed or sent, no page breaks and nothing typed runs."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from decroche.calls.models import Draft, Moment, Question
from decroche.prospects.actions import edit_company
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import company
from tests.desk.test_pages import PAGES

SCRIPT = "<script>alert(1)</script>"
HOSTILE = [
    "9" * 40,
    "-1",
    "0",
    "abc",
    "\u0660",
    "\u00b2",  # a digit to str.isdigit, none to int
    "\u00b2-\u00b2",
    "1.5",
    "'",
    SCRIPT,
    "x" * 5000,
    "é" * 400,
    "%s%s%(x)s",
    "{{ 7 }}",
    "\n\r\t",
]


ASKED = (
    "/calls/?ask=",
    "/file/?text=",
    "/file/?list=",
    "/file/?state=",
    "/file/?size=",
    "/file/?place=",
    "/file/?sort=",
    "/file/find/?text=",
    "/calls/hear/when/?when=",
    "/calls/hear/email/?email=",
    "/complete/?after=",
    "/doubles/?page=",
    "/figures/?span=",
    "/figures/calls/?outcome=",
    "/compliance/oppositions/?text=",
)
CALL_FIELDS = (
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
CARD_FIELDS = ("name", "email", "notes", "postcode", "siret", "headcount", "city")


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("address", ASKED)
def test_whatever_is_asked_a_page_answers(
    page: Client, member: Member, address: str, value: str
) -> None:
    company(member)
    answer = page.get(address + quote(value))
    assert answer.status_code in (200, 422)
    assert SCRIPT not in answer.content.decode()


@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_is_typed_in_a_call_is_kept_or_refused(
    page: Client, member: Member, value: str
) -> None:
    card = company(member)
    for name in CALL_FIELDS:
        call = {"company": card.pk, "outcome": "no_answer", "key": f"k-{name}", name: value}
        answer = page.post("/calls/log/", call, headers={"HX-Request": "true"})
        assert answer.status_code in (200, 404, 422), name
        assert SCRIPT not in answer.content.decode(), name
    every_page_opens(page, card)


@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_is_typed_on_a_card_is_kept_or_refused(
    page: Client, member: Member, value: str
) -> None:
    card = company(member)
    for name in CARD_FIELDS:
        answer = page.post(
            f"/companies/{card.pk}/edit/{name}/",
            {"value": value},
            headers={"HX-Request": "true"},
        )
        assert answer.status_code in (200, 422), name
        assert SCRIPT not in answer.content.decode(), name
    every_page_opens(page, card)


@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_is_sent_by_a_form_is_kept_or_refused(
    page: Client, member: Member, value: str
) -> None:
    card, asked = company(member), Question.objects.order_by("-position")[0]
    span = {"day": ["0"], "opens-0": "08:30", "closes-0": "18:00"}
    for address, body in (
        ("/file/quick/", {"line": value, "anyway": "1"}),
        ("/file/bulk/", {"verb": "tag", "word": value, "company": [value, str(card.pk)]}),
        ("/settings/delays/", {"email_days": value}),
        ("/settings/hours/", {"day": ["0", value], "opens-0": value, "closes-0": value}),
        ("/settings/hours/", {**span, "lunch-from": value, "lunch-to": value, "days_off": value}),
        ("/settings/answers/", {"id": value, "objection": value, "response": value, "key": value}),
        ("/settings/questions/", {"id": value, "text": value, "choices": value}),
        ("/settings/me/", {"name": value, "trade": value, "goal": value, "language": value}),
        ("/settings/goals/", {"day": value, "week": value}),
        ("/settings/queue/", {"order": value}),
        ("/settings/roles/", {"first": value, "second": value}),
        ("/moments/pin/", {"sentence": value, "company": value}),
        (f"/companies/{card.pk}/number/", {"number": value}),
        (f"/companies/{card.pk}/person/", {"name": value, "role": value, "email": value}),
        (f"/calls/{card.pk}/answer/{asked.pk}/", {"value": value, "said": value}),
        ("/calls/skip/", {"company": value}),
    ):
        answer = page.post(address, body)
        assert answer.status_code in (200, 204, 302, 404, 422), address
        assert SCRIPT not in answer.content.decode(), address
    every_page_opens(page, card)


def every_page_opens(page: Client, card: Company) -> None:
    """What was kept breaks no page that shows it, and is not run as a script."""
    for address in (*PAGES, f"/companies/{card.pk}/", "/doubles/", "/complete/", "/compliance/"):
        answer = page.get(address)
        assert answer.status_code == 200, address
        assert SCRIPT not in answer.content.decode(), address


def test_an_address_with_a_nul_is_refused_and_what_is_pasted_with_one_is_kept(
    page: Client, member: Member
) -> None:
    assert page.get("/file/?text=%00").status_code == 400
    card = company(member)
    form = "application/x-www-form-urlencoded"
    assert page.post("/moments/pin/", "sentence=a%00b", content_type=form).status_code == 302
    assert Moment.objects.get().sentence == "ab"
    address = f"/calls/{card.pk}/note/"
    kept = page.post(address, "note=un%00deux&ask-call_back.when=mardi%00", content_type=form)
    assert kept.json()["kept"] is True
    draft = Draft.objects.get()
    assert (draft.note, draft.fields) == ("undeux", {"ask-call_back.when": "mardi"})


def test_what_she_types_is_shown_as_text(page: Client, member: Member) -> None:
    card = company(member, "<b>Verrerie</b> 01 99 00 05 31 Paris")
    assert "<b>Verrerie" not in page.get(f"/companies/{card.pk}/").content.decode()
    assert "<b>Verrerie" not in page.get("/calls/").content.decode()


TURNED = "Studio \u202eevitcer\u202c"
PLAIN = "Studio evitcer"
FIELDS = re.compile(r'<textarea.*?</textarea>|value="[^"]*"', re.DOTALL)


def turned(member: Member) -> Company:
    card = company(member, "Studio 03 53 01 55 66 59000 Lille")
    edit_company(by=member, company=card, changes={"name": TURNED, "notes": f"voir {TURNED}"})
    return card


def test_a_name_that_turns_the_direction_is_shown_plainly_and_kept_as_it_is(
    page: Client, member: Member
) -> None:
    card = turned(member)
    for address in (
        *("/", "/calls/", "/file/", f"/companies/{card.pk}/", "/file/find/?text=evitcer"),
        *("/calls/hear/referral/?referral=Studio evitcer", "/calls/sheets/", "/doubles/"),
    ):
        shown = page.get(address, follow=True).content.decode()
        assert "\u202e" not in FIELDS.sub("", shown), address
        if address in ("/calls/", "/file/", f"/companies/{card.pk}/", "/file/find/?text=evitcer"):
            assert PLAIN in shown, address
    card.refresh_from_db()
    assert (card.name, card.notes) == (TURNED, f"voir {TURNED}")
    token = {"Authorization": f"Bearer {settings.ACCESS_TOKEN}"}
    found = Client(headers=token).get("/api/v1/companies?q=evitcer").json()
    assert found[0]["company"]["name"] == TURNED


def test_a_field_has_it_as_it_was_kept(page: Client, member: Member) -> None:
    card = turned(member)
    shown = page.get(f"/companies/{card.pk}/fact/name/?edit=1").content.decode()
    assert f'value="{TURNED}"' in shown
