"""A form that arrives twice does its work once: after a double press, from two tabs, or sent again
because the answer did not come. All addresses that take a form are walked.
"""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter

import decroche
from decroche.calls.models import Call, Note, Question
from decroche.calls.notes import write_note
from decroche.config.data_mark import data_mark
from decroche.desk.urls import urlpatterns
from decroche.followups.models import FollowUp
from decroche.intake.models import Batch
from decroche.journal.models import Entry
from decroche.prospects.models import Company, Contact
from decroche.shared import clock
from decroche.team.models import Member
from decroche.team.needs_of_pages import OPEN_PAGES
from decroche.ui.templatetags.ui import FORM_KEY
from tests.cast import TUESDAY, file_of, log
from tools.entering import browser

Form = dict[str, Any]
_LIST = "Nouvelle Maison 03 53 01 77 88 Lens\nAutre Maison 03 53 01 77 99 Lens"
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)
MAKING: dict[str, Form] = {
    "write-note": {"text": "demander Mme Petit"},
    "add-person": {"name": "Mme Petit", "role": "hr"},
    "add-number": {"number": "03 53 01 44 55"},
    "quick": {"line": "Nouvelle Maison 03 53 01 77 88 Lens", "anyway": "1"},
    "paste": {"text": _LIST},
    "upload": {"file": ("liste.csv", b"nom;tel\nMaison;03 53 01 77 88\n")},
    "try-demo": {},
    "pin": {"sentence": "rappelez-moi quand vous voulez"},
    "begin-message": {},
    "bulk": {"verb": "list", "word": "Nord", "company": "CARD"},
    "requests": {"kind": "access", "channel": "phone", "who": "Mme Petit", "company": "CARD"},
    "oppositions": {"text": "03 53 01 66 77", "channel": "phone"},
    "calendar-feed": {},
    "begin": {},
    "pause": {},
    "templates": {"language": "fr", "agency-subject": "A", "agency-body": "B"},
    "told": {"kind": "printed"},
    "win-company": {},
    "answer-question": {"value": "une agence"},
    "bring-file": {"file": ("logo.png", _PNG)},
    "openings": {"role-hr": "Bonjour, ici Camille."},
    "save-settings": {"text": ["Qui décide ?", "Quand ?"], "id": ["", ""], "choices": ["", ""]},
    "edit": {"value": "imprimerie"},
    "keep-contract": {"agency": "Agence Bleue", "until": "fin mars 2027"},
    "keep-complete": {"number": "03 53 01 44 66"},
    "move-follow-up": {"when": "demain à 10 h"},
    "follow-up": {},
    "correct-call": {"outcome": "voicemail"},
    "rest-company": {},
    "oppose-company": {},
    "remove-company": {},
    "audience": {"audience": "consumer"},
    "leave-person": {},
    "edit-person": {"name": "Mme Autre", "role": "hr", "email": "autre@exemple.example"},
    "remove-person": {},
    "skip": {"company": "CARD"},
    "undo": {},
    "undo-call": {},
    "undo-import": {},
    "keep-note": {"note": "brouillon", "key": "k"},
    "log": {"company": "CARD", "outcome": "no_answer", "key": "OF-THE-CARD"},
    "welcome": {"name": "Camille", "trade": "rédactrice"},
    "dialling": {"way": "tel"},
    "drop-press": {"key": "claim-1-1"},
    "apart": {},
    "join": {},
}
"""What changes rows: what each is sent, on a file of three cards with a call and a follow-up."""
NOTHING_HERE = {
    *("hear-note", "end", "hang-ups", "offer-preview", "look", "looking", "judge", "unread"),
    *("look-over", "join-sure", "write", "keep-letter"),
    *("take-back-message", "send-again", "send-now", "message"),
    *(
        "name-telephone",
        "revoke-telephone",
        "ring",
        "keep-way",
        "ask-to-dial",
        "call-phase",
        "hang-up",
        "mailbox",
        "offer",
    ),
    *("ask-register", "bring-register", "check-register", "compare", "run-import", "read-again"),
    *(
        "audience-of-import",
        "correct-line",
        "as-columns",
        "decide-changes",
        "consent",
        "lose-company",
        "lift-card",
    ),
    *("looked", "keep", "lift", "request", "law-settings", "source"),
    *("copy-folder", "bring-copy", "restore-copy", "close-desk", "discard-sample"),
    *("seal-copies", "open-copy"),
    *("agenda", "agenda-choose", "agenda-end", "agenda-answer"),
    *("connect-mailbox", "mailbox-back", "disconnect-mailbox", "webhook", "test-webhook"),
    *(
        "hold",
        "make-key",
        "end-key",
        "ask-for-passkey",
        "keep-passkey",
        "remove-passkey",
        "prove",
        "seen",
        "own-password",
        "end-own-session",
        "sign-out",
        "invite",
        "withdraw-invitation",
    ),
    *("member-role", "member-leaves", "end-member-sessions", "renew-password", "share"),
    *("list-callers", "members-figures"),
}
"""What changes nothing on this file, or sets a value that may be set twice: sent twice all the
same, empty."""
ELSEWHERE = {"end-session", "make-copy", "pair", "take-card", *OPEN_PAGES}
"""What ends this browser's session, can't be done inside a test's transaction, or listens on the
network: tests/team/test_door.py, tests/storage/test_copies.py, tests/telephone. A card may be
taken again, as often as she likes. Nobody is signed in yet where members sign in, and a link works
once: tests/team/test_members.py.
"""


