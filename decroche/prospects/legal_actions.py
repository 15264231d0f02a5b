"""Legal verbs about cards: oppositions of persons and values and taking them back, whether a card
is a professional or a consumer, its status in the register, consents. Each writes one journal line.
What an opposition does to a card is in opposition.py.
"""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex

from django.db.models import QuerySet
from stdnum.fr import siren

from decroche.compliance.actions import ConsentGiven, consent, lift, oppose, revoke
from decroche.compliance.models import Suppression
from decroche.compliance.rules import ValueKind, fingerprint
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.journal.verbs import LIFTED
from decroche.prospects.events import CompaniesChanged, OppositionLifted
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.opposition import (
    cards_carrying,
    oppose_company,
    oppose_person,
    person_keys,
    values_of,
)
from decroche.prospects.refreshing import refresh
from decroche.prospects.rules import number_state
from decroche.shared.addresses import find_addresses
from decroche.shared.events import publish
from decroche.shared.numbers import read_numbers
from decroche.team.models import Member, Workspace

DIFFUSION = "company.diffusion"
"""The verb that notes a status in the register. It comes from a look-up, not from the user."""


class NotAValue(ValueError):
    """A text has neither a telephone number, nor an e-mail address, nor a SIREN."""


def leave_person_alone(*, by: Member, person: Contact, channel: str = "phone") -> Entry:
    """Notes the opposition of one person; the company may still be called."""
    with record("person.opposed", by=by, company_id=person.company_id) as verb:
        oppose_person(verb=verb, by=by, person=person, channel=channel)
    return verb.entry


def read_values(text: str) -> list[tuple[ValueKind, str]]:
    """[(kind, value)] of the numbers, addresses or SIREN in a typed text. Raises NotAValue."""
    found: list[tuple[ValueKind, str]] = [("email", address) for address in find_addresses(text)]
    digits = "".join(sign for sign in text if sign.isdigit())
    if not found and len(digits) == 9 and not digits.startswith("0") and siren.is_valid(digits):
        found.append(("siren", digits))
    if not any(kind == "siren" for kind, _ in found):
        found += [("number", number.dial) for number in read_numbers(text).numbers]
    if not found:
        raise NotAValue(text)
    return found


def leave_alone(
    *, by: Member, values: list[tuple[ValueKind, str]], channel: str, key: str | None = None
) -> tuple[Entry, int]:
    """Notes the opposition of values, whether or not a card has them: (the journal line, how many
    cards have one of them and are opposed too).
    """
    with record("values.opposed", by=by, key=key, channel=channel) as verb:
        act, every_establishment = token_hex(8), any(kind == "siren" for kind, _ in values)
        oppose(verb=verb, by=by, values=values, channel=channel, act=act)
        cards = list(cards_carrying(by.workspace_id, values))
        for card in cards:
            oppose_company(
                verb=verb,
                by=by,
                company=card,
                channel=channel,
                act=act,
                everywhere=every_establishment,
            )
        verb.entry.particulars |= {
            "kinds": sorted({kind for kind, _ in values}),
            "cards": len(cards),
        }
    return verb.entry, len(cards)


def lift_company(*, by: Member, company: Company, reason: str) -> Entry:
    """Takes back the opposition of a card. The reason is kept in the journal. Raises NoReason."""
    with record(LIFTED, by=by, company_id=company.pk) as verb:
        lift(verb=verb, by=by, values=values_of(company), reason=reason)
        let_go(verb, company)
    return verb.entry


def lift_values(
    *, by: Member, values: list[tuple[ValueKind, str]], reason: str
) -> tuple[Entry, int]:
    """Takes back the opposition of values, and of the cards that have one of them: (the journal
    line, how many oppositions were taken back). Raises NoReason.
    """
    with record(LIFTED, by=by) as verb:
        count = lift(verb=verb, by=by, values=values, reason=reason)
        for card in cards_carrying(by.workspace_id, values):
            count += lift(verb=verb, by=by, values=values_of(card), reason=reason)
            let_go(verb, card)
    return verb.entry, count


