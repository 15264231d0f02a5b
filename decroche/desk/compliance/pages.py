"""What the pages of Conformité share: the tabs above them, and a document as a file."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from decroche.accountability.pages import Document, as_pdf, as_text


def tabs(here: str) -> list[tuple[str, str, bool]]:
    return [
        (address, words, name == here)
        for name, address, words in (
            ("due", reverse("compliance"), _("What is due")),
            ("oppositions", reverse("oppositions"), _("Oppositions")),
            ("requests", reverse("requests"), _("Requests")),
            ("papers", reverse("papers"), _("Documents and settings")),
        )
    ]


def as_file(document: Document, name: str, ending: str) -> HttpResponse:
    makers: dict[str, tuple[str, Callable[[], bytes]]] = {
        "pdf": ("application/pdf", lambda: as_pdf(document)),
        "txt": ("text/plain; charset=utf-8", lambda: as_text(document).encode()),
        "json": (
            "application/json",
            lambda: json.dumps(document.plain, ensure_ascii=False, indent=1).encode(),
        ),
    }
    if ending not in makers:
        raise Http404
    kind, make = makers[ending]
    answer = HttpResponse(make(), content_type=kind)
    answer["Content-Disposition"] = (
        content_disposition_header(ending != "pdf", f"{name}.{ending}") or "attachment"
    )
    return answer