def _sent(page: Client, address: str, form: Form, key: str) -> Any:
    """The form as a page sends it."""
    made = {
        name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value
        for name, value in form.items()
    }
    return page.post(address, {**made, FORM_KEY: data_mark() + key})


def _rows() -> dict[str, list[Any]]:
    """Everything the database holds."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
    }


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes on beside the pages."""

    class Unstarted(threading.Thread):
        def start(self) -> None:
            """Starts nothing."""

    for module in ("correspondence.jobs", "intake.jobs", "storage.jobs", "background.beside"):
        monkeypatch.setattr(f"decroche.{module}.threading", SimpleNamespace(Thread=Unstarted))


def _posted() -> set[str]:
    """The names of the addresses that take a form."""
    page, found = browser(), set()
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        values = {
            name: 1 if isinstance(converter, IntConverter) else "me"
            for name, converter in pattern.pattern.converters.items()
        }
        answer = page.put(reverse(str(pattern.name), kwargs=values))
        if "POST" in answer.headers.get("Allow", ""):
            found.add(str(pattern.name))
    return found


def _where(name: str, member: Member) -> Form:
    """Returns the pieces of an address, with the keys of the rows in these tests."""
    cards = Company.objects.filter(workspace=member.workspace).order_by("pk")
    pieces: dict[str, dict[str, Any]] = {
        "answer-question": {"question": Question.objects.order_by("pk")[0].pk},
        "move-follow-up": {"pk": FollowUp.objects.order_by("pk")[0].pk},
        "follow-up": {"pk": FollowUp.objects.order_by("pk")[0].pk, "how": "done"},
        "correct-call": {"pk": Call.objects.order_by("pk")[0].pk},
        "undo": {"pk": Entry.objects.filter(undoable=True).latest("pk").pk},
        **{
            name: {"pk": Contact.objects.order_by("pk").values_list("pk", flat=True).first()}
            for name in ("leave-person", "edit-person", "remove-person")
        },
        "save-settings": {"section": "questions"},
        "bring-file": {"kind": "logo"},
        "edit": {"name": "activity"},
    }
    pattern = next(one for one in urlpatterns if getattr(one, "name", "") == name)
    assert isinstance(pattern, URLPattern)
    usual = {
        key: (cards[1].pk if key == "other" else cards[0].pk)
        if isinstance(converter, IntConverter)
        else "me"
        for key, converter in pattern.pattern.converters.items()
    }
    return usual | pieces.get(name, {})


@pytest.fixture
def here(member: Member, own_folder: Path, alone: None) -> Member:
    """Makes her file: three cards, people, a call with a promise."""
    cards = file_of(member, 3)
    log(member, cards[0], "call_back", when=TUESDAY + timedelta(days=2))
    return member


def test_every_address_that_takes_a_form_is_walked(page: Client, here: Member) -> None:
    assert set(MAKING) | NOTHING_HERE | ELSEWHERE >= _posted()


@pytest.mark.parametrize("name", sorted(MAKING))
def test_a_form_that_arrives_twice_is_done_once(page: Client, here: Member, name: str) -> None:
    card = Company.objects.order_by("pk")[0]
    keys = {"CARD": card.pk, "OF-THE-CARD": "card-key"}
    form = {
        field: keys.get(value, value) if isinstance(value, str) else value
        for field, value in MAKING[name].items()
    }
    before, address = _rows(), reverse(name, kwargs=_where(name, here))
    first = _sent(page, address, form, "a-key")
    once = _rows()
    assert name == "undo-import" or once != before, f"nothing was done: {first.status_code}"
    again = _sent(page, address, form, "a-key")
    assert _changed(once, _rows()) == []
    assert again.status_code == first.status_code


def test_an_empty_form_that_arrives_twice_does_no_more_than_once(
    page: Client, here: Member
) -> None:
    for name in sorted(NOTHING_HERE & _posted()):
        address = reverse(name, kwargs=_where(name, here))
        _sent(page, address, {}, "a-key")
        once = _rows()
        _sent(page, address, {}, "a-key")
        assert _changed(once, _rows()) == [], name


