"""Reads how she wants a file to be read and brought in; what she leaves open is guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from decroche.compliance.permission import NATURES
from decroche.compliance.wording import spoken_source, written_source
from decroche.intake.choices import Choices
from decroche.intake.found import found_names, nature_of
from decroche.intake.models import Batch
from decroche.prospects.models import Provenance
from decroche.shared.choices import one_of, whole

_UNSAID = "unsaid"
_CHOSEN = (
    *("field", "header", "encoding", "separator"),
    *("list", "nature", "on_duplicate", "refusals"),
)


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
    """Her choices for an import: the layout, the list of the companies, what is done with those
    that exist already, and the kind of their source.
    """
    on_duplicate = data.get("on_duplicate", "")
    return replace(
        read_layout(data),
        list_name=data.get("list", "").strip(),
        on_duplicate=on_duplicate if on_duplicate in ("skip", "update", "create") else "skip",
        refusals=data.get("refusals", "oppose") != "keep",
        nature=one_of(data.get("nature"), NATURES, "") or nature_of(data.get("found", "")),
        ask=True,
    )


def asked_source(batch: Batch, typed: QueryDict, own: str = "") -> dict[str, Any]:
    """What the question about the source shows: the choices, her answer so far, and the answer of
    the made-up file, or of a file whose rows name sources of their `own`. When she left the
    question out, also what she typed beside it.
    """
    said = _("a made-up file, to try things out") if batch.choices.get("made_up") else own
    return {
        "found": found_names(),
        "natures": [one for one in Provenance.Nature.choices if one[0]],
        "said": said,
        "sources_in_file": bool(own),
        "heard": heard_source(said),
        "unsaid": _UNSAID in typed,
        "typed": typed,
    }


def back_to_source(pk: int, data: QueryDict) -> HttpResponseRedirect:
    """Redirects to a file whose source was not given: the page asks for it, and keeps all that was
    chosen.
    """
    typed = QueryDict(mutable=True)
    for name in _CHOSEN:
        typed.setlist(name, [value[:200] for value in data.getlist(name)])
    typed[_UNSAID] = "1"
    return HttpResponseRedirect(reverse("batch", args=[pk], query=typed))


def heard_source(words: str) -> dict[str, str] | None:
    """What will be said and written about a source; None while none is given."""
    if not words:
        return None
    return {"spoken": spoken_source(words), "written": written_source(words)}
