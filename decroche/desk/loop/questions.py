"""The questions as the call screen shows them, each a form of its own.

One that was not answered is the same on every card, except for where it is sent and what protects
its form. It is drawn once for a language, with marks in these two places; `draw_questions` puts the
words of the page in.
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

_THERE, _PROTECTED = SafeString("\ue000"), SafeString("\ue001")
"""Characters for private use (Unicode): no text has them."""
_Blank = dict[int, str]
_blank: dict[tuple[int, Language], tuple[int, _Blank]] = {}
"""By workspace and language: the version of her texts, and each question drawn unanswered."""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question with what is known: `value` as it is kept, `chosen` the answers it names; `guess`
    is an answer that her notes give, to be taken with one press.
    """

    question: Question
    value: str
    chosen: tuple[str, ...]
    guess: str = ""


def draw_questions(
    lines: list[QuestionLine], company: Company, version: int, protection: SafeString
) -> SafeString:
    """All questions of a card. `version` is that of her texts, 0 when it is not known; `protection`
    what every form of the page carries.
    """
    blank = _blank_of(company.workspace_id, version)
    drawn = []
    for line in lines:
        said = line.value or line.guess
        text = None if said else blank.get(line.question.pk)
        if text is None:
            text = _draw(line)
            if not said:
                blank[line.question.pk] = text
        there = address_at("answer-question", company.pk, line.question.pk)
        drawn.append(text.replace(_THERE, there))
    return mark_safe("".join(drawn).replace(_PROTECTED, protection))


def _blank_of(workspace_id: int, version: int) -> _Blank:
    """Those drawn already; none when her texts may have changed since."""
    if not version:
        return {}
    key = workspace_id, current_language()
    kept = _blank.get(key)
    if kept is None or kept[0] != version:
        kept = _blank[key] = version, {}
    return kept[1]


def _draw(line: QuestionLine) -> str:
    context = {"line": line, "there": _THERE, PROTECTION: _PROTECTED}
    return render_to_string("desk/loop/_question.html", context)
