"""How she says that a file is to be read and brought in; what she leaves open is guessed."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict

from decroche.intake.actions import Choices
from decroche.prospects.models import Provenance


def read_layout(data: QueryDict) -> Choices:
    """The columns, the line of the headers, the letters and the separator."""
    header = data.get("header", "")
    separator = data.get("separator", "")
    return Choices(
        fields=data.getlist("field") or None,
        header=int(header) if header.lstrip("-").isdigit() else None,
        encoding=data.get("encoding", ""),
        separator="\t" if separator == "tab" else separator,
    )


def read_choices(data: QueryDict) -> Choices:
    """The same, with what is done with the companies: their list, those that are there already,
    and the kind of their source.
    """
    on_duplicate, nature = data.get("on_duplicate", ""), data.get("nature", "")
    return replace(
        read_layout(data),
        list_name=data.get("list", "").strip(),
        on_duplicate=on_duplicate if on_duplicate in ("skip", "update", "create") else "skip",
        nature=nature if nature in Provenance.Nature.values else "",
        ask=True,
    )
