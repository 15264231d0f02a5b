"""A setting that can't be kept is refused beside its field, comes back as it was typed, and changes
nothing. All fields of all forms of settings are tried.
"""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from decroche.calls.models import Note
from decroche.calls.rules import delays
from decroche.correspondence.models import Mailbox
from decroche.desk.settings.sections import SECTIONS
from decroche.journal.models import Entry
from decroche.shared import clock
from decroche.team.models import Member, Workspace
from tests.cast import TUESDAY, company

pytestmark = pytest.mark.usefixtures("no_keyring")
SOUND: dict[str, dict[str, Any]] = {
    "me": {"name": "Camille", "trade": "rédactrice", "language": "fr", "theme": "", "goal": "40"},
    "delays": {delay.name: str(delay.default) for delay in delays()},
    "hours": {"day": ["0"], "opens-0": "09:00", "closes-0": "18:00", "days_off": "24 décembre"},
    "roles": {"first": "hr", "second": "communication", "third": ""},
    "queue": {"order": "file"},
    "goals": {"day": "40", "week": "150"},
    "team": {"minutes": "30"},
    "answers": {"id": [""], "objection": ["Trop cher"], "response": ["Parlons-en"], "key": ["b"]},
    "questions": {"id": [""], "text": ["Qui décide ?"], "choices": [""], "asks": ["fact"]},
}
BAD: list[tuple[str, str, Any]] = [
    *(("delays", delay.name, value) for delay in delays() for value in ("trois", "0", "99999")),
    *(("me", "goal", value) for value in ("", "beaucoup", "0", "501", "²")),
    ("me", "name", "x" * 121),
    ("me", "trade", "x" * 161),
    ("me", "language", "klingon"),
    ("me", "theme", "pink"),
    *(("goals", name, value) for name in ("day", "week") for value in ("", "dix", "-1", "99999")),
    *(("team", "minutes", value) for value in ("", "bientôt", "4", "10081")),
    ("queue", "order", "random"),
    *(("roles", place, "roi") for place in ("first", "second", "third")),
    ("hours", "opens-0", "9"),
    ("hours", "opens-0", "08:00+01:00"),
    ("hours", "closes-0", ""),
    ("hours", "opens-0", "19:00"),
    ("hours", "day", ["7"]),
    ("hours", "lunch-from", "midi"),
    ("hours", "lunch-to", "14:00"),
    ("hours", "days_off", "24 décembre\nà la saint-glinglin"),
    ("answers", "key", ["t"]),
    ("answers", "objection", ["x" * 161]),
    ("answers", "id", ["douze"]),
    ("questions", "text", ["x" * 161]),
    ("questions", "asks", ["tout"]),
    ("questions", "id", ["douze"]),
]
"""(section, field, a value that can't be kept)"""


def _kept(member: Member) -> Any:
    space = Workspace.objects.get(pk=member.workspace_id)
    who = Member.objects.get(pk=member.pk)
    return (
        space.preferences,
        who.preferences,
        who.name,
        who.trade,
        who.language,
        who.theme,
        Entry.objects.count(),
    )


def test_every_section_is_walked() -> None:
    assert set(SOUND) == set(SECTIONS) - {"scripts"}  # any text is a script
    assert {section for section, _field, _value in BAD} == set(SOUND)


@pytest.mark.parametrize("section", SOUND)
def test_what_is_sound_is_kept(page: Client, member: Member, section: str) -> None:
    assert page.post(f"/settings/{section}/", SOUND[section]).status_code == 302


@pytest.mark.parametrize(("section", "field", "value"), BAD)
def test_a_bad_value_is_said_and_changes_nothing(
    page: Client, member: Member, section: str, field: str, value: Any
) -> None:
    typed, before = {**SOUND[section], field: value}, _kept(member)
    answer = page.post(f"/settings/{section}/", typed)
    assert answer.status_code == 422
    assert _kept(member) == before
    shown = answer.content.decode()
    assert 'aria-invalid="true"' in shown
    assert 'role="alert"' in shown
    for name, one in typed.items():
        for text in one if isinstance(one, list) else [one]:
            assert _holds(shown, name, text), (name, text)


