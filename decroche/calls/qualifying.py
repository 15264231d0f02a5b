"""A company's answers to her questions; and how the name of the decision maker, heard in a call,
becomes the person she asks for.

A name in her note is only offered, beside the question “who decides?”
(prospects/deciders.py:decider_named). `qualify` keeps her answer to that question, whether she took
the offer or typed a name, and puts the person on the card (prospects/contacts.py:name_decider).
From then on whom_to_ask.py:ask_for gives that person first.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from decroche.calls.models import Qualification, Question
from decroche.calls.rules import choices_in, toggled
from decroche.journal.record import record
from decroche.prospects.contacts import name_decider
from decroche.prospects.models import Company
from decroche.prospects.rules import is_a_name
from decroche.shared.clock import now
from decroche.shared.words import on_one_line
from decroche.team.models import Member


def answer_question(
    *, by: Member, company: Company, question: Question, value: str, chosen: Sequence[str] = ()
) -> list[str]:
    """Adds an answer to those `chosen` before, or removes it when it was among them.

    Returns the answers that are kept now.
    """
    kept = toggled(chosen, value, several=bool(question.choices))
    qualify(by=by, company=company, question=question, value=on_one_line(kept))
    return kept


@transaction.atomic
def qualify(
    *, by: Member, company: Company, question: Question, value: str
) -> Qualification | None:
    """Keeps an answer with its date; an empty value says that there is none any more. Earlier
    answers stay. Returns the answer that counts now.

    An answer to the question “who decides?” puts that person on the card, if it can be a name.
    """
    with record(
        "company.qualified", by=by, company_id=company.pk, question=question.text, value=value
    ) as verb:
        latest = _latest(by, company, question)
        if latest and latest.value == value:
            return latest
        if question.asks == Question.Asks.DECIDER:
            known = choices_in(latest.value) if latest else []
            for answer in choices_in(value):
                if answer not in known and is_a_name(answer):
                    name_decider(verb=verb, company=company, name=answer)
        return verb.create(
            Qualification(
                workspace_id=by.workspace_id,
                company=company,
                question=question,
                value=value[:300],
                at=now(),
            )
        )


def _latest(by: Member, company: Company, question: Question) -> Qualification | None:
    answers = Qualification.objects.filter(
        workspace_id=by.workspace_id, company=company, question=question
    )
    return answers.order_by("-at", "-id").first()
