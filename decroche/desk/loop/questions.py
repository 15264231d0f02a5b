"""The questions as the call screen shows them, each a form of its own.

A question that was not answered is the same on every card, except for the address of its form and
the token that protects it. It is drawn once for each language, with marks for these two;
`draw_questions` puts the values of the page in their places.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from decroche.calls.models import Question
from decroche.prospects.models import Company
from decroche.shared.language import Language
from decroche.ui.language import current_language
from decroche.ui.templatetags.ui import PROTECTION, address_at

_ADDRESS, _TOKEN = SafeString("\ue000"), SafeString("\ue001")
"""The marks: characters for private use (Unicode), which no text has."""
_Blank = dict[int, str]
_blank: dict[tuple[int, Language], tuple[int, _Blank]] = {}
"""By workspace and language: the version of her texts, and each question drawn unanswered."""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question with its answer: `value` is the answer as it is kept, `chosen` the choices in it;
    `guess` is an answer found in her notes, which one press accepts.
    """

    question: Question
    value: str
    chosen: tuple[str, ...]
    guess: str = ""


def draw_questions(
    lines: list[QuestionLine], company: Company, version: int, protection: SafeString
) -> SafeString:
    """Draws all questions of a card. `version` is that of her texts, 0 when it is not known;
    `protection` is the token of the page's forms, as HTML.
    """
    blank = _blank_of(company.workspace_id, version)
    drawn = []
    for line in lines:
        answered = line.value or line.guess
        text = None if answered else blank.get(line.question.pk)
        if text is None:
            text = _draw(line)
            if not answered:
                blank[line.question.pk] = text
        address = address_at("answer-question", company.pk, line.question.pk)
        drawn.append(text.replace(_ADDRESS, address))
    return mark_safe("".join(drawn).replace(_TOKEN, protection))


def _blank_of(workspace_id: int, version: int) -> _Blank:
    """Returns the questions without an answer that this process has rendered already: {key of the
    question: its HTML}. Empty after a change of her texts (another `version`), and when the version
    is unknown (0).
    """
    if not version:
        return {}
    key = workspace_id, current_language()
    kept = _blank.get(key)
    if kept is None or kept[0] != version:
        kept = _blank[key] = version, {}
    return kept[1]


def _draw(line: QuestionLine) -> str:
    context = {"line": line, "address": _ADDRESS, PROTECTION: _TOKEN}
    return render_to_string("desk/loop/_question.html", context)
