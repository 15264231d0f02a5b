"""A full disk costs a sentence: nothing is half done, and the same can be sent again."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from decroche.calls.models import Note
from decroche.intake.models import Batch
from decroche.journal.models import Entry
from decroche.shared.room import is_full
from decroche.team.models import Member
from tests.cast import file_of
from tools.entering import HOST

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@contextmanager
def _full_disk() -> Iterator[None]:
    """The database may not grow any more.

    Pages that earlier tests of this process left free are given back first: what is
    written would fit in them, and the disk would never be full.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def _no_large_files(most: int) -> Iterator[None]:
    """No file of this process may be longer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def quiet(page: Client) -> Client:
    """Her browser, which is answered as outside of tests when something goes wrong."""
    page.raise_request_exception = False
    return page


def test_a_note_for_which_there_is_no_room_is_a_sentence(quiet: Client, member: Member) -> None:
    card = file_of(member, 1)[0]
    where, text = reverse("write-note", args=[card.pk]), "demander Mme Petit " * 100
    with _full_disk():
        for turn in range(200):
            answer = quiet.post(where, {"text": f"{turn} {text}"})
            if answer.status_code != 302:
                break
        kept = Note.objects.count()
        assert answer.status_code == 507
        assert "Plus de place sur le disque" in answer.content.decode()
        assert kept == turn
        assert Entry.objects.filter(verb__contains="note").count() == kept
    assert quiet.post(where, {"text": f"{turn} {text}"}).status_code == 302
    assert Note.objects.count() == kept + 1


@pytest.mark.parametrize("size", [1_500_000, 4_000_000])
def test_a_file_for_which_there_is_no_room_leaves_nothing(
    quiet: Client, member: Member, own_folder: Path, settings: Any, size: int
) -> None:
    """One that is held in memory while it comes, and one that is not."""
    settings.FILE_UPLOAD_TEMP_DIR = own_folder / "temporary"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    row = b"Maison;03 53 01 77 88\n"
    content = b"nom;tel\n" + row * (size // len(row))
    with _no_large_files(1_000_000):
        answer = quiet.post(reverse("upload"), {"file": SimpleUploadedFile("l.csv", content)})
    assert answer.status_code == 507
    assert "Plus de place sur le disque" in answer.content.decode()
    assert not Batch.objects.exists()
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    assert list((own_folder / "imports").glob("*")) == []
    answer = quiet.post(reverse("upload"), {"file": SimpleUploadedFile("l.csv", content[:100_000])})
    assert answer.status_code == 302
    assert Batch.objects.count() == 1


def test_a_program_is_told_in_json(member: Member) -> None:
    key = {"Authorization": f"Bearer {django_settings.ACCESS_TOKEN}", "Host": HOST}
    program = Client(headers=key, raise_request_exception=False)
    with _full_disk():
        for turn in range(300):
            body = {"name": f"Maison {turn} " + "x" * 150, "city": "Lille"}
            answer = program.post("/api/v1/companies", body, content_type="application/json")
            if answer.status_code != 200:
                break
    assert answer.status_code in (503, 507)
    assert answer.json()["detail"]
    assert Entry.objects.filter(verb="company.added").count() == turn


def test_which_errors_mean_that_the_disk_is_full() -> None:
    led_to = ValueError("x")
    led_to.__cause__ = sqlite3.OperationalError("database or disk is full")
    assert is_full(led_to)
    assert is_full(OSError(28, "No space left on device"))
    assert not is_full(sqlite3.OperationalError("database is locked"))
    assert not is_full(None)
