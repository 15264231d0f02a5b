"""What a first user stumbled over: a page says what is so, beside the field it is about."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from decroche.accountability.balancing import balancing
from decroche.accountability.controller import controller, holdings
from decroche.accountability.information_notice import notice
from decroche.accountability.pages import as_text
from decroche.accountability.register_of_processing import register
from decroche.correspondence import trial
from decroche.correspondence.actions import begin
from decroche.correspondence.models import Mailbox, Message
from decroche.intake.models import Batch
from decroche.intake.uploads import keep_file, keep_text
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, company, keep_offer, log
from tests.desk.messages.test_mail import BOX
from tests.intake.test_under_way import bring
from tests.waiting import background_done

TABLE = (
    "Société;Téléphone;Ville\nBois Vasseur;01 99 00 12 34;Lille\nM. Petit;01 99 00 12 35;Arras\n"
)


def shown(page: Client, address: str) -> str:
    return page.get(address).content.decode()


def brought(member: Member, folder: Path) -> Batch:
    file = folder / "liste.csv"
    file.write_text(TABLE, encoding="utf-8")
    return bring(member, file)


def test_no_presentation_is_ticked_before_the_offer_is_kept(page: Client, member: Member) -> None:
    message = begin(by=member, company=company(member))
    letter = shown(page, reverse("write", args=[message.pk]))
    assert "sans présentation" in letter
    assert 'name="presentation"' not in letter
    keep_offer(member)
    letter = shown(page, reverse("write", args=[message.pk]))
    assert "sans présentation" not in letter
    assert 'name="presentation"' in letter


def test_a_file_without_its_source_asks_for_it_at_the_field_and_keeps_what_was_chosen(
    page: Client, member: Member
) -> None:
    row = keep_file(by=member, name="liste.csv", chunks=[TABLE.encode()])
    chosen = {"field": ["name", "phone", "notes"], "list": "Nord", "on_duplicate": "update"}
    answer = page.post(reverse("run-import", args=[row.pk]), chosen, follow=True)
    words = answer.content.decode()
    found = words[words.index('name="found"') : words.index("</select>", words.index("found"))]
    assert 'aria-describedby="source-unsaid" autofocus' in " ".join(found.split())
    assert 'id="source-unsaid" role="alert"' in words
    assert 'name="list" value="Nord"' in words
    assert '<option value="notes" selected>' in " ".join(words.split()).replace(" >", ">")
    assert not Company.objects.exists()
    paper = keep_text(by=member, name="Liste collée", text="Bois Vasseur 01 99 00 12 34 Lille")
    answer = page.post(reverse("run-import", args=[paper.pk]), {"list": "Nord"}, follow=True)
    words = answer.content.decode()
    assert 'id="source-unsaid" role="alert"' in words
    assert 'name="list" value="Nord"' in words


def test_an_import_says_where_the_words_are_that_were_not_understood(
    page: Client, member: Member, tmp_path: Path
) -> None:
    table = TABLE.replace("01 99 00 12 35", "poste 12, à demander")
    row = keep_file(by=member, name="liste.csv", chunks=[table.encode()])
    assert "reste sur la fiche tel qu’il est écrit" in shown(page, reverse("batch", args=[row.pk]))
    file = tmp_path / "liste.csv"
    file.write_text(table, encoding="utf-8")
    words = " ".join(shown(page, reverse("batch", args=[bring(member, file).pk])).split())
    assert "<b>1</b> numéro à revoir" in words
    assert "Le numéro qui n’a pas pu être lu reste sur sa fiche" in words
    card = reverse("company", args=[Company.objects.get(name="M. Petit").pk])
    assert "poste 12, à demander" in shown(page, card)


def test_an_import_says_what_goes_before_it_is_undone(
    page: Client, member: Member, tmp_path: Path
) -> None:
    row = brought(member, tmp_path)
    called = Company.objects.get(name="Bois Vasseur")
    log(member, called, "no_answer")
    address = reverse("undo-import", args=[row.pk])
    words = " ".join(shown(page, address).split())
    assert "<strong>Une entreprise</strong> quitte votre fichier" in words
    assert "M. Petit" in words
    assert "Une entreprise reste" in words
    assert Company.objects.count() == 2  # a page that is looked at does nothing
    page.post(address)
    assert list(Company.objects.values_list("name", flat=True)) == ["Bois Vasseur"]
    assert page.get(address).status_code == 302


def test_an_error_of_a_mailbox_goes_once_it_has_worked(
    page: Client,
    member: Member,
    no_keyring: None,
    at_once: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "decroche.desk.mailbox.views.try_mailbox", lambda **_: trial.Trial("smtp", "login")
    )
    page.post("/mailbox/", {**BOX, "password": "x"})
    background_done()
    refused = "Nom ou mot de passe refusé"
    assert refused in shown(page, "/mailbox/")
    message = begin(by=member, company=company(member))
    sent = Message.objects.filter(pk=message.pk)
    with clock.frozen(TUESDAY + timedelta(minutes=1)):
        sent.update(state="sent", closed_at=clock.now())
        assert refused in shown(page, "/mailbox/")  # sent by her own hand: it says nothing of it
        sent.update(message_id="<1@arnaud.example>")
        assert refused not in shown(page, "/mailbox/")
    sent.delete()
    assert refused in shown(page, "/mailbox/")
    Mailbox.objects.update(checked_at=TUESDAY + timedelta(minutes=1))
    assert refused not in shown(page, "/mailbox/")


def test_nothing_to_call_is_no_green_button(page: Client, member: Member) -> None:
    log(member, company(member), "no_answer")
    words = " ".join(shown(page, "/").split())
    assert "Personne à appeler pour l’instant" in words
    assert 'class="button big" data-key="enter"' in words
    company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    assert 'class="button go big" data-key="enter"' in " ".join(shown(page, "/").split())


def test_nothing_to_call_says_why_and_when_somebody_is(page: Client, member: Member) -> None:
    company(member)
    with clock.frozen(TUESDAY.replace(hour=22)):
        words = " ".join(shown(page, "/").split())
        begun = page.post("/calls/begin/", follow=True).content.decode()
    assert "pas l’heure d’appeler. La prochaine fiche sera prête mercredi matin." in words
    assert "il n’y a plus qu’à appeler" not in begun


def test_an_import_counts_only_what_there_is(page: Client, member: Member, tmp_path: Path) -> None:
    def figures(batch: Batch) -> list[str]:
        words = shown(page, reverse("batch", args=[batch.pk]))
        found = re.search(r'<ul class="tally">(.*?)</ul>', words, re.S)
        assert found
        return [
            " ".join(re.sub("<[^>]*>", " ", one).split())
            for one in re.findall("<li>(.*?)</li>", found[1], re.S)
        ]

    assert figures(brought(member, tmp_path)) == ["2 fiches créées", "2 numéros valides"]
    assert figures(brought(member, tmp_path)) == [
        "0 fiche créée",
        "2 lignes déjà là",
        "2 numéros valides",
    ]


def test_no_line_of_a_french_document_begins_with_a_sign(member: Member) -> None:
    who, held = controller(member, TUESDAY), holdings(member.workspace)
    for document in (register(who, held), balancing(who, held), notice(who)):
        words = as_text(document)
        assert "\u00a0:" in words or "\u00a0?" in words
        for sign in ":;!?»":
            assert f" {sign}" not in words, document.title
        assert "« " not in words


def test_a_person_in_doubt_is_asked_about_where_she_is_added_and_named_where_she_came_in(
    page: Client, member: Member, tmp_path: Path
) -> None:
    company(member)
    typed = "Mme Petit 06 39 98 06 12"
    assert "particulier ou activité" in shown(page, f"/file/?text={typed}")
    answer = page.post("/file/quick/", {"line": typed}, follow=True)
    assert 'data-key="b"' in answer.content.decode()
    answer = page.post("/file/quick/", {"line": "Bois Vasseur 01 99 00 12 40"}, follow=True)
    assert 'data-key="b"' not in answer.content.decode()
    row = brought(member, tmp_path)
    doubted = Company.objects.get(name="M. Petit")
    link = f'href="{reverse("company", args=[doubted.pk])}"'
    address = reverse("batch", args=[row.pk])
    words = shown(page, address)
    assert "peut-être celle d’un particulier" in words
    assert link in words
    assert "J’appelle pour son métier" in words
    page.post(reverse("audience", args=[doubted.pk]), {"audience": "professional"})
    assert link not in shown(page, address)
