"""Conformité on the page: every button, and what a wrong entry says."""

from __future__ import annotations

import json
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from decroche.calls.reading import OutcomeInput
from decroche.calls.refused import Refused
from decroche.compliance.models import ConsentRow, Notice, Request, Suppression
from decroche.correspondence.composing import compose
from decroche.correspondence.models import Message
from decroche.correspondence.notice import note_told
from decroche.intake.models import Batch
from decroche.journal.models import Entry
from decroche.prospects import actions
from decroche.prospects.models import Company, Contact, Provenance
from decroche.shared.clock import now
from decroche.team.models import Member
from tests.cast import company
from tools.outcomes import log_outcome

pytestmark = pytest.mark.usefixtures("own_folder")


PAGES = (
    "/compliance/",
    "/compliance/oppositions/",
    "/compliance/requests/",
    "/compliance/papers/",
    "/compliance/keep/",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_answer_with_an_empty_file_and_a_full_one(
    page: Client, member: Member, address: str, language: str
) -> None:
    headers = {"Accept-Language": language}
    assert page.get(address, headers=headers).status_code == 200
    company(member, "Mutuelle des Deux Caps 03 53 01 02 15 Calais rh: Mme Roussel")
    Contact.objects.update(created_at=now() - timedelta(days=1200))
    Company.objects.update(created_at=now() - timedelta(days=1200))
    assert page.get(address, headers=headers).status_code == 200


def test_an_opposition_by_typing_a_number_and_its_reason(page: Client, member: Member) -> None:
    card = company(member)
    assert (
        "Aucune opposition connue"
        in page.get("/compliance/oppositions/?text=0353010142").content.decode()
    )
    for _ in range(2):  # a double click
        page.post("/compliance/oppositions/", {"text": "+33 (0)3 53 01 01 42", "channel": "letter"})
    card.refresh_from_db()
    assert card.opposed_at is not None
    answer = page.get("/compliance/oppositions/?text=03.53.01.01.42").content.decode()
    assert "À ne plus contacter depuis" in answer
    page.post("/compliance/oppositions/", {"text": "0353010142", "lift": "1", "reason": "non"})
    assert Suppression.objects.exists()
    page.post(
        "/compliance/oppositions/",
        {"text": "0353010142", "lift": "1", "reason": "erreur de numéro"},
    )
    free = Company.objects.get(pk=card.pk)
    assert free.opposed_at is None
    assert free.state.callable
    assert not Suppression.objects.exists()
    assert Entry.objects.get(verb="opposition.lifted").particulars["reason"] == "erreur de numéro"
    assert page.get("/compliance/oppositions/?text=patate").status_code == 422


def test_an_erasure_by_request_leaves_its_proof_and_no_name(page: Client, member: Member) -> None:
    card = company(member, "Mutuelle des Deux Caps 03 53 01 02 15 Calais rh: Mme Roussel")
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="no_need",
        said=OutcomeInput(note="Mme Roussel, agence"),
    )
    form = {
        "company": card.pk,
        "kind": "erasure",
        "channel": "mail",
        "who": "Mme Roussel",
        "on": "2026-11-20",
        "key": "k",
    }
    page.post("/compliance/requests/", {**form, "on": "hier", "key": "other"})
    assert not Request.objects.exists()
    address, again = (
        page.post("/compliance/requests/", form).headers["Location"] for _ in range(2)
    )
    assert (address, Request.objects.count()) == (again, 1)
    assert "répondre avant le 20 déc" in page.get(address).content.decode()
    for _ in range(2):  # a double click
        page.post(address, {"verb": "erase", "leave_alone": "1"})
    row = Request.objects.get()
    assert (row.closed_how, row.who) == ("done", "")
    assert row.proof["rows"]["prospects.contact"] == 1
    for where in (
        address,
        "/compliance/",
        "/compliance/oppositions/",
        "/compliance/requests/",
        "/file/",
        f"/companies/{card.pk}/",
        "/figures/",
        "/figures/calls/",
    ):
        assert "Roussel" not in page.get(where).content.decode(), where
    with pytest.raises(Refused):  # another tab still shows the card
        log_outcome(
            by=member,
            company_id=card.pk,
            outcome="no_answer",
            said=OutcomeInput(note="Mme Roussel"),
        )
    for where, typed in (
        (f"/companies/{card.pk}/edit/notes/", {"value": "Mme Roussel"}),
        (f"/companies/{card.pk}/person/", {"name": "Roussel", "role": "hr"}),
    ):
        assert page.post(where, typed).status_code == 404
    assert "Mutuelle" not in page.get("/compliance/oppositions/").content.decode(), (
        "erased people are never listed"
    )


