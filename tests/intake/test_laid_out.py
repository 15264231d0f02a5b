"""Tables as people and programs lay them out: two on one sheet, side by side, with a header of two
lines or below the rows, a report's last lines, rows pasted from elsewhere, letters of old programs,
words beside numbers, documents of word processors. Made up; the kinds were written before they were
tried (docs/reference/reading.md says what the first reading gave).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from decroche.intake.cells import status_refuses
from decroche.intake.headers import field_of
from decroche.intake.sources.csv import repair
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.source import Unreadable
from decroche.prospects.models import Company, PhoneNumber
from decroche.shared.countries import region_of
from decroche.shared.numbers import read_numbers
from decroche.team.models import Member
from tests.intake.test_import import bring

BOIS, PIN, BRAY = "Bois Vasseur", "Pin & Fils", "Cidre Bray"
Table = list[list[object]]
BOTH = {BOIS: ["+33199001234"], PIN: ["+33199001235"]}


def book(path: Path, rows: Table, change: Callable[[Worksheet], None] | None = None) -> Path:
    """A workbook of one sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    workbook.save(path)
    workbook.close()
    return path


def text(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cards() -> dict[str, list[str]]:
    """{company: its numbers that can be called}"""
    found: dict[str, list[str]] = {
        name: [] for name in Company.objects.values_list("name", flat=True)
    }
    for number in PhoneNumber.objects.exclude(kind="fax").order_by("pk"):
        found[number.company.name].append(number.e164 or number.national)
    return found


def test_a_header_of_two_lines(member: Member, tmp_path: Path) -> None:
    """“Téléphone” over “Fixe” and “Portable”: the second column has no name of its own above."""
    rows: Table = [
        ["PLAN 2026"],
        [],
        ["Entreprise", "Ville", "Téléphone", None, "Interlocuteur"],
        [None, None, "Fixe", "Portable", None],
        [BOIS, "Lille", "01 99 00 12 34", "06 39 98 12 34", "Mme Roy"],
        [PIN, "Arras", "01 99 00 12 35", None, None],
    ]
    bring(member, book(tmp_path / "a.xlsx", rows))
    assert cards() == {BOIS: ["+33199001234", "+33639981234"], PIN: ["+33199001235"]}


def test_a_first_row_without_a_number_is_no_second_header(member: Member, tmp_path: Path) -> None:
    rows: Table = [
        ["Entreprise", "Ville", "Téléphone", None],
        [BOIS, "Lille", "Fixe", "Portable"],
        [PIN, "Arras", "01 99 00 12 35", "hiver"],
    ]
    bring(member, book(tmp_path / "a.xlsx", rows))
    assert cards()[PIN] == ["+33199001235"]
    assert BOIS in cards()


@pytest.mark.parametrize("merge", [True, False])
def test_cells_of_a_web_table_that_take_several_places(
    member: Member, tmp_path: Path, *, merge: bool
) -> None:
    """Without the places that a cell takes, each row would be read one column to the left."""
    down = '<td rowspan="2">Lille</td>', ""
    cells = down if merge else ("<td>Lille</td>", "<td>Lille</td>")
    html = (
        "<table><tr><th rowspan=2>Ville</th><th rowspan=2>Entreprise</th><th colspan=2>Téléphone"
        "</th></tr><tr><th>Fixe</th><th>Portable</th></tr>"
        f"<tr>{cells[0]}<td>{BOIS}</td><td>01 99 00 12 34</td><td>06 39 98 12 34</td></tr>"
        f"<tr>{cells[1]}<td>Pin &amp; Fils</td><td>01 99 00 12 35</td><td></td></tr></table>"
    )
    bring(member, text(tmp_path / "a.xls", html))
    assert cards() == {BOIS: ["+33199001234", "+33639981234"], PIN: ["+33199001235"]}
    assert set(Company.objects.values_list("city", flat=True)) == {"Lille"}


def test_two_tables_one_below_the_other(member: Member, tmp_path: Path) -> None:
    """The columns of the second stand in another order."""
    rows: Table = [
        ["Prospects"],
        ["Société", "Contact", "Tél.", "Ville"],
        [BOIS, "Mme Roy", "01 99 00 12 34", "Lille"],
        [],
        ["Anciens clients"],
        ["Téléphone", "Société", "Ville", "Chiffre"],
        ["01 99 00 12 35", PIN, "Arras", 1200],
    ]
    bring(member, book(tmp_path / "a.xlsx", rows))
    assert cards() == BOTH
    pin = Company.objects.get(name=PIN)
    assert (pin.city, pin.details) == ("Arras", {"Tableau": "Anciens clients", "Chiffre": "1200"})


def test_a_second_header_without_an_empty_line(member: Member, tmp_path: Path) -> None:
    rows = f"{BOIS};01 99 00 12 34;Lille\nVille;Client;Téléphone\nArras;{PIN};01 99 00 12 35\n"
    bring(member, text(tmp_path / "a.csv", f"Société;Tél;Ville\n{rows}"))
    assert cards() == BOTH


def test_a_csv_in_the_first_column_of_a_workbook(member: Member, tmp_path: Path) -> None:
    """It was opened without its separator, and saved."""
    rows: Table = [
        ["Société;Téléphone;Ville"],
        [f'"{BOIS}";01 99 00 12 34;Lille'],
        [f"{PIN};01 99 00 12 35;Arras"],
    ]
    bring(member, book(tmp_path / "a.xlsx", rows))
    assert cards() == BOTH
    assert Company.objects.get(name=PIN).city == "Arras"


def test_lines_in_the_first_column_of_a_workbook(member: Member, tmp_path: Path) -> None:
    rows: Table = [["Contacts"], [f"{BOIS} – 01 99 00 12 34"], [f"{PIN} – 01 99 00 12 35"]]
    bring(member, book(tmp_path / "a.xlsx", rows))
    assert {name: numbers for name, numbers in cards().items() if numbers} == BOTH


def test_names_alone_in_one_column_are_companies(member: Member, tmp_path: Path) -> None:
    bring(member, book(tmp_path / "a.xlsx", [["Société"], [BOIS], ["Roy, Petit & Fils"]]))
    assert set(cards()) == {BOIS, "Roy, Petit & Fils"}


def test_the_second_table_may_have_more_columns(member: Member, tmp_path: Path) -> None:
    """The rows above the richer header would be taken for titles."""
    rows = "Société;Téléphone\n{};01 99 00 12 34\n\nSociété;Ville;Contact;Téléphone\n{};{}\n"
    content = rows.format(BOIS, PIN, "Arras;Mme Roy;01 99 00 12 35")
    bring(member, text(tmp_path / "a.csv", content))
    assert cards() == BOTH


@pytest.mark.parametrize("between", [[None], []])
def test_two_tables_side_by_side(member: Member, tmp_path: Path, between: list[None]) -> None:
    """The number of the second was taken for one of the first."""
    head = ["Entreprise", "Téléphone"]
    rows: Table = [
        [*head, *between, *head],
        [BOIS, "01 99 00 12 34", *between, PIN, "01 99 00 12 35"],
        [BRAY, "01 99 00 12 36", *between, None, None],
    ]
    bring(member, book(tmp_path / "a.xlsx", rows))
    assert cards() == {**BOTH, BRAY: ["+33199001236"]}


def test_tables_side_by_side_with_columns_of_their_own(member: Member, tmp_path: Path) -> None:
    content = f"Société;Tél;;Client;Ville;Mobile\n{BOIS};01 99 00 12 34;;{PIN};Arras;06 39 98 12 35"
    bring(member, text(tmp_path / "a.csv", content + "\n"))
    assert cards() == {BOIS: ["+33199001234"], PIN: ["+33639981235"]}
    assert Company.objects.get(name=PIN).city == "Arras"


@pytest.mark.parametrize(
    "header", ["Société;Tél;;Nom;Mobile;Mail", "Nom;Tél;Nom;Mobile", "Société;Tél;Contact;Tél"]
)
def test_a_person_beside_a_company_is_no_second_table(
    member: Member, tmp_path: Path, header: str
) -> None:
    """An empty column between them is for the eye."""
    between = ";" if ";;" in header else ""
    row = f"{BOIS};01 99 00 12 34;{between}Roy;06 39 98 12 34"
    bring(member, text(tmp_path / "a.csv", f"{header}\n{row}\n"))
    assert cards() == {BOIS: ["+33199001234", "+33639981234"]}


def test_names_alone_are_two_tables_with_an_empty_column_between(
    member: Member, tmp_path: Path
) -> None:
    content = f"Nom;Tél;;Nom;Tél\n{BOIS};01 99 00 12 34;;{PIN};01 99 00 12 35\n"
    bring(member, text(tmp_path / "a.csv", content))
    assert cards() == BOTH


def test_several_numbers_of_one_company_are_one_table(member: Member, tmp_path: Path) -> None:
    content = f"Nom;Téléphone;Téléphone\n{BOIS};01 99 00 12 34;01 99 00 12 36\n"
    bring(member, text(tmp_path / "a.csv", content))
    assert cards() == {BOIS: ["+33199001234", "+33199001236"]}


def test_a_header_below_its_rows(member: Member, tmp_path: Path) -> None:
    content = f"{BOIS};01 99 00 12 34;Lille\n{PIN};01 99 00 12 35;Arras\nEntreprise;Téléphone;Ville"
    bring(member, text(tmp_path / "a.csv", content + "\n"))
    assert cards() == BOTH
    assert Company.objects.get(name=BOIS).city == "Lille"


REPORT = (
    "Compte,Téléphone,Ville\n{},01 99 00 12 34,Lille\n{},01 99 00 12 35,Arras\n\n"
    "Prospects mars\nCopyright (c) 2000-2026 Ventes. Tous droits réservés.\n"
    "Généré par : Camille Arnaud 24/11/2026 10:12\nCamille Arnaud\n"
)


def test_what_a_program_writes_below_its_report_is_put_aside(
    member: Member, tmp_path: Path
) -> None:
    batch = bring(member, text(tmp_path / "a.csv", REPORT.format(BOIS, PIN)))
    assert cards() == BOTH
    assert (batch.rows, batch.created_count, batch.aside_count) == (6, 2, 4)


def test_companies_that_have_only_a_name_are_no_report(member: Member, tmp_path: Path) -> None:
    content = REPORT.partition("Prospects")[0].format(BOIS, PIN) + f"{BRAY}\nVerre Bresle\n"
    bring(member, text(tmp_path / "a.csv", content))
    assert set(cards()) == {BOIS, PIN, BRAY, "Verre Bresle"}


def test_rows_pasted_with_another_separator(member: Member, tmp_path: Path) -> None:
    content = (
        f"Société;Ville;Tél\n{BOIS};Lille;01 99 00 12 34\n{PIN}\tArras\t01 99 00 12 35\n"
        f"{BRAY},Neufchâtel,01 99 00 12 36\nLe Goff, père\n"
    )
    bring(member, text(tmp_path / "a.csv", content))
    assert cards() == {**BOTH, BRAY: ["+33199001236"], "Le Goff, père": []}


def test_zeros_of_old_programs_and_the_end_of_dos(member: Member, tmp_path: Path) -> None:
    content = f"Société;Tél\n{BOIS}\0\0\0;01 99 00 12 34\n{PIN};01 99 00 12 35\0\n\x1a"
    bring(member, text(tmp_path / "a.csv", content))
    assert cards() == BOTH


def test_zeros_among_other_signs_are_no_text(tmp_path: Path) -> None:
    for content in (b"Soci\0\x01\x02;Tel\nA;1\n", b"\0" * 3, b"\0\0\n\0"):
        with pytest.raises(Unreadable, match=r"not_a_table|encoding"):
            open_source(text(tmp_path / "a.csv", content))


def test_marks_nobody_sees(member: Member, tmp_path: Path) -> None:
    """Of files put one behind another, and of cells copied from a page."""
    content = (
        f"\ufeffSoci\u00adété;Tél\n\u200b{BOIS}\u200e;01 99 00 12 34\n\ufeffSociété;Tél\n"
        f"Pin &\u00ad Fils;01 99 00 12 35\n"
    )
    bring(member, text(tmp_path / "a.csv", content))
    assert cards() == BOTH


def misread_twice(letter: str, encoding: str) -> str | None:
    """A letter read twice in the letters of an old program; None where these have no such byte."""
    try:
        return letter.encode().decode(encoding).encode().decode(encoding)
    except UnicodeDecodeError:
        return None


MISREAD_TWICE = [
    pytest.param(letter, misread, id=f"{encoding}-{ord(letter):x}")
    for encoding in ("cp1252", "mac_roman", "cp850")
    for letter in "éèêëàâçîïôùûœÉÈÊÀÇŒ’«»–€"
    if (misread := misread_twice(letter, encoding)) is not None
]


@pytest.mark.parametrize(("letter", "misread"), MISREAD_TWICE)
def test_letters_misread_twice(letter: str, misread: str) -> None:
    assert repair(f"a{misread}b") == f"a{letter}b"


def test_more_letters_as_web_pages_write_them(member: Member, tmp_path: Path) -> None:
    content = "Société;Tél\nTraiteur &Oslash;re &#x27;A&quot;;01 99 00 12 34\nR&D;01 99 00 12 35\n"
    bring(member, text(tmp_path / "a.csv", content))
    assert cards() == {"Traiteur Øre 'A\"": ["+33199001234"], "R&D": ["+33199001235"]}


@pytest.mark.parametrize(
    ("cell", "numbers", "kept"),
    [
        ("01 99 00 12 34 (le soir)", ["+33199001234"], True),
        ("Std : 01 99 00 12 34 / Mme Roy (com) : 01 99 00 12 35", [*BOTH[BOIS], *BOTH[PIN]], True),
        (
            "Tél. bureau 01 99 00 12 34, port. 06 39 98 12 34",
            ["+33199001234", "+33639981234"],
            False,
        ),
        ("0 825 12 34 56 (0,15 €/min)", ["+33825123456"], False),
        ("01 99 00 12 34 poste 12", ["+33199001234"], False),
    ],
)
def test_words_beside_a_number_stay(
    member: Member, tmp_path: Path, cell: str, numbers: list[str], *, kept: bool
) -> None:
    bring(member, book(tmp_path / "a.xlsx", [["Nom", "Coordonnées"], [BOIS, cell]]))
    assert cards() == {BOIS: numbers}
    assert Company.objects.get().details == ({"Coordonnées": cell} if kept else {})


def test_words_beside_a_fax_that_a_label_names(member: Member, tmp_path: Path) -> None:
    content = "Name,Phone 1 - Label,Phone 1 - Value\nBois,Work Fax,01 99 00 12 34 (le matin)\n"
    bring(member, text(tmp_path / "a.csv", content))
    assert Company.objects.get().details["Phone 1 - Value"] == "01 99 00 12 34 (le matin)"


def test_a_number_in_a_column_of_addresses(member: Member, tmp_path: Path) -> None:
    rows: Table = [["Nom", "E-mail"], [BOIS, "contact@vasseur.example / 01 99 00 12 34"]]
    bring(member, book(tmp_path / "a.xlsx", rows))
    assert cards() == {BOIS: ["+33199001234"]}


def test_an_address_in_a_column_of_numbers(member: Member, tmp_path: Path) -> None:
    cell = "T 01 99 00 12 34\nF 01 99 00 12 36\ncontact@vasseur.example"
    bring(member, book(tmp_path / "a.xlsx", [["Nom", "Coordonnées"], [BOIS, cell]]))
    assert Company.objects.get().email == "contact@vasseur.example"
    assert cards() == {BOIS: ["+33199001234"]}


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Marie Roy <marie@vasseur.example>", True),
        ("contact@vasseur.example (le mardi)", True),
        ("contact@vasseur.example 01 99 00 12 34 9 h", False),
        ("mailto:contact@vasseur.example", False),
        ("contact@vasseur.example ; rh@vasseur.example", False),
    ],
)
def test_words_beside_an_address_stay(
    member: Member, tmp_path: Path, cell: str, *, kept: bool
) -> None:
    bring(member, book(tmp_path / "a.xlsx", [["Nom", "E-mail"], [BOIS, cell]]))
    company = Company.objects.get()
    assert company.email.endswith("@vasseur.example")
    assert company.details == ({"E-mail": cell} if kept else {})


