"""Reads what was typed about one call. The desk, the API and the command line read an outcome with
this module, so that the same fields have the same effect everywhere.

Pure: no Django. Problems are codes; wording.py has their sentences.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from decroche.calls.half_day_named import half_day_named
from decroche.calls.outcome_spec import OutcomeSpec, Taken
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.rules import ORIGINS, REASONS, TALK_SITUATIONS, may_give
from decroche.shared.addresses import check_address, find_addresses
from decroche.shared.language import Language
from decroche.shared.spoken import NotUnderstood, Spoken, understand
from decroche.shared.spoken.sentence import read_sentence
from decroche.shared.typed import without_control
from decroche.shared.words import on_one_line

FIELDS = {
    "when": "TEXT",
    "email": "ADDRESS",
    "invite": "ADDRESS",
    "mail": "later",
    "cv": "1",
    "everywhere": "1",
    "reason": "CODE",
    "agency": "TEXT",
    "until": "TEXT",
    "place": "TEXT",
    "said": "TEXT",
    "note": "TEXT",
    "moment": "TEXT",
    "referral": "TEXT",
    "sentence": "TEXT",
    "message_left": "1",
    "asked_for": "CODE",
    "situation": "CODE",
    "origin": "CODE",
    "told": "1",
    "seconds": "N",
    "guess": "N",
    "answers": "IDS",
}
"""Every field that may be given with an outcome, with what its text is. `mail` is "later" when she
writes the mail herself; `cv`, `message_left` and `everywhere` (all cards of the same SIREN) are "1"
for yes; `origin` is "elsewhere" for a call that she made without the desk and "incoming" for one
that they made to her; `told` is "1" when she said where their details come from; `seconds` is the
length of the call, `guess` an estimate of it when nobody measured (kept, counted nowhere); `said`
are the words of a switchboard, which may name the moment to call again when `when` is empty;
`answers` are the ids of the answers she used, separated by commas.
"""
_DECIDING: tuple[Taken, ...] = ("when", "email", "invite", "mail", "cv", "everywhere")
_DETAILS = ("place", "agency", "until", "referral", "sentence")
_PARTS = re.compile(r"[,;.()\n]+|\s[–—-]\s")
_AFTER = re.compile(
    r"\b(?:apr[eè]s|[aà] partir de|d[eè]s|after|from)\s+(?:\d|midi\b|noon\b)", re.IGNORECASE
)
"""“après 14 h”: the moment that is kept is the earliest at which to call."""
_EXACT_ENOUGH = ("minute", "half_day", "day")
_SECONDS_OF_DAY = 86_400
_YEARS = range(2000, 2201)


@dataclass(frozen=True, slots=True)
class OutcomeInput:
    """What was said in one call, as it was read: everything except the outcome."""

    when: datetime | None = None
    precision: str = "day"
    email: str = ""
    reason: str = ""
    note: str = ""
    moment: str = ""
    message_left: bool = False
    seconds: int | None = None
    asked_for: str = ""
    situation: str = ""
    origin: str = ""
    told: bool = False
    answers_used: list[int] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an outcome can't be logged: the field with the problem ("outcome" for the call as a
    whole), a code, the text that was given (for an unknown code: the codes that exist), and the
    sentence that says it, where that is known already.
    """

    field: str
    code: str
    text: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeRead:
    """What `read_outcome` found. `said` is complete when there are no problems; `left_out` are the
    names of the fields that were given although they decide nothing for this outcome.
    """

    said: OutcomeInput
    problems: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()


def read_outcome(
    outcome: str,
    raw: Mapping[str, str],
    *,
    zone: str,
    at: datetime,
    language: Language,
    roles: Collection[str],
) -> OutcomeRead:
    """Reads the FIELDS as they were typed; a missing field counts as empty.

    `zone` is the company's, `at` when the call was made, `roles` the codes of the roles that can be
    asked for.
    """
    spec = OUTCOMES.get(outcome)
    if spec is None:
        return OutcomeRead(OutcomeInput(), (Problem("outcome", "unknown_outcome"),))
    if at.tzinfo is None or at.year not in _YEARS:
        return OutcomeRead(OutcomeInput(), (Problem("at", "impossible_time"),))
    typed = {name: without_control(raw.get(name, "")).strip() for name in FIELDS}
    read = _Reader(spec, typed)
    said = read.all(zone, at, language, roles)
    known = {problem.field for problem in read.problems}
    missing = tuple(one for one in missing_in(spec, said) if one.field not in known)
    left_out = tuple(name for name in _DECIDING if typed[name] and name not in spec.takes)
    return OutcomeRead(said, (*read.problems, *missing), left_out)


def address_given(outcome: str, raw: Mapping[str, str]) -> str:
    """Returns the address that a mail will go to, as `read_outcome` reads it; "" without one."""
    spec = OUTCOMES.get(outcome)
    if spec is None:
        return ""
    names: tuple[Taken, ...] = ("email", "invite")
    read = _Reader(spec, {name: without_control(raw.get(name, "")).strip() for name in names})
    return next((found for name in names if (found := read.address(name))), "")