def test_an_access_request_gives_one_file_and_is_closed(page: Client, member: Member) -> None:
    card = company(member, "Mutuelle des Deux Caps 03 53 01 02 15 Calais rh: Mme Roussel")
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        said=OutcomeInput(
            when=now() + timedelta(days=2),
            note="Mme Roussel rentre jeudi, dit M. Petit",
            told=True,
        ),
    )
    person = Contact.objects.get()
    for ending, kind in (
        ("pdf", "application/pdf"),
        ("txt", "text/plain; charset=utf-8"),
        ("json", "application/json"),
    ):
        for where in (
            f"/compliance/access/{card.pk}.{ending}",
            f"/compliance/access/{card.pk}/{person.pk}.{ending}",
        ):
            answer = page.get(where)
            assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    told = page.get(f"/compliance/access/{card.pk}.txt").content.decode()
    assert all(
        words in told
        for words in (
            "03 53 01 02 15",
            "Mme Roussel",
            "rentre jeudi",
            "le fichier papier",
            "au téléphone",
        )
    )
    hers = page.get(f"/compliance/access/{card.pk}/{person.pk}.txt").content.decode()
    assert "Notes d’appels qui parlent de vous" in hers
    actions.add_person(by=member, company=card, role="management", name="M. Petit")
    hers = page.get(f"/compliance/access/{card.pk}/{person.pk}.txt").content.decode()
    assert "Petit" not in hers, "one person's copy names another"
    assert "rentre jeudi" in hers
    assert "email_requested" not in told
    data = json.loads(page.get(f"/compliance/access/{card.pk}.json").content)
    assert data["prospects.company"][0]["name"] == "Mutuelle des Deux Caps"
    address = page.post(
        "/compliance/requests/", {"company": card.pk, "kind": "access", "channel": "phone"}
    ).headers["Location"]
    page.post(address, {"verb": "done"})
    assert Request.objects.get().closed_how == "done"
    assert page.get("/compliance/access/999.pdf").status_code == 404
    assert page.get(f"/compliance/access/{card.pk}.doc").status_code == 404


def test_an_objection_takes_effect_at_once_and_more_time_needs_a_reason(
    page: Client, member: Member
) -> None:
    card = company(member)
    page.post("/compliance/requests/", {"company": card.pk, "kind": "objection", "channel": "mail"})
    card.refresh_from_db()
    assert (card.opposed_at is not None, Request.objects.get().closed_how) == (True, "done")
    address = page.post(
        "/compliance/requests/", {"company": card.pk, "kind": "rectification", "channel": "mail"}
    ).headers["Location"]
    due = Request.objects.get(kind="rectification").due_at
    page.post(address, {"verb": "extend", "why": "x"})
    assert Request.objects.get(kind="rectification").due_at == due
    for _ in range(2):
        page.post(address, {"verb": "extend", "why": "dossier de plusieurs années"})
    assert Request.objects.get(kind="rectification").due_at > due + timedelta(days=50)


def test_a_consent_on_the_card_and_its_end(page: Client, member: Member) -> None:
    card = company(member, "Claire Durand EI 06 39 98 47 11 Lille")
    number = card.numbers.get()
    where = f"/companies/{card.pk}/"
    assert "particulier sans consentement" in page.get(where).content.decode()
    assert page.post(f"/calls/take/{card.pk}/").headers["Location"] == where
    form = {
        "value": number.pk,
        "channel": "form",
        "on": "2026-11-01",
        "text": "J’accepte d’être appelée",
        "proof": "formulaire du site",
    }
    page.post(f"{where}consent/", {**form, "text": ""})
    page.post(f"{where}consent/", {**form, "on": "2027-01-01"})
    page.post(f"{where}consent/", {**form, "on": "hier"})
    assert not ConsentRow.objects.exists()
    page.post(f"{where}consent/", form)
    card.refresh_from_db()
    assert card.state.callable
    assert "oui le 1" in page.get(where).content.decode()
    page.post(f"{where}consent/", {**form, "revoke": "1"})
    assert not Company.objects.get(pk=card.pk).state.callable
    page.post(f"{where}audience/", {"audience": "professional"})
    card.refresh_from_db()
    assert (card.audience_why, card.state.callable, card.state.zone) == ("chosen", True, "metro")
    assert page.post(f"{where}audience/", {"audience": "x"}).status_code == 404
    assert page.post(f"{where}consent/", {**form, "value": "999999"}).status_code == 404


def test_saying_where_a_source_comes_from_settles_its_cards(page: Client, member: Member) -> None:
    card = company(member, "Claire Durand EI 06 39 98 47 11 Lille")
    page.post(f"/compliance/sources/{card.provenance_id}/", {"nature": "business"})
    card.refresh_from_db()
    assert (card.audience, card.audience_why, card.state.callable) == (
        "professional",
        "published",
        True,
    )
    page.post(f"/compliance/sources/{card.provenance_id}/", {"nature": "private"})
    card.refresh_from_db()
    assert (card.audience, card.state.callable) == ("consumer", False)
    assert (
        page.post(f"/compliance/sources/{card.provenance_id}/", {"nature": "x"}).status_code == 404
    )
    assert Provenance.objects.get(pk=card.provenance_id).nature == "private"


