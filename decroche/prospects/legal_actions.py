"""Verbs of the law about cards: leaving a person or a value alone, lifting that with a reason,
professional or consumer, the register's status, consents. Each is one line of the journal; what an
opposition does to a card is in opposition.py.
"""

from __future__ import annotations

from secrets import token_hex

from stdnum.fr import siren

from decroche.compliance.actions import ConsentGiven, consent, lift, oppose, revoke
from decroche.compliance.models import Suppression
from decroche.compliance.rules import ValueKind, fingerprint
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
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
from decroche.shared.numbers import read_numbers
from decroche.team.models import Member, Workspace

DIFFUSION = "company.diffusion"
"""The verb that notes a status of the register: nobody wrote anything about the card."""


class NotAValue(ValueError):
    """A text that is neither a telephone number, nor an e-mail address, nor a SIREN."""


def leave_person_alone(*, by: Member, person: Contact, channel: str = "phone") -> Entry:
    """One person asks to be left alone; her company stays."""
    with record("person.opposed", by=by, company_id=person.company_id) as verb:
        oppose_person(verb=verb, by=by, person=person, channel=channel)
    return verb.entry


def read_values(text: str) -> list[tuple[ValueKind, str]]:
    """The numbers, addresses and SIREN of a text she typed, in any spelling. Raises NotAValue."""
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
    """Values she was told to leave alone, whether or not a card carries them: (the entry, how many
    cards were stopped).
    """
    with record("values.opposed", by=by, key=key, channel=channel) as verb:
        act, whole = token_hex(8), any(kind == "siren" for kind, _ in values)
        oppose(verb=verb, by=by, values=values, channel=channel, act=act)
        cards = list(cards_carrying(by.workspace_id, values))
        for card in cards:
            oppose_company(
                verb=verb, by=by, company=card, channel=channel, act=act, everywhere=whole
            )
        verb.entry.particulars |= {
            "kinds": sorted({kind for kind, _ in values}),
            "cards": len(cards),
        }
    return verb.entry, len(cards)


def lift_company(*, by: Member, company: Company, reason: str) -> Entry:
    """Takes back the opposition of a card, with the reason that stays in the journal.

    Raises NoReason.
    """
    with record("opposition.lifted", by=by, company_id=company.pk) as verb:
        lift(verb=verb, by=by, values=values_of(company), reason=reason)
        let_go(verb, company)
    return verb.entry


def lift_values(
    *, by: Member, values: list[tuple[ValueKind, str]], reason: str
) -> tuple[Entry, int]:
    """Takes back the opposition of values, and of the cards that carry them: (the entry, how many
    oppositions). Raises NoReason.
    """
    with record("opposition.lifted", by=by) as verb:
        count = lift(verb=verb, by=by, values=values, reason=reason)
        for card in cards_carrying(by.workspace_id, values):
            count += lift(verb=verb, by=by, values=values_of(card), reason=reason)
            let_go(verb, card)
    return verb.entry, count


def lift_person(*, by: Member, person: Contact, reason: str) -> Entry:
    """Takes back the opposition of one person. Raises NoReason."""
    with record("opposition.lifted", by=by, company_id=person.company_id) as verb:
        own: list[tuple[ValueKind, str]] = [
            ("number", number.dial) for number in PhoneNumber.objects.filter(contact=person)
        ]
        values: list[tuple[ValueKind, str]] = [
            *(("person", key) for key in person_keys(person, person.company)),
            ("email", person.email),
            *own,
        ]
        lift(verb=verb, by=by, values=values, reason=reason)
        verb.update(person, opposed_at=None)
        let_go(verb, person.company, only=person)
    return verb.entry


def let_go(verb: Verb, company: Company, *, only: Contact | None = None) -> None:
    """Its numbers may be dialled again, those that no other opposition holds."""
    rows = PhoneNumber.objects.filter(company=company, state=PhoneNumber.State.SUPPRESSED)
    for number in rows.filter(contact=only) if only else rows:
        if not _held(company.workspace, number):
            valid = next(
                (one.valid for one in read_numbers(number.e164 or number.national).numbers), False
            )
            verb.update(number, state=number_state(valid=valid))
    verb.update(company, opposed_at=None if only is None else company.opposed_at)
    refresh(verb, company)


def _held(workspace: Workspace, number: PhoneNumber) -> bool:
    digest = fingerprint(workspace.fingerprint_key, "number", number.dial)
    return Suppression.objects.filter(workspace=workspace, fingerprint=digest).exists()


def choose_audience(*, by: Member, company: Company, audience: str, reason: str = "") -> Entry:
    """Professional or consumer, as she says, with her reason; "" goes back to what the rule says.
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


def note_diffusion(*, by: Member, company: Company, status: str) -> Entry:
    """What the state's register says today of a card: O, or P for partly non-public (C. com. R.
    123-232-1). The latest status holds.
    """
    with record(DIFFUSION, by=by, company_id=company.pk, status=status) as verb:
        verb.update(company, diffusion=status)
        refresh(verb, company)
    return verb.entry


def keep_consent(
    *, by: Member, company: Company, given: ConsentGiven, key: str | None = None
) -> Entry:
    """Keeps the proof of a consumer's yes, for a number or an address of a card.

    Raises ValueError (see `consent`).
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
    """The consumer took the yes back."""
    with record(
        "consent.revoked", by=by, company_id=company.pk, kind=kind, channel=channel
    ) as verb:
        revoke(verb=verb, by=by, kind=kind, value=value, channel=channel)
        refresh(verb, company)
    return verb.entry
