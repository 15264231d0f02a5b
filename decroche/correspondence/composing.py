"""A message's words: template, fields, signature with its legal lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from decroche.compliance.queries import notices_queries
from decroche.compliance.wording import written_source, written_source_of_card
from decroche.correspondence.letters import LETTERS, plain_letter
from decroche.correspondence.meeting_place import place_in_letter
from decroche.correspondence.models import Message, Template
from decroche.correspondence.notice import is_due, written_notice
from decroche.correspondence.rules import MAIL_SITUATIONS, fill, one_line
from decroche.database.fetching import Fetch, Queries, fetch_now
from decroche.database.prepared import PreparedQuery
from decroche.followups.models import FollowUp
from decroche.offer.queries import lacking, offer_of, offer_queries
from decroche.offer.rules import OfferData, in_plain_text, mentions, typeset, where_it_stops
from decroche.prospects.greeting import addressed
from decroche.shared.clock import PARIS, now
from decroche.shared.language import Language
from decroche.shared.places import tz
from decroche.shared.spoken.say import clock, day_in_words
from decroche.shared.words import on_one_line
from decroche.team.models import Member, Workspace

_TEMPLATES = PreparedQuery(
    lambda workspace, language: Template.objects.filter(workspace_id=workspace, language=language)
)


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and body, ready to be read again before it leaves.

    The legal lines are added when it leaves, and shown.
    """

    situation: str
    language: Language
    subject: str
    body: str
    footer: str


def template(
    workspace: Workspace, situation: str, language: Language, fetch: Fetch = fetch_now
) -> tuple[str, str]:
    """(subject, body) of a situation: her own, else the default."""
    return (
        hers(workspace, situation, language, fetch)
        or LETTERS[language][situation if situation in MAIL_SITUATIONS else "presentation"]
    )


def hers(
    workspace: Workspace, situation: str, language: Language, fetch: Fetch = fetch_now
) -> tuple[str, str] | None:
    """Her own (subject, body) for a situation; None when she wrote none."""
    rows = fetch(_TEMPLATES, workspace.pk, language)
    return next(((row.subject, row.body) for row in rows if row.situation == situation), None)


def letter_queries(workspace_id: int, company_id: int, language: Language) -> Queries:
    """The queries of `compose`, to be sent with others."""
    queries = [*offer_queries(workspace_id), *notices_queries(workspace_id, company_id)]
    return [*queries, _TEMPLATES.bind(workspace_id, language)]


def compose(
    *,
    by: Member,
    message: Message,
    situation: str,
    language: Language,
    on_behalf_of: str = "",
    due: FollowUp | None = None,
    fetch: Fetch = fetch_now,
) -> Letter:
    """The letter of a situation for a message, its fields filled in. Nothing of an offer that she
    has not read and kept is in it.

    `on_behalf_of`: who recommended her there. `due`: what the message's call has open, when it is
    known.
    """
    offer = offer_of(by, fetch)
    if "offer" in lacking(by.workspace, fetch):
        offer = replace(offer, tagline="", services=())
        own = hers(by.workspace, situation, language, fetch)
        subject, body = own or plain_letter(situation, language)
    else:
        subject, body = template(by.workspace, situation, language, fetch)
    fields = _fields(message, offer, language, due or _due_of(message)) | {
        "de la part de": on_behalf_of,
        "on behalf of": on_behalf_of,
    }
    return Letter(
        situation,
        language,
        one_line(fill(subject, fields)),
        fill(body, fields),
        footer(by, message, offer, language, fetch),
    )


def footer(
    by: Member, message: Message, offer: OfferData, language: Language, fetch: Fetch = fetch_now
) -> str:
    """Who writes, with the legal mentions; where the address comes from; how to say stop
    (Code des postes, L. 34-5, as the CNIL reads it for professionals; GDPR art. 14). Her form, her
    SIRET and her VAT are not mentioned before she has read and kept them.
    """
    on = now().astimezone(PARIS).date()
    read = "offer" not in lacking(by.workspace, fetch)
    known = mentions(offer, language, on) if read else [" ".join(offer.address.split())]
    lines = [
        by.name,
        _as_line(by.trade, language),
        on_one_line((offer.phone, offer.email, offer.site)),
        *known,
    ]
    signature = "\n".join(line for line in lines if line)
    told = ""
    if is_due(message, fetch):
        told = f"\n\n{written_notice(by, message.company, offer, language)}"
    return f"--\n{signature}\n\n{_source(message, language)}{told}"


def _as_line(trade: str, language: Language) -> str:
    """What she does, as a line of its own under her name."""
    said = typeset(trade.strip(), language)
    return f"{said[:1].upper()}{said[1:]}"


def _source(message: Message, language: Language) -> str:
    """Where the address comes from, as the law asks it to be said, and how to be left alone."""
    source = message.company.provenance.source
    with override(language):
        where = _said_of_call(message, language) if message.call_id else written_source(source)
        if message.call_id and message.address_known:
            where = f"{where} {written_source_of_card(source)}"
        stop = _(
            "If you would rather not hear from me again, answer STOP: I will not write or call "
            "any more."
        )
        return f"{where} {stop}"


def _said_of_call(message: Message, language: Language) -> str:
    given = message.created_at.astimezone(PARIS).date()
    day = {"day": day_in_words(given, given.year, language)}
    if message.address_known:
        return _("We spoke on the telephone on %(day)s; I had this address already.") % day
    return _("I was given this address on the telephone on %(day)s.") % day


def _due_of(message: Message) -> FollowUp | None:
    """The open follow-up of the message's call."""
    if not message.call_id:
        return None
    return FollowUp.objects.filter(
        workspace_id=message.workspace_id, call_id=message.call_id, closed_at=None
    ).first()


def _fields(
    message: Message, offer: OfferData, language: Language, due: FollowUp | None
) -> dict[str, str]:
    contact = addressed(message.contact.name, language) if message.contact else ""
    said = str(message.call.details.get("place", "")) if message.call else ""
    fields = {
        "nom": offer.name,
        "métier": offer.trade,
        "entreprise": message.company.name,
        "interlocuteur": contact,
        "lieu": place_in_letter(said, language),
        "missions": where_it_stops(offer.services, language),
        "présentation": in_plain_text(offer, language),
        "date": when_in_letter(
            due.due_at, message.company.state.zone, language, exact=due.precision == "minute"
        )
        if due
        else "",
        "de la part de": "",
    }
    english = {
        "nom": "name",
        "métier": "trade",
        "entreprise": "company",
        "interlocuteur": "contact",
        "lieu": "place",
        "présentation": "presentation",
        "de la part de": "on behalf of",
    }
    return fields | {english[name]: value for name, value in fields.items() if name in english}


def when_in_letter(at: datetime, zone: str, language: Language, *, exact: bool) -> str:
    """“le jeudi 26 novembre à 10 h”, on the company's clock."""
    local = at.astimezone(tz(zone))
    day = day_in_words(local.date(), now().year, language)
    if language == "fr":
        return f"le {day} à {clock(local, 'fr')}" if exact else f"le {day}"
    return f"on {day} at {clock(local, 'en')}" if exact else f"on {day}"
