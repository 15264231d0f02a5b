"""The law about one call and one mail: values in, a verdict with its rule out. No Django.

A refusal names what can be done by its `why` (see wording.py). What is only advice for a
professional never refuses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from decroche.compliance.rules import Hours, Verdict, open_now
from decroche.shared.addresses import is_generic, is_webmail
from decroche.shared.calendar import school_holidays
from decroche.shared.dated import legal_limit
from decroche.shared.numbers import cost_of, national_digits
from decroche.shared.places import tz, zone

Audience = Literal["professional", "consumer"]
Nature = Literal["", "business", "register", "given", "private"]
NATURES: tuple[Nature, ...] = get_args(Nature)


@dataclass(frozen=True, slots=True)
class Consent:
    """A provable yes of a consumer (C.

    conso. L. 223-1 al. 2 and 3): when, in which words, whether out of hours too, until when.
    """

    given_at: datetime
    out_of_hours: bool = False
    revoked_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it was given and not taken back at that moment."""
        return self.given_at <= at and (self.revoked_at is None or at < self.revoked_at)


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody about to be called: values only.

    `number` in E.164; `company` and `person` the folded names an opposition knows them by; `zone` a
    code of shared.places; `attempts` when it was called before, in any order; `refused_at` the last
    refusal in a talk; `nature` where the number comes from; `unlisted`: partly non-public in the
    state's register (status P); `client`: a contract is under way.
    """

    number: str = ""
    siren: str = ""
    email: str = ""
    company: str = ""
    person: str = ""
    zone: str = "metro"
    department: str = ""
    audience: Audience = "professional"
    attempts: Sequence[datetime] = ()
    refused_at: datetime | None = None
    nature: Nature = ""
    unlisted: bool = False
    client: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """An address about to be written to.

    `asked`: they asked for this mail, by telephone or in writing.
    """

    address: str
    siren: str = ""
    company: str = ""
    person: str = ""
    audience: Audience = "professional"
    sole_trader: bool = False
    nature: Nature = ""
    unlisted: bool = False
    client: bool = False
    asked: bool = False


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


@dataclass(frozen=True, slots=True)
class Known:
    """What the workspace keeps about the values: whether one is opposed, the latest consent to be
    called or written to.
    """

    opposed: bool = False
    consent: Consent | None = None
    hours: Hours = field(default_factory=Hours)
    policy: Policy = field(default_factory=Policy)


def judge_call(line: Line, known: Known, at: datetime) -> Verdict:
    """Whether this line may be called at that moment."""
    told = advice(line, known.hours, at)
    refused = _stopped(line.unlisted, line.nature, known.opposed)
    if not refused and line.audience == "consumer":
        refused = _consumer(line, known, at)
    if refused:
        return refused
    rule = (
        "professional"
        if line.audience == "professional"
        else "contract"
        if line.client
        else "consent"
    )
    return Verdict(True, rule=rule, advice=told)


def judge_letter(letter: Letter, known: Known, at: datetime) -> Verdict:
    """Whether this address may be written to at that moment (CPCE L.

    34-5; CNIL, prospection par courrier électronique).
    """
    refused = _stopped(letter.unlisted, letter.nature, known.opposed)
    if refused:
        return refused
    if letter.asked:
        return Verdict(True, rule="asked")
    if letter.audience == "consumer":
        if letter.client:
            return Verdict(True, rule="customer_mail")
        if known.consent is None:
            return Verdict(False, "no_consent", rule="mail_consent")
        if not known.consent.holds(at):
            return Verdict(False, "consent_revoked", rule="mail_consent")
        return Verdict(True, rule="mail_consent")
    own = (
        letter.sole_trader
        and is_webmail(letter.address)
        and letter.nature not in ("business", "given")
    )
    if own and known.policy.strict_webmail:
        return Verdict(False, "personal_address", rule="personal_webmail")
    if is_generic(letter.address) and not letter.sole_trader:
        return Verdict(True, rule="generic_mailbox")
    return Verdict(True, rule="professional_mail")


def _stopped(unlisted: bool, nature: Nature, opposed: bool) -> Verdict | None:
    """What stops a call and a mail alike."""
    if opposed:
        return Verdict(False, "opposed", rule="objection")
    if unlisted and nature == "register":
        return Verdict(False, "unlisted", rule="unlisted")
    return None


def _consumer(line: Line, known: Known, at: datetime) -> Verdict | None:
    """C. conso. L. 223-1, L. 221-16 and D. 223-9, as they stood on that day."""
    day, consent = at.astimezone(tz(line.zone)).date(), known.consent
    holds = consent is not None and consent.holds(at)
    if legal_limit("consumer_consent", day) and not line.client and not holds:
        return Verdict(
            False, "no_consent" if consent is None else "consent_revoked", rule="consent"
        )
    refused = _refused(line, consent, day)
    if refused:
        return refused
    often = _too_often(line, known, at)
    if often:
        return often
    if holds and consent is not None and consent.out_of_hours:
        return None
    shut = open_now(
        known.hours, line.zone, at, consumer=True, local_holidays=known.policy.local_holidays
    )
    return (
        None
        if shut.allowed
        else Verdict(False, shut.why, shut.detail, shut.until, rule="consumer_hours")
    )


def _refused(line: Line, consent: Consent | None, day: date) -> Verdict | None:
    """A refusal in a talk: for good, unless a fresh consent came after it; before 11 August 2026
    for sixty days.
    """
    if line.refused_at is None or (
        consent is not None and consent.given_at > line.refused_at and consent.revoked_at is None
    ):
        return None
    days = legal_limit("consumer_refusal_days", day)
    if days is None:
        return Verdict(False, "refused", rule="refusal")
    over = line.refused_at.astimezone(tz(line.zone)) + timedelta(days=days)
    return Verdict(False, "refused", until=over, rule="refusal") if day <= over.date() else None


def _too_often(line: Line, known: Known, at: datetime) -> Verdict | None:
    """Four calls or attempts in thirty calendar days, at the consumer's place; unanswered ones
    count.
    """
    clock = tz(line.zone)
    day = at.astimezone(clock).date()
    most, days = (
        legal_limit("consumer_attempts", day),
        timedelta(days=legal_limit("consumer_attempts_days", day)),
    )
    recent = sorted(
        one for one in line.attempts if day - days < one.astimezone(clock).date() and one <= at
    )
    if len(recent) < most:
        return None
    free = recent[len(recent) - most].astimezone(clock) + days
    midnight = free.replace(hour=0, minute=0)
    until = open_now(known.hours, line.zone, midnight, consumer=True).until or free
    return Verdict(False, "too_often", until=until, rule="attempts")


def advice(line: Line, hours: Hours, at: datetime) -> tuple[str, ...]:
    """What is worth knowing before dialling and forbids nothing."""
    found: list[str] = []
    digits = national_digits(line.number) if line.number else ""
    if digits and (
        cost_of(digits) == "surcharged"
        or (len(digits) <= 6 and digits[:2] in ("10", "32", "34", "36", "39", "11"))
    ):
        found.append("surcharged")
    if digits.startswith(legal_limit("platform_prefixes", at.date())):
        found.append("platform")
    if not zone(line.zone).french:
        found.append("foreign")
    if line.audience == "professional":
        shut = open_now(hours, line.zone, at)
        found += [] if shut.allowed else [f"outside_{shut.why}"]
    if school_holidays(at.astimezone(tz(line.zone)).date(), line.department):
        found.append("school_holidays")
    return tuple(found)