@pytest.mark.parametrize(
    ("status", "opposed"),
    [
        ("Blacklist", True),
        ("blacklisté", True),
        ("Liste rouge", True),
        ("NPA", True),
        ("Désinscrit", True),
        ("Refus de prospection", True),
        ("Stop prospection", True),
        ("NRP", False),
        ("KO", False),
        ("Pas intéressé", False),
        ("à rappeler le 12/01", False),
        ("RDV pris", False),
        ("faux n°", False),
    ],
)
def test_what_programs_of_sales_call_a_refusal(status: str, *, opposed: bool) -> None:
    assert status_refuses(status) is opposed


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Personne - Organisation", "name"),
        ("Deal - Company", "name"),
        ("Personne - Téléphone - Mobile", "contact_phone"),
        ("País", "country"),
        ("Nazione", "country"),
        ("Indicatif", "country"),
        ("Móvil", "contact_phone"),
        ("Cellulare", "contact_phone"),
        ("Comune", "city"),
        ("Población", "city"),
    ],
)
def test_names_of_columns_of_other_programs_and_neighbours(header: str, field: str) -> None:
    assert field_of(header) == field


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("Polynésie", "PF"),
        ("L", "LU"),
        ("B", "BE"),
        ("Francia", "FR"),
        ("Alemania", "DE"),
        ("+32", "BE"),
        ("0041", "CH"),
        ("33", "FR"),
        ("250", ""),
        ("01", ""),
        ("05", ""),
        ("inconnu", ""),
    ],
)
def test_a_country_as_neighbours_and_programs_write_it(country: str, region: str) -> None:
    assert region_of(country) == region


