"""Guessing what a table's columns are. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import normalize

from decroche.intake.fields import FIELDS, SEVERAL, WHO
from decroche.intake.header_forms import with_further_names, without_shared_word
from decroche.intake.header_words import (
    IN_OWN_EXPORT,
    WORDS_OF_COUNTS,
    WORDS_OF_NO_FIELD,
)
from decroche.intake.headers import field_of, plain
from decroche.intake.told_by_cells import (
    DIALLED,
    by_content,
    cells_of,
    civilities,
    dialled_numbers,
    is_data,
    names_by_content,
    postcodes_of_switzerland,
    towns_behind_postcodes,
)
from decroche.intake.told_by_values import Column, tell_by_values, without_colleagues
from decroche.shared.typed import without_unseen


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is read.

    `header` is the index of the header row among the rows, -1 when there is none.

    `fields` has one entry a column: a field, or "" to leave the column out.
    """

    header: int
    columns: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    def where(self, name: str) -> list[int]:
        """The columns that feed a field."""
        return [index for index, found in enumerate(self.fields) if found == name]


def guess_layout(rows: list[list[str]], header: int | None = None) -> Layout:
    """Finds the header among the first rows (unless it is given; -1 is none) and says what each
    column is, by its name, else by what it holds.
    """
    width = max((len(row) for row in rows), default=0)
    header = header_index(rows) if header is None else header
    names = (
        [normalize("NFC", without_unseen(cell).strip()) for cell in rows[header]]
        if 0 <= header < len(rows)
        else []
    )
    columns = [names[i] if i < len(names) and names[i] else column_letter(i) for i in range(width)]
    meant = without_shared_word(columns) if header >= 0 else columns
    guesses = [field_of(name) if header >= 0 else "" for name in meant]
    body = rows[header + 1 :]
    guesses = [
        guess
        or by_content(
            [row[i] for row in body if i < len(row) and row[i].strip()],
            names[i] if i < len(names) else "",
        )
        for i, guess in enumerate(guesses)
    ]
    fields = with_further_names(_settle(meant, guesses), [plain(name) for name in meant])
    _by_what_is_missing(fields, names, body)
    civilities(fields, names, body)
    if names:
        said = [plain(name) for name in names] + [""] * (width - len(names))
        below = [Column(cells_of(body, index), said[index]) for index in range(len(fields))]
        tell_by_values(fields, below)
        without_colleagues(fields, below)
    towns_behind_postcodes(fields, names, body)
    names_by_content(fields, names, body)
    # A column that nobody knows is kept under its own name; one without a name, as notes.
    fields = [
        found or ("detail" if header >= 0 and i < len(names) and names[i] else "notes")
        for i, found in enumerate(fields)
    ]
    _of_own_export(fields, columns)
    return Layout(header, columns, fields)


def _of_own_export(fields: list[str], columns: list[str]) -> None:
    """The columns of this program's own export that say the source, and what follows from its
    calls: the first of each name, since a further one is a column of another file that cards kept.
    """
    if "history" not in fields:
        return
    for index, name in enumerate(columns):
        own = IN_OWN_EXPORT.get(plain(name), "")
        if own and own not in fields:
            fields[index] = own


