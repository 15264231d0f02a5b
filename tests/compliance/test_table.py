"""The law as a table: who, when, what is known, what is answered, by which rule. One line a
case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from decroche.compliance.advice import advice as advise
from decroche.compliance.permission import (
    Audience,
    CallValues,
    Consent,
    MailValues,
    Nature,
    Policy,
    permit,
)
from decroche.compliance.references import RULES
from decroche.compliance.rules import Hours
from decroche.prospects.audience import decide, nature_from
from decroche.shared.clock import read_instant
from decroche.shared.legal_figures import TABLE, figure_on, legal_limit
from decroche.shared.places import tz

YES = Consent(read_instant("2026-09-01T10:00"))
LATE = Consent(read_instant("2026-09-01T10:00"), out_of_hours=True)
GONE = Consent(read_instant("2026-09-01T10:00"), revoked_at=read_instant("2026-11-01T10:00"))
OFF = Hours(days_off=((datetime(2026, 11, 25).date(), datetime(2026, 11, 26).date()),))


class Case(NamedTuple):
    """A call: its rule, the moment on the clock of the place, the place, what is known, what is
    expected.
    """

    rule: str
    at: str
    zone: str = "metro"
    why: str = ""
    consent: Consent | None = YES
    audience: Audience = "consumer"
    more: Mapping[str, Any] = MappingProxyType({})
    known: Mapping[str, Any] = MappingProxyType({})


def pro(rule: str, at: str, zone: str = "metro", why: str = "", **more: Any) -> Case:
    known: dict[str, Any] = {name: more.pop(name) for name in ("opposed", "hours") if name in more}
    return Case(rule, at, zone, why, None, "professional", more, known)


def days(*offsets: int, at: str = "2026-11-24T11:00") -> tuple[datetime, ...]:
    return tuple(read_instant(at) - timedelta(days=one) for one in offsets)


TUE = "2026-11-24T11:00"
WINDOWS = [
    ("09:59", "hours"),
    ("10:00", ""),
    ("12:59", ""),
    ("13:00", "lunch"),
    ("13:59", "lunch"),
    ("14:00", ""),
    ("19:59", ""),
    ("20:00", "hours"),
    ("08:00", "hours"),
    ("23:30", "hours"),
]
NATIONAL = [
    "2026-12-25",
    "2027-01-01",
    "2027-03-29",
    "2027-05-06",
    "2027-05-17",
    "2027-07-14",
    "2028-04-17",
    "2028-05-25",
    "2028-06-05",
    "2028-08-15",
    "2028-11-01",
    "2029-04-02",
    "2029-05-01",
    "2029-05-08",
    "2029-05-10",
    "2029-05-21",
    "2030-04-22",
    "2030-05-30",
    "2030-06-10",
    "2030-11-11",
    "2026-11-11",
]
LOCAL = [
    ("alsace", "2027-03-26"),
    ("alsace", "2028-04-14"),
    ("alsace", "2029-03-30"),
    ("alsace", "2030-04-19"),
    ("alsace", "2028-12-26"),
    ("alsace", "2029-12-26"),
    ("974", "2027-12-20"),
    ("974", "2028-12-20"),
    ("971", "2027-05-27"),
    ("972", "2028-05-22"),
    ("973", "2027-06-10"),
    ("976", "2028-04-27"),
    ("978", "2030-05-27"),
]
OVERSEAS = ["971", "972", "973", "974", "975", "976", "977", "978"]

CASES: list[Case] = [
    # Professionals: the hours are advice; what stops is an opposition or the register's status P.
    pro("professional", TUE),
    *[
        pro("professional", at)
        for at in (
            "2026-11-24T07:00",
            "2026-11-22T11:00",
            "2026-12-25T11:00",
            "2026-11-24T21:30",
            "2026-11-21T15:00",
        )
    ],
    *[pro("professional", TUE, zone) for zone in OVERSEAS],
    pro("professional", TUE, attempts=days(1, 2, 3, 4, 5, 6)),
    pro("professional", TUE, refused_at=days(3)[0]),
    pro("professional", "2026-08-10T11:00"),
    pro("objection", TUE, why="opposed", opposed=True),
    pro("objection", "2026-12-25T23:00", "974", "opposed", opposed=True),
    pro("unlisted", TUE, why="unlisted", unlisted=True, nature="register"),
    pro("professional", TUE, unlisted=True, nature="business"),
    pro("professional", TUE, unlisted=False, nature="register"),
    # Consumers: no call without a consent that holds (since 11 August 2026).
    Case("consent", TUE),
    Case("consent", TUE, why="no_consent", consent=None),
    Case("consent", TUE, why="consent_revoked", consent=GONE),
    Case("consent", "2026-10-30T11:00", consent=GONE),
    Case("consent", "2026-11-02T11:00", why="consent_revoked", consent=GONE),
    Case("consent", "2026-08-31T11:00", why="consent_revoked"),
    Case("consent", "2026-08-11T11:00", why="no_consent", consent=None),
    Case("consent", "2026-08-10T11:00", consent=None),
    Case("contract", TUE, consent=None, more={"client": True}),
    Case("consumer_hours", "2026-11-24T09:00", why="hours", consent=None, more={"client": True}),
    Case("objection", TUE, why="opposed", known={"opposed": True}),
    Case(
        "objection",
        TUE,
        why="opposed",
        consent=None,
        known={"opposed": True},
        more={"client": True},
    ),
    Case("unlisted", TUE, why="unlisted", more={"unlisted": True, "nature": "register"}),
    Case("consumer_hours", "2026-11-25T11:00", why="day_off", known={"hours": OFF}),
    # Hours, to the minute, at home and overseas: on the consumer's own clock.
    *[
        Case("consumer_hours" if why else "consent", f"2026-11-24T{clock}", why=why)
        for clock, why in WINDOWS
    ],
    *[
        Case("consumer_hours" if why else "consent", f"2026-11-24T{clock}", "974", why)
        for clock, why in WINDOWS
    ],
    *[
        Case("consumer_hours" if why else "consent", f"2026-11-24T{clock}", "971", why)
        for clock, why in WINDOWS[:6]
    ],
    *[Case("consent", TUE, zone) for zone in OVERSEAS],
    *[Case("consumer_hours", "2026-11-24T09:30", zone, "hours") for zone in OVERSEAS],
    Case("consumer_hours", "2026-11-21T11:00", why="weekend"),
    Case("consumer_hours", "2026-11-22T11:00", why="weekend"),
    Case("consumer_hours", "2026-11-21T11:00", "972", "weekend"),
    Case("consent", "2026-11-21T21:00", consent=LATE),
    Case("consent", "2026-12-25T11:00", consent=LATE),
    Case("consent", "2026-11-24T07:00", "973", consent=LATE),
    # Public holidays.
    *[Case("consumer_hours", f"{day}T11:00", why="holiday") for day in NATIONAL],
    *[Case("consumer_hours", f"{day}T11:00", zone, "holiday") for zone, day in LOCAL],
    *[Case("consent", f"{day}T11:00") for _, day in LOCAL if day not in ("2027-12-20",)],
    Case(
        "local_holidays",
        "2027-03-26T11:00",
        "alsace",
        known={"policy": Policy(local_holidays=False)},
    ),
    Case(
        "local_holidays", "2028-12-20T11:00", "974", known={"policy": Policy(local_holidays=False)}
    ),
    Case(
        "consumer_hours",
        "2027-03-29T11:00",
        "alsace",
        "holiday",
        known={"policy": Policy(local_holidays=False)},
    ),
    # Four attempts in thirty calendar days.
    Case("consent", TUE, more={"attempts": days(1, 2, 3)}),
    Case("attempts", TUE, why="too_often", more={"attempts": days(1, 2, 3, 4)}),
    Case("attempts", TUE, why="too_often", more={"attempts": days(1, 2, 3, 29)}),
    Case("consent", TUE, more={"attempts": days(1, 2, 3, 30)}),
    Case("consent", TUE, more={"attempts": days(31, 32, 33, 34, 35)}),
    Case("attempts", TUE, why="too_often", more={"attempts": days(0, 0, 0, 0)}),
    Case("attempts", TUE, why="too_often", consent=LATE, more={"attempts": days(1, 2, 3, 4, 5)}),
    Case("attempts", TUE, "974", "too_often", more={"attempts": days(1, 5, 9, 20)}),
    # A refusal is for good, unless a fresh consent came after it; sixty days before 11 August 2026.
    Case("refusal", TUE, why="refused", more={"refused_at": days(2)[0]}),
    Case("refusal", TUE, why="refused", more={"refused_at": days(61)[0]}),
    Case("refusal", "2027-11-23T11:00", why="refused", more={"refused_at": days(2)[0]}),
    Case("consent", TUE, more={"refused_at": days(100)[0]}),
    Case(
        "refusal",
        "2026-08-10T11:00",
        why="refused",
        consent=None,
        more={"refused_at": days(59, at="2026-08-10T11:00")[0]},
    ),
    Case(
        "consent",
        "2026-08-10T11:00",
        consent=None,
        more={"refused_at": days(61, at="2026-08-10T11:00")[0]},
    ),
]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.rule}-{case.zone}-{case.at}-{case.why or 'yes'}"
)
def test_a_call(case: Case) -> None:
    at = datetime.fromisoformat(case.at).replace(tzinfo=tz(case.zone))
    known = {"consent": case.consent, **case.known, **case.more}
    verdict = permit(CallValues(zone=case.zone, audience=case.audience, **known), at)
    assert (verdict.allowed, verdict.why) == (case.why == "", case.why)
    assert case.rule in RULES
    if case.rule != "local_holidays":
        assert verdict.rule == case.rule
    if case.why in ("hours", "lunch", "weekend", "holiday", "day_off", "too_often"):
        assert verdict.until is not None
        later = CallValues(zone=case.zone, audience="consumer", **known)
        again = permit(later, verdict.until)
        assert again.allowed, f"at the moment it names it is still {again.why}"


LETTERS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("generic_mailbox", {"address": "contact@vasseur.example"}, {}, ""),
    ("generic_mailbox", {"address": "service.rh@vasseur.example"}, {}, ""),
    ("professional_mail", {"address": "claire.durand@vasseur.example"}, {}, ""),
    ("professional_mail", {"address": "contact@durand.example", "sole_trader": True}, {}, ""),
    ("objection", {"address": "contact@vasseur.example"}, {"opposed": True}, "opposed"),
    (
        "objection",
        {"address": "contact@vasseur.example", "asked": True},
        {"opposed": True},
        "opposed",
    ),
    (
        "unlisted",
        {"address": "contact@vasseur.example", "unlisted": True, "nature": "register"},
        {},
        "unlisted",
    ),
    ("asked", {"address": "claire.durand@orange.fr", "asked": True, "sole_trader": True}, {}, ""),
    ("asked", {"address": "claire@free.fr", "asked": True, "audience": "consumer"}, {}, ""),
    (
        "personal_webmail",
        {"address": "claire.durand@orange.fr", "sole_trader": True},
        {},
        "personal_address",
    ),
    (
        "personal_webmail",
        {"address": "claire.durand@orange.fr", "sole_trader": True, "nature": "private"},
        {},
        "personal_address",
    ),
    (
        "professional_mail",
        {"address": "claire.durand@orange.fr", "sole_trader": True, "nature": "business"},
        {},
        "",
    ),
    (
        "professional_mail",
        {"address": "claire.durand@orange.fr", "sole_trader": True},
        {"policy": Policy(strict_webmail=False)},
        "",
    ),
    ("professional_mail", {"address": "claire.durand@orange.fr"}, {}, ""),
    ("mail_consent", {"address": "claire@free.fr", "audience": "consumer"}, {}, "no_consent"),
    ("mail_consent", {"address": "claire@free.fr", "audience": "consumer"}, {"consent": YES}, ""),
    (
        "mail_consent",
        {"address": "claire@free.fr", "audience": "consumer"},
        {"consent": GONE},
        "consent_revoked",
    ),
    (
        "customer_mail",
        {"address": "claire@free.fr", "audience": "consumer", "client": True},
        {},
        "",
    ),
    (
        "objection",
        {"address": "claire@free.fr", "audience": "consumer", "client": True},
        {"opposed": True},
        "opposed",
    ),
]


@pytest.mark.parametrize(("rule", "letter", "known", "why"), LETTERS)
def test_a_mail(rule: str, letter: dict[str, Any], known: dict[str, Any], why: str) -> None:
    verdict = permit(MailValues(**letter, **known), read_instant(TUE))
    assert (verdict.allowed, verdict.why, verdict.rule) == (not why, why, rule)
    assert rule in RULES


NUMBERS: list[tuple[str, str, str]] = [
    ("+33892701234", "metro", "surcharged"),
    ("+33826101234", "metro", "surcharged"),
    ("+33800101234", "metro", ""),
    ("+33809101234", "metro", ""),
    ("3949", "metro", "surcharged"),
    ("3010", "metro", ""),
    ("+33162001234", "metro", "platform"),
    ("+33948001234", "metro", "platform"),
    ("+33947901234", "974", "platform"),
    ("+33937001234", "metro", ""),
    ("+262262001234", "974", ""),
    ("+590590001234", "971", ""),
    ("+32470001234", "tz:Europe/Brussels", "foreign"),
    ("+687201234", "988", ""),
]


@pytest.mark.parametrize(("number", "zone", "advice"), NUMBERS)
def test_a_number_is_flagged_before_it_is_dialled(number: str, zone: str, advice: str) -> None:
    at = datetime(2026, 11, 24, 11, tzinfo=tz(zone))
    found = advise(number, at, zone_code=zone)
    assert [one for one in found if one in ("surcharged", "platform", "foreign")] == (
        [advice] if advice else []
    )


@pytest.mark.parametrize(
    ("at", "advice"),
    [
        (TUE, ()),
        ("2026-11-24T07:00", ("outside_hours",)),
        ("2026-11-22T11:00", ("outside_weekend",)),
        ("2026-12-25T11:00", ("outside_holiday", "school_holidays")),
        ("2026-12-28T11:00", ("school_holidays",)),
    ],
)
def test_what_is_advice_for_a_professional(at: str, advice: tuple[str, ...]) -> None:
    assert permit(CallValues(), read_instant(at)).allowed
    assert advise("+33199000531", read_instant(at), department="59") == advice


@pytest.mark.parametrize(
    ("name", "nature", "audience", "why"),
    [
        ("Imprimerie Vasseur SARL", "", "professional", "legal_person"),
        ("SARL Durand", "private", "professional", "legal_person"),
        ("Mairie de Lomme", "private", "professional", "legal_person"),
        ("Claire Durand EI", "", "consumer", "doubt"),
        ("Claire Durand EI", "business", "professional", "published"),
        ("Claire Durand (micro-entrepreneuse)", "given", "professional", "published"),
        ("Mme Claire Durand", "register", "consumer", "doubt"),
        ("M. Petit", "private", "consumer", "doubt"),
        ("Durand Graphisme", "private", "consumer", "private_source"),
        ("Durand Graphisme", "", "professional", ""),
    ],
)
def test_professional_or_consumer(name: str, nature: Nature, audience: Audience, why: str) -> None:
    assert decide(name, nature) == (audience, why)
    assert decide(name, nature, chosen="professional") == ("professional", "chosen")


@pytest.mark.parametrize(
    ("source", "nature"),
    [
        ("Pages Blanches", "private"),
        ("annuaire de la CCI", "business"),
        ("leur site web", "business"),
        ("Sirene, octobre 2026", "register"),
        ("recommandé par Paul", "given"),
        ("le fichier papier", ""),
        ("???", ""),
    ],
)
def test_where_numbers_come_from_as_her_words_say(source: str, nature: str) -> None:
    assert nature_from(source) == nature


def test_the_table_has_enough_cases_and_no_figure_is_written_elsewhere() -> None:
    assert len(CASES) + len(LETTERS) >= 120
    assert {case.rule for case in CASES} | {rule for rule, *_ in LETTERS} <= set(RULES)
    day = datetime(2026, 11, 24).date()
    assert legal_limit("consumer_attempts", day) == 4
    assert figure_on("consumer_consent", datetime(2026, 8, 10).date()).value is False
    assert legal_limit("consumer_refusal_days", datetime(2026, 8, 10).date()) == 60
    assert legal_limit("consumer_windows", datetime(2010, 1, 1).date()) == legal_limit(
        "consumer_windows", day
    )
    with pytest.raises(LookupError):
        legal_limit("nonsense", day)
    assert all(line.reference and line.sure in "ABCD" for line in TABLE)