def _changed(one: dict[str, list[Any]], two: dict[str, list[Any]]) -> list[str]:
    return [label for label in one if one[label] != two[label]]


def test_another_text_on_the_same_page_is_another_form(page: Client, here: Member) -> None:
    card = Company.objects.order_by("pk")[0]
    address = reverse("write-note", kwargs={"pk": card.pk})
    for text in ("demander Mme Petit", "demander M. Haddad", "demander Mme Petit"):
        _sent(page, address, {"text": text}, "a-key")
    assert sorted(Note.objects.values_list("text", flat=True)) == [
        "demander M. Haddad",
        "demander Mme Petit",
    ]


def test_what_was_taken_back_since_is_not_done_again_in_silence(page: Client, here: Member) -> None:
    card = Company.objects.order_by("pk")[0]
    address, form = reverse("write-note", kwargs={"pk": card.pk}), {"text": "demander Mme Petit"}
    _sent(page, address, form, "a-key")
    page.post(reverse("undo", args=[Entry.objects.latest("pk").pk]))
    said = page.get(_sent(page, address, form, "a-key").headers["Location"]).content.decode()
    assert not Note.objects.exists()
    assert "annulé depuis" in said


def test_a_form_is_known_after_a_restart_by_its_line(page: Client, here: Member) -> None:
    """Another process, or the same one later, no longer has the answer: the journal has the key."""
    card = Company.objects.order_by("pk")[0]
    address, form = reverse("pin"), {"sentence": "avec plaisir", "company": card.pk}
    _sent(page, address, form, "a-key")
    once, other = _rows(), Client(headers={"Host": "127.0.0.1"})
    other.cookies = page.cookies
    said = other.get(_sent(other, address, form, "a-key").headers["Location"]).content.decode()
    assert _changed(once, _rows()) == []
    assert "une seule fois" in said


def test_two_tabs_with_the_same_words_keep_them_once(page: Client, here: Member) -> None:
    """Each tab has its own key: the words, the card and the moment show that it is the
    same note.
    """
    card = Company.objects.order_by("pk")[0]
    people = Contact.objects.count()
    for key in ("one tab", "another"):
        for name, form in (
            ("write-note", {"text": "demander Mme Petit"}),
            ("add-person", {"name": "Mme Petit", "role": "hr"}),
        ):
            _sent(page, reverse(name, kwargs={"pk": card.pk}), form, key)
        _sent(page, reverse("paste"), {"text": _LIST}, key)
    assert Note.objects.count() == 1
    assert Contact.objects.count() == people + 1
    assert Batch.objects.count() == 1
    with clock.frozen(TUESDAY + timedelta(minutes=5)):
        write_note(by=here, company=card, text="demander Mme Petit", at=clock.now())
    assert Note.objects.count() == 2  # later it is another note


def test_the_same_outcome_is_taken_back_once_however_often_it_is_asked(
    page: Client, here: Member
) -> None:
    cards = Company.objects.order_by("pk")
    log(here, cards[1], "no_answer")
    last = Entry.objects.latest("pk")
    for _time in range(2):
        said = page.post(reverse("undo-call"), {"entry": last.pk}, follow=True).content.decode()
    assert list(Entry.objects.exclude(undone_at=None)) == [last]
    assert "déjà annulé" in said


def test_every_form_of_every_page_has_a_key() -> None:
    """The key is in Django's tag for CSRF, which every form that is sent must have."""
    folder, bare, loose = Path(decroche.__file__).parent, list[str](), set[tuple[str, str]]()
    for path in folder.rglob("*.html"):
        text, name = path.read_text("utf-8"), str(path.relative_to(folder))
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
            if 'method="post"' in form and "{% csrf_token %}" not in form:
                bare.append(name)
        loose |= {(name, tag) for tag in re.findall(r"<(\w+)\b[^<]*?hx-post", text)}
    assert bare == []
    assert {one for one in loose if one[1] != "form"} == {
        ("desk/offer/offer.html", "div"),  # the preview, which keeps nothing
        *((f"desk/loop/{name}.html", "div") for name in ("_panel", "_panels")),  # the note, read
    }


def test_a_page_gives_its_forms_a_key(page: Client, here: Member) -> None:
    address = reverse("company", args=[Company.objects.order_by("pk")[0].pk])
    shown = [page.get(address).content.decode() for _ in range(2)]
    keys = [set(re.findall(f'name="{FORM_KEY}" value="([\\w-]{{24}})"', one)) for one in shown]
    assert len(keys[0]) == len(keys[1]) == 1
    assert keys[0] != keys[1]
