"""People, numbers and answers are shown in their order, also where the database has them in
another: PostgreSQL moves a row that is changed behind the others.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from decroche.callqueue.queries import next_on_paper
from decroche.calls.whom_to_ask import ask_for, best_number
from decroche.correspondence.models import Message, Reply
from decroche.correspondence.queries import messages_of
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.storage.exporting import export_to
from decroche.team.models import Member
from tests.cast import TUESDAY, company


@pytest.fixture
def card(member: Member) -> Company:
    """A card with two numbers and two people of the same role, the first of each changed since."""
    made = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 / 03 53 01 01 43 Lille")
    for name in ("Mme Roussel", "M. Haddad"):
        made.contacts.create(workspace=member.workspace, name=name, role="communication")
    Contact.objects.filter(name="Mme Roussel").update(title="directrice")
    PhoneNumber.objects.filter(national="03 53 01 01 42").update(extension="12")
    return made


@pytest.fixture(autouse=True)
def _rows_in_another_order(card: Company) -> Iterator[None]:
    """SQLite gives rows backwards wherever a query asks for no order."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA reverse_unordered_selects = ON")
        yield
        cursor.execute("PRAGMA reverse_unordered_selects = OFF")


def test_whom_to_ask_and_which_number_to_dial_are_the_first(card: Company) -> None:
    person, number = ask_for(card, order=["communication"]).person, best_number(card)
    assert person
    assert number
    assert (person.name, number.national) == ("Mme Roussel", "03 53 01 01 42")


def test_the_list_shows_the_first_number(page: Client) -> None:
    for address in ("/file/", "/file/print/"):
        shown = page.get(address).content.decode()
        assert "03 53 01 01 42" in shown, address
        assert "03 53 01 01 43" not in shown, address


def test_a_call_sheet_has_the_people_and_the_numbers_in_their_order(
    member: Member, card: Company
) -> None:
    (printed,) = next_on_paper(member, TUESDAY, 5)
    assert [one.name for one in printed.contacts.all()] == ["Mme Roussel", "M. Haddad"]
    assert [one.national[-2:] for one in printed.numbers.all()] == ["42", "43"]


def test_an_export_has_the_people_and_the_numbers_in_their_order(
    card: Company, tmp_path: Path
) -> None:
    path = tmp_path / "file.csv"
    export_to(path, Company.objects.filter(pk=card.pk))
    text = path.read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(text.splitlines(), delimiter=";")
    joined = " ".join(row.values())
    assert joined.index("Mme Roussel") < joined.index("M. Haddad")
    numbers = "".join(joined.split())
    assert numbers.index("53010142") < numbers.index("53010143")


def test_what_came_back_to_a_mail_is_shown_newest_first(member: Member, card: Company) -> None:
    mail = Message.objects.create(
        workspace=member.workspace, company=card, to="a@vasseur.example", created_at=TUESDAY
    )
    for hours in (1, 3, 2):
        Reply.objects.create(
            workspace=member.workspace,
            company=card,
            message=mail,
            kind="auto",
            excerpt=str(hours),
            reply_id=str(hours),
            received_at=TUESDAY + timedelta(hours=hours),
        )
    (found,) = messages_of(card, 5)
    assert [one.excerpt for one in found.replies.all()] == ["3", "2", "1"]