_MAY_NAME = frozenset(
    [
        *("ets", "etp", "etab", "etabl", "ste", "soc", "entr", "boite", "boites", "employeur"),
        *("entite", "artisan", "artisans", "ecole", "lycee", "college", "universite", "cabinet"),
        *("domaine", "chateau", "cave", "titulaire", "attributaire", "adjudicataire"),
        *("beneficiaire", "laureat", "commerce", "commercant", "boutique", "association", "asso"),
        *("club", "membre", "sponsor", "mecene", "annonceur", "vendor", "supplier", "merchant"),
        *("venue", "exhibitor", "employer", "firm", "practice", "restaurant", "hotel", "camping"),
        *("gite", "garage", "pharmacie", "agence", "mairie", "collectivite", "organisateur"),
        *("festival", "salle", "musee", "theatre", "librairie", "editeur", "producteur"),
        *("fabricant", "usine", "institution", "hopital", "clinique", "ehpad", "residence"),
        *("ferme", "imprimerie", "brasserie", "boulangerie", "franchise", "marque", "brand"),
        *("groupe", "filiale", "studio", "salon", "centre", "store", "shop", "lieu", "cible"),
        *("lead", "rs", "dealer", "distributeur", "revendeur", "concessionnaire", "installateur"),
        *("prestataire", "praticien", "notaire", "avocat", "etude", "office", "atelier", "maison"),
        *("galerie", "syndicat", "federation", "fondation", "laboratoire", "banque", "caviste"),
        *("traiteur", "auberge", "creche", "participant", "inscrit", "hebergement", "point"),
        *("designation", "appellation", "libelle", "magasin", "exploitation", "structure"),
    ]
)
"""Words that head a column of companies when no other column names them: “École”, “Exposant”."""
_WHERE_THEY_WORK = frozenset(
    [
        *("ets", "etp", "etab", "etabl", "ste", "soc", "entr", "boite", "boites", "employeur"),
        *("entite", "ecole", "lycee", "college", "universite", "cabinet", "domaine", "commerce"),
        *("boutique", "association", "asso", "employer", "firm", "restaurant", "hotel", "camping"),
        *(
            "garage",
            "pharmacie",
            "agence",
            "mairie",
            "collectivite",
            "festival",
            "musee",
            "theatre",
        ),
        *(
            "hopital",
            "clinique",
            "imprimerie",
            "studio",
            "etude",
            "atelier",
            "magasin",
            "structure",
        ),
    ]
)
"""Those of them that name where a person works, beside a column of last names."""
_MAY_NAME_A_PERSON = frozenset(
    [
        *("qui", "resp", "ctc", "cont", "interloc", "directeur", "directrice", "president"),
        *("presidente", "patron", "patronne", "associe", "associee", "maire"),
        *("proviseur", "vigneron", "vigneronne", "exploitant", "ceo", "drh", "pdg", "decideur"),
        *("decisionnaire", "prescripteur", "demander", "personne", "who", "attn", "dirigeant"),
        *("gerant", "gerante", "responsable"),
    ]
)
_OF_THE_DESK = frozenset(
    [
        *("compte", "account", "fiche", "lead", "deal", "dossier", "record", "opportunite"),
        *("secteur", "appele", "appel", "appelle", "morale", "suivi", "saisie"),
    ]
)
"""“Propriétaire du compte” is a colleague of hers, nobody to ask for."""
_LEADING = frozenset(
    [
        *("nom", "de", "du", "des", "la", "le", "les", "l", "d", "ma", "mon", "mes", "votre", "n"),
        *("name", "of", "the", "a", "contacter", "appeler"),
    ]
)
"""Words before the one that tells: “Nom de l’exposant”, “Ma boîte”."""


def _by_what_is_missing(fields: list[str], names: list[str], body: list[list[str]]) -> None:
    """Columns that nobody knows by their name alone, told by what no other column is: “École” names
    the companies where no “Société” does, “Qui” the person, “N°” of dialled numbers the phone.
    """
    said = [_words_that_tell(name) for name in names]

    def take(wanted: str, words: frozenset[str]) -> None:
        for index, telling in enumerate(said):
            free = index < len(fields) and not fields[index] and telling
            if (
                free
                and {telling[0], telling[0].removesuffix("s")} & words
                and not {*telling} & _OF_THE_DESK
            ):
                fields[index] = wanted
                return

    if "name" not in fields:
        take("name", _WHERE_THEY_WORK if "contact_last" in fields else _MAY_NAME)
    if not {"contact_name", "contact_last", "contact_first", "people"} & set(fields):
        take("contact_name", _MAY_NAME_A_PERSON)
    if {"contact_name", "contact_last"} & set(fields) and "contact_title" not in fields:
        take("contact_title", frozenset({"qualite", "position"}))
    _last_names(fields, names)
    postcodes_of_switzerland(fields, names, body)
    if not {"phone", "contact_phone"} & set(fields):
        dialled_numbers(fields, names, body)


def _words_that_tell(header: str) -> list[str]:
    """The words of a header without those that only lead to them; none of one that counts."""
    words = plain(header).split()
    if set(words) & (WORDS_OF_NO_FIELD | WORDS_OF_COUNTS):
        return []
    return [word for word in words if word not in _LEADING and not word.isdigit()]


def _last_names(fields: list[str], names: list[str]) -> None:
    """“Nom dirigeant” beside “Prénom dirigeant” is the last name alone."""
    if "contact_first" not in fields or "contact_last" in fields:
        return
    for index, found in enumerate(fields):
        if found == "contact_name" and index < len(names) and "nom" in plain(names[index]).split():
            fields[index] = "contact_last"
            return


