"""The journal of a company in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from decroche.calls.correcting import AMENDED
from decroche.calls.wording import gave_in_words
from decroche.journal.actions import REPLACES
from decroche.journal.models import Entry
from decroche.journal.queries import entries_of
from decroche.journal.verbs import LOGGED
from decroche.prospects.models import Company, Contact
from decroche.prospects.opposition import opposed_by
from decroche.team.models import Workspace


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change, said in words."""

    at: datetime
    words: str
    detail: str
    undone: bool


def timeline(workspace: Workspace, company: Company, limit: int = 80) -> list[HistoryLine]:
    """Every change of a card, newest first."""
    lines = [
        HistoryLine(
            entry.at, _words(entry), _detail(entry.particulars), entry.undone_at is not None
        )
        for entry in entries_of(workspace, company.pk, limit)
    ]
    lines = sorted([*lines, *_opposed_with(company)], key=lambda line: line.at, reverse=True)
    return [
        *lines,
        HistoryLine(
            company.created_at,
            _("Added: %(source)s") % {"source": company.provenance.source},
            "",
            False,
        ),
    ]


def _opposed_with(company: Company) -> list[HistoryLine]:
    """The lines that name the other cards whose opposition stopped this card too."""
    words = _("Left alone because of the refusal of %(name)s")
    return [
        HistoryLine(at, words % {"name": name}, "", undone=False)
        for at, name in opposed_by(company)
    ]


def _words(entry: Entry) -> str:
    said = entry.particulars
    left = bool(said.get("message_left"))
    outcome = {"outcome": gave_in_words(said.get("outcome", ""), message_left=left)}
    if entry.verb == AMENDED or (entry.verb == LOGGED and REPLACES in entry.particulars):
        return _("Outcome corrected: %(outcome)s") % outcome
    if entry.verb == LOGGED:
        return _("Call: %(outcome)s") % outcome
    return words_of_verbs().get(entry.verb, entry.verb)


def words_of_verbs() -> dict[str, str]:
    """{verb: what is said of it on the page of a company}."""
    return _words_of_cards() | _words_of_mail() | _words_of_law()


def _words_of_cards() -> dict[str, str]:
    """{verb: sentence} about the card, its people and its follow-ups."""
    return {
        "company.noted": _("Note written"),
        "company.contract": _("Contract with their agency noted"),
        "company.added": _("Card made"),
        "company.edited": _("Card changed"),
        "company.number_added": _("Number added"),
        "company.person_added": _("Person added"),
        "company.person_edited": _("Person changed"),
        "company.person_removed": _("Person taken off the card"),
        "company.qualified": _("Answer noted"),
        "company.completed": _("Card completed"),
        "follow_up.moved": _("Follow-up moved"),
        "follow_up.done": _("Follow-up done"),
        "follow_up.dropped": _("Follow-up dropped"),
        "follow_up.counted": _("Follow-up counted from the day the e-mail left"),
        "companies.merged": _("Joined with another card"),
        "companies.told_apart": _("Kept apart from another card"),
        "moment.kept": _("Great moment"),
        "company.won": _("Became a client"),
        "company.lost": _("No longer a client"),
    }


def _words_of_mail() -> dict[str, str]:
    """{verb: sentence} about mails that were written and that came back."""
    return {
        "message.begun": _("Message begun"),
        "message.sent": _("Message marked as sent"),
        "message.dropped": _("Message dropped"),
        "message.queued": _("Message written"),
        "message.taken_back": _("Message taken back"),
        "message.sent_again": _("Message sent again"),
        "message.hurried": _("Message sent at once"),
        "message.reply": _("Answer received"),
        "message.away": _("Automatic reply: away"),
        "message.auto": _("Automatic reply"),
        "message.receipt": _("Receipt of a message"),
        "message.accepted": _("Meeting accepted"),
        "message.declined": _("Meeting declined"),
        "message.tentative": _("Meeting perhaps accepted"),
        "message.counter": _("Another time proposed for the meeting"),
        "message.doubt": _("Message received, to be decided"),
        "message.judged": _("Message decided on"),
        "message.bounce": _("Message bounced"),
        "message.stop": _("Asked not to be written to any more"),
    }


def _words_of_law() -> dict[str, str]:
    """{verb: sentence} about oppositions, consents, requests and other duties of the law."""
    return {
        "companies.opposed": _("Asked to be left alone"),
        "values.opposed": _("Asked to be left alone"),
        "person.opposed": _("One person asked to be left alone"),
        "opposition.lifted": _("Opposition lifted"),
        "company.audience": _("Professional or consumer: chosen"),
        "company.diffusion": _("Register status noted"),
        "consent.kept": _("Consent kept"),
        "consent.revoked": _("Consent taken back"),
        "notice.given": _("Informed about the file"),
        "request.received": _("A request came in"),
        "request.extended": _("A request was given more time"),
        "person.erased": _("One person was erased"),
        "company.erased": _("Everything was erased"),
    }


def _detail(particulars: dict[str, Any]) -> str:
    if "before" in particulars:
        changed = [
            f"{_said(name, particulars['before'][name])} → {_said(name, value)}"
            for name, value in particulars.get("after", {}).items()
        ]
        return ", ".join(changed)
    return str(
        particulars.get("undone_because")
        or (("lifted" in particulars or "audience" in particulars) and particulars.get("reason"))
        or particulars.get("note")
        or particulars.get("value")
        or particulars.get("name")
        or particulars.get("number")
        or particulars.get("sentence")
        or particulars.get("to")
        or particulars.get("sender")
        or ""
    )


def _said(field: str, value: Any) -> str:
    """A value of a field in words: a role by its name."""
    return str((dict(Contact.Role.choices).get(value) if field == "role" else value) or "–")
