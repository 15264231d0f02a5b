"""The one rule that decides whether somebody may be called, written to, or exported.

It takes values and returns a verdict with its rule. Plain Python. Imports, the call state, logging
an outcome, mails, exports, the API and the command line all ask `permit`. The queue asks in two
steps: the call state stores what `permit` said of a card, and `hour_verdict`, which `permit` uses
too, says whether it is time to call in a place. Nothing else decides; tests/test_one_permission.py
reads the code to find a second decision.

The code `why` of a refusal tells what can be done (see wording.py). A refusal with an `until` ends
by itself; the others remain until something is changed. Advice that forbids nothing is in
advice.py.
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
"""The states of a number that may be dialled; the others are unreadable, wrong and suppressed."""
FORBIDDING: tuple[Why, ...] = ("opposed", "unlisted", "no_consent", "consent_revoked", "refused")
"""Legal refusals that another number or hour would not change. A call against one of them can't be
logged. A call at a forbidden hour can, because it was made and counts as an attempt.
"""


@dataclass(frozen=True, slots=True)
class Consent:
    """A consumer's consent that can be proved (C. conso. L. 223-1 al. 2 and 3): when it was given,
    whether it includes calls outside the legal hours, when it was withdrawn.
    """

    given_at: datetime
    out_of_hours: bool = False
    revoked_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it is valid at an instant: given before, and not withdrawn yet."""
        return self.given_at <= at and (self.revoked_at is None or at < self.revoked_at)


@dataclass(frozen=True, slots=True)
class Policy:
    """Her choices where the law is not settled; the default of each is the cautious one. Both are
    of certainty D (see shared/legal_figures.py).

    `local_holidays`: consumers are not called on the local holidays of Alsace-Moselle and overseas
    either, though D. 223-9 names those of L. 3133-1 only. `strict_webmail`: a sole trader's
    personal webmail address that was not published for the trade needs a consent.
    """

    local_holidays: bool = True
    strict_webmail: bool = True


_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class CallValues:
    """The values of a card that decide whether it may be called.

    - number: whether it has a number whose state is in DIALLED;
    - opposed: whether the card, the person or one of their values has an opposition;
    - unlisted: whether it is partly non-public in the state's register (status P);
    - nature: where its number comes from (Provenance.Nature);
    - client: whether there is a contract with it;
    - consent: the latest consent to calls of that number;
    - attempts: the instants at which it was called, in any order;
    - refused_at: when it last refused in a conversation;
    - zone: the code of its place (shared/places.py);
    - hours: those for professionals, with her days off;
    - made_up: whether it is a company of the made-up file, whose telephone rings nowhere.
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
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class MailValues:
    """The values that decide whether a mail may be sent to an address. `asked`: they asked for this
    mail, by telephone or in writing; `consent`: the latest consent to mails to that address; the
    others as in CallValues.
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
    """The values that decide whether a card, a person or a number may be exported."""

    opposed: bool = False
    erased: bool = False


def permit(values: CallValues | MailValues | ExportValues, at: datetime) -> Verdict:
    """Whether the call, mail or export may be done at an instant (the rule, see above)."""
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
    """Whether a call is allowed. The order of the checks decides which reason is shown: first
    lasting legal refusals, then what she can change (a missing number), then what ends by itself.
    """
    consumer = values.audience == "consumer"
    if values.unlisted and values.nature == "register":
        return _UNLISTED
    if consumer and (forbidden := _without_consent(values, at)):
        return forbidden
    if values.removed:
        return Verdict(False, "removed")
    if not values.number:
        return Verdict(False, "no_number")
    if consumer and (later := _not_yet(values, at)):
        return later
    if not consumer:
        return Verdict(True, rule="professional")
    return Verdict(True, rule="contract" if values.client else "consent")


def hour_verdict(
    hours: Hours,
    zone: str,
    at: datetime,
    *,
    consumer: bool,
    any_hour: bool = False,
    policy: Policy = _POLICY,
) -> Verdict:
    """Whether it is time to call somebody in a zone: a professional within her hours, a consumer
    within the legal ones (D. 223-9), or at any hour when a consent allows that, or nobody is there
    to be disturbed (`any_hour`).
    """
    if any_hour:
        return Verdict(True)
    return open_now(hours, zone, at, consumer=consumer, local_holidays=policy.local_holidays)


def at_any_hour(values: CallValues, at: datetime) -> bool:
    """Whether a consumer's valid consent includes calls outside the legal hours, or a company is
    made up. One that she calls a private person is never taken for made up.
    """
    if values.audience == "professional":
        return values.made_up
    consent = values.consent
    return consent is not None and consent.out_of_hours and consent.holds(at)


_UNLISTED = Verdict(False, "unlisted", rule="unlisted")


def _mail(values: MailValues, at: datetime) -> Verdict:
    """Whether a mail is allowed (CPCE L. 34-5; CNIL, prospection par courrier électronique)."""
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
    personal = (
        values.sole_trader
        and is_webmail(values.address)
        and values.nature not in ("business", "given")
    )
    if personal and values.policy.strict_webmail:
        return Verdict(False, "personal_address", rule="personal_webmail")
    if is_generic(values.address) and not values.sole_trader:
        return Verdict(True, rule="generic_mailbox")
    return Verdict(True, rule="professional_mail")


def _without_consent(values: CallValues, at: datetime) -> Verdict | None:
    """The refusal of a consumer who has no valid consent, or refused after giving it (C. conso. L.
    223-1 and L. 221-16, as they were on that day); None for others.
    """
    day, consent = at.astimezone(tz(values.zone)).date(), values.consent
    holds = consent is not None and consent.holds(at)
    if legal_limit("consumer_consent", day) and not values.client and not holds:
        return Verdict(
            False, "no_consent" if consent is None else "consent_revoked", rule="consent"
        )
    return _refused(values, day)


def _not_yet(values: CallValues, at: datetime) -> Verdict | None:
    """The refusal of a consumer who was called too often, or at a forbidden hour (D. 223-9); it
    ends by itself. None for others.
    """
    often = _too_often(values, at)
    if often:
        return often
    verdict = _hour_of(values, at, at)
    if verdict.allowed:
        return None
    return Verdict(False, verdict.why, verdict.detail, verdict.until, rule="consumer_hours")


def _hour_of(values: CallValues, moment: datetime, at: datetime) -> Verdict:
    """Whether `moment` is an hour to call this consumer, by the consent as it is at `at`."""
    return hour_verdict(
        values.hours,
        values.zone,
        moment,
        consumer=True,
        any_hour=at_any_hour(values, at),
        policy=values.policy,
    )


def _refused(values: CallValues, day: date) -> Verdict | None:
    """The refusal of a consumer who refused in a conversation: for good, unless a later consent is
    valid (before 11 August 2026: for sixty days). None for others.
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
    """The refusal of a consumer who was called as often as the law allows: four calls, unanswered
    ones too, in thirty calendar days of the consumer's place. None for others.
    """
    clock = tz(values.zone)
    day = at.astimezone(clock).date()
    most = legal_limit("consumer_attempts", day)
    days = timedelta(days=legal_limit("consumer_attempts_days", day))
    recent = sorted(
        called
        for called in values.attempts
        if day - days < called.astimezone(clock).date() and called <= at
    )
    if len(recent) < most:
        return None
    free = recent[len(recent) - most].astimezone(clock) + days
    midnight = free.replace(hour=0, minute=0)
    until = _hour_of(values, midnight, at).until or midnight
    return Verdict(False, "too_often", until=until, rule="attempts")