def test_the_documents_follow_the_settings(page: Client, member: Member) -> None:
    company(member)
    form = {
        "local_holidays": "1",
        "prospect_months": "24",
        "suppression_years": "3",
        "interest": "aider les PME",
        "measures": "disque chiffré",
    }
    too_short = page.post("/compliance/settings/", form | {"suppression_years": "1"})
    assert too_short.status_code == 422
    page.post("/compliance/settings/", form)
    kept = member.workspace.__class__.objects.get(pk=member.workspace_id).preferences["law"]
    assert (kept["prospect_months"], kept["suppression_years"], kept["strict_webmail"]) == (
        24,
        3,
        False,
    )
    register = page.get("/compliance/papers/register.txt").content.decode()
    assert "2 ans après le dernier contact" in register
    assert "disque chiffré" in register
    assert "aider les PME" in page.get("/compliance/papers/balancing.txt").content.decode()
    assert (
        "24 mois après votre dernier contact"
        in page.get("/compliance/papers/notice.txt").content.decode()
    )
    for which in ("register", "balancing", "notice"):
        assert page.get(f"/compliance/papers/{which}.pdf").content.startswith(b"%PDF")
    assert page.get("/compliance/papers/x.pdf").status_code == 404


def test_the_first_mail_carries_the_written_part_and_only_the_first(member: Member) -> None:
    card = company(member)
    message = Message.objects.create(
        workspace=member.workspace, company=card, to="a@vasseur.example", member=member
    )
    assert (
        "Vos données"
        in compose(by=member, message=message, situation="presentation", language="fr").footer
    )
    note_told(by=member, message=message)
    note_told(by=member, message=message)
    assert Notice.objects.filter(kind="written").count() == 1
    second = Message.objects.create(
        workspace=member.workspace, company=card, to="a@vasseur.example", member=member
    )
    assert (
        "Vos données"
        not in compose(by=member, message=second, situation="follow_up", language="fr").footer
    )


def test_the_card_says_the_oral_part_until_she_says_that_it_was_said(
    page: Client, member: Member
) -> None:
    card = company(member)
    first = page.get("/calls/").content.decode()
    assert "Voici d’où viennent vos coordonnées\u00a0: le fichier papier" in first
    assert "Source\u00a0: le fichier papier" in first
    talk = {"company": card.pk, "outcome": "call_back", "when": "demain 10h"}
    page.post("/calls/log/", talk)
    page.post(f"/calls/take/{card.pk}/")
    assert not Notice.objects.exists(), "a talk alone tells them nothing"
    assert "Voici d’où viennent vos coordonnées" in page.get("/calls/").content.decode()
    page.post("/calls/log/", {**talk, "told": "1"})
    page.post(f"/calls/take/{card.pk}/")
    again = page.get("/calls/").content.decode()
    assert "Voici d’où viennent vos coordonnées" not in again
    assert Notice.objects.get().kind == "oral"


def test_the_source_of_a_list_is_asked_in_words_that_can_be_said(
    page: Client, member: Member
) -> None:
    page.post("/import/paste/", {"text": "Atelier Vidal 03 53 01 12 34 Lille"})
    batch = Batch.objects.get()
    heard = page.get("/import/hear/source/", {"found": "fair", "source": "Préventica"})
    assert (
        "Voici d’où viennent vos coordonnées\u00a0: un salon, Préventica" in heard.content.decode()
    )
    assert "Votre adresse vient de" in heard.content.decode()
    with patch("decroche.intake.jobs.start") as started:
        page.post(f"/import/{batch.pk}/run/", {"found": "fair", "source": "Préventica"})
    told = started.call_args.kwargs
    assert (told["source_said"], told["choices"].nature) == ("un salon, Préventica", "given")


def test_a_stranger_sees_nothing(page: Client, member: Member, stranger: Member) -> None:
    card = company(stranger)
    person = Contact.objects.create(workspace=stranger.workspace, company=card, name="x")
    row = Request.objects.create(workspace=stranger.workspace, kind="access", due_at=now())
    for address in (f"/compliance/requests/{row.pk}/", f"/compliance/access/{card.pk}.pdf"):
        assert page.get(address).status_code == 404
    for address in (
        f"/companies/{card.pk}/audience/",
        f"/companies/{card.pk}/consent/",
        f"/people/{person.pk}/leave-alone/",
        f"/companies/{card.pk}/lift/",
    ):
        assert page.post(address).status_code == 404


def test_a_whole_list_of_values_may_be_asked_about(page: Client, member: Member) -> None:
    numbers = [f"03 53 01 44 0{index}" for index in range(9)]
    page.post("/compliance/oppositions/", {"text": numbers[8], "channel": "letter"})
    answer = page.get("/compliance/oppositions/", {"text": " ; ".join(numbers)})
    assert answer.status_code == 200
    assert answer.context["known"] is not None
    answer = page.get("/compliance/oppositions/", {"text": " ; ".join(numbers[:8])})
    assert answer.context["known"] is None
