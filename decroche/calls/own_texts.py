"""Her own texts as the call screen says them: opening lines, answers, questions."""

from __future__ import annotations

from dataclasses import dataclass

from decroche.calls.models import Answer, Question, Script
from decroche.calls.preferences import TextsVersion
from decroche.calls.rules import FIRST, PRESSED
from decroche.calls.texts import OPENINGS
from decroche.calls.wording import missions_as_example
from decroche.offer.queries import is_read, services_of
from decroche.offer.rules import typeset, where_it_stops
from decroche.shared.language import Language
from decroche.team.models import Workspace
from decroche.team.preferences import preferred


@dataclass(frozen=True, slots=True)
class Texts:
    """Her texts: opening lines by role and by situation, answers, questions."""

    scripts: dict[str, str]
    openings: dict[str, str]
    answers: list[Answer]
    questions: list[Question]
    version: int = 0

    def script(self, role: str, situation: str = FIRST) -> str:
        """Returns the opening line for a situation; for a first talk the one for a role. Without
        such a line, the first line of a first talk.
        """
        own = self.openings.get(situation) if situation != FIRST else self.scripts.get(role)
        return own or next(iter(self.scripts.values()), "")


_texts: dict[tuple[int, str], tuple[int, Texts]] = {}

MISSIONS = "[missions]"
"""In an answer this is replaced by where her missions start and stop, as her offer says it."""


def texts(workspace: Workspace, language: Language = "fr") -> Texts:
    """Returns her texts, with the words of her offer filled in. They are kept in memory until the
    workspace says that they changed (TextsVersion).
    """
    version = preferred(workspace, TextsVersion).version
    kept = _texts.get((workspace.pk, language))
    if kept is not None and version and kept[0] == version:
        return kept[1]
    found = Texts(
        scripts_by_role(workspace),
        openings_by_situation(workspace, language),
        _filled_in(answers(workspace), workspace, language),
        [_typeset(question, language) for question in questions(workspace)],
        version,
    )
    _texts[workspace.pk, language] = (version, found)
    return found


def _filled_in(found: list[Answer], workspace: Workspace, language: Language) -> list[Answer]:
    """Returns her answers as the card shows them. An answer loses its letter when the call screen
    uses that for something else by now: a new outcome may have taken it.
    """
    for answer in found:
        if answer.key.lower() in PRESSED:
            answer.key = ""
        if MISSIONS in answer.response:
            stops = where_it_stops(services_of(workspace), language)
            if stops and not is_read(workspace):
                stops = missions_as_example(stops)
            answer.response = answer.response.replace(MISSIONS, stops)
        answer.objection = typeset(answer.objection, language)
        answer.response = typeset(answer.response, language)
    return found


def _typeset(question: Question, language: Language) -> Question:
    question.text = typeset(question.text, language)
    return question


def answers(workspace: Workspace) -> list[Answer]:
    """Returns her answers as she wrote them, in her order."""
    return list(Answer.objects.filter(workspace=workspace).order_by("position", "id"))


def scripts_by_role(workspace: Workspace) -> dict[str, str]:
    """Returns her opening lines of a first talk, by the role she asks for."""
    rows = Script.objects.filter(workspace=workspace, situation=FIRST).order_by("id")
    return dict(rows.values_list("role", "text"))


def openings_by_situation(workspace: Workspace, language: Language) -> dict[str, str]:
    """Returns the opening lines of later talks by situation: those she wrote, else the proposed
    ones.
    """
    rows = Script.objects.filter(workspace=workspace).exclude(situation=FIRST)
    return OPENINGS[language] | dict(rows.values_list("situation", "text"))


def questions(workspace: Workspace) -> list[Question]:
    """Returns her questions in her order, without the archived ones."""
    return list(
        Question.objects.filter(workspace=workspace, archived_at=None).order_by("position", "id")
    )