def test_a_calling_code_in_a_column_of_its_own() -> None:
    """“27 123 45 67” beside “+41” was taken for a French number."""
    assert read_numbers("27 123 45 67", country="+41").numbers[0].e164 == "+41271234567"


WORD = (
    '<?xml version="1.0"?><w:document xmlns:w="x"><w:body><w:p><w:r><w:t>Liste</w:t></w:r></w:p>'
    "{}</w:body></w:document>"
)


def document(path: Path, part: str, xml: str, kind: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        if kind:
            archive.writestr("mimetype", kind)
        archive.writestr(part, xml)
    return path


def word_table(rows: Sequence[Sequence[str]]) -> str:
    def cell(said: str) -> str:
        runs = "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in said.split("|"))
        return f"<w:tc><w:tcPr/><w:p>{runs}</w:p></w:tc>"

    lines = ("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def test_the_table_of_a_document_of_word(member: Member, tmp_path: Path) -> None:
    """Words are cut into runs wherever they were changed."""
    table = word_table(
        [
            ["Entreprise", "Télé|phone"],
            ["Bois |Vasseur", "01 99 00 |12 34"],
            ["Pin &amp; Fils", "01 99 00 12 35"],
        ]
    )
    bring(member, document(tmp_path / "a.docx", "word/document.xml", WORD.format(table)))
    assert cards() == BOTH


def test_lines_of_a_document_without_a_table(member: Member, tmp_path: Path) -> None:
    lines = (
        f"<w:p><w:r><w:t>{BOIS} – 01 99 00 12 34</w:t></w:r></w:p><w:p/>"
        "<w:p><w:r><w:delText>Ancien 01 99 00 12 39</w:delText></w:r>"
        "<w:r><w:t>Pin &amp; Fils – 01 99 00 12 35</w:t></w:r></w:p>"
    )
    bring(member, document(tmp_path / "a.docx", "word/document.xml", WORD.format(lines)))
    assert {name: numbers for name, numbers in cards().items() if numbers} == BOTH


def test_the_table_of_a_document_of_writer(member: Member, tmp_path: Path) -> None:
    rows = (("Entreprise", "Téléphone"), (BOIS, "01 99 00 12 34"), ("Pin &amp; Fils", "0199001235"))
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    xml = f"<office:text><table:table>{cells}</table:table></office:text>"
    kind = "application/vnd.oasis.opendocument.text"
    bring(member, document(tmp_path / "a.odt", "content.xml", xml, kind))
    assert cards() == BOTH


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed(Index__Document_DOT_iwa=b"1"), "numbers_file"),
        (packed(prospects_DOT_csv=b"A;B"), "archive"),
        (packed(word__document_DOT_xml=b"<w:p><w:t>Bonjour</w:t></w:p>"), "no_table_in_document"),
        (packed(data_DOT_bin=b"1"), "broken_workbook"),
        (b"-- Export\nINSERT INTO `clients` VALUES (1,'A','0199001234');\n", "not_a_table"),
    ],
)
def test_what_can_not_be_read_is_said_by_its_kind(
    tmp_path: Path, content: bytes, code: str
) -> None:
    with pytest.raises(Unreadable, match=code):
        open_source(text(tmp_path / "a.bin", content))
