"""A page that was open during a restore writes nothing into the data that took its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from decroche.calls.models import Call, Draft, Note
from decroche.config.data_mark import data_mark, new_data_mark, note_database
from decroche.storage.database import ready
from decroche.team.models import Member
from decroche.ui.templatetags.ui import FORM_KEY
from tests.cast import file_of


def key_of(page: Client, address: str) -> str:
    """The key that a page gave its forms."""
    found = re.search(f'name="{FORM_KEY}" value="(.*?)"', page.get(address).content.decode())
    assert found
    return found[1]


@pytest.mark.usefixtures("own_folder", "tuesday")
def test_what_a_page_of_before_sends_is_refused_in_words(page: Client, member: Member) -> None:
    (card,) = file_of(member, 1)
    address = f"/companies/{card.pk}/"
    old = key_of(page, address)
    new_data_mark()
    answer = page.post(f"{address}note/", {"text": "demander Mme Petit", FORM_KEY: old})
    assert answer.status_code == 409
    assert "data-not-kept" in answer.content.decode()  # the browser keeps what was typed
    assert not Note.objects.exists()
    page.post(f"{address}note/", {"text": "demander Mme Petit", FORM_KEY: key_of(page, address)})
    assert Note.objects.count() == 1


@pytest.mark.usefixtures("own_folder", "tuesday")
def test_an_outcome_of_before_is_refused_with_its_reason(page: Client, member: Member) -> None:
    (card,) = file_of(member, 1)
    old = key_of(page, "/calls/")
    new_data_mark()
    form = {"company": card.pk, "outcome": "no_answer", "key": "k", FORM_KEY: old}
    shown = page.post("/calls/log/", form, headers={"HX-Request": "true"})
    assert shown.status_code == 409
    assert 'data-code="replaced"' in shown.content.decode()
    assert not Call.objects.exists()


def test_a_restore_gives_the_data_another_mark(own_folder: Path) -> None:
    new_data_mark()
    first = (own_folder / "data-mark").read_text()
    new_data_mark()
    assert (own_folder / "data-mark").read_text() != first


def test_a_database_that_was_put_in_its_place_gives_the_data_another_mark(
    own_folder: Path,
) -> None:
    """By pg_restore, which makes each table anew and knows nothing of the mark."""
    first = data_mark()
    note_database("'decroche' 16401")
    assert data_mark() == first, "noted for the first time"
    note_database("'decroche' 16401")
    assert data_mark() == first
    note_database("'decroche' 17312")
    assert data_mark() != first
    second = data_mark()
    note_database("'decroche' 17312")
    assert data_mark() == second


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is restored by the desk")
@pytest.mark.django_db(transaction=True)
def test_a_start_notes_which_database_it_is(own_folder: Path) -> None:
    ready()
    noted = (own_folder / "data-database").read_text()
    first = data_mark()
    ready()
    assert (own_folder / "data-database").read_text() == noted
    assert data_mark() == first
    (own_folder / "data-database").write_text("'decroche' 1")
    ready()
    assert data_mark() != first


@pytest.mark.usefixtures("own_folder", "tuesday")
def test_what_was_typed_before_is_kept_on_no_card_of_the_present_data(
    page: Client, member: Member
) -> None:
    (card,) = file_of(member, 1)
    old = key_of(page, "/calls/")
    new_data_mark()
    typed = {"note": "demander Mme Petit", "key": ""}
    address = f"/calls/{card.pk}/note/"
    assert page.post(address, {**typed, "page_key": old}).status_code == 409
    assert not Draft.objects.exists()
    kept = page.post(address, {**typed, "page_key": key_of(page, "/calls/")})
    assert kept.json()["kept"]
    again = page.post(address, {**typed, "page_key": key_of(page, "/calls/"), "note": "rien"})
    assert again.json()["kept"]  # it is no form that is carried out once


@pytest.mark.usefixtures("own_folder", "tuesday")
def test_an_outcome_that_is_sent_again_names_its_card(page: Client, member: Member) -> None:
    """Under the key of its card another company may stand in the copy."""
    (card,) = file_of(member, 1)
    form = {"company": card.pk, "outcome": "no_answer", "key": "k-2"}
    other = page.post("/calls/log/", {**form, "card": "Une autre SARL"})
    assert other.status_code == 409
    assert 'data-code="other"' in other.content.decode()
    assert not Call.objects.exists()
    assert page.post("/calls/log/", {**form, "card": card.name}).status_code == 302
    assert Call.objects.count() == 1
