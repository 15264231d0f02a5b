"""A JSON file whose one list or object is larger than what is held: every form gives its rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from decroche.intake.sources import json_stream
from decroche.intake.sources.jsons import JsonSource
from decroche.intake.sources.source import Unreadable

ROWS = 60
NAMES = [f"Bois Vasseur {number}" for number in range(ROWS)]
LISTS = [[name, "01 99 00 12 34"] for name in NAMES]
OBJECTS = [{"societe": name, "tel": "01 99 00 12 34"} for name in NAMES]
COLUMNS = ["societe", "tel"]
FORMS: dict[str, object] = {
    "objects": OBJECTS,
    "lists": [COLUMNS, *LISTS],
    "a table": {"columns": COLUMNS, "rows": LISTS},
    "wrapped": {"total": ROWS, "license": {"name": "ODbL"}, "results": OBJECTS},
    "features": {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "EPSG:4326"}},
        "features": [{"type": "Feature", "properties": one} for one in OBJECTS],
    },
    "by name": {one["societe"]: {"tel": one["tel"]} for one in OBJECTS},
}


@pytest.fixture(params=[1_000_000, 1_000], ids=["held", "streamed"])
def held(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit on the characters that are held of one value; 300 are read at a time."""
    for module in ("decroche.intake.sources.jsons", "decroche.intake.sources.json_stream"):
        monkeypatch.setattr(f"{module}.LARGEST", request.param)
        monkeypatch.setattr(f"{module}.PIECE", 300)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], list[list[str]]]:
    def rows(text: str) -> list[list[str]]:
        (tmp_path / "liste.json").write_text(text, "utf-8")
        return [row for _number, row in JsonSource(tmp_path / "liste.json").rows()]

    return rows


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("indent", [None, 1])
def test_every_form_gives_each_of_its_rows(
    read: Callable[[str], list[list[str]]], form: str, indent: int | None
) -> None:
    columns, *rows = read(json.dumps(FORMS[form], indent=indent))
    name = next(place for place, one in enumerate(columns) if one in ("societe", "nom"))
    assert [row[name] for row in rows if row[name]] == NAMES
    tel = columns.index("tel")
    assert {row[tel] for row in rows} == {"01 99 00 12 34"}


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("form", ["objects", "lists", "a table", "features"])
def test_a_file_that_is_cut_is_refused(read: Callable[[str], list[list[str]]], form: str) -> None:
    whole = json.dumps(FORMS[form])
    with pytest.raises(Unreadable) as refused:
        read(whole[: len(whole) - 30])
    assert refused.value.code == "broken_json"


def test_lists_of_which_none_names_the_columns_are_refused(
    read: Callable[[str], list[list[str]]],
) -> None:
    with pytest.raises(Unreadable) as refused:
        read(json.dumps(LISTS))
    assert refused.value.code == "no_column"


def test_a_number_is_read_whole_across_two_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "PIECE", 4)
    (tmp_path / "numbers.json").write_text("[1234567, 89, 12345]", "utf-8")
    with (tmp_path / "numbers.json").open() as file:
        assert list(json_stream.JsonStream(file).items()) == [1234567, 89, 12345]
