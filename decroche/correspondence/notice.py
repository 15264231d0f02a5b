"""The notice that people get with a mail about their data (GDPR art. 14), and noting that it was
given.
"""

from __future__ import annotations

from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import override

from decroche.compliance.actions import give_notice
from decroche.compliance.models import Notice
from decroche.compliance.queries import notices_of
from decroche.correspondence.models import Message
from decroche.database.fetching import Fetch, fetch_now
from decroche.journal.record import record
from decroche.offer.queries import offer_of
from decroche.offer.rules import OfferData
from decroche.prospects.models import Company
from decroche.shared.clock import today
from decroche.shared.language import Language, known_language
from decroche.shared.legal_figures import legal_limit
from decroche.shared.words import on_one_line
from decroche.team.models import Member


def written_notice(by: Member, company: Company, offer: OfferData, language: Language) -> str:
    """The written part in one paragraph: who, why, on what ground, from where, how long, which
    rights.
    """
    reach = on_one_line((offer.email, offer.phone))
    months = legal_limit("prospect_months", today())
    with override(language):
        return _(
            "Your data: %(who)s keeps your professional details to present its "
            "services to you (legitimate interest). Source: %(source)s. Nobody else receives "
            "them. They are erased %(years)s years after your last contact. You may have "
            "them shown, corrected or erased, or object, by answering this message; "
            "complaints: cnil.fr."
        ) % {
            "who": f"{by.name} ({reach})" if reach else by.name,
            "source": company.provenance.source,
            "years": months // 12,
        }


def version_of(text: str) -> str:
    """A digest of a wording, of twelve characters."""
    return sha256(text.encode()).hexdigest()[:12]


def is_due(message: Message, fetch: Fetch = fetch_now) -> bool:
    """Whether this is the first mail to that person: it carries the written part (and carries it
    still when it is filed later).
    """
    return not any(
        told.contact_id == message.contact_id
        and told.kind == Notice.Kind.WRITTEN
        and (message.closed_at is None or told.at < message.closed_at)
        for told in notices_of(message.company.workspace, message.company_id, fetch)
    )


def note_told(*, by: Member, message: Message) -> None:
    """Notes that the notice was given with a mail that has left, and its wording."""
    if not is_due(message):
        return
    language = known_language(message.language)
    with record(
        "notice.given", by=by, company_id=message.company_id, undoable=False, kind="written"
    ) as verb:
        wording = version_of(written_notice(by, message.company, offer_of(by), language))
        given = give_notice(
            verb=verb,
            by=by,
            company_id=message.company_id,
            contact_id=message.contact_id,
            kind="written",
            version=wording,
        )
        verb.nothing_done = given is None
