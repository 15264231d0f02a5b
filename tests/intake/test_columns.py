"""No column of a file vanishes; refusals, dates, countries and faxes are understood."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.utils.translation import override

from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Nothing
from decroche.compliance.models import Suppression
from decroche.followups.models import FollowUp
from decroche.followups.wording import purpose_in_words
from decroche.insights.results import projects
from decroche.intake.cells import (
    apart_from_fax,
    next_call_noted,
    next_call_of,
    people_of,
    refuses,
    unguarded,
)
from decroche.intake.headers import field_of
from decroche.intake.rules import guess_layout
from decroche.intake.undoing_imports import undo_import
from decroche.prospects.models import Company
from decroche.prospects.search import search
from decroche.shared.clock import now
from decroche.team.models import Member
from tests.cast import TUESDAY
from tests.intake.test_import import bring, write


def _numbers(name: str) -> list[str]:
    card = Company.objects.get(name=name)
    return [number.e164 for number in card.numbers.order_by("position") if number.usable]


def test_a_column_nobody_knows_is_kept_under_its_own_name_and_found(
    member: Member, tmp_path: Path
) -> None:
    batch = bring(
        member,
        write(
            tmp_path,
            "Société;Téléphone;Chiffre d'affaires;Machine\n"
            "Bois Vasseur;01 99 00 12 34;2 M€;Scie Altendorf\n",
        ),
    )
    card = Company.objects.get()
    assert card.details == {"Chiffre d'affaires": "2 M€", "Machine": "Scie Altendorf"}
    assert batch.choices["own_names"] == ["Chiffre d'affaires", "Machine"]
    assert [one.pk for one, _ in search(member.workspace, "altendorf")] == [card.pk]


def test_a_known_column_is_not_said_to_be_unknown(member: Member, tmp_path: Path) -> None:
    text = "Société;Téléphone;À rappeler;Statut\nBois Vasseur;01 99 00 12 34;15/12;Chaud\n"
    assert bring(member, write(tmp_path, text)).choices["own_names"] == []


@pytest.mark.parametrize("header", ["*;*;*", "*;#;…", "-;-;-"])
def test_a_header_of_nothing_but_signs_is_read(member: Member, tmp_path: Path, header: str) -> None:
    bring(member, write(tmp_path, f"{header}\nBois Vasseur;01 99 00 12 34;Lille\n"))
    assert _numbers(Company.objects.get().name) == ["+33199001234"]


def test_a_total_with_what_it_counts_is_no_company(member: Member, tmp_path: Path) -> None:
    text = "Société;Téléphone;Ville\nBois Vasseur;01 99 00 12 34;Lille\nTOTAL;1 ligne;\n"
    bring(member, write(tmp_path, text))
    assert [card.name for card in Company.objects.all()] == ["Bois Vasseur"]


@pytest.mark.parametrize("asked", ["06 39 98 55 12", "0639985512", "+33 6 39 98 55 12", "98 55 12"])
def test_a_number_in_a_note_finds_its_card(member: Member, tmp_path: Path, asked: str) -> None:
    text = "Société;Téléphone;Notes\nBois Vasseur;01 99 00 12 34;son portable 06.39.98.55.12\n"
    bring(member, write(tmp_path, text))
    card = Company.objects.get()
    assert [one.pk for one, _ in search(member.workspace, asked)] == [card.pk]


@pytest.mark.parametrize(
    ("column", "cell", "opposed"),
    [
        ("Ne plus appeler", "oui", True),
        ("Ne pas contacter", "x", True),
        ("Opposition démarchage", "12/03/2025", True),
        ("STOP", "1", True),
        ("Bloctel", "inscrit", True),
        ("Do not call", "TRUE", True),
        ("Désinscrit", "Oui", True),
        ("Peut être appelé", "non", True),
        ("Statut", "Ne plus appeler", True),
        ("Ne plus appeler", "non", False),
        ("Bloctel", "non inscrit", False),
        ("Peut être appelé", "oui", False),
        ("Opposition", "à voir", False),
        ("Statut", "à relancer", False),
    ],
)
def test_a_refusal_in_the_file_is_an_opposition(
    member: Member, tmp_path: Path, column: str, cell: str, opposed: bool
) -> None:
    text = f"Société;Téléphone;Ville;{column}\nPapeterie Nord;01 99 00 12 36;Douai;{cell}\n"
    batch = bring(member, write(tmp_path, text))
    card = Company.objects.get()
    assert (card.opposed_at is not None) is opposed
    assert isinstance(next_for(member, now()), Nothing) is opposed
    assert card.details[column] == cell
    undo_import(by=member, batch=batch)
    assert not Suppression.objects.exists()


def test_she_may_only_keep_what_the_file_says(member: Member, tmp_path: Path) -> None:
    text = "Société;Téléphone;Ne plus appeler\nPapeterie Nord;01 99 00 12 36;oui\n"
    bring(member, write(tmp_path, text), refusals=False)
    assert Company.objects.get().opposed_at is None


def test_a_refusal_stops_the_card_that_was_there_and_undo_lets_it_go(
    member: Member, tmp_path: Path
) -> None:
    bring(member, write(tmp_path, "Société;Téléphone\nPapeterie Nord;01 99 00 12 36\n"))
    again = "Société;Téléphone;Opposition\nPapeterie Nord;01 99 00 12 36;oui\n"
    batch = bring(member, write(tmp_path, again))
    assert Company.objects.get().opposed_at is not None
    undo_import(by=member, batch=batch)
    card = Company.objects.get()
    assert card.opposed_at is None
    assert card.numbers.get().usable


def test_a_day_to_call_again_is_a_follow_up(member: Member, tmp_path: Path) -> None:
    batch = bring(
        member,
        write(
            tmp_path,
            "Société;Téléphone;Rappel le;Statut;Dernier appel\n"
            "Un;01 99 00 12 34;15/12/2026 14:30;tiède;03/02/2026\n"
            "Deux;01 99 00 12 35;jamais;;\nTrois;01 99 00 12 36;15/01/2019;;\n",
        ),
    )
    follow_up = FollowUp.objects.get()
    assert (follow_up.company.name, follow_up.kind) == ("Un", "advised")
    assert follow_up.purpose == FollowUp.OtherPurpose.FILE
    with override("en"):
        assert purpose_in_words(follow_up.purpose) == "A day to call again, in an imported file"
    found = projects(member.workspace, TUESDAY.date())
    assert found == [], "a day in a file is no call of hers that came too early"
    assert follow_up.due_at.isoformat() == "2026-12-15T13:30:00+00:00"
    assert follow_up.company.details["Statut"] == "tiède"
    undo_import(by=member, batch=batch)
    assert not Company.objects.exists()


def test_the_country_of_a_row_reaches_its_numbers(member: Member, tmp_path: Path) -> None:
    bring(
        member,
        write(
            tmp_path,
            "Société;Pays;Téléphone;Ville;CP\n"
            "Zwahlen;Suisse;022 345 67 89;Genève;1204\n"
            "Duquesne;Belgique;0475 12 34 56;Liège;4000\n"
            "Rossi;Italie;06 1234 5678;Rome;00184\n"
            "Muller;Luxembourg;26 12 34 56;Luxembourg;\n"
            "Roc;Monaco;93 15 12 34;Monaco;98000\n"
            "Vasseur;France;01 99 00 12 34;Lille;59000\n",
        ),
    )
    said = {name: _numbers(name) for name in ("Zwahlen", "Duquesne", "Rossi", "Muller", "Roc")}
    assert said == {
        "Zwahlen": ["+41223456789"],
        "Duquesne": ["+32475123456"],
        "Rossi": ["+390612345678"],
        "Muller": ["+35226123456"],
        "Roc": ["+37793151234"],
    }
    assert Company.objects.get(name="Zwahlen").postcode == "1204"
    assert Company.objects.get(name="Rossi").department == ""


@pytest.mark.parametrize(
    ("header", "cell", "called", "fax"),
    [
        ("Tél. / Fax", "01 99 00 12 34 / 01 99 00 12 35", ["+33199001234"], ["+33199001235"]),
        ("Tél. / Fax", "01 99 00 12 36", ["+33199001236"], []),
        ("Fax", "01 99 00 12 36", [], ["+33199001236"]),
        (
            "Téléphone",
            "Tél : 01 99 00 12 34 Fax : 01 99 00 12 35",
            ["+33199001234"],
            ["+33199001235"],
        ),
        ("Téléphone", "01 99 00 12 34 (fax)", [], ["+33199001234"]),
        (
            "Téléphone",
            "Fax 01.99.00.12.35 - Tel 01.99.00.12.34",
            ["+33199001234"],
            ["+33199001235"],
        ),
    ],
)
def test_a_fax_is_kept_and_not_dialled(
    member: Member, tmp_path: Path, header: str, cell: str, called: list[str], fax: list[str]
) -> None:
    bring(member, write(tmp_path, f"Société;{header};Ville\nBois Vasseur;{cell};Lille\n"))
    card = Company.objects.get()
    assert _numbers("Bois Vasseur") == called
    assert [number.e164 for number in card.numbers.filter(kind="fax")] == fax
    assert card.state.callable is bool(called)


def test_the_label_beside_a_value_tells_a_fax(member: Member, tmp_path: Path) -> None:
    bring(
        member,
        write(
            tmp_path,
            "Organization Name,First Name,Last Name,Phone 1 - Label,Phone 1 - Value,"
            "Phone 2 - Label,Phone 2 - Value,Address 1 - Country\n"
            "Bois Vasseur,Marie,Durand,Work,01 99 00 12 34,Work Fax,01 99 00 12 36,FR\n",
        ),
    )
    assert _numbers("Bois Vasseur") == ["+33199001234"]
    assert Company.objects.get().numbers.get(kind="fax").e164 == "+33199001236"


def test_what_a_spreadsheet_put_around_cells_is_taken_off(member: Member, tmp_path: Path) -> None:
    text = (
        'Société;Téléphone;Ville;CP\n="Bois Vasseur";="0199001234";="Lille";="59000"\n'
        "'+Plus Fort;'0199001235;Douai;59500\nGarage;3,3199001236E+10;Arras;62000\n"
    )
    bring(member, write(tmp_path, text))
    card = Company.objects.get(name="Bois Vasseur")
    assert (card.city, card.postcode, card.department) == ("Lille", "59000", "59")
    assert _numbers("+Plus Fort") == ["+33199001235"]
    assert _numbers("Garage") == ["+33199001236"]
    assert unguarded("'t Hoekje") == "'t Hoekje"


def test_what_a_column_should_hold_and_does_not_is_kept(member: Member, tmp_path: Path) -> None:
    text = "Société;Téléphone;SIRET;E-mail\nBois;01 99 00 12 34;en cours;voir site\n"
    bring(member, write(tmp_path, text))
    assert Company.objects.get().details == {"SIRET": "en cours", "E-mail": "voir site"}


def test_cells_say_what_they_say() -> None:
    assert apart_from_fax("Portable 06 39 98 12 34") == ("Portable 06 39 98 12 34", "")
    assert [refuses(cell) for cell in ("oui", "non", "?")] == [True, False, None]
    assert next_call_of("à voir", now()) is None
    assert people_of("Marie Durand · Directrice · hr · m@v.example · 06")[0].role == "hr"
    assert people_of("Paul Petit <p@v.example>")[0][:1] == ("Paul Petit",)
    assert field_of("Date de création") == ""


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("mardi", 24),
        ("mardi matin", 24),
        ("mardi 8h30", 24),
        ("Tuesday", 24),
        ("mardi prochain", 1),
        ("mardi 1er", 1),
        ("dans une semaine", 1),
        ("1/12", 1),
        ("mercredi", 25),
    ],
)
@pytest.mark.parametrize("hour", [9, 17])
def test_a_weekday_written_before_is_todays(words: str, day: int, hour: int) -> None:
    found = next_call_of(words, TUESDAY.replace(hour=hour, minute=6))
    assert found is not None
    assert datetime.fromisoformat(found.due).day == day


@pytest.mark.parametrize(
    ("cell", "numbers", "faxes"),
    [
        ("T 01 99 00 12 34 - F 01 99 00 12 35", "01 99 00 12 34", "01 99 00 12 35"),
        ("Tél./Fax : 01 99 00 12 34", "01 99 00 12 34", ""),
        ("Tél. et fax 01 99 00 12 34", "01 99 00 12 34", ""),
        ("Tel/fax 01 99 00 12 34 / 01 99 00 12 35", "01 99 00 12 34", "01 99 00 12 35"),
        ("Tél/Fax 01 99 00 12 34 / 35", "01 99 00 12 34 / 35", ""),
        ("📞 01 99 00 12 34 📠 01 99 00 12 35", "01 99 00 12 34", "01 99 00 12 35"),
        ("01 99 00 12 34 / 01 99 00 12 35 (fax)", "01 99 00 12 34", "01 99 00 12 35"),
        ("01 99 00 12 34 - 01 99 00 12 35 fax", "01 99 00 12 34", "01 99 00 12 35"),
        ("01 99 00 12 34 01 99 00 12 35 (fax)", "01 99 00 12 34", "01 99 00 12 35"),
        ("0199001234/0199001235 (fax)", "0199001234", "0199001235"),
        ("01 99 00 12 34 Fax id.", "01 99 00 12 34 Fax id.", ""),
    ],
)
def test_a_number_that_is_telephone_and_fax_is_dialled(cell: str, numbers: str, faxes: str) -> None:
    assert apart_from_fax(cell) == (numbers, faxes)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Cave | Gérante | Tél | Bourg", "name, contact_name, phone, city"),
        ("Adhérent | Cabinet | Tél", "name, detail, phone"),
        ("Nom du sponsor | Palier | @", "name, detail, email"),
        ("Boutique | Qui | N° | Divers", "name, contact_name, phone, notes"),
        ("Société | Qui a appelé | Tél", "name, detail, phone"),
        ("Société | N° | Tél", "name, detail, phone"),
        ("Société | Propriétaire du compte | Tél", "name, detail, phone"),
        (
            "Société | Nom gérant | Prénom gérant | Qualité",
            "name, contact_last, contact_first, contact_title",
        ),
        ("Société | Contact RH | Tél RH", "name, contact_name, phone"),
        ("Société | NPA | Localité", "name, postcode, city"),
        ("Société | NPA | Tél", "name, refusal, phone"),
        ("Votre association | Votre nom | Votre portable", "name, contact_name, contact_phone"),
        ("Société | Libellé APE | Code APE 2025", "name, activity, naf"),
        ("Société | Ce qu'elle a dit | Vu le", "name, notes, last_call"),
        ("Groupe | Société | Tél", "detail, name, phone"),
    ],
)
def test_a_column_is_told_by_what_no_other_column_is(header: str, fields: str) -> None:
    columns = header.split(" | ")
    told = dict(zip(columns, guess_layout([columns], 0).fields, strict=True))
    assert list(told.values()) == fields.split(", ")


def test_what_stands_below_tells_a_number_from_a_rank_and_a_postcode_from_a_refusal() -> None:
    rows = [["Boutique", "N°", "NPA", "Ville"], ["Pin & Fils", "12", "x", "Dole"]]
    assert guess_layout(rows, 0).fields == ["name", "detail", "refusal", "city"]
    rows[1] = ["Pin & Fils", "01 99 00 12 34", "1201", "Genève"]
    assert guess_layout(rows, 0).fields == ["name", "phone", "postcode", "city"]


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("rappeler jeudi 14h", "2026-11-26T14:00"),
        ("Bon accueil, à rappeler le 15 décembre", "2026-12-15"),
        ("absente, relancer lundi", "2026-11-30"),
        ("ne pas rappeler jeudi", ""),
        ("rappelé jeudi", ""),
        ("12/03 : rappeler lundi. 20/03 : pas intéressé", ""),
        ("vu mardi, rappeler jeudi", ""),
        ("client depuis 2019", ""),
        ("rappeler un jour", ""),
        ("rappeler plutôt le lundi", ""),
        ("à rappeler de préférence le jeudi matin", ""),
        ("rappeler le lundi de préférence", ""),
        ("rappeler les mardis", ""),
        ("best to call on Mondays", ""),
        ("rappeler plutôt lundi", "2026-11-30"),
        ("rappeler plutôt le lundi 7 décembre", "2026-12-07"),
        ("rappeler plutôt le lundi 30", "2026-11-30"),
    ],
)
def test_a_remark_that_asks_for_a_call(note: str, day: str) -> None:
    found = next_call_noted([note], TUESDAY)
    assert (found[0] if found else "")[: len(day) or None] == day


@pytest.mark.usefixtures("tuesday")
def test_a_remark_that_asks_for_a_call_becomes_a_follow_up(member: Member, tmp_path: Path) -> None:
    text = "Société;Téléphone;Remarques\nBois;01 99 00 12 34;rappeler jeudi 14h\n"
    bring(member, write(tmp_path, text))
    promised = FollowUp.objects.get()
    assert promised.due_at.isoformat()[:13] == "2026-11-26T13"
    assert "rappeler jeudi 14h" in Company.objects.get().notes
