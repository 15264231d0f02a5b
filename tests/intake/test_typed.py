"""Lines typed or pasted are looked over one by one, as written beside what was understood."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from decroche.followups.models import FollowUp
from decroche.intake.models import AsideRow, Batch
from decroche.intake.paper.kept import load, scan_path
from decroche.intake.paper.typed import MOST, typed_rows
from decroche.prospects.actions import oppose_all
from decroche.prospects.models import Company, PhoneNumber
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import LINES, company
from tests.intake.test_lines import PAPER
from tests.waiting import background_done

pytestmark = pytest.mark.django_db

SURE = "Imprimerie du Canal 03 53 01 12 34 Lille com: Mme Durand"


def paste(page: Client, text: str) -> Batch:
    page.post("/import/paste/", {"text": text})
    return Batch.objects.latest("pk")


@pytest.mark.parametrize(
    ("line", "doubts"),
    [
        (SURE, set()),
        ("Port fluvial (à rappeler)", {"phone"}),
        ("03 53 01 12 34", {"name"}),
        ("Garage Petit 03 53 01 99", {"phone"}),
        ("Atelier Nord 03 53 01 12 34 (RH : Mme Anne Lopez) voir avec M. Roux", {"person"}),
        ("Atelier Nord 03 53 01 12 34 dossier 448812", {"notes"}),
        ("Atelier Nord – 03 53 01 12 34 – Cardoux Plage", {"city"}),
        ("Atelier Nord 03 53 01 12 34 (Oyonnax)", set()),
        ("Atelier Nord 03 53 01 12 34 - RAYÉ : a déjà une agence", {"notes"}),
        ("Atelier Nord 03 53 01 12 34 faux numéro", {"notes"}),
        ("Atelier Nord 03 53 01 12 34 déjà cliente (2024)", {"notes"}),
        ("Atelier Nord 03 53 01 12 34 HS ne répond jamais", {"notes"}),
        ("Atelier Nord 03 53 01 12 34 Mme Roux RDV pris le 3 décembre 14h30", {"next_call"}),
        ("Atelier Nord - Antrain - 03 53 01 12 34 - service communication", {"person"}),
        ("Atelier Nord, Cancale. 03 53 01 12 34. Mme Roux gérante.", set()),
    ],
)
def test_what_is_doubtful_in_a_line_is_said(line: str, doubts: set[str]) -> None:
    (row,) = typed_rows([line])
    assert {name for name, cell in row.cells.items() if cell.sure < 78} == doubts
    assert row.doubtful is bool(doubts)
    assert row.text == line


def test_a_pasted_list_is_looked_over_doubtful_lines_first(page: Client) -> None:
    batch = paste(page, PAPER)
    shown = page.get(f"/import/{batch.pk}/", follow=True).content.decode()
    assert "Port fluvial (à rappeler)" in shown
    assert f'action="/import/{batch.pk}/paper/3/"' in shown
    assert "Imprimerie du Canal 03 53 01 12 34 Lille com: Mme Durand" in shown
    assert not PhoneNumber.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_she_corrects_is_what_comes_in(page: Client) -> None:
    """Nothing is dropped: the line that is no card is kept aside as she wrote it."""
    batch = paste(page, f"{PAPER}Salon de Lille 2025\n")
    page.post(
        f"/import/{batch.pk}/paper/3/",
        {"what": "keep", "name": "Port fluvial", "phone": "03 53 01 77 88", "notes": "à rappeler"},
    )
    page.post(f"/import/{batch.pk}/paper/4/", {"what": "leave"})
    page.post(f"/import/{batch.pk}/run/", {"source": "mon carnet"})
    background_done()
    batch.refresh_from_db()
    assert (batch.created_count, batch.state) == (4, Batch.State.DONE)
    port = Company.objects.get(name="Port fluvial")
    assert (port.notes, PhoneNumber.objects.get(company=port).e164) == (
        "à rappeler",
        "+33353017788",
    )
    assert not Company.objects.filter(name__contains="Salon").exists()
    shown = page.get(f"/import/{batch.pk}/").content.decode()
    assert "Salon de Lille 2025" in shown
    assert "sous leur nom" not in shown  # she wrote lines: the columns are ours, not hers


def test_a_table_taken_for_lines_is_shown_by_its_columns(page: Client) -> None:
    batch = paste(page, PAPER)
    page.post(f"/import/{batch.pk}/columns/")
    batch.refresh_from_db()
    assert not scan_path(Path(batch.path)).exists()
    shown = page.get(f"/import/{batch.pk}/", follow=True).content.decode()
    assert f"/import/{batch.pk}/paper/" not in shown
    assert "Imprimerie du Canal" in shown


def test_a_pasted_table_goes_to_its_columns(page: Client) -> None:
    batch = paste(page, "Société;Téléphone\nImprimerie;03 53 01 12 34\nLaiterie;03 53 01 12 35\n")
    assert not scan_path(Path(batch.path)).exists()
    assert "paper" not in batch.choices


def test_a_long_list_is_shown_as_a_table(page: Client) -> None:
    line = "Atelier {n} 03 53 01 {a:02} {b:02}"
    text = "\n".join(line.format(n=n, a=n // 100, b=n % 100) for n in range(MOST + 1))
    assert "paper" not in paste(page, text).choices
    shorter = paste(page, text.rsplit("\n", 1)[0])
    assert len(load(scan_path(Path(shorter.path))).rows) == MOST


@pytest.mark.django_db(transaction=True)
def test_a_line_that_refuses_is_an_opposition_and_a_day_is_a_follow_up(page: Client) -> None:
    batch = paste(
        page,
        "Maison Delcourt 03 53 01 10 23 Béthune – ne plus appeler\n"
        "Verrerie Moreau - 03 53 01 10 04 - Saint-Omer - rappeler le 12/1 à 10h\n"
        "Transports Delmas 04 65 71 10 12 Nîmes – fax 04 65 71 10 13\n",
    )
    page.post(f"/import/{batch.pk}/run/", {"source": "mon carnet"})
    background_done()
    delcourt, moreau, delmas = (
        Company.objects.get(name=name)
        for name in ("Maison Delcourt", "Verrerie Moreau", "Transports Delmas")
    )
    assert delcourt.opposed_at is not None
    (due,) = FollowUp.objects.filter(company=moreau)
    local = due.due_at.astimezone(PARIS)
    assert (local.day, local.month, local.hour) == (12, 1, 10)
    kinds = dict(PhoneNumber.objects.filter(company=delmas).values_list("e164", "kind"))
    assert kinds == {"+33465711012": "switchboard", "+33465711013": "fax"}


@pytest.mark.django_db(transaction=True)
def test_a_number_that_is_not_to_be_called_makes_no_card_and_its_line_stays(
    page: Client, member: Member
) -> None:
    silent = company(member, LINES[1])
    oppose_all(by=member, companies=Company.objects.filter(pk=silent.pk))
    lines = (
        "Boulangerie Roussel 03 53 01 02 15 Lens",
        "Atelier Nord 03 53 01 12 34 Lille",
        "Boulangerie Roussel Lens 03 53 01 02 15",
        "Fonderie Petit 03 53 01 12 35 Lille, ne plus appeler",
    )
    batch = paste(page, "\n".join(lines))
    before = page.get(f"/import/{batch.pk}/paper/?row=0").content.decode()
    assert before.count("a demandé à ne plus être appelé") == 2
    assert before.count("pas ajoutée</span>") == 2
    assert "03 53 01 02 15 (Mutuelle des Deux Caps) est à ne plus appeler" in before
    assert "Importer 2 fiches" in before
    other = page.get(f"/import/{batch.pk}/paper/?row=1").content.decode()
    assert "(Mutuelle des Deux Caps)" not in other
    page.post(f"/import/{batch.pk}/run/", {"found": "fair", "source": "Préventica"})
    background_done()
    names = Company.objects.exclude(pk=silent.pk).values_list("name", flat=True)
    assert sorted(names) == ["Atelier Nord", "Fonderie Petit"]
    batch.refresh_from_db()
    assert (batch.created_count, batch.aside_count, batch.rows) == (2, 2, 4)
    kept = AsideRow.objects.filter(batch=batch)
    assert {row.reason for row in kept} == {"left_alone"}
    assert any("03 53 01 02 15" in cell for row in kept for cell in row.cells)
    shown = page.get(f"/import/{batch.pk}/").content.decode()
    assert "À ne plus appeler\u00a0: 2 lignes, pas ajoutées" in shown
    assert "<h2>À ne plus appeler</h2>" in shown


def test_a_meeting_keeps_its_word_and_joining_words_are_no_note() -> None:
    (row,) = typed_rows(["Bois Nord, Léa (stagiaire) puis M. Roux, RDV pris le 3 mars 14h30"])
    notes = row.cells["notes"].text.split(" · ")
    assert "RDV pris" in notes
    assert "puis" not in notes


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tuesday")
def test_days_to_call_back_are_said_before_and_after_the_import(page: Client) -> None:
    batch = paste(page, f"{SURE} rappeler mardi matin\n{SURE.replace('12 34', '12 35')}")
    before = page.get(f"/import/{batch.pk}/", follow=True).content.decode()
    assert "mardi matin → aujourd’hui, mardi 24 novembre au matin" in before
    page.post(f"/import/{batch.pk}/run/", {"source": "mon carnet"})
    background_done()
    after = page.get(f"/import/{batch.pk}/").content.decode()
    assert "mardi 24 novembre" in after
    assert after.count("«\xa0mardi matin\xa0»") == 1
