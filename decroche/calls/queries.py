"""Named queries about calls and what is said in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet, prefetch_related_objects

from decroche.calls.models import (
    Answer,
    Call,
    CallSession,
    CallState,
    Moment,
    Note,
    Qualification,
    Question,
    Script,
)
from decroche.calls.offered import INCOMPLETE, blocked_states, incomplete_states
from decroche.calls.preferences import RolesAsked, Sitting, TextsVersion
from decroche.calls.rules import (
    ANSWERED,
    APPOINTMENTS,
    ATTEMPT_SQL,
    CONVERSATIONS,
    FIRST,
    POSITIVE,
    PRESSED,
    RIGHT_PARTY_CONTACT,
    WANTS_MAIL,
    EarlierCall,
    is_attempt,
)
from decroche.calls.texts import OPENINGS
from decroche.calls.wording import missions_as_example
from decroche.offer.queries import is_read, services_of
from decroche.offer.rules import typeset, where_it_stops
from decroche.prospects.models import CallListEntry, Company, Contact, PhoneNumber
from decroche.prospects.names_given import person_to_ask, same_person
from decroche.prospects.queries import NUMBERS, PEOPLE, numbers_of, people_of
from decroche.prospects.rules import role_of
from decroche.shared.counted import Counted
from decroche.shared.language import Language
from decroche.team.counting import at_most
from decroche.team.fetching import Fetch, Queries, fetch_now, first
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred
from decroche.team.prepared import PreparedQuery, SqlQuery


def left_to_complete(workspace: Workspace) -> Counted:
    """Returns how many cards can't be called until something is added to them, counted up to a
    limit.
    """
    return at_most(incomplete_states(workspace).filter(company__removed_at=None))


def next_to_complete(workspace: Workspace, *, after: int | None) -> Company | None:
    """Returns the first incomplete card whose place in the file is greater than `after`, or of all
    of them. Each block is asked by itself, because an index has its cards in order.
    """
    found = list[CallState]()
    for block in INCOMPLETE:
        rows = blocked_states(workspace, block).filter(company__removed_at=None)
        if after is not None:
            rows = rows.filter(position__gt=after)
        found += rows.select_related("company").order_by("position", "pk")[:1]
    first = min(found, key=lambda state: (state.position, state.pk), default=None)
    return first.company if first else None


def load_states(found: Iterable[Company]) -> None:
    """Reads the call states of companies in one statement; `company.state` then asks nothing."""
    prefetch_related_objects(list(found), "state")


def in_order(one: Company, two: Company) -> tuple[Company, Company]:
    """Returns (the card that stays, the card that joins it): the one with more attempts stays, else
    the older one.
    """
    first, second = (one.state.attempts, -one.pk), (two.state.attempts, -two.pk)
    return (two, one) if second > first else (one, two)


_ORDER = {"direct": 0, "mobile": 1, "switchboard": 2}


def roles_asked(workspace: Workspace) -> list[str]:
    """Returns the roles she asks for, in order."""
    return list(preferred(workspace, RolesAsked).order)


def roles_by_list(workspace: Workspace) -> dict[int, list[str]]:
    """Returns {list: roles she asks for, in order} for the lists that have their own order."""
    return {key: list(order) for key, order in preferred(workspace, RolesAsked).by_list}


LISTS = PreparedQuery(
    lambda workspace, company: CallListEntry.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("call_list_id")
)


def roles_for(company: Company, fetch: Fetch = fetch_now) -> list[str]:
    """Returns the roles she asks for at a company: those of the first of its lists that has its own
    order, else the usual ones.
    """
    own = roles_by_list(company.workspace)
    if own:
        for entry in fetch(LISTS, company.workspace_id, company.pk):
            if entry.call_list_id in own:
                return own[entry.call_list_id]
    return roles_asked(company.workspace)


class WhomToAsk(NamedTuple):
    """The role to ask for, a value of Contact.Role, and the person, None when nobody is known."""

    role: str
    person: Contact | None


def ask_for(
    company: Company,
    people: Sequence[Contact] | None = None,
    order: Sequence[str] = (),
    talked_since: bool | None = None,
) -> WhomToAsk:
    """Returns whom to ask for at a company.

    The first of these who is known: the person whom the switchboard named in its last words, unless
    she talked with somebody since (`talked_since`; by default: in the last call); the decision
    maker; a person of the first role of her order; one of unknown role; one of a role that is not
    in her order. Without any of them it is the first role of her order. A person who asked to be
    left alone is left out. (qualifying.py says how a name in a note becomes the decision maker.)

    A person whom only the switchboard named has no key: there is no row for them.
    """
    people = people_of(company) if people is None else people
    order = order or roles_for(company)
    if talked_since is None:
        talked_since = company.state.last_outcome in RIGHT_PARTY_CONTACT
    asked = [one for one in people if one.approachable and not one.gatekeeper]
    named = _named_by_switchboard(company, people)
    decider = next((one for one in asked if one.decides), None)
    first = (decider or named) if talked_since else (named or decider)
    if first:
        return WhomToAsk(order[0] if first.of_unknown_role else first.role, first)
    of_role = [one for one in asked if one.role == order[0]]
    by_name = next((one for one in of_role if one.name), None)
    by_name = by_name or next((one for one in asked if one.of_unknown_role), None)
    if by_name:
        return WhomToAsk(order[0], by_name)
    other = (one for one in asked if one.name and one.role not in (*order, Contact.Role.OTHER))
    person = next(other, None)
    if person:
        return WhomToAsk(person.role, person)
    return WhomToAsk(order[0], next(iter(of_role), None))


def _named_by_switchboard(company: Company, people: Sequence[Contact]) -> Contact | None:
    """Returns whom the switchboard said to ask for: the person of the card with that name, else a
    new one that has only the name. None when it named nobody, or somebody who asked to be left
    alone.
    """
    name, title = person_to_ask(company.state.ask_next)
    if not name:
        return None
    known = next((one for one in people if one.name and same_person(one.name, name)), None)
    if known:
        return known if known.approachable and not known.gatekeeper else None
    found = role_of(title) if title else str(Contact.Role.OTHER)
    extra = title if found == Contact.Role.OTHER else ""
    return Contact(company=company, name=name, role=found, title=extra)


def best_number(
    company: Company, numbers: Sequence[PhoneNumber] | None = None, contact: Contact | None = None
) -> PhoneNumber | None:
    """Returns the number to dial: the person's own, else the first one of the company; None when no
    number may be dialled.
    """
    usable = [
        number for number in (numbers_of(company) if numbers is None else numbers) if number.usable
    ]
    if contact and contact.pk:
        own = [number for number in usable if number.contact_id == contact.pk]
        if own:
            return min(own, key=lambda number: (_ORDER[number.kind], number.position))
    return min(
        usable, key=lambda number: (number.contact_id is not None, number.position), default=None
    )


def talked_last(history: Sequence[Call]) -> bool:
    """Whether the last call that was answered got beyond the switchboard; `history` is newest
    first.
    """
    answered = (call.outcome for call in history if call.outcome in ANSWERED)
    return next(answered, "") in RIGHT_PARTY_CONTACT


JUDGED = 12
"""How many calls a consequence depends on (calls/rules.py:call_history): six attempts, and as many
calls received between them.
"""
LAST_CALLS = PreparedQuery(
    lambda workspace, company: Call.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("-at", "-id")[:JUDGED]
)
SHOWN = PreparedQuery(
    lambda workspace, company: Call.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("-at", "-id")[:40]
)
NOTES = PreparedQuery(
    lambda workspace, company: Note.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("-at", "-id")[:20]
)
QUALIFIED = PreparedQuery(
    lambda workspace, company: Qualification.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("at", "id")
)


def any_call(workspace: Workspace) -> bool:
    """Whether a call was ever logged."""
    return Call.objects.filter(workspace=workspace).exists()


def calls_queries(company: Company) -> Queries:
    """Returns the queries for the calls of a card: its numbers, people, calls, notes, answers, and
    its lists when some lists have their own order of roles.
    """
    questions = [NUMBERS.bind, PEOPLE.bind, SHOWN.bind, NOTES.bind, QUALIFIED.bind]
    if roles_by_list(company.workspace):
        questions.append(LISTS.bind)
    return [one(company.workspace_id, company.pk) for one in questions]


def last_calls(company: Company, fetch: Fetch = fetch_now) -> list[Call]:
    """Returns the latest calls, as many as a consequence depends on, newest first."""
    return fetch(LAST_CALLS, company.workspace_id, company.pk)


def latest_call(workspace: Workspace, company_id: int) -> Call | None:
    """Returns the latest call of a company, with the member who made it."""
    calls = Call.objects.filter(workspace=workspace, company_id=company_id)
    return calls.select_related("member").order_by("-at", "-id").first()


def noted_last(workspace: Workspace, most: int) -> list[Call]:
    """Returns the calls that were logged last, newest first, with their companies."""
    calls = Call.objects.filter(workspace=workspace).select_related("company")
    return list(calls.order_by("-id")[:most])


def calls_shown(company: Company, fetch: Fetch = fetch_now) -> list[Call]:
    """Returns the forty latest calls of a company, newest first."""
    return fetch(SHOWN, company.workspace_id, company.pk)


def notes_of(company: Company, fetch: Fetch = fetch_now) -> list[Note]:
    """Returns the twenty latest notes on a company that were written without a call, newest
    first.
    """
    return fetch(NOTES, company.workspace_id, company.pk)


def qualified(company: Company, fetch: Fetch = fetch_now) -> dict[int, str]:
    """Returns {question: the latest answer} of a company."""
    rows = fetch(QUALIFIED, company.workspace_id, company.pk)
    return {row.question_id: row.value for row in rows}


def answers_given(company: Company) -> list[tuple[str, str]]:
    """Returns (question, latest answer) in her order; archived questions come last."""
    rows = (
        Qualification.objects.filter(workspace_id=company.workspace_id, company=company)
        .select_related("question")
        .order_by("at", "id")
    )
    latest = {row.question_id: row for row in rows}
    kept = sorted(
        (row for row in latest.values() if row.value),
        key=lambda row: (
            row.question.archived_at is not None,
            row.question.position,
            row.question_id,
        ),
    )
    return [(row.question.text, row.value) for row in kept]


def earlier(calls: Sequence[Call]) -> tuple[EarlierCall, ...]:
    """Returns what the rules need to know of these calls."""
    return tuple(EarlierCall(call.at, call.outcome, is_attempt(call.origin)) for call in calls)


SESSION = PreparedQuery(
    lambda workspace, member: CallSession.objects.filter(
        workspace_id=workspace, member_id=member, ended_at=None
    ).order_by("-id")[:1]
)


def session_of(member: Member, fetch: Fetch = fetch_now) -> CallSession | None:
    """Returns her sitting under way, None without one."""
    return first(fetch(SESSION, member.workspace_id, member.pk))


@dataclass(frozen=True, slots=True)
class SittingCounts:
    """What the calls that she made in a sitting led to."""

    calls: int
    answered: int
    decision_makers: int
    emails: int
    good_news: int = 0
    """Good news that is neither a mail nor a meeting."""
    meetings: int = 0


_GIVEN = SqlQuery(
    f"""
