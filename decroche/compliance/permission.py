"""The one rule that says whether somebody may be called, written to, or let out of the file.

Values in, a verdict with its rule out. No Django. An import, the call state, an outcome that is
logged, a mail, an export, the API and the command line all ask `permit`. The queue asks in two
steps: the call state keeps what `permit` said of a card, and `hour_verdict`, which `permit` asks
too, says of a place whether it is time. Nothing else decides (tests/test_one_permission.py reads
the code for a second decision).

A refusal names what can be done by its `why` (see wording.py). One with an `until` ends by itself;
the others stand until something is changed. What is only worth knowing is in advice.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from decroche.compliance.rules import USUAL, Hours, Verdict, Why, open_now
from decroche.shared.addresses import is_generic, is_webmail
from decroche.shared.legal_figures import legal_limit
from decroche.shared.places import tz

Audience = Literal["professional", "consumer"]
Nature = Literal["", "business", "register", "given", "private"]
NATURES: tuple[Nature, ...] = get_args(Nature)

DIALLED = ("valid", "doubtful")
"""The states of a number that may be dialled; the others are unreadable, wrong, suppressed."""
FORBIDDING: tuple[Why, ...] = ("opposed", "unlisted", "no_consent", "consent_revoked", "refused")
"""Refusals of the law that no other number or hour would lift: a call made against one of them is
not even logged. A call at the wrong hour was made, and counts.
"""


@dataclass(frozen=True, slots=True)
class Consent:
    """A provable yes of a consumer (C. conso. L. 223-1 al. 2 and 3): when it was given, whether for
    calls out of hours too, when it was taken back.
    """

    given_at: datetime
    out_of_hours: bool = False
    revoked_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it was given and not taken back at that moment."""
        return self.given_at <= at and (self.revoked_at is None or at < self.revoked_at)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the law leaves open, as settings; each default is the safe side.

    `local_holidays`: the days of Alsace-Moselle and overseas stop a call to a consumer too (D.
    223-9 names L. 3133-1 only) [D];
    `strict_webmail`: a personal webmail of a sole trader that nobody published for the trade needs
    a yes [D].
    """

    local_holidays: bool = True
    strict_webmail: bool = True


_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class CallValues:
    """A card about to be called.

    `number`: it has a number whose state is one of DIALLED. `opposed`: the card, its person or one
    of their values carries an opposition. `unlisted`: partly non-public in the state's register
    (status P); `nature`: where the number comes from. `client`: a contract is under way. `consent`:
    the latest yes to calls on that number. `attempts`: when it was called before, in any order;
    `refused_at`: the last refusal in a talk. `zone` is a code of shared.places; `hours` are those
    for professionals, and hold her days off.
    """

    audience: Audience = "professional"
    zone: str = "metro"
    number: bool = True
    opposed: bool = False
    removed: bool = False
    erased: bool = False
    unlisted: bool = False
    nature: Nature = ""
    client: bool = False
    consent: Consent | None = None
    attempts: Sequence[datetime] = ()
    refused_at: datetime | None = None
    hours: Hours = USUAL
    policy: Policy = _POLICY


@dataclass(frozen=True, slots=True)
class MailValues:
    """An address about to be written to.

    `asked`: they asked for this mail, by telephone or in writing; `consent`: the latest yes to
    mails to that address; the others as for a call.
    """

    address: str
    audience: Audience = "professional"
    sole_trader: bool = False
    opposed: bool = False
    erased: bool = False
    unlisted: bool = False
    nature: Nature = ""
    client: bool = False
    asked: bool = False
    consent: Consent | None = None
    policy: Policy = _POLICY


@dataclass(frozen=True, slots=True)
class ExportValues:
    """A card, one of its people or one of its numbers about to be written into a file."""

    opposed: bool = False
    erased: bool = False


def permit(values: CallValues | MailValues | ExportValues, at: datetime) -> Verdict:
    """Whether it may be done at that moment."""
    if values.erased:
        return Verdict(False, "erased", rule="erasure")
    if values.opposed:
        return Verdict(False, "opposed", rule="objection")
    if isinstance(values, CallValues):
        return _call(values, at)
    if isinstance(values, MailValues):
        return _mail(values, at)
    return Verdict(True)


def _call(values: CallValues, at: datetime) -> Verdict:
    """The law's refusals for good first, then what she can mend, then what ends by itself."""
    consumer = values.audience == "consumer"
    if values.unlisted and values.nature == "register":
        return _UNLISTED
    if consumer and (refused := _without_a_yes(values, at)):
        return refused
    if values.removed:
        return Verdict(False, "removed")
    if not values.number:
        return Verdict(False, "no_number")
    if consumer and (later := _not_yet(values, at)):
        return later
    rule = "professional" if not consumer else "contract" if values.client else "consent"
    return Verdict(True, rule=rule)


