"""The card of the call loop: everything it shows, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from decroche.callqueue.next_card import ExtraQueries, next_for
from decroche.callqueue.rules import Reason
from decroche.callqueue.search import Nothing, Pick
from decroche.callqueue.wording import chance_in_words, counts_in_words, reason_in_words, weighs
from decroche.calls.contracts import Contract
from decroche.calls.drafts import DRAFTS, draft_of
from decroche.calls.models import Call, CallState, Draft, Note, Question
from decroche.calls.own_texts import Texts, texts
from decroche.calls.queries import calls_queries, calls_shown, notes_of, qualified
from decroche.calls.rules import INCOMING, choices_in
from decroche.calls.sittings import sitting_queries
from decroche.calls.whom_to_ask import WhomToAsk, ask_for, best_number, roles_for, talked_last
from decroche.calls.wording import ask_in_words
from decroche.calls.written import newest_first
from decroche.compliance.queries import notices_queries
from decroche.correspondence.models import Message
from decroche.correspondence.queries import latest_messages, messages_queries, ways_queries
from decroche.database.fetching import Fetch, FetchOnce, Queries
from decroche.desk.loop.ask_otherwise import in_turn, others_to_ask
from decroche.desk.loop.before import (
    FileSays,
    LastTime,
    OtherNumber,
    contract_said,
    file_says,
    first_on_the_line,
    last_time,
    other_numbers,
    promised_in_words,
)
from decroche.desk.loop.buttons import Button, buttons
from decroche.desk.loop.opening import (
    before_talk,
    facts,
    language_of_line,
    opening,
    opening_for_card,
    opening_when_they_call,
)
from decroche.desk.loop.questions import QuestionLine
from decroche.desk.loop.worth_knowing import advice_of, local_hour
from decroche.desk.parts.lawline import LawLine, law_line
from decroche.desk.parts.wording import headcount_in_words
from decroche.followups.models import FollowUp
from decroche.followups.queries import (
    latest_meeting,
    maybe_stopped_queries,
    open_queries,
    open_with,
)
from decroche.prospects.deciders import decider_named
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.queries import numbers_of, people_of
from decroche.referrals.models import Referral
from decroche.referrals.queries import referral_queries, referral_to, referrals_from
from decroche.shared.addresses import domain_of
from decroche.team.models import Member
from decroche.ui.language import current_language


@dataclass(frozen=True, slots=True)
class Chances:
    """Why a card has its place in the queue, shown when she asks: how many similar calls there
    were, how likely a contact is (an interval), and the two facts that count most, each with
    whether it makes a contact more likely.
    """

    counts: str
    interval: str
    weighs: list[tuple[str, bool]]


def chances(reason: Reason) -> Chances | None:
    """Returns the chances of a card in words; None for a card that is offered because it is due."""
    look, counts = reason.outlook, counts_in_words(reason)
    if look:
        return Chances(counts, chance_in_words(look), weighs(look))
    return Chances(counts, "", []) if counts else None


@dataclass(slots=True)
class Card:
    """What the call screen shows of one company. `due` says that a follow-up is due, and `reason`
    since when; `fresh` that it is there because nobody called them yet.
    """

    state: CallState
    reason: str
    chances: Chances | None
    claim_key: str
    origin: str
    """rules.ORIGINS: the card is for a call that came in, or was made away from the desk."""
    number: PhoneNumber | None
    others: list[OtherNumber]
    role: str
    contact: Contact | None
    first: str
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
    fresh: bool = False
    messages: list[Message] = field(default_factory=list)
    law: LawLine = field(default_factory=lambda: LawLine(""))
    advice: list[str] = field(default_factory=list)
    known: FetchOnce = field(default_factory=FetchOnce, repr=False)
    """The rows that were read together with the card."""

    @property
    def company(self) -> Company:
        """The company, which was read with its state."""
        return self.state.company

    @property
    def ask(self) -> str:
        """Whom to ask for, in words."""
        return ask_in_words(self.role, self.contact.name if self.contact else "")

    @property
    def about(self) -> list[str]:
        """The trade, size, place and website of the company, as far as they are known."""
        company = self.company
        department = f"({company.department})" if company.department else ""
        place = f"{company.city} {department}".strip()
        size = headcount_in_words(company.headcount)
        facts = (company.activity, size, place, company.website)
        return [one for one in facts if one]

    @property
    def beside(self) -> list[str]:
        """The words beside the person to ask for: their job, the kind of the number unless it is
        that of the switchboard, whom one gets on the line, whom to ask for otherwise.
        """
        who, number = self.contact, self.number
        said = []
        if who and who.name and (who.title or who.role != Contact.Role.OTHER):
            said.append(who.title or str(who.get_role_display()))
        if number and number.kind != PhoneNumber.Kind.SWITCHBOARD:
            said.append(str(number.get_kind_display()))
        if self.first:
            said.append(_("on the line first: %(who)s") % {"who": self.first})
        if self.otherwise:
            said.append(in_turn(self.otherwise))
        return said

    @property
    def shown(self) -> int | None:
        """The key of the call whose note stands under “Last time”: it is not written once more."""
        return self.last.call.pk if self.last.call and not self.last.written else None

    @property
    def switchboard(self) -> str:
        """What the switchboard said, "" where it stands under “Last time” already."""
        above = self.last.call.note if self.last.call and self.shown else ""
        return "" if self.state.ask_next in above else self.state.ask_next

    @property
    def keys(self) -> list[Button]:
        """The outcomes whose buttons are in the row of keys."""
        return [button for button in self.buttons if not button.apart]

    @property
    def apart(self) -> list[Button]:
        """The outcomes whose buttons are beside the row of keys."""
        return [button for button in self.buttons if button.apart]

    @property
    def consequences_key(self) -> str:
        """All the consequences as one text: cards for which it is the same show the same
        buttons.
        """
        return "|".join(button.follows for button in self.buttons)


def card_queries(member: Member, at: datetime) -> ExtraQueries:
    """Returns the queries of a card and of the page around it, to be sent together."""

    def queries(company: Company) -> Queries:
        return [
            *calls_queries(company),
            DRAFTS.bind(company.workspace_id, member.pk, company.pk),
            *notices_queries(company.workspace_id, company.pk),
            *open_queries(company.workspace_id, company.pk),
            *referral_queries(company),
            *messages_queries(company),
            *ways_queries(member),
            *sitting_queries(member),
            *maybe_stopped_queries(member.workspace_id, at),
        ]

    return queries


def card_for(member: Member, at: datetime) -> Card | Nothing:
    """Returns the next card, claimed for this member, or why there is none."""
    found = next_for(member, at, extra=card_queries(member, at), talks=True)
    return found if isinstance(found, Nothing) else build(member, found, at)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a company for its card: calls, notes and messages newest first."""

    numbers: list[PhoneNumber]
    people: list[Contact]
    order: list[str]
    """The roles she asks for, in order."""
    history: list[Call]
    notes: list[Note]
    follow_ups: list[FollowUp]
    messages: list[Message]
    referral: Referral | None

    @property
    def referrer(self) -> str:
        """The name of the company that recommended her; "" without one."""
        return self.referral.from_company.name if self.referral else ""

    @property
    def referrers_words(self) -> str:
        """What that company said of her; "" without one."""
        return self.referral.sentence if self.referral else ""


