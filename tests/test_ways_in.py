"""The desk, the API and the command line: the same fields, the same verdict, the same sentences."""

from __future__ import annotations

import html
import json
import re
from argparse import Namespace
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.db import transaction
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.test import Client

from decroche.api.service import CallFields
from decroche.calls.models import Call
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.reading import FIELDS
from decroche.calls.refused import Refused
from decroche.calls.wording import problems_in_words
from decroche.cli.commands import log_
from decroche.cli.grammar import build_parser
from decroche.correspondence.models import DeadAddress, Message
from decroche.desk.loop.form import read_form
from decroche.followups.models import FollowUp
from decroche.prospects.legal_actions import leave_alone, read_values
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import company
from tools.entering import browser

DEAD, SILENT = "partie@vasseur.example", "silence@vasseur.example"


_KEYS = ("id", "call", "contact", "follow_up")
"""Keys of rows: PostgreSQL does not give them again when a transaction is taken back."""
_HOW_CHOSEN = ("arm", "propensity")
"""How the card came to be called: the desk was given it, the other two name it themselves."""


class Verdict(NamedTuple):
    """What a way in answered: problems by field, else what is in the database."""

    problems: dict[str, str]
    kept: dict[str, Any]


def kept() -> dict[str, Any]:
    """What was kept, without keys and times of writing."""
    calls, followups, messages = (
        [
            {k: v for k, v in model_to_dict(row).items() if k not in (*_KEYS, *_HOW_CHOSEN)}
            for row in model.objects.order_by("id")
        ]
        for model in (Call, FollowUp, Message)
    )
    for message in messages:  # an invitation is named after the key of its follow-up
        message["calendar"] = re.sub(r"meeting-\d+@", "meeting-@", message["calendar"])
    return {"calls": calls, "followups": followups, "messages": messages}


def desk(card: Company, outcome: str, raw: dict[str, str]) -> Verdict:
    number = card.numbers.order_by("position").first()
    client = browser(headers={"HX-Request": "true", "HX-Target": "desk"})
    client.get("/calls/")
    answer = client.post(
        "/calls/log/",
        {**raw, "company": card.pk, "outcome": outcome, "number": number.pk if number else ""},
    ).content.decode()
    shown = [html.unescape(one) for one in re.findall(r'<span class="error">(.*?)</span>', answer)]
    shown += [
        html.unescape(one)
        for one in re.findall(r'<p class="notice bad" role="alert">\s*(.*?)\s*</p>', answer)
    ]
    return Verdict({str(place): text for place, text in enumerate(shown)}, kept())


def api(card: Company, outcome: str, raw: dict[str, str]) -> Verdict:
    client = Client(headers={"Authorization": f"Bearer {settings.ACCESS_TOKEN}"})
    answer = client.post(
        "/api/v1/calls",
        json.dumps({**raw, "outcome": outcome, "company": card.pk}),
        content_type="application/json",
    )
    body = answer.json()
    assert (answer.status_code == 200) is ("problems" not in body)
    return Verdict(body.get("problems", {}), kept())


def command_line(card: Company, outcome: str, raw: dict[str, str]) -> Verdict:
    words = ["log", outcome, "--company", str(card.pk)]
    for name, text in raw.items():
        words += [f"--{name.replace('_', '-')}={text}"]
    options = build_parser().parse_args(words, Namespace())
    try:
        log_(options)
    except Refused as refused:
        return Verdict(problems_in_words(refused), kept())
    return Verdict({}, kept())


