"""The past of cards for an export: what came of them, what is promised, on which lists they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from decroche.calls.models import Call, Moment, Note, Qualification, Win
from decroche.calls.permission import may_export
from decroche.calls.wording import outcome_words
from decroche.followups.models import FollowUp
from decroche.followups.wording import purpose_in_words
from decroche.intake.history import BROUGHT, write_facts
from decroche.intake.own_words import PRECISIONS, word_of
from decroche.prospects.models import CallListEntry, Company, Contact
from decroche.ui.language import current_language

DatedText = tuple[datetime, str, str, str, str]
"""(moment, what, with whom or about what, short facts, text)"""


@dataclass(slots=True)
class PastOfCard:
    """The past of one card, oldest first."""

    history: list[DatedText] = field(default_factory=list)
    followups: list[DatedText] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)


def past_of(companies: Sequence[Company]) -> dict[int, PastOfCard]:
    """{key: its past} of some companies of one workspace."""
    keys = [company.pk for company in companies]
    found = {key: PastOfCard() for key in keys}
    for key, line in (*_calls(keys), *_written(keys)):
        found[key].history.append(line)
    for key, line in _promised(keys):
        found[key].followups.append(line)
    entries = CallListEntry.objects.filter(company__in=keys).order_by("call_list__name")
    for key, name in entries.values_list("company_id", "call_list__name"):
        found[key].lists.append(name)
    for past in found.values():
        past.history.sort(key=lambda line: line[0])
    return found


def _calls(keys: list[int]) -> Iterable[tuple[int, DatedText]]:
    language = current_language()
    for call in (
        Call.objects.filter(company__in=keys).select_related("contact").order_by("at", "id")
    ):
        facts = {
            "reason": call.reason,
            "asked_for": call.asked_for,
            "seconds": call.seconds or "",
            "message_left": "1" if call.message_left else "",
            "origin": call.origin,
            **{name: said for name, said in call.details.items() if name != BROUGHT},
        }
        what = outcome_words(call.outcome) or call.outcome
        yield (
            call.company_id,
            (call.at, what, _name(call.contact), write_facts(facts, language), call.note),
        )


def _written(keys: list[int]) -> Iterable[tuple[int, DatedText]]:
    """What was noted without a call: notes, answers, sentences, and who became a client."""
    for note in Note.objects.filter(company__in=keys).order_by("at", "id"):
        yield note.company_id, (note.at, _("Note"), "", _facts(note), note.text)
    answers = Qualification.objects.filter(company__in=keys).select_related("question")
    for answer in answers.order_by("at", "id"):
        words = (answer.at, _("Answer noted"), answer.question.text, "", answer.value)
        yield answer.company_id, words
    for moment in Moment.objects.filter(company__in=keys).order_by("at", "id"):
        yield moment.company_id or 0, (moment.at, _("Great moment"), "", "", moment.sentence)
    for won in Win.objects.filter(company__in=keys):
        yield won.company_id, (won.at, _("Became a client"), "", "", "")


def _promised(keys: list[int]) -> Iterable[tuple[int, DatedText]]:
    """The follow-ups that are open."""
    rows = FollowUp.objects.filter(company__in=keys, closed_at=None)
    for step in rows.order_by("due_at", "id"):
        kind, purpose = str(step.get_kind_display()), purpose_in_words(step.purpose)
        yield step.company_id, (step.due_at, kind, purpose, _precision(step), step.note)


def _precision(step: FollowUp) -> str:
    """How exact a promise is; "" for one to the minute."""
    if step.precision == "minute":
        return ""
    return word_of(PRECISIONS, step.precision, current_language())


def _facts(note: Note) -> str:
    return write_facts(note.details, current_language())


def _name(person: Contact | None) -> str:
    return person.name if person and may_export(person) else ""
