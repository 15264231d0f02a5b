"""Importing a file into existing cards: duplicates by likeness, changes that are shown before they
overwrite anything, and the undo of all of it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from decroche.cli.main import main
from decroche.gateways.sirene import Unit
from decroche.intake.changing import apply_changes
from decroche.intake.completing import checked_batch, compare
from decroche.intake.files_beside import doubles_path
from decroche.intake.models import Batch, Change
from decroche.intake.undoing_imports import undo_import
from decroche.journal.actions import undo
from decroche.prospects.actions import complete_company, edit_company
from decroche.prospects.duplicates import pairs_to_look_at
from decroche.prospects.models import Company, PhoneNumber, Provenance
from decroche.shared.numbers import read_numbers
from decroche.team.models import Member
from tests.cast import company
from tests.intake.test_import import bring, write
from tools.outcomes import log_outcome

OLD = (
    "Société;Tél.;Ville;CP;E-mail;Adresse\nImprimerie du Canal;03 53 01 12 34;Lille;59000;;12 "
    "rue du Port\nLaiterie du Marais;02 61 91 04 20;Amiens;80000;;3 quai Bas\n"
)


def test_a_row_very_like_a_card_is_added_all_the_same_and_asked_about(
    member: Member, tmp_path: Path
) -> None:
    bring(member, write(tmp_path, OLD))
    near = (
        "Société;Tél.;Ville;CP;Adresse\nImp. du Cannal SARL;03.53.01.12.34;LILLE;59000;12 r. du "
        "Port\nMenuiserie du Canal;03 53 01 12 34;Lille;59000;\nVerrerie Perrin;03 53 01 99 "
        "99;Lille;59000;\n"
    )
    batch = bring(member, write(tmp_path, near))
    assert (batch.created_count, batch.duplicate_count) == (3, 0)
    assert [name for _, name, _ in batch.choices["alike"]] == [
        "Imp. du Cannal SARL",
        "Menuiserie du Canal",
    ]
    pairs = {
        frozenset((pair.first.name, pair.second.name)): pair.verdict
        for pair in pairs_to_look_at(member.workspace)
    }
    assert pairs[frozenset(("Imprimerie du Canal", "Imp. du Cannal SARL"))] == "same"
    assert pairs[frozenset(("Imprimerie du Canal", "Menuiserie du Canal"))] == "ask"
    again = write(tmp_path, OLD, name="again.csv")
    assert bring(member, again).duplicate_count == 2
    assert doubles_path(batch) is None


def test_an_update_is_shown_before_it_overwrites(
    page: Client, member: Member, tmp_path: Path
) -> None:
    bring(member, write(tmp_path, OLD))
    new = (
        OLD.replace("12 rue du Port", "40 rue Neuve")
        .replace(";;3 quai", ";contact@marais.example;4 quai")
        .replace("03 53 01 12 34", "03 53 01 12 34 / 03 53 01 12 35")
    )
    batch = bring(member, write(tmp_path, new), on_duplicate="update", ask=True)
    assert (batch.created_count, batch.updated_count, batch.duplicate_count, batch.rows) == (
        0,
        0,
        2,
        2,
    )
    canal, marais = Company.objects.order_by("pk")
    assert (canal.address, marais.email) == ("12 rue du Port", "")
    shown = page.get(f"/import/{batch.pk}/changes/").content.decode()
    assert "<del>12 rue du Port</del>" in shown
    assert "03 53 01 12 35" in shown
    first, second = Change.objects.order_by("pk")
    page.post(
        f"/import/{batch.pk}/changes/take/",
        {
            "card": [first.pk, second.pk],
            "field": [f"{first.pk}:address", f"{first.pk}:numbers", f"{second.pk}:email"],
        },
    )
    canal, marais = Company.objects.order_by("pk")
    assert (canal.address, marais.email, marais.address) == (
        "40 rue Neuve",
        "contact@marais.example",
        "3 quai Bas",
    )
    assert canal.numbers.count() == 2
    batch.refresh_from_db()
    assert (batch.updated_count, batch.duplicate_count) == (2, 0)
    undo(by=member)
    assert (Company.objects.order_by("pk")[0].address, canal.numbers.count()) == (
        "12 rue du Port",
        1,
    )
    assert Change.objects.filter(state="waiting").count() == 2
    page.post(f"/import/{batch.pk}/changes/leave-all/")
    assert Change.objects.filter(state="left").count() == 2


def test_undoing_an_import_puts_back_what_it_changed_but_not_what_she_corrected_since(
    member: Member, tmp_path: Path
) -> None:
    bring(member, write(tmp_path, OLD))
    batch = bring(
        member,
        write(
            tmp_path,
            OLD.replace("12 rue du Port", "40 rue Neuve").replace("3 quai Bas", "4 quai Haut"),
        ),
        on_duplicate="update",
    )
    assert batch.updated_count == 2
    assert batch.choices["changes"][0][3] == {"address": ["12 rue du Port", "40 rue Neuve"]}
    _canal, marais = Company.objects.order_by("pk")
    edit_company(by=member, company=marais, changes={"address": "5 quai Haut"})
    undo_import(by=member, batch=batch)
    assert list(Company.objects.order_by("pk").values_list("address", flat=True)) == [
        "12 rue du Port",
        "5 quai Haut",
    ]


def test_an_opposition_holds_through_an_update(member: Member, tmp_path: Path) -> None:
    bring(member, write(tmp_path, OLD))
    canal, marais = Company.objects.order_by("pk")
    log_outcome(by=member, company_id=canal.pk, outcome="do_not_call")
    batch = bring(
        member,
        write(tmp_path, OLD.replace("02 61 91 04 20", "02 61 91 04 20 / 03 53 01 12 34")),
        on_duplicate="update",
    )
    marais.refresh_from_db()
    canal.refresh_from_db()
    assert marais.state.callable, "another company is not silenced by a number in a row"
    assert marais.numbers.count() == 1
    assert not canal.state.callable
    assert batch.choices["not_to_be_called"] == 2


def test_a_strangers_changes_are_not_found(page: Client, stranger: Member, tmp_path: Path) -> None:
    bring(stranger, write(tmp_path, OLD))
    batch = bring(
        stranger, write(tmp_path, OLD.replace("12 rue", "14 rue")), on_duplicate="update", ask=True
    )
    assert page.get(f"/import/{batch.pk}/changes/").status_code == 404
    assert page.post(f"/import/{batch.pk}/changes/all/").status_code == 404
    assert page.get(f"/import/{batch.pk}/already-there.csv").status_code == 404


def test_a_second_click_changes_nothing_more(page: Client, member: Member, tmp_path: Path) -> None:
    bring(member, write(tmp_path, OLD))
    batch = bring(
        member,
        write(tmp_path, OLD.replace("02 61 91 04 20", "02 61 91 04 20 / 02 61 91 04 21")),
        on_duplicate="update",
        ask=True,
    )
    stale = list(Change.objects.filter(batch=batch))
    for _ in range(2):
        page.post(f"/import/{batch.pk}/changes/all/")
    apply_changes(by=member, changes=stale)
    assert PhoneNumber.objects.filter(company__name="Laiterie du Marais").count() == 2
    batch.refresh_from_db()
    assert (batch.updated_count, batch.duplicate_count) == (1, 1)


def test_an_opposed_company_stays_opposed_whatever_is_edited_completed_or_brought_in_again(
    member: Member, tmp_path: Path
) -> None:
    bring(member, write(tmp_path, OLD))
    canal = Company.objects.get(name="Imprimerie du Canal")
    log_outcome(by=member, company_id=canal.pk, outcome="do_not_call")
    canal.refresh_from_db()
    edit_company(
        by=member,
        company=canal,
        changes={"name": "Canal Impressions", "email": "nouveau@canal.example"},
    )
    complete_company(
        by=member, company=canal, numbers=read_numbers("03 53 01 77 99").numbers, changes={}
    )
    for mode in ("skip", "update", "create"):
        bring(
            member,
            write(tmp_path, OLD.replace("12 rue du Port", f"{len(mode)} rue Neuve")),
            on_duplicate=mode,
        )
    for card in Company.objects.filter(numbers__e164="+33353011234"):
        assert card.opposed_at, card.name
        assert not card.state.callable


def test_letters_that_can_not_be_put_right_are_shown(
    page: Client, member: Member, tmp_path: Path
) -> None:
    text = "Société;Ville\nImprimerie du Canal;Lille\n"
    mixed = (
        text.encode()
        + "H\u00c3\u00b4tel des Tilleuls \u0394;B\u00c3\u00a9thune\n".encode()
        + "Garage du P\ufffdrier;Lens\n".encode()
    )
    page.post("/import/upload/", {"file": SimpleUploadedFile("mixed.csv", mixed)})
    shown = page.get(f"/import/{Batch.objects.get().pk}/").content.decode()
    assert "Béthune" in shown
    assert "Hôtel des Tilleuls \u0394" in shown  # each trace by itself, whatever stands beside it
    assert "lettres semblent fausses" in shown  # of the letter that is lost


def test_the_command_line_shows_and_applies_what_changes(
    member: Member, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(member, write(tmp_path, OLD))
    path = write(tmp_path, OLD.replace("12 rue du Port", "40 rue Neuve"), name="new.csv")
    for dry in (["--dry-run"], []):
        assert (
            main(
                [
                    "--json",
                    "import",
                    str(path),
                    "--source",
                    "annuaire",
                    "--on-duplicate",
                    "update",
                    *dry,
                ]
            )
            == 0
        )
        said = capsys.readouterr()
        assert "line 2, Imprimerie du Canal: address: 12 rue du Port → 40 rue Neuve" in said.err
        assert json.loads(said.out)["changes"][0]["fields"] == {
            "address": ["12 rue du Port", "40 rue Neuve"]
        }
        assert Company.objects.filter(address="40 rue Neuve").count() == (0 if dry else 1)
    assert main(["--json", "undo-import", str(Batch.objects.latest("pk").pk)]) == 0
    assert Company.objects.filter(address="12 rue du Port").exists()


def test_what_is_not_ticked_stays_numbers_too_and_a_card_of_which_nothing_is_taken_is_left(
    page: Client, member: Member, tmp_path: Path
) -> None:
    bring(member, write(tmp_path, OLD))
    new = (
        OLD.replace("12 rue du Port", "40 rue Neuve")
        .replace("03 53 01 12 34", "03 53 01 12 34 / 03 53 01 12 35")
        .replace("3 quai", "4 quai")
    )
    batch = bring(member, write(tmp_path, new), on_duplicate="update", ask=True)
    first, second = Change.objects.order_by("pk")
    page.post(
        f"/import/{batch.pk}/changes/take/",
        {"card": [first.pk, second.pk], "field": [f"{first.pk}:address"]},
    )
    canal, marais = Company.objects.order_by("pk")
    assert (canal.address, canal.numbers.count(), marais.address) == (
        "40 rue Neuve",
        1,
        "3 quai Bas",
    )
    assert list(Change.objects.order_by("pk").values_list("state", flat=True)) == [
        "applied",
        "left",
    ]
    batch.refresh_from_db()
    assert (batch.updated_count, batch.duplicate_count) == (1, 1)


def test_two_rows_that_bring_one_number_bring_it_once(member: Member, tmp_path: Path) -> None:
    bring(member, write(tmp_path, OLD))
    more = "Laiterie du Marais;02 61 91 04 20 / 02 61 91 04 21;Amiens;80000;;3 quai Bas\n"
    batch = bring(
        member,
        write(tmp_path, OLD.splitlines()[0] + "\n" + more * 2),
        on_duplicate="update",
        ask=True,
    )
    apply_changes(by=member, changes=Change.objects.filter(batch=batch))
    assert Company.objects.get(name="Laiterie du Marais").numbers.count() == 2


def test_the_register_s_latest_status_holds(member: Member) -> None:
    """Partly non-public since: never called on with what the register says; public again: callable
    again.
    """
    card = company(member, "Imprimerie Vasseur SARL 03 53 01 01 42 Lille")
    Provenance.objects.filter(pk=card.provenance_id).update(nature="register")
    batch = checked_batch(member, "registre")
    for private, callable_after in ((True, False), (False, True)):
        card = Company.objects.get(pk=card.pk)
        compare(
            batch,
            card,
            Unit(
                siren="732829320",
                siret="73282932000074",
                name="IMPRIMERIE VASSEUR",
                private=private,
            ),
        )
        card.refresh_from_db()
        assert (card.diffusion, card.state.callable) == ("P" if private else "O", callable_after)


WHOLE = """Société;CP;Ville;Téléphone;Fax;Contact;Fonction;E-mail contact;Machine;Notes
Imprimerie du Canal;59000;Lille;03 53 01 12 34;;;;;;
"""
FULLER = """Société;CP;Ville;Téléphone;Fax;Contact;Fonction;E-mail contact;Machine;Notes
Imprimerie du Canal;59000;Lille;03 53 01 12 34 / 03 53 01 12 36;03 53 01 12 99;Mme Anne Lopez;DRH;\
lopez@canal.example;Heidelberg;ferme le lundi
"""


def test_an_update_brings_faxes_numbers_people_and_what_is_no_field(
    member: Member, tmp_path: Path
) -> None:
    bring(member, write(tmp_path, WHOLE))
    batch = bring(member, write(tmp_path, FULLER), on_duplicate="update")
    assert (batch.created_count, batch.updated_count) == (0, 1)
    canal = Company.objects.get()
    assert [(n.national, n.kind) for n in canal.numbers.order_by("position")] == [
        ("03 53 01 12 34", "switchboard"),
        ("03 53 01 12 36", "switchboard"),
        ("03 53 01 12 99", "fax"),
    ]
    person = canal.contacts.get()
    assert (person.name, person.role, person.email) == (
        "Mme Anne Lopez",
        "hr",
        "lopez@canal.example",
    )
    assert canal.details["Machine"] == "Heidelberg"
    assert canal.notes == "ferme le lundi"
    again = bring(member, write(tmp_path, FULLER), on_duplicate="update")
    assert (again.created_count, again.updated_count, again.duplicate_count) == (0, 0, 1)
    undo_import(by=member, batch=batch)
    canal.refresh_from_db()
    assert (canal.numbers.count(), canal.contacts.count()) == (1, 0)
    assert ("Machine" in canal.details, canal.notes) == (False, "")


def test_the_page_of_changes_shows_people_and_columns_and_takes_what_is_ticked(
    page: Client, member: Member, tmp_path: Path
) -> None:
    bring(member, write(tmp_path, WHOLE))
    batch = bring(member, write(tmp_path, FULLER), on_duplicate="update", ask=True)
    shown = page.get(f"/import/{batch.pk}/changes/").content.decode()
    for said in ("Anne Lopez · DRH · lopez@canal.example", "Machine", "Heidelberg", "(fax)"):
        assert said in shown
    change = Change.objects.get()
    page.post(
        f"/import/{batch.pk}/changes/take/",
        {"card": [change.pk], "field": [f"{change.pk}:people", f"{change.pk}:detail:Machine"]},
    )
    canal = Company.objects.get()
    assert (canal.numbers.count(), canal.contacts.count(), canal.notes) == (1, 1, "")
    assert canal.details == {"Machine": "Heidelberg"}
    undo(by=member)
    canal = Company.objects.get()
    assert (canal.contacts.count(), canal.details) == (0, {})


def test_somebody_known_gets_what_was_missing(member: Member, tmp_path: Path) -> None:
    bring(member, write(tmp_path, FULLER.replace("lopez@canal.example", "")))
    bring(member, write(tmp_path, FULLER), on_duplicate="update")
    person = Company.objects.get().contacts.get()
    assert (person.name, person.email) == ("Mme Anne Lopez", "lopez@canal.example")


def test_an_import_that_brings_nothing_says_so_and_what_to_do(
    page: Client, member: Member, tmp_path: Path
) -> None:
    bring(member, write(tmp_path, WHOLE))
    batch = bring(member, write(tmp_path, WHOLE))
    shown = page.get(f"/import/{batch.pk}/").content.decode()
    assert "Nothing new in this file" in shown or "Rien de nouveau dans ce fichier" in shown
    assert "The file is in" not in shown