def hour_verdict(
    hours: Hours,
    zone: str,
    at: datetime,
    *,
    consumer: bool,
    any_hour: bool = False,
    policy: Policy = _POLICY,
) -> Verdict:
    """Whether it is time to call somebody in that place. A professional is called within her hours,
    a consumer within those of the law (D. 223-9), or at `any_hour` when a consent says so.
    """
    if consumer and any_hour:
        return Verdict(True)
    return open_now(hours, zone, at, consumer=consumer, local_holidays=policy.local_holidays)


def at_any_hour(values: CallValues, at: datetime) -> bool:
    """Whether a consumer agreed to calls outside the hours of the law, and did not take it back."""
    consent = values.consent
    return (
        values.audience == "consumer"
        and consent is not None
        and consent.out_of_hours
        and consent.holds(at)
    )


_UNLISTED = Verdict(False, "unlisted", rule="unlisted")


def _mail(values: MailValues, at: datetime) -> Verdict:
    """CPCE L. 34-5; CNIL, prospection par courrier électronique."""
    if values.unlisted and values.nature == "register":
        return _UNLISTED
    if values.asked:
        return Verdict(True, rule="asked")
    if values.audience == "consumer":
        if values.client:
            return Verdict(True, rule="customer_mail")
        if values.consent is None:
            return Verdict(False, "no_consent", rule="mail_consent")
        if not values.consent.holds(at):
            return Verdict(False, "consent_revoked", rule="mail_consent")
        return Verdict(True, rule="mail_consent")
    own = (
        values.sole_trader
        and is_webmail(values.address)
        and values.nature not in ("business", "given")
    )
    if own and values.policy.strict_webmail:
        return Verdict(False, "personal_address", rule="personal_webmail")
    if is_generic(values.address) and not values.sole_trader:
        return Verdict(True, rule="generic_mailbox")
    return Verdict(True, rule="professional_mail")


def _without_a_yes(values: CallValues, at: datetime) -> Verdict | None:
    """A consumer needs a consent that holds, and not to have refused since (C. conso. L. 223-1 and
    L. 221-16, as they stood on that day).
    """
    day, consent = at.astimezone(tz(values.zone)).date(), values.consent
    holds = consent is not None and consent.holds(at)
    if legal_limit("consumer_consent", day) and not values.client and not holds:
        return Verdict(
            False, "no_consent" if consent is None else "consent_revoked", rule="consent"
        )
    return _refused(values, day)


def _not_yet(values: CallValues, at: datetime) -> Verdict | None:
    """A consumer is called at most so often, and within the hours of the law (D. 223-9)."""
    often = _too_often(values, at)
    if often:
        return often
    shut = _hour_of(values, at, at)
    if shut.allowed:
        return None
    return Verdict(False, shut.why, shut.detail, shut.until, rule="consumer_hours")


def _hour_of(values: CallValues, moment: datetime, at: datetime) -> Verdict:
    """Whether that moment is time to call this consumer, as far as the consents of now say."""
    return hour_verdict(
        values.hours,
        values.zone,
        moment,
        consumer=True,
        any_hour=at_any_hour(values, at),
        policy=values.policy,
    )


def _refused(values: CallValues, day: date) -> Verdict | None:
    """A refusal in a talk: for good, unless a fresh consent came after it; before 11 August 2026
    for sixty days.
    """
    consent = values.consent
    if values.refused_at is None or (
        consent is not None and consent.given_at > values.refused_at and consent.revoked_at is None
    ):
        return None
    days = legal_limit("consumer_refusal_days", day)
    if days is None:
        return Verdict(False, "refused", rule="refusal")
    over = values.refused_at.astimezone(tz(values.zone)) + timedelta(days=days)
    return Verdict(False, "refused", until=over, rule="refusal") if day <= over.date() else None


def _too_often(values: CallValues, at: datetime) -> Verdict | None:
    """Four calls or attempts in thirty calendar days, at the consumer's place; unanswered ones
    count.
    """
    clock = tz(values.zone)
    day = at.astimezone(clock).date()
    most, days = (
        legal_limit("consumer_attempts", day),
        timedelta(days=legal_limit("consumer_attempts_days", day)),
    )
    recent = sorted(
        one for one in values.attempts if day - days < one.astimezone(clock).date() and one <= at
    )
    if len(recent) < most:
        return None
    free = recent[len(recent) - most].astimezone(clock) + days
    midnight = free.replace(hour=0, minute=0)
    until = _hour_of(values, midnight, at).until or midnight
    return Verdict(False, "too_often", until=until, rule="attempts")