def header_index(rows: list[list[str]]) -> int:
    """The header among the first rows: the one that names most columns; -1 when there is none."""
    best, best_score = -1, 0
    for index, row in enumerate(rows[:15]):
        filled = [cell for cell in row if cell.strip()]
        known = sum(bool(field_of(cell)) for cell in filled if not DIALLED.search(cell))
        data = sum(is_data(cell) for cell in filled)
        if known and known > data and known > best_score:
            best, best_score = index, known
    if best >= 0 or not rows:
        return best
    first = [cell for cell in rows[0] if cell.strip()]
    return (
        0
        if len(rows) > 1
        and first
        and not any(is_data(cell) for cell in first)
        and any(is_data(cell) for row in rows[1:20] for cell in row)
        else -1
    )


def _settle(columns: list[str], guesses: list[str]) -> list[str]:
    """One column a field where only one makes sense; “Nom” is the company unless another
    column is.
    """
    employers = "contact_first" in guesses and _names_employers(columns)
    has_company = "name" in guesses or employers
    names = [plain(column) for column in columns]
    for index, name in enumerate(names):
        if name in ("nom", "noms", "title nom"):
            guesses[index] = "contact_last" if has_company else "name"
            has_company = True
    if "name" not in guesses:
        person = any(guess in ("contact_first", "contact_last") for guess in guesses)
        named = [
            i
            for i, name in enumerate(names)
            if name in ("name", "libelle", "intitule") and not person
        ]
        if named:
            guesses[named[0]] = "name"
        elif not person and "contact_name" not in guesses and "" in guesses:
            blanks = [
                i
                for i, guess in enumerate(guesses)
                if guess == "" and not set(names[i].split()) & WORDS_OF_NO_FIELD
            ]
            nothing = not any(guesses) and len(guesses) > 1  # “rouge;12”: no list of companies
            if blanks and all(len(name) == 1 for name in names) and not nothing:
                guesses[blanks[0]] = "name"
    _prefer(
        guesses, names, "contact_title", over=("titre", "title")
    )  # Outlook's first “Titre” is Mme, the second the job
    taken: set[str] = set()
    settled = []
    for guess in guesses:
        settled.append("" if guess in taken and guess not in SEVERAL else guess)
        taken.add(guess)
    return settled


def _names_employers(columns: list[str]) -> bool:
    """Whether a column beside people's names says where they work: “Employeur”."""
    return any(
        bool(words) and words[0].removesuffix("s") in _WHERE_THEY_WORK
        for words in map(_words_that_tell, columns)
    )


def _prefer(guesses: list[str], names: list[str], wanted: str, *, over: tuple[str, ...]) -> None:
    """Where several columns could be a field that takes one: the last whose header says more than
    the words of `over`.
    """
    places = [index for index, guess in enumerate(guesses) if guess == wanted]
    if len(places) > 1:
        best = ([index for index in places if names[index] not in over] or places)[-1]
        for index in places:
            guesses[index] = wanted if index == best else ""


def column_letter(index: int) -> str:
    """A, B … Z, AA as spreadsheets name columns."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class NoSuchColumn(ValueError):
    """A mapping names a field or column that isn't there."""


def remap(layout: Layout, pairs: dict[str, str]) -> Layout:
    """The layout with some fields put on named columns (FIELD=COLUMN; an empty column leaves the
    field out).
    """
    fields = list(layout.fields)
    for name, column in pairs.items():
        if name not in FIELDS:
            raise NoSuchColumn(f"“{name}” is no field; the fields are {', '.join(FIELDS)}.")
        fields = ["" if found == name else found for found in fields]
        if column:
            wanted = plain(column)
            index = next(
                (
                    i
                    for i, label in enumerate(layout.columns)
                    if label == column or plain(label) == wanted
                ),
                None,
            )
            if index is None:
                raise NoSuchColumn(
                    f"The file has no column “{column}”; it has {', '.join(layout.columns)}."
                )
            fields[index] = name
    return Layout(layout.header, layout.columns, fields)


def names_nobody(fields: Iterable[str]) -> bool:
    """Whether no column of a file says who its companies are."""
    return not WHO & set(fields)