def lift_person(*, by: Member, person: Contact, reason: str) -> Entry:
    """Takes back the opposition of one person. Raises NoReason."""
    with record(LIFTED, by=by, company_id=person.company_id) as verb:
        own: list[tuple[ValueKind, str]] = [
            ("number", number.dial) for number in PhoneNumber.objects.filter(contact=person)
        ]
        values: list[tuple[ValueKind, str]] = [
            *(("person", key) for key in person_keys(person, person.company)),
            ("email", person.email),
            *own,
        ]
        lift(verb=verb, by=by, values=values, reason=reason)
        since = person.opposed_at
        verb.update(person, opposed_at=None)
        let_go(verb, person.company, only=person, since=since)
    return verb.entry


def let_go(
    verb: Verb, company: Company, *, only: Contact | None = None, since: datetime | None = None
) -> None:
    """Makes the suppressed numbers of a card (or of its person `only`, who was opposed `since`)
    usable again, except those that have an opposition of their own; and takes the card's own mark
    away.
    """
    since = company.opposed_at if only is None else since
    rows = PhoneNumber.objects.filter(company=company, state=PhoneNumber.State.SUPPRESSED)
    for number in rows.filter(contact=only) if only else rows:
        if not _still_opposed(company.workspace, number):
            valid = next(
                (read.valid for read in read_numbers(number.e164 or number.national).numbers), False
            )
            verb.update(number, state=number_state(valid=valid))
    verb.update(company, opposed_at=None if only is None else company.opposed_at)
    refresh(verb, company)
    if since is not None and (only is not None or company.opposed_at is None):
        publish(OppositionLifted(verb, company, only, since))


def _still_opposed(workspace: Workspace, number: PhoneNumber) -> bool:
    digest = fingerprint(workspace.fingerprint_key, "number", number.dial)
    return Suppression.objects.filter(workspace=workspace, fingerprint=digest).exists()


def choose_audience(*, by: Member, company: Company, audience: str, reason: str = "") -> Entry:
    """Sets a card to professional or consumer, with a reason; "" returns to what the rule decides.
    Raises ValueError.
    """
    if audience not in ("", *Company.Audience.values):
        raise ValueError(f"a card is professional or consumer, not {audience}")
    with record(
        "company.audience",
        by=by,
        company_id=company.pk,
        audience=audience,
        was=company.audience_why,
        reason=reason[:200],
    ) as verb:
        if audience:
            verb.update(company, audience=audience, audience_why="chosen")
        elif company.audience_why == "chosen":
            verb.update(company, audience_why="")
        refresh(verb, company)
    return verb.entry


def choose_audience_of_all(
    *, by: Member, companies: QuerySet[Company], audience: str, reason: str = ""
) -> Entry:
    """Sets many cards to professional or consumer at once, with a reason. Raises ValueError."""
    if audience not in Company.Audience.values:
        raise ValueError(f"a card is professional or consumer, not {audience}")
    with record("companies.audience", by=by, audience=audience, reason=reason[:200]) as verb:
        keys = tuple(companies.values_list("pk", flat=True))
        chosen = Company.objects.filter(pk__in=keys, workspace=by.workspace)
        count = verb.update_all(chosen, audience=audience, audience_why="chosen")
        verb.entry.particulars["count"] = count
        publish(CompaniesChanged(verb, by.workspace_id, keys))
    return verb.entry


def note_diffusion(*, by: Member, company: Company, status: str) -> Entry:
    """Notes the publication status of a card in the state's register: O (public), or P (partly
    non-public, C. com. R. 123-232-1).
    """
    with record(DIFFUSION, by=by, company_id=company.pk, status=status) as verb:
        verb.update(company, diffusion=status)
        refresh(verb, company)
    return verb.entry


def keep_consent(
    *, by: Member, company: Company, given: ConsentGiven, key: str | None = None
) -> Entry:
    """Saves the proof of a consumer's consent, for a number or an address of a card. Raises
    ValueError (see `consent`).
    """
    with record(
        "consent.kept",
        by=by,
        company_id=company.pk,
        key=key,
        kind=given.kind,
        channel=given.channel,
    ) as verb:
        consent(verb=verb, by=by, given=given)
        refresh(verb, company)
    return verb.entry


def revoke_consent(
    *, by: Member, company: Company, kind: ValueKind, value: str, channel: str
) -> Entry:
    """Notes that a consumer withdrew a consent."""
    with record(
        "consent.revoked", by=by, company_id=company.pk, kind=kind, channel=channel
    ) as verb:
        revoke(verb=verb, by=by, kind=kind, value=value, channel=channel)
        refresh(verb, company)
    return verb.entry