def moment_named(text: str, *, zone: str, at: datetime, language: Language) -> Spoken | None:
    """Returns the moment that the first part of a text names to the day or more exactly: “Mme
    Durand, revient après 14 h” names two o’clock, “est là l’après-midi” the next afternoon. None
    when no part names one.
    """
    for part in _PARTS.split(text):
        try:
            moment = understand(part, now=at, zone=zone, language=language)
        except NotUnderstood:
            continue
        if moment.precision in _EXACT_ENOUGH:
            return moment
    return half_day_named(text, zone=zone, at=at, language=language)


def missing_in(spec: OutcomeSpec, said: OutcomeInput) -> list[Problem]:
    """Returns a problem for each field that is missing and without which the outcome can't be
    logged.
    """
    given = {"when": said.when, "email": said.email} | said.details
    return [
        Problem(name, f"{name}_needed")
        for name in _DECIDING
        if name in spec.needs and not given.get(name)
    ]


def unknown(name: str, codes: Collection[str]) -> Problem:
    """Returns the problem of a field whose code is none of `codes`."""
    return Problem(name, f"unknown_{name}", ", ".join(codes))


class _Reader:
    """Reads the fields of one outcome and collects what can't be read."""

    def __init__(self, spec: OutcomeSpec, typed: dict[str, str]) -> None:
        self.spec, self.code, self.typed = spec, spec.code, typed
        self.takes, self.needs = spec.takes, spec.needs
        self.problems: list[Problem] = []
        self.said_with_when = ""
        """The words beside the moment: of “envoyer le devis mardi” those without the day."""

    def all(
        self, zone: str, at: datetime, language: Language, roles: Collection[str]
    ) -> OutcomeInput:
        """Reads every field (see `read_outcome`)."""
        typed = self.typed
        when, precision = self._when(zone, at, language)
        typed = typed | self._beside_the_moment()
        email, invite = self.address("email"), self.address("invite")
        details = {name: typed[name] for name in _DETAILS} | {
            "invite": invite,
            "mail": typed["mail"] if "mail" in self.takes else "",
            "cv": typed["cv"] if "cv" in self.takes else "",
            "everywhere": typed["everywhere"] if "everywhere" in self.takes else "",
            "guess": self._count("guess"),
            "after": "1" if when and precision == "minute" and _AFTER.search(typed["when"]) else "",
        }
        return OutcomeInput(
            when=when,
            precision=precision,
            email=email,
            reason=self._known("reason", REASONS),
            note=on_one_line(typed[name] for name in ("said", "place", "note")),
            moment=typed["moment"],
            message_left=typed["message_left"] == "1",
            seconds=self._count("seconds"),
            asked_for=self._known("asked_for", roles),
            situation=self._known("situation", TALK_SITUATIONS),
            origin=self._origin(),
            told=typed["told"] == "1",
            answers_used=[int(one) for one in typed["answers"].split(",") if _is_id(one)],
            details={name: text for name, text in details.items() if text},
        )

    def _when(self, zone: str, at: datetime, language: Language) -> tuple[datetime | None, str]:
        text = self.typed["when"]
        if not text and "when" in self.takes and "when" not in self.needs:
            heard = moment_named(self.typed["said"], zone=zone, at=at, language=language)
            return (heard.at, heard.precision) if heard else (None, "day")
        if not text or "when" not in self.takes:
            return None, "day"
        try:
            read = read_sentence(text, now=at, zone=zone, language=language)
        except NotUnderstood as error:
            self.problems.append(Problem("when", "not_a_moment", text, str(error)))
            return None, "day"
        self.said_with_when = read.rest
        return read.moment.at, read.moment.precision

    def _beside_the_moment(self) -> dict[str, str]:
        """Returns the words beside the moment by the field they belong to: the place of a meeting,
        when that field is empty; else what they said, together with the whole sentence, since the
        day in it may be the day of something else.
        """
        if not self.said_with_when:
            return {}
        panel = self.spec.panel
        asks_where = panel is not None and any(one.name == "place" for one in panel.fields)
        if asks_where and not self.typed["place"]:
            return {"place": self.said_with_when}
        return {"said": on_one_line((self.typed["when"], self.typed["said"]))}

    def address(self, name: Taken) -> str:
        """Returns the address in a field; "" when none can be read, or the outcome takes none."""
        text = self.typed[name]
        if not text or name not in self.takes:
            return ""
        if len(find_addresses(text)) > 1:
            self.problems.append(Problem(name, "several_addresses", text))
            return ""
        checked = check_address(text)
        if not checked.ok:
            self.problems.append(Problem(name, "not_an_address", text))
            return ""
        return checked.address

    def _known(self, name: str, codes: Collection[str]) -> str:
        text = self.typed[name]
        if text and text not in codes:
            self.problems.append(unknown(name, codes))
            return ""
        return text

    def _origin(self) -> str:
        origin = self._known("origin", ORIGINS)
        if not may_give(origin, self.code):
            self.problems.append(Problem("outcome", "never_incoming"))
        return origin

    def _count(self, name: str) -> int | None:
        """Returns the length of a call in seconds, a day at most; None for a text that is no
        number, and for 0.
        """
        text = self.typed[name]
        return min(int(text), _SECONDS_OF_DAY) or None if _is_id(text) else None


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 15
