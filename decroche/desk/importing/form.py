"""How she says that a file is to be read and brought in; what she leaves open is guessed."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict

from decroche.compliance.permission import NATURES
from decroche.intake.actions import Choices
from decroche.shared.choices import one_of, whole


def read_layout(data: QueryDict) -> Choices:
    """The columns, the line of the headers, the letters and the separator."""
    separator = data.get("separator", "")
    return Choices(
        fields=data.getlist("field") or None,
        header=whole(data.get("header")),
        encoding=data.get("encoding", ""),
        separator="\t" if separator == "tab" else separator,
    )


def read_choices(data: QueryDict) -> Choices:
    """The same, with what is done with the companies: their list, those that are there already,
    and the kind of their source.
    """
    on_duplicate = data.get("on_duplicate", "")
    return replace(
        read_layout(data),
        list_name=data.get("list", "").strip(),
        on_duplicate=on_duplicate if on_duplicate in ("skip", "update", "create") else "skip",
        refusals=data.get("refusals", "oppose") != "keep",
        nature=one_of(data.get("nature"), NATURES, ""),
        ask=True,
    )