SELECT c.outcome AS col1, COUNT(*) AS col2, COUNT(*) FILTER (WHERE c.relayed) AS col3
FROM calls_call c
WHERE c.workspace_id = %s AND c.session_id = %s AND c.{ATTEMPT_SQL} GROUP BY c.outcome""",
    columns=3,
)
_GIVEN_NOW = SqlQuery(
    f"""
SELECT c.outcome AS col1, COUNT(*) AS col2, COUNT(*) FILTER (WHERE c.relayed) AS col3
FROM calls_call c
WHERE c.workspace_id = %s AND c.session_id = (
  SELECT s.id FROM calls_callsession s
  WHERE s.workspace_id = %s AND s.member_id = %s AND s.ended_at IS NULL ORDER BY s.id DESC LIMIT 1
) AND c.{ATTEMPT_SQL} GROUP BY c.outcome""",
    columns=3,
    places=(0, 0, 1),
)


def sitting_queries(member: Member) -> Queries:
    """Returns the query of `given_now`, to be sent with others."""
    return [_GIVEN_NOW.bind(member.workspace_id, member.pk)]


def given_now(member: Member, fetch: Fetch = fetch_now) -> SittingCounts:
    """Returns what her sitting under way has led to so far."""
    return _counts(fetch(_GIVEN_NOW, member.workspace_id, member.pk))


def given_in(session: CallSession) -> SittingCounts:
    """Returns what a sitting led to."""
    return _counts(_GIVEN(session.workspace_id, session.pk))


_INTERESTED = frozenset(POSITIVE) - {*WANTS_MAIL, *APPOINTMENTS}


def _counts(rows: list[tuple[Any, ...]]) -> SittingCounts:
    """`rows` are (outcome, how many calls had it, how many of them were relayed)."""
    return SittingCounts(
        sum(count for _, count, _ in rows),
        sum(count for outcome, count, _ in rows if outcome in ANSWERED),
        sum(count - relayed for outcome, count, relayed in rows if outcome in CONVERSATIONS),
        sum(count for outcome, count, _ in rows if outcome in WANTS_MAIL),
        sum(count for outcome, count, _ in rows if outcome in _INTERESTED),
        sum(count for outcome, count, _ in rows if outcome in APPOINTMENTS),
    )


def calls_of_session(session: CallSession) -> list[Call]:
    """Returns the calls of a sitting, first to last."""
    calls = Call.objects.filter(workspace_id=session.workspace_id, session=session)
    return list(calls.select_related("company").order_by("at"))


def moments_in(session: CallSession) -> list[Moment]:
    """Returns the great moments of the calls of a sitting, first to last."""
    rows = Moment.objects.filter(workspace_id=session.workspace_id, call__session=session)
    return list(rows.select_related("company").order_by("at"))


def moments_of_workspace(workspace: Workspace) -> QuerySet[Moment]:
    """Returns the great moments with their companies, newest first."""
    rows = Moment.objects.filter(workspace=workspace).select_related("company")
    return rows.order_by("-at")


def moments_of(company: Company) -> list[Moment]:
    """Returns the great moments of one company, newest first."""
    rows = Moment.objects.filter(workspace_id=company.workspace_id, company=company)
    return list(rows.order_by("-at"))


_REMEMBERED = 30
"""Great moments among which one is shown each day."""


def moment_of_the_day(workspace: Workspace, day: date) -> Moment | None:
    """Returns one of the latest great moments, a different one each day; None when there is
    none.
    """
    latest = list(moments_of_workspace(workspace)[:_REMEMBERED])
    return latest[day.toordinal() % len(latest)] if latest else None


def calls_of(company: Company, most: int) -> list[Call]:
    """Returns the latest calls of one company, newest first."""
    rows = Call.objects.filter(workspace_id=company.workspace_id, company=company)
    return list(rows.order_by("-at")[:most])


def sitting_goal(workspace: Workspace) -> int:
    """Returns how many calls she wants to make in a sitting."""
    return preferred(workspace, Sitting).goal


_COMPANY = PreparedQuery(
    lambda workspace, pk: Company.objects.filter(workspace_id=workspace, pk=pk).select_related(
        "state"
    )
)


def card_of(workspace: Workspace, pk: int) -> Company | None:
    """Returns a card by its key; None for an erased one."""
    company = company_of(workspace, pk)
    return None if company is None or company.erased_at else company


def company_of(workspace: Workspace, pk: int) -> Company | None:
    """Returns one company of a workspace by its key, with its call state."""
    return _COMPANY.first(workspace.pk, pk)


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


def latest_calls(workspace: Workspace, companies: Sequence[int]) -> dict[int, Call]:
    """Returns {company: its latest call} for these companies (keys)."""
    rows = Call.objects.filter(workspace=workspace, company__in=companies).order_by("at", "id")
    return {call.company_id: call for call in rows}


def latest_words(workspace: Workspace, companies: Sequence[int]) -> dict[int, Call]:
    """Returns {company: its latest call with a note} for these companies (keys)."""
    rows = Call.objects.filter(workspace=workspace, company__in=companies).exclude(note="")
    return {call.company_id: call for call in rows.order_by("at", "id")}