def _holds(shown: str, name: str, text: str) -> bool:
    """Whether a field of that name holds that text in the page."""
    inputs = re.findall(rf'<input[^>]*?name="{re.escape(name)}"[^>]*?value="(.*?)"', shown, re.S)
    texts = re.findall(rf'name="{re.escape(name)}"[^>]*>(.*?)</textarea>', shown, re.S)
    return text in [unescape(one) for one in (*inputs, *texts)]


@pytest.mark.parametrize(
    ("address", "form", "field"),
    [
        ("/compliance/settings/", {"prospect_months": "trois"}, "prospect_months"),
        ("/compliance/settings/", {"prospect_months": "999"}, "prospect_months"),
        ("/compliance/settings/", {"suppression_years": "2"}, "suppression_years"),
        ("/compliance/settings/", {"suppression_years": "toujours"}, "suppression_years"),
        ("/settings/copies/folder/", {"folder": "copies"}, "folder"),
        ("/telephone/way/", {"way": "address", "template": "ftp://x", "user": "a"}, "template"),
    ],
)
def test_the_other_forms_of_settings_refuse_too(
    page: Client, member: Member, address: str, form: dict[str, str], field: str
) -> None:
    before = _kept(member)
    answer = page.post(address, form)
    assert answer.status_code == 422
    assert _kept(member) == before
    for name, text in form.items():
        assert _holds(answer.content.decode(), name, text)


@pytest.mark.parametrize(
    ("form", "box"),
    [
        ({"way": "address", "template": "http://192.168.1.20/{number}"}, "own_network"),
        (
            {
                "way": "asterisk",
                "server": "http://192.168.1.5:8088",
                "endpoint": "PJSIP/1001",
                "context": "from-internal",
                "server_user": "decroche",
                "server_password": "made up",
            },
            "server_own_network",
        ),
    ],
)
def test_an_address_of_the_local_network_offers_the_box_that_says_so(
    page: Client, member: Member, form: dict[str, str], box: str
) -> None:
    answer = page.post("/telephone/way/", form)
    assert answer.status_code == 422
    assert f'<input type="checkbox" name="{box}" value="1">' in answer.content.decode()
    assert page.post("/telephone/way/", {**form, box: "1"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("smtp_port", "mille"),
        ("imap_port", "70000"),
        ("daily_limit", "0"),
        ("pace_seconds", "vite"),
    ],
)
def test_a_text_in_place_of_a_number_of_the_mailbox_is_refused(
    page: Client, member: Member, field: str, value: str
) -> None:
    form = {"address": "camille@gmail.com", "password": "secret", field: value}
    answer = page.post("/mailbox/", form)
    assert answer.status_code == 422
    assert not Mailbox.objects.exists()
    assert _holds(answer.content.decode(), field, value)
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("day", ["2026-11-25", "2099-01-01", "demain", "0026-11-24"])
def test_a_note_of_a_day_that_cannot_be_is_refused_and_given_back(
    page: Client, member: Member, day: str
) -> None:
    card = company(member)
    typed = {"text": "demander Mme Petit", "on": day}
    answer = page.post(f"/companies/{card.pk}/note/", typed)
    assert answer.status_code == 422
    assert not Note.objects.exists()
    assert "demander Mme Petit</textarea>" in answer.content.decode()
    assert 'id="note-error"' in answer.content.decode()


def test_a_note_of_a_page_left_open_over_midnight_is_of_the_day_it_is_sent(
    page: Client, member: Member
) -> None:
    card, tomorrow = company(member), TUESDAY + timedelta(days=1)
    typed = {"text": "demander Mme Petit", "on": "2026-11-24", "shown_on": "2026-11-24"}
    with clock.frozen(tomorrow):
        page.post(f"/companies/{card.pk}/note/", typed)
    assert Note.objects.get().at == tomorrow