WAYS = (desk, api, command_line)
NEEDED: list[tuple[str, dict[str, str], set[str]]] = [
    (code, {}, set(spec.needs)) for code, spec in OUTCOMES.items()
]
TABLE: list[tuple[str, dict[str, str], set[str]]] = [
    *NEEDED,
    ("nonsense", {}, {"outcome"}),
    ("call_back", {"when": "jeudi 10h"}, set()),
    ("call_back", {"when": "patate"}, {"when"}),
    ("call_back", {"when": "hier"}, {"when"}),
    ("gatekeeper", {"when": "demain matin", "said": "Mme Durand, poste 12"}, set()),
    ("gatekeeper", {"when": "patate"}, {"when"}),
    ("interested", {"when": "mardi prochain", "said": "envoyer un devis"}, set()),
    ("meeting", {"when": "jeudi 10h", "place": "Lille", "invite": "a@vasseur.example"}, set()),
    ("meeting", {"when": "jeudi 10h", "invite": "marie"}, {"invite"}),
    ("meeting", {"when": "jeudi 10h", "invite": "a@b.example c@d.example"}, {"invite"}),
    ("meeting", {"when": "jeudi 10h", "invite": DEAD}, {"invite"}),
    ("meeting", {"when": "patate", "invite": "marie"}, {"when", "invite"}),
    ("email_requested", {"email": "com@vasseur.example", "reason": "agency"}, set()),
    ("email_requested", {"email": "com@vasseur.example", "mail": "later", "cv": "1"}, set()),
    ("email_requested", {"email": "com@vasseur.example", "when": "dans un mois"}, set()),
    ("email_requested", {"email": "com arobase vasseur point example"}, set()),
    ("email_requested", {"email": "marie"}, {"email"}),
    ("email_requested", {"email": "a@b.example, c@d.example"}, {"email"}),
    ("email_requested", {"email": DEAD}, {"email"}),
    ("email_requested", {"email": SILENT}, {"email"}),
    ("email_requested", {"email": "com@vasseur.example", "reason": "caprice"}, {"reason"}),
    ("no_need", {"when": "mi-mars", "reason": "too_late"}, set()),
    ("no_need", {"when": "mi-mars", "reason": "caprice"}, {"reason"}),
    ("no_answer", {"when": "patate", "email": "nobody"}, set()),
    ("hung_up", {"when": "jeudi 10h", "note": "pressée"}, set()),
    ("voicemail", {"message_left": "1", "seconds": "31", "asked_for": "hr"}, set()),
    ("voicemail", {"asked_for": "roi"}, {"asked_for"}),
    ("no_answer", {"moment": "Enfin !", "referral": "Studio Nord 03 53 01 44 55"}, set()),
]
"""(outcome, fields, the fields that are refused)."""
FILE = "Imprimerie Vasseur & Fils 03 53 01 01 42 / 06 39 98 01 42 Lille com: Mme Roussel"


@pytest.mark.parametrize(("outcome", "raw", "refused"), TABLE)
@pytest.mark.django_db(transaction=True)
def test_the_same_fields_get_the_same_verdict(
    member: Member, outcome: str, raw: dict[str, str], refused: set[str]
) -> None:
    DeadAddress.objects.create(workspace=member.workspace, address=DEAD, words="550 no such user")
    leave_alone(by=member, values=read_values(SILENT), channel="phone")
    card = company(member, FILE)
    found = []
    for way in WAYS:
        with transaction.atomic():
            found.append(way(card, outcome, raw))
            transaction.set_rollback(True)
    on_desk, over_http, typed = found
    assert over_http == typed
    assert on_desk.kept == typed.kept
    assert sorted(on_desk.problems.values()) == sorted(typed.problems.values())
    assert set(typed.problems) == refused
    assert bool(typed.kept["calls"]) is not bool(refused)


def test_every_way_in_takes_every_field() -> None:
    assert set(CallFields.model_fields) == set(FIELDS)
    # What she typed before a correction is for the page alone.
    assert set(read_form(QueryDict()).typed) == {*FIELDS, "email_typed"}
    options = vars(build_parser().parse_args(["log", "x", "--company", "1"], Namespace()))
    assert set(FIELDS) <= set(options)


@pytest.mark.parametrize("way", [api, command_line])
def test_what_was_left_out_is_said(member: Member, way: Any) -> None:
    card = company(member, FILE)
    if way is api:
        client = Client(headers={"Authorization": f"Bearer {settings.ACCESS_TOKEN}"})
        body = {"outcome": "no_answer", "company": card.pk, "when": "jeudi 10h", "cv": "1"}
        answer = client.post("/api/v1/calls", json.dumps(body), content_type="application/json")
        assert answer.json()["left_out"] == ["when", "cv"]
    else:
        words = ["log", "no_answer", "--company", str(card.pk), "--when", "jeudi 10h", "--cv", "1"]
        options = build_parser().parse_args(words, Namespace())
        assert log_(options)["left_out"] == ["when", "cv"]
