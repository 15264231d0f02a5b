"""The past that a file of this program's own brings back with the cards it makes: calls, notes,
answers, sentences, promises, lists, numbers that were wrong. A card that is there already keeps its
own past.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext as _

from decroche.calls.counted_again import count_card
from decroche.calls.models import Call, CallState, Moment, Note, Qualification, Question, Win
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.rules import ORIGINS, REASONS, is_relayed
from decroche.calls.states import work_out
from decroche.calls.wording import outcome_names
from decroche.followups.models import FollowUp
from decroche.followups.wording import purpose_in_words
from decroche.intake.history import BROUGHT, DatedLine, Past, read_facts
from decroche.intake.own_words import PRECISIONS, code_of
from decroche.prospects.indexing import words_of_calls
from decroche.prospects.models import CallList, CallListEntry, Company, Contact
from decroche.prospects.numbers import marked_wrong
from decroche.shared.typed import whole_number
from decroche.team.models import Member

_LANGUAGES = ("fr", "en")
_NOTE, _ANSWER, _MOMENT, _WON = "note", "answer", "moment", "won"
_A_DAY = 86_400


class PastKeeper:
    """Writes the past of cards that were just made, in the transaction under way."""

    def __init__(self, by: Member) -> None:
        self.by, self.workspace = by, by.workspace
        self.questions = {
            question.text: question.pk
            for question in Question.objects.filter(workspace=self.workspace)
        }
        self.lists = dict(
            CallList.objects.filter(workspace=self.workspace).values_list("name", "pk")
        )

    def keep(self, cards: list[tuple[int, Past]], at: datetime) -> None:
        """Writes what the rows say: (key of a card, its past). `at` is the moment of the import."""
        people = self._people([key for key, _past in cards])
        for key, (history, steps, not_before, lists, flags, wrong) in cards:
            own = people.get(key, {})
            self._history(key, history, own)
            self._steps(key, steps, at)
            self._state(key, history, not_before)
            self._lists(key, lists)
            if wrong:
                marked_wrong(key, wrong)
            for name, decides, keeps in flags:
                Contact.objects.filter(pk=own.get(name, 0)).update(
                    decides=decides, gatekeeper=keeps
                )
        won = Win.objects.filter(company__in=[key for key, _past in cards])
        changed = set(won.values_list("company_id", flat=True))
        changed.update(key for key, (*_, wrong) in cards if wrong)
        work_out(None, self.workspace.pk, sorted(changed))

    def _people(self, keys: list[int]) -> dict[int, dict[str, int]]:
        """The keys of the people of these cards, by card and name."""
        found = dict[int, dict[str, int]]()
        rows = Contact.objects.filter(company__in=keys).exclude(name="")
        for key, name, pk in rows.values_list("company_id", "name", "pk"):
            found.setdefault(key, {})[name] = pk
        return found

    def _history(self, key: int, history: list[DatedLine], people: dict[str, int]) -> None:
        for moment, what, who, facts, text in history:
            at, kind = datetime.fromisoformat(moment), _kinds().get(what, "")
            row = {"workspace": self.workspace, "company_id": key, "at": at}
            if kind in OUTCOMES:
                self._call(kind, row, people.get(who), read_facts(facts), text)
            elif kind == _MOMENT:
                Moment.objects.create(**row, sentence=text[:500])
            elif kind == _WON:
                Win.objects.get_or_create(
                    workspace=self.workspace,
                    company_id=key,
                    defaults={"member": self.by, "at": at},
                )
            elif kind == _ANSWER and who in self.questions:
                Qualification.objects.create(
                    **row, question_id=self.questions[who], value=text[:300]
                )
            else:
                said = text if kind == _NOTE else ": ".join(filter(None, (what, who, text)))
                Note.objects.create(**row, member=self.by, text=said, details=read_facts(facts))

    def _call(
        self,
        outcome: str,
        row: dict[str, object],
        person: int | None,
        facts: dict[str, str],
        note: str,
    ) -> None:
        reason, origin = facts.pop("reason", ""), facts.pop("origin", "")
        seconds = facts.pop("seconds", "")
        Call.objects.create(
            **row,
            member=self.by,
            contact_id=person,
            outcome=outcome,
            reason=reason if reason in REASONS else "",
            origin=origin if origin in ORIGINS else "",
            asked_for=facts.pop("asked_for", "")[:14],
            message_left=facts.pop("message_left", "") == "1",
            relayed=is_relayed(outcome, note),
            seconds=whole_number(seconds, 0, 0, _A_DAY) if seconds else None,
            note=note,
            details=facts | {BROUGHT: "1"},
        )

    def _steps(self, key: int, steps: list[DatedLine], at: datetime) -> None:
        FollowUp.objects.bulk_create(
            FollowUp(
                workspace=self.workspace,
                company_id=key,
                member=self.by if _kinds().get(kind) == FollowUp.Kind.PROMISED else None,
                kind=_kinds().get(kind, "")
                if _kinds().get(kind) in FollowUp.Kind.values
                else FollowUp.Kind.ADVISED,
                purpose=_purposes().get(purpose, FollowUp.OtherPurpose.FILE.value),
                due_at=datetime.fromisoformat(due),
                precision=_precision(precision),
                note=note[:500],
                created_at=at,
            )
            for due, kind, purpose, precision, note in steps
        )

    def _state(self, key: int, history: list[DatedLine], not_before: str) -> None:
        """Counts the calls, and keeps the card back until its day: a card that was called has
        one.
        """
        state = CallState.objects.get(pk=key)
        count_card(state)
        last = max(
            (moment for moment, what, *_ in history if _kinds().get(what) in OUTCOMES), default=""
        )
        if back := not_before or last:
            CallState.objects.filter(pk=key).update(not_before=datetime.fromisoformat(back))
        # Not its search text: the reader put the same words there, and the index of the search is
        # filled by whoever writes many cards.
        words = words_of_calls(text for *_, text in history if text)
        Company.objects.filter(pk=key).update(notes_index=words)

    def _lists(self, key: int, names: list[str]) -> None:
        for name in names:
            if name not in self.lists:
                made = CallList.objects.create(workspace=self.workspace, name=name)
                self.lists[name] = made.pk
            CallListEntry.objects.get_or_create(
                workspace=self.workspace, call_list_id=self.lists[name], company_id=key
            )


def _precision(said: str) -> str:
    """How exact a promise is, by the words of its line; it says nothing of an exact one."""
    code = code_of(PRECISIONS, said)
    return code if code in PRECISIONS["fr"] else "minute"


@lru_cache(1)
def _kinds() -> dict[str, str]:
    """What a line of the past is, by the words of either language for it, and by its code."""
    found = {code: code for code in OUTCOMES}
    for language in _LANGUAGES:
        with translation.override(language):
            found |= {name: code for code, name in outcome_names().items()}
            found |= {
                _("Note"): _NOTE,
                _("Answer noted"): _ANSWER,
                _("Great moment"): _MOMENT,
                _("Became a client"): _WON,
            }
            found |= {str(kind.label): kind.value for kind in FollowUp.Kind}
    return found


@lru_cache(1)
def _purposes() -> dict[str, str]:
    """What a follow-up is for, by the words of either language for it, and by its code."""
    codes = [*OUTCOMES, *FollowUp.OtherPurpose.values]
    found = {code: code for code in codes}
    for language in _LANGUAGES:
        with translation.override(language):
            found |= {purpose_in_words(code): code for code in codes}
    return found