def build(member: Member, found: Pick, at: datetime) -> Card:
    """Builds the card of a company that was picked."""
    company, fetch, origin = found.company, found.known, found.reason.origin
    company.workspace = member.workspace
    read, said = _read(found), texts(member.workspace, current_language())
    whom = ask_for(company, read.people, read.order, talked_last(read.history))
    number = best_number(company, read.numbers, whom.person)
    talk = _opening(member, found, read, whom, at=at, origin=origin)
    due = found.reason.source in ("promise", "follow_up")
    otherwise = others_to_ask(read.order, whom.role, read.people, whom.person)
    named = {*otherwise, whom.person.name if whom.person else ""}
    return Card(
        state=found.state,
        reason="" if found.reason.source == "held" else reason_in_words(found.reason, at),
        chances=chances(found.reason),
        claim_key=found.claim_key,
        origin=origin,
        number=number,
        others=other_numbers(read.numbers, number, read.people, said.answers),
        role=whom.role,
        contact=whom.person,
        first=first_on_the_line(read.people),
        otherwise=otherwise,
        script=talk.line,
        situation=talk.situation,
        questions=_questions(said, company, read, fetch),
        history=read.history,
        last=last_time(read.history, read.notes),
        contract=contract_said(read.history, read.notes),
        promise="" if due else promised_in_words(read.follow_ups, at),
        says=file_says(company, read.people, named),
        draft=draft_of(member, company, fetch),
        sentence=read.referrers_words,
        referred_by=read.referrer,
        sent_to=referrals_from(company, fetch),
        local_hour=local_hour(company, at),
        domain=domain_of(company.website, company.email),
        answers=said.answers,
        buttons=buttons(member, found, at, read.history, origin),
        texts_version=said.version,
        messages=read.messages,
        law=law_line(member.workspace, company, at, fetch),
        advice=advice_of(company, number, at, newest_first(read.history, read.notes)),
        due=due,
        fresh=found.reason.source == "fresh",
        known=fetch,
    )


def _read(found: Pick) -> _Read:
    company, fetch = found.company, found.known
    return _Read(
        numbers_of(company, fetch),
        people_of(company, fetch),
        roles_for(company, fetch),
        calls_shown(company, fetch),
        notes_of(company, fetch),
        open_with(company.workspace_id, company.pk, fetch),
        latest_messages(company, fetch),
        referral_to(company, fetch),
    )


@dataclass(frozen=True, slots=True)
class _Opening:
    """The situation of the talk (rules.TALK_SITUATIONS), and the opening line for it."""

    situation: str
    line: SafeString


def _opening(
    member: Member, found: Pick, read: _Read, whom: WhomToAsk, *, at: datetime, origin: str
) -> _Opening:
    company, name = found.company, whom.person.name if whom.person else ""
    before = before_talk(
        read.history, read.follow_ups, read.messages, lambda: latest_meeting(company)
    )
    situation = (
        opening_when_they_call(read.history)
        if origin == INCOMING
        else opening_for_card(found.reason, before, at, sent=read.referral is not None)
    )
    line = texts(member.workspace, current_language()).script(whom.role, situation)
    with translation.override(language_of_line(line)):
        known = facts(at, name, before, read.referrer)
        return _Opening(situation, opening(line, member, known))


def _questions(said: Texts, company: Company, read: _Read, fetch: Fetch) -> list[QuestionLine]:
    known = qualified(company, fetch)
    lines = []
    for question in said.questions:
        value = known.get(question.pk, "")
        open_decider = question.asks == Question.Asks.DECIDER and not value
        guess = _decider_in_notes(company, read) if open_decider else ""
        lines.append(QuestionLine(question, value, tuple(choices_in(value)), guess))
    return lines


def _decider_in_notes(company: Company, read: _Read) -> str:
    """Returns the name of the decision maker as her notes give it; "" when they do not."""
    notes = (note.text for note in read.notes)
    words = [*notes, *(call.note for call in read.history), company.notes]
    return decider_named(words, [person.name for person in read.people if person.name])
