"""The limits of the verdicts, to the day and to the minute, and the instant at which a refusal
ends.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from decroche.compliance.advice import advice
from decroche.compliance.permission import (
    FORBIDDING,
    Audience,
    CallValues,
    Consent,
    ExportValues,
    MailValues,
    Nature,
    permit,
)
from decroche.shared.clock import PARIS, read_instant

YES = Consent(read_instant("2026-09-01T10:00"))
NOON = read_instant("2026-11-24T11:00")
EVENING = read_instant("2026-11-24T21:00")


def consumer(
    *,
    client: bool = False,
    attempts: tuple[datetime, ...] = (),
    refused_at: datetime | None = None,
) -> CallValues:
    return CallValues(
        audience="consumer",
        client=client,
        attempts=attempts,
        refused_at=refused_at,
    )


def test_a_consent_holds_from_the_moment_it_is_given_to_the_moment_it_is_taken_back() -> None:
    given, gone = read_instant("2026-09-01T10:00"), read_instant("2026-11-01T10:00")
    consent, minute = Consent(given, revoked_at=gone), timedelta(minutes=1)
    assert [consent.holds(at) for at in (given - minute, given, gone - minute, gone)] == [
        False,
        True,
        True,
        False,
    ]


def test_out_of_hours_is_allowed_by_a_consent_that_still_holds_only() -> None:
    gone = Consent(YES.given_at, out_of_hours=True, revoked_at=read_instant("2026-11-01T10:00"))
    holds = Consent(YES.given_at, out_of_hours=True)
    client = consumer(client=True)
    assert permit(replace(client, consent=holds), EVENING).allowed
    assert permit(replace(client, consent=gone), EVENING).why == "hours"
    assert permit(replace(client, consent=YES), EVENING).why == "hours"
    assert permit(client, EVENING).why == "hours"


def test_a_client_who_said_no_stays_refused_when_a_later_yes_was_taken_back() -> None:
    refused = read_instant("2026-10-01T10:00")
    fresh = read_instant("2026-10-02T10:00")
    line = consumer(client=True, refused_at=refused)
    assert permit(replace(line, consent=Consent(fresh)), NOON).allowed
    taken_back = Consent(fresh, revoked_at=read_instant("2026-10-03T10:00"))
    assert permit(replace(line, consent=taken_back), NOON).why == "refused"


def test_a_yes_of_the_same_instant_as_the_refusal_is_not_a_fresh_one() -> None:
    line = consumer(refused_at=YES.given_at)
    assert permit(replace(line, consent=YES), NOON).why == "refused"


@pytest.mark.parametrize(("days", "why"), [(59, "refused"), (60, "refused"), (61, "")])
def test_before_the_consent_a_refusal_held_for_sixty_days(days: int, why: str) -> None:
    at = read_instant("2026-08-10T11:00")
    refused_at = at - timedelta(days=days)
    verdict = permit(consumer(refused_at=refused_at), at)
    assert verdict.why == why
    assert verdict.until == (refused_at + timedelta(days=60) if why else None)


def attempts(*days_before: int) -> tuple[datetime, ...]:
    return tuple(NOON - timedelta(days=one) for one in days_before)


def test_after_four_attempts_it_says_when_the_oldest_of_them_is_thirty_days_old() -> None:
    """The oldest of the latest four was on Thursday 29 October at eleven: on Saturday 28 November
    it counts no longer, and a consumer is called again on Monday at ten.
    """
    line = consumer(attempts=attempts(26, 1, 2, 3, 25))
    verdict = permit(replace(line, consent=YES), NOON)
    assert verdict.until == datetime(2026, 11, 30, 10, tzinfo=PARIS)
    later = consumer(attempts=attempts(27, 24, 2, 3, 25))  # the oldest no longer decides
    found = permit(replace(later, consent=YES), NOON)
    assert found.until == datetime(2026, 11, 30, 10, tzinfo=PARIS)


def test_calls_wait_for_the_opening_hour_of_the_day_they_are_free_again() -> None:
    line = consumer(attempts=attempts(1, 2, 3, 21))
    verdict = permit(replace(line, consent=YES), NOON)
    assert verdict.until == datetime(2026, 12, 3, 10, tzinfo=PARIS)


def test_an_attempt_noted_for_later_is_not_counted_yet() -> None:
    line = consumer(attempts=(*attempts(1, 2, 3), NOON + timedelta(hours=1)))
    assert permit(replace(line, consent=YES), NOON).allowed
    line = consumer(attempts=(*attempts(1, 2, 3), NOON))
    assert permit(replace(line, consent=YES), NOON).why == "too_often"


@pytest.mark.parametrize(
    ("number", "flagged"),
    [
        ("1014", True),
        ("3240", True),
        ("3400", True),
        ("3639", True),
        ("3949", True),
        ("118712", True),
        ("3010", False),
        ("1187120", False),
        ("+33101990053", False),
        ("+33321990053", False),
        ("", False),
    ],
)
def test_short_numbers_that_cost_are_said_before_they_are_dialled(
    number: str, flagged: bool
) -> None:
    assert ("surcharged" in advice(number, NOON)) is flagged


@pytest.mark.parametrize(
    ("nature", "why"),
    [
        ("", "personal_address"),
        ("register", "personal_address"),
        ("private", "personal_address"),
        ("given", ""),
        ("business", ""),
    ],
)
def test_a_sole_traders_webmail_is_written_to_when_it_was_published_or_given(
    nature: Nature, why: str
) -> None:
    letter = MailValues("claire.durand@orange.fr", sole_trader=True, nature=nature)
    assert permit(letter, NOON).why == why


@pytest.mark.parametrize(
    ("audience", "client", "rule"),
    [
        ("professional", False, "professional"),
        ("professional", True, "professional"),
        ("consumer", False, "consent"),
        ("consumer", True, "contract"),
    ],
)
def test_an_allowed_call_names_the_rule_that_allows_it(
    audience: Audience, client: bool, rule: str
) -> None:
    line = CallValues(audience=audience, client=client)
    verdict = permit(replace(line, consent=YES), NOON)
    assert (verdict.allowed, verdict.rule) == (True, rule)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (CallValues(), ""),
        (CallValues(erased=True, opposed=True), "erased"),
        (CallValues(opposed=True, removed=True, number=False), "opposed"),
        (CallValues(unlisted=True, nature="register", removed=True), "unlisted"),
        (CallValues(audience="consumer", removed=True, number=False), "no_consent"),
        (CallValues(removed=True, number=False), "removed"),
        (CallValues(number=False), "no_number"),
        (CallValues(audience="consumer", consent=YES, number=False), "no_number"),
        (MailValues("a@b.example", erased=True, opposed=True, asked=True), "erased"),
        (ExportValues(), ""),
        (ExportValues(opposed=True), "opposed"),
        (ExportValues(erased=True, opposed=True), "erased"),
    ],
)
def test_what_the_law_forbids_for_good_is_said_before_what_she_can_mend(
    values: CallValues | MailValues | ExportValues, why: str
) -> None:
    assert permit(values, EVENING).why == why


def test_a_call_out_of_hours_or_to_no_number_is_not_one_that_may_not_be_logged() -> None:
    """A call that was made is logged, unless the company may not be called at all."""
    assert permit(consumer(), NOON).why in FORBIDDING
    late = permit(replace(consumer(), consent=YES), EVENING)
    assert (late.why, late.why in FORBIDDING) == ("hours", False)
    for values in (CallValues(removed=True), CallValues(number=False)):
        assert permit(values, NOON).why not in FORBIDDING
