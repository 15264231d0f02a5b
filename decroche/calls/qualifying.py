"""Her questions, answered by a company; and how the name of who decides, heard in a call, comes to
be the person she asks for.

A name that she noted in words is only offered, beside the question who decides
(prospects/deciders.py:decider_named). Her answer to that question, whether she took the offer or
typed it, is kept here (`qualify`) and puts the person on the card
(prospects/contacts.py:name_decider). From then on queries.py:ask_for gives that person first.
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
    """Keeps one more answer beside those `chosen` before, or takes it out when it was among them.

    Returns the answers that are kept now.
    """
    kept = toggled(chosen, value, several=bool(question.choices))
    qualify(by=by, company=company, question=question, value=on_one_line(kept))
    return kept


@transaction.atomic
def qualify(
    *, by: Member, company: Company, question: Question, value: str
) -> Qualification | None:
    """Keeps her dated answer to a question; an empty value takes the choice back (the earlier
    answers stay).

    An answer to the question who decides, when it can be a name, puts that person on the card.
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
    """The answer that the company gave last."""
    answers = Qualification.objects.filter(
        workspace_id=by.workspace_id, company=company, question=question
    )
    return answers.order_by("-at", "-id").first()
