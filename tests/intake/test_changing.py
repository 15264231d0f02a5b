"""What a file brings to cards that are there: doubles by likeness, changes shown before they overwrite, all of it undone."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from decroche.calls.actions import record_outcome
from decroche.intake.actions import doubles_path
from decroche.intake.models import Change
from decroche.intake.updating import undo_import
from decroche.journal.actions import undo
from decroche.prospects.actions import edit_company
from decroche.prospects.doubles import pairs_to_look_at
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.intake.test_import import bring, write

OLD = "Société;Tél.;Ville;CP;E-mail;Adresse\nImprimerie du Canal;03 53 01 12 34;Lille;59000;;12 rue du Port\nLaiterie du Marais;02 61 91 04 20;Amiens;80000;;3 quai Bas\n"


def test_a_row_very_like_a_card_is_its_double_and_one_that_may_be_is_asked_about(member: Member, tmp_path: Path) -> None:
    bring(member, write(tmp_path, OLD))
    near = "Société;Tél.;Ville;CP;Adresse\nImp. du Cannal SARL;03.53.01.12.34;LILLE;59000;12 r. du Port\nMenuiserie du Canal;03 53 01 12 34;Lille;59000;\nVerrerie Perrin;03 53 01 99 99;Lille;59000;\n"
    batch = bring(member, write(tmp_path, near))
    assert (batch.created_count, batch.duplicate_count) == (2, 1)
    assert batch.choices["doubles"][0][3] == "alike"
    pair = pairs_to_look_at(member.workspace).get()
    assert {pair.first.name, pair.second.name} == {"Imprimerie du Canal", "Menuiserie du Canal"}
    path = doubles_path(batch)
    assert path
    assert "Imp. du Cannal SARL" in path.read_text(encoding="utf-8-sig")


def test_an_update_is_shown_before_it_overwrites(page: Client, member: Member, tmp_path: Path) -> None:
    bring(member, write(tmp_path, OLD))
    new = (
        OLD.replace("12 rue du Port", "40 rue Neuve")
        .replace(";;3 quai", ";contact@marais.example;4 quai")
        .replace("03 53 01 12 34", "03 53 01 12 34 / 03 53 01 12 35")
    )
    batch = bring(member, write(tmp_path, new), on_duplicate="update", ask=True)
    assert (batch.created_count, batch.updated_count, batch.duplicate_count, batch.rows) == (0, 0, 2, 2)
    canal, marais = Company.objects.order_by("pk")
    assert (canal.address, marais.email) == ("12 rue du Port", "")
    shown = page.get(f"/import/{batch.pk}/changes/").content.decode()
    assert "<del>12 rue du Port</del>" in shown
    assert "03 53 01 12 35" in shown
    first, second = Change.objects.order_by("pk")
    page.post(f"/import/{batch.pk}/changes/take/", {"card": [first.pk, second.pk], "field": [f"{first.pk}:address", f"{second.pk}:email"]})
    canal, marais = Company.objects.order_by("pk")
    assert (canal.address, marais.email, marais.address) == ("40 rue Neuve", "contact@marais.example", "3 quai Bas")
    assert canal.numbers.count() == 2
    batch.refresh_from_db()
    assert (batch.updated_count, batch.duplicate_count) == (2, 0)
    undo(by=member)
    assert (Company.objects.order_by("pk")[0].address, canal.numbers.count()) == ("12 rue du Port", 1)
    assert Change.objects.filter(state="waiting").count() == 2
    page.post(f"/import/{batch.pk}/changes/leave-all/")
    assert Change.objects.filter(state="left").count() == 2


def test_undoing_an_import_puts_back_what_it_changed_but_not_what_she_corrected_since(member: Member, tmp_path: Path) -> None:
    bring(member, write(tmp_path, OLD))
    batch = bring(
        member, write(tmp_path, OLD.replace("12 rue du Port", "40 rue Neuve").replace("3 quai Bas", "4 quai Haut")), on_duplicate="update"
    )
    assert batch.updated_count == 2
    assert batch.choices["changes"][0][3] == {"address": ["12 rue du Port", "40 rue Neuve"]}
    _canal, marais = Company.objects.order_by("pk")
    edit_company(by=member, company=marais, changes={"address": "5 quai Haut"})
    undo_import(by=member, batch=batch)
    assert list(Company.objects.order_by("pk").values_list("address", flat=True)) == ["12 rue du Port", "5 quai Haut"]


def test_an_opposition_holds_through_an_update(member: Member, tmp_path: Path) -> None:
    bring(member, write(tmp_path, OLD))
    canal, marais = Company.objects.order_by("pk")
    record_outcome(by=member, company_id=canal.pk, outcome="do_not_call")
    bring(member, write(tmp_path, OLD.replace("02 61 91 04 20", "02 61 91 04 20 / 03 53 01 12 34")), on_duplicate="update")
    marais.refresh_from_db()
    canal.refresh_from_db()
    assert marais.opposed_at
    assert not marais.callable
    assert not canal.callable


def test_a_strangers_changes_are_not_found(page: Client, stranger: Member, tmp_path: Path) -> None:
    bring(stranger, write(tmp_path, OLD))
    batch = bring(stranger, write(tmp_path, OLD.replace("12 rue", "14 rue")), on_duplicate="update", ask=True)
    assert page.get(f"/import/{batch.pk}/changes/").status_code == 404
    assert page.post(f"/import/{batch.pk}/changes/all/").status_code == 404
    assert page.get(f"/import/{batch.pk}/already-there.csv").status_code == 404
