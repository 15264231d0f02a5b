"""Her opening lines, answers and questions: the first set, written with the workspace, and the
verbs that write and remove one.
"""

from __future__ import annotations

import time

from django.db import transaction

from decroche.calls.models import Answer, Question, Script
from decroche.calls.preferences import TextsVersion
from decroche.calls.rules import FIRST, PRESSED, TALK_SITUATIONS
from decroche.calls.texts import ANSWERS, OPENINGS, QUESTIONS, SCRIPTS
from decroche.journal.record import record
from decroche.offer.actions import seed_offer
from decroche.shared.clock import now
from decroche.shared.language import Language
from decroche.team.models import Member, Workspace
from decroche.team.preferences import save_preferences


@transaction.atomic
def seed_texts(*, by: Member, language: Language) -> bool:
    """Writes the first set in her language; returns whether there was none before."""
    workspace = by.workspace
    if Script.objects.filter(workspace=workspace).exists():
        return False
    for role, text in SCRIPTS[language].items():
        Script.objects.create(workspace=workspace, role=role, text=text)
    for situation, text in OPENINGS[language].items():
        Script.objects.create(workspace=workspace, situation=situation, text=text)
    for position, (objection, response, key) in enumerate(ANSWERS[language]):
        Answer.objects.create(
            workspace=workspace, objection=objection, response=response, key=key, position=position
        )
    for position, (text, choices, asks) in enumerate(QUESTIONS[language]):
        Question.objects.create(
            workspace=workspace, text=text, choices=choices, asks=asks, position=position
        )
    texts_changed(workspace)
    seed_offer(by=by)
    return True


def texts_changed(workspace: Workspace) -> None:
    """Has every process read the texts again."""
    save_preferences(workspace=workspace, section=TextsVersion(time.time_ns()))


def write_script(*, by: Member, role: str, text: str) -> None:
    """Changes the opening line of a first talk for a role; an empty text removes it."""
    _write(by, FIRST, role, text)


def write_opening(*, by: Member, situation: str, text: str) -> None:
    """Changes the opening line of a later talk; an empty text restores the proposed one. Raises
    ValueError for an unknown situation.
    """
    if situation not in TALK_SITUATIONS[1:]:
        raise ValueError(f"a later talk is one of {TALK_SITUATIONS[1:]}, not {situation}")
    _write(by, situation, "", text)


def _write(by: Member, situation: str, role: str, text: str) -> None:
    with record("script.written", by=by, role=role or situation) as verb:
        row = Script.objects.filter(workspace=by.workspace, situation=situation, role=role).first()
        if row is None and text.strip():
            verb.create(
                Script(workspace=by.workspace, situation=situation, role=role, text=text.strip())
            )
        elif row is not None and text.strip():
            verb.update(row, text=text.strip())
        elif row is not None:
            verb.delete(row)
        if verb.changes:
            texts_changed(by.workspace)


def write_answer(
    *, by: Member, answer_id: int | None, objection: str, response: str, key: str
) -> None:
    """Changes an answer, adds one (no id), or removes it (no objection).

    Raises ValueError for a key that the call screen uses for something else.
    """
    if key.strip().lower()[:1] in PRESSED:
        raise ValueError(f"the key presses something else: {key}")
    with record("answer.written", by=by, objection=objection) as verb:
        row = (
            Answer.objects.filter(workspace=by.workspace, pk=answer_id).first()
            if answer_id
            else None
        )
        key = key.strip().upper()[:1]
        if row is None and objection.strip():
            last = Answer.objects.filter(workspace=by.workspace).count()
            verb.create(
                Answer(
                    workspace=by.workspace,
                    objection=objection.strip()[:160],
                    response=response.strip(),
                    key=key,
                    position=last,
                )
            )
        elif row is not None and objection.strip():
            verb.update(row, objection=objection.strip()[:160], response=response.strip(), key=key)
        elif row is not None:
            verb.delete(row)
        if verb.changes:
            texts_changed(by.workspace)


def write_question(
    *,
    by: Member,
    question_id: int | None,
    text: str,
    choices: list[str],
    asks: str = "",
) -> None:
    """Changes a question, adds one (no id), or takes it off the card (no text): the answers to it
    stay. `asks` is a value of Question.Asks; when it is empty, the question keeps its own.

    Raises ValueError for an unknown kind of question.
    """
    if asks and asks not in Question.Asks.values:
        raise ValueError(f"a question asks for one of {Question.Asks.values}, not {asks}")
    with record("question.written", by=by, text=text) as verb:
        rows = Question.objects.filter(workspace=by.workspace, archived_at=None)
        row = rows.filter(pk=question_id).first() if question_id else None
        if row is None and text.strip():
            last = rows.order_by("-position").values_list("position", flat=True).first()
            verb.create(
                Question(
                    workspace=by.workspace,
                    text=text.strip()[:160],
                    choices=choices,
                    asks=asks or Question.Asks.FACT,
                    position=0 if last is None else last + 1,
                )
            )
        elif row is not None and text.strip():
            verb.update(row, text=text.strip()[:160], choices=choices, asks=asks or row.asks)
        elif row is not None:
            verb.update(row, archived_at=now())
        if verb.changes:
            texts_changed(by.workspace)
