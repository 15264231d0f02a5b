"""The card of the call loop: everything it shows, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from decroche.callqueue.next_card import ExtraQueries, next_for
from decroche.callqueue.rules import Reason
from decroche.callqueue.search import Nothing, Pick
from decroche.callqueue.wording import chance_in_words, counts_in_words, reason_in_words, weighs
from decroche.calls.contracts import Contract
from decroche.calls.drafts import DRAFTS, draft_of
from decroche.calls.models import Call, CallState, Draft, Note, Question
from decroche.calls.outcome_spec import CallHistory, Delays
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.queries import (
    JUDGED,
    Texts,
    ask_for,
    best_number,
    calls_queries,
    calls_shown,
    earlier,
    notes_of,
    qualified,
    roles_for,
    sitting_queries,
    talked_last,
    texts,
)
from decroche.calls.rules import (
    INCOMING,
    NEVER_INCOMING,
    call_history,
    choices_in,
    consequence,
)
from decroche.calls.wording import ask_in_words, in_short, outcome_words
from decroche.calls.written import newest_first
from decroche.compliance.advice import advice
from decroche.compliance.queries import hours, notices_queries
from decroche.compliance.wording import advice_in_words
from decroche.correspondence.models import Message
from decroche.correspondence.queries import latest_messages, messages_queries, ways_queries
from decroche.desk.loop.before import (
    FileSays,
    LastTime,
    OtherNumber,
    contract_said,
    file_says,
    last_time,
    other_numbers,
    promised_in_words,
)
from decroche.desk.loop.form import panel_id
from decroche.desk.loop.opening import (
    before_talk,
    facts,
    opening,
    opening_for_card,
    opening_when_they_call,
)
from decroche.desk.loop.questions import QuestionLine
from decroche.desk.parts.lawline import LawLine, law_line
from decroche.desk.parts.wording import headcount_in_words
from decroche.followups.queries import (
    call_promised,
    latest_meeting,
    maybe_stopped_queries,
    open_queries,
    open_with,
)
from decroche.prospects.deciders import decider_named
from decroche.prospects.hours_noted import hours_of
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.queries import numbers_of, people_of
from decroche.referrals.models import Referral
from decroche.referrals.queries import referral_queries, referral_to, referrals_from
from decroche.shared.addresses import domain_of
from decroche.shared.places import tz, zone
from decroche.shared.spoken.say import clock
from decroche.shared.words import on_one_line
from decroche.team.fetching import Fetch, FetchOnce, Queries
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred
from decroche.ui.language import current_language


@dataclass(frozen=True, slots=True)
class Button:
    """One outcome on screen, with its consequence worked out before it is pressed."""

    code: str
    words: str
    key: str
    tone: str
    follows: str
    panel: str
    apart: bool


@dataclass(frozen=True, slots=True)
class Chances:
    """Why this card is ranked here, said on demand: counts of calls like it, how likely somebody is
    reached (the interval), and the two that count most with whether they speak for it.
    """

    counts: str
    interval: str
    weighs: list[tuple[str, bool]]


def chances(reason: Reason) -> Chances | None:
    """In words; None for a card that is called because it is due."""
    look, counts = reason.outlook, counts_in_words(reason)
    if look:
        return Chances(counts, chance_in_words(look), weighs(look))
    return Chances(counts, "", []) if counts else None


@dataclass(slots=True)
class Card:
    """What the loop shows of one company. `due`: it comes because its time has come, and `reason`
    says when that was."""

    state: CallState
    reason: str
    chances: Chances | None
    claim_key: str
    number: PhoneNumber | None
    others: list[OtherNumber]
    role: str
    contact: Contact | None
    otherwise: list[str]
    script: SafeString
    situation: str
    questions: list[QuestionLine]
    history: list[Call]
    last: LastTime
    contract: Contract
    promise: str
    says: FileSays
    draft: Draft | None
    sentence: str
    referred_by: str
    sent_to: list[Referral]
    local_hour: str
    domain: str
    answers: list[Any] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    texts_version: int = 0
    due: bool = False
    messages: list[Message] = field(default_factory=list)
    law: LawLine = field(default_factory=lambda: LawLine(""))
    advice: list[str] = field(default_factory=list)
    known: FetchOnce = field(default_factory=FetchOnce, repr=False)
    """What was read with it."""

    @property
    def company(self) -> Company:
        """The company; read with its state."""
        return self.state.company

    @property
    def ask(self) -> str:
        """Whom to ask for, in words."""
        return ask_in_words(self.role, self.contact.name if self.contact else "")

    @property
    def about(self) -> list[str]:
        """What kind of company it is and where: trade, size, place, website; what is known."""
        company = self.company
        department = f"({company.department})" if company.department else ""
        place = f"{company.city} {department}".strip()
        size = headcount_in_words(company.headcount)
        facts = (company.activity, size, place, company.website)
        return [one for one in facts if one]

    @property
    def beside(self) -> list[str]:
        """What stands beside whom to ask for: what that person does, the kind of the number when it
        is not the switchboard's, who otherwise.
        """
        who, number = self.contact, self.number
        said = []
        if who and who.name and (who.title or who.role != Contact.Role.OTHER):
            said.append(who.title or str(who.get_role_display()))
        if number and number.kind != PhoneNumber.Kind.SWITCHBOARD:
            said.append(str(number.get_kind_display()))
        if self.otherwise:
            said.append(_in_turn(self.otherwise))
        return said

    @property
    def keys(self) -> list[Button]:
        """The outcomes of the row of keys."""
        return [button for button in self.buttons if not button.apart]

    @property
    def apart(self) -> list[Button]:
        """Those beside the row: about the number, not about what was said."""
        return [button for button in self.buttons if button.apart]

    @property
    def consequences_key(self) -> str:
        """All the consequences, as one key: cards with the same ones show the same buttons."""
        return "|".join(button.follows for button in self.buttons)


def card_queries(member: Member, at: datetime) -> ExtraQueries:
    """What a card asks of its company, and what stands around every card: read together."""

    def queries(company: Company) -> Queries:
        return [
            *calls_queries(company),
            DRAFTS.bind(company.workspace_id, member.pk, company.pk),
            *notices_queries(company.workspace_id, company.pk),
            *open_queries(company.workspace_id, company.pk),
            *referral_queries(company),
            *messages_queries(company),
            *ways_queries(company.workspace_id),
            *sitting_queries(member),
            *maybe_stopped_queries(member.workspace_id, at),
        ]

    return queries


def card_for(member: Member, at: datetime) -> Card | Nothing:
    """The next card, claimed for this member; Nothing with its reason when nobody is to be
    called.
    """
    found = next_for(member, at, extra=card_queries(member, at))
    return found if isinstance(found, Nothing) else build(member, found, at)


def build(member: Member, found: Pick, at: datetime, origin: str = "") -> Card:
    """The card of a company that was picked; `origin` (rules.ORIGINS) when it is for a call that
    comes in or was made elsewhere.
    """
    state, company, fetch = found.state, found.company, found.known
    company.workspace = member.workspace
    numbers, people, said = (
        numbers_of(company, fetch),
        people_of(company, fetch),
        texts(member.workspace, current_language()),
    )
    order = roles_for(company, fetch)
    history = calls_shown(company, fetch)
    role, contact = ask_for(company, people, order, talked_last(history))
    number = best_number(company, numbers, contact)
    referral = referral_to(company, fetch)
    notes = notes_of(company, fetch)
    follow_ups = open_with(state.workspace_id, state.pk, fetch)
    referrer = referral.from_company.name if referral else ""
    messages = latest_messages(company, fetch)
    before = before_talk(history, follow_ups, messages, lambda: latest_meeting(company))
    situation = (
        opening_when_they_call(history)
        if origin == INCOMING
        else opening_for_card(found.reason, before, at, sent=referral is not None)
    )
    due = found.reason.source in ("promise", "follow_up")
    there = at.astimezone(tz(state.zone))
    return Card(
        state=state,
        reason="" if found.reason.source == "held" else reason_in_words(found.reason, at),
        chances=chances(found.reason),
        claim_key=found.claim_key,
        number=number,
        others=other_numbers(numbers, number, people, said.answers),
        role=role,
        contact=contact,
        otherwise=_otherwise(order, role, people, contact),
        script=opening(
            said.script(role, situation),
            member,
            facts(at, contact.name if contact else "", before, referrer),
        ),
        situation=situation,
        questions=_questions(
            said, company, fetch, lambda: _decider(company, history, notes, people)
        ),
        history=history,
        last=last_time(history, notes),
        contract=contract_said(history, notes),
        promise="" if due else promised_in_words(follow_ups, at),
        says=file_says(company, people),
        draft=draft_of(member, company, fetch),
        sentence=referral.sentence if referral else "",
        referred_by=referrer,
        sent_to=referrals_from(company, fetch),
        local_hour=clock(there, current_language())
        if zone(state.zone).timezone != "Europe/Paris"
        else "",
        domain=domain_of(company.website, company.email),
        answers=said.answers,
        buttons=buttons(member, found, at, history, origin),
        texts_version=said.version,
        messages=messages,
        law=law_line(member.workspace, company, at, fetch),
        advice=_advice(member.workspace, company, number, at, newest_first(history, notes)),
        due=due,
        known=fetch,
    )


_ON_THE_CARD = (
    "platform",
    "foreign",
    "outside_holiday",
    "outside_weekend",
    "outside_day_off",
    "outside_hours",
    "outside_lunch",
    "school_holidays",
)


def _advice(
    workspace: Workspace,
    company: Company,
    number: PhoneNumber | None,
    at: datetime,
    written: list[str],
) -> list[str]:
    """What is worth knowing before dialling; a surcharged number has a mark of its own. `written`
    is what she wrote on the card, newest first.
    """
    codes = advice(
        number.e164 if number else "",
        at,
        zone_code=company.state.zone,
        department=company.department,
        audience=company.audience,
        hours=hours(workspace),
    )
    said = [advice_in_words(code) for code in codes if code in _ON_THE_CARD]
    return [*said, *_against_the_notes(company, at, written)]


def _against_the_notes(company: Company, at: datetime, written: list[str]) -> list[str]:
    """What her notes of their hours say, when they speak against a call now."""
    there = at.astimezone(tz(company.state.zone))
    noted = hours_of([*written, on_one_line((company.notes, company.state.ask_next))])
    language, hour, said = current_language(), there.time(), list[str]()
    if there.weekday() in noted.days_off:
        said.append(_("Your note: not on that day."))
    if noted.earliest and hour < noted.earliest:
        earliest = clock(datetime.combine(there, noted.earliest), language)
        said.append(_("Your note: not before %(hour)s.") % {"hour": earliest})
    if noted.latest and hour >= noted.latest:
        latest = clock(datetime.combine(there, noted.latest), language)
        said.append(_("Your note: not after %(hour)s.") % {"hour": latest})
    return said


def buttons(
    member: Member, found: Pick, at: datetime, history: list[Call], origin: str = ""
) -> list[Button]:
    """Every outcome with what it leads to for this company, by the rule that will apply it; of a
    call that comes in only those it can have.
    """
    state = found.state
    delays = preferred(member.workspace, Delays)
    standing = call_history(
        state.unanswered,
        state.zone,
        earlier(history[:JUDGED]),
        at,
        delays,
        consumer=state.consumer,
        promised=_promised(found, at),
    )
    found_all = _buttons(standing, delays, at.replace(second=0, microsecond=0), current_language())
    return [one for one in found_all if origin != INCOMING or one.code not in NEVER_INCOMING]


def _promised(found: Pick, at: datetime) -> bool:
    """Whether a call to it is promised for now."""
    state = found.state
    return call_promised(open_with(state.workspace_id, state.pk, found.known), at)


@lru_cache(maxsize=64)
def _buttons(
    standing: CallHistory, delays: Delays, minute: datetime, _language: str
) -> tuple[Button, ...]:
    """The same for every card that stands alike in the same minute: worked out once."""
    return tuple(
        Button(
            code,
            outcome_words(code),
            spec.key,
            spec.tone,
            in_short(consequence(code, standing, minute, delays), code, minute),
            panel_id(code),
            spec.apart,
        )
        for code, spec in OUTCOMES.items()
    )


def _otherwise(
    order: list[str], role: str, people: list[Contact], asked: Contact | None
) -> list[str]:
    """Whom to ask for if the first is not there: by the next role of her order, and by name when
    somebody of that role is known and did not ask to be left alone. After a person whose role is
    not known, or is none she asks for, the department that she would have asked for comes first.
    """
    names = dict(Contact.Role.choices)
    beside = (
        asked is not None and not asked.decides and (asked.of_unknown_role or role not in order)
    )
    found = [_department(order[0])] if beside else []
    for other in order:
        if other != role and not (beside and other == order[0]):
            known = (one for one in people if one.role == other and one.name and one.approachable)
            person = next(known, None)
            return [*found, person.name if person else str(names[other])]
    return found


def _department(role: str) -> str:
    if role == Contact.Role.COMMUNICATION:
        return _("the communication department")
    return str(dict(Contact.Role.choices).get(role, role))


def _in_turn(who: list[str]) -> str:
    """“otherwise HR”, “otherwise communication, then HR”."""
    hr = str(Contact.Role.HR.label)
    if len(who) == 1:
        return _("otherwise HR") if who[0] == hr else _("otherwise %(who)s") % {"who": who[0]}
    first, then = who
    if then == hr:
        return _("otherwise %(first)s, then HR") % {"first": first}
    return _("otherwise %(first)s, then %(then)s") % {"first": first, "then": then}


def _questions(
    said: Texts, company: Company, fetch: Fetch, decider: Callable[[], str]
) -> list[QuestionLine]:
    """`decider` gives the name of who decides, as her notes have it."""
    known = qualified(company, fetch)
    lines = []
    for one in said.questions:
        value = known.get(one.pk, "")
        guess = decider() if one.asks == Question.Asks.DECIDER and not value else ""
        lines.append(QuestionLine(one, value, tuple(choices_in(value)), guess))
    return lines


def _decider(
    company: Company, history: Sequence[Call], notes: Sequence[Note], people: Sequence[Contact]
) -> str:
    words = [*(one.text for one in notes), *(call.note for call in history), company.notes]
    return decider_named(words, [one.name for one in people if one.name])
