"""What was typed about one call, understood: the desk, the API and the command line read an outcome
here, so that the same fields get the same verdict everywhere.

Pure: no Django. What is wrong is said as codes; wording.py has the sentences.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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
"""Every field that may be given with an outcome, each as text, with what stands in it: `mail` is
"later" when she writes it herself, `cv`, `message_left` and `everywhere` (all cards of the same
SIREN) are "1" for yes, `origin` is "elsewhere" for a call that she made without the desk and
"incoming" for one that they made to her, `told` is "1" when she said where their details come from,
`seconds` is the length of the call, `guess` about how many they were when nobody measured them
(kept apart, counted nowhere), `said` are the words of a switchboard, which may name the moment to
call again when `when` does not, `answers` are the ids of the answers she used, separated by commas.
"""
_DECIDING: tuple[Taken, ...] = ("when", "email", "invite", "mail", "cv", "everywhere")
_DETAILS = ("place", "agency", "until", "referral", "sentence")
_PARTS = re.compile(r"[,;.()\n]+|\s[–—-]\s")
_AFTER = re.compile(
    r"\b(?:apr[eè]s|[aà] partir de|d[eè]s|after|from)\s+(?:\d|midi\b|noon\b)", re.IGNORECASE
)
"""“après 14 h”: the moment that is kept is the first, not the only one."""
_NEAR = ("minute", "half_day", "day")
_DAY = 86_400
_YEARS = range(2000, 2201)


@dataclass(frozen=True, slots=True)
class OutcomeInput:
    """What was said in one call, understood: everything besides the outcome itself."""

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
    """Why an outcome can't be kept: the field it is about ("outcome" for the call as a whole), a
    code, the text that was given (the codes there are, when it is none of them), and the sentence
    where it is known already.
    """

    field: str
    code: str
    text: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeRead:
    """`said` is complete when there are no problems. `left_out` names the fields that were given
    and decide nothing for this outcome.
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
    """Understands FIELDS as typed; one that is missing is empty.

    `zone` is the company's, `at` when the call was made, `roles` the codes of those one may ask
    for.
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
    """The address that is to be written to, as `read_outcome` understands it: "" without one."""
    spec = OUTCOMES.get(outcome)
    if spec is None:
        return ""
    names: tuple[Taken, ...] = ("email", "invite")
    read = _Reader(spec, {name: without_control(raw.get(name, "")).strip() for name in names})
    return next((found for name in names if (found := read.address(name))), "")


def moment_named(text: str, *, zone: str, at: datetime, language: Language) -> Spoken | None:
    """The first part of some words that is a moment, to the day or nearer: “Mme Durand, revient
    après 14 h” names two o’clock; None when no part is one.
    """
    for part in _PARTS.split(text):
        try:
            heard = understand(part, now=at, zone=zone, language=language)
        except NotUnderstood:
            continue
        if heard.precision in _NEAR:
            return heard
    return None


def missing_in(spec: OutcomeSpec, said: OutcomeInput) -> list[Problem]:
    """What an outcome can't be kept without."""
    given = {"when": said.when, "email": said.email} | said.details
    return [
        Problem(name, f"{name}_needed")
        for name in _DECIDING
        if name in spec.needs and not given.get(name)
    ]


def unknown(name: str, codes: Collection[str]) -> Problem:
    """A code that isn't one of those there are."""
    return Problem(name, f"unknown_{name}", ", ".join(codes))


class _Reader:
    """Reads the fields of one outcome and collects what can't be read."""

    def __init__(self, spec: OutcomeSpec, typed: dict[str, str]) -> None:
        self.spec, self.code, self.typed = spec, spec.code, typed
        self.takes, self.needs = spec.takes, spec.needs
        self.problems: list[Problem] = []
        self.said_with_when = ""
        """What stood beside the moment: the words of “envoyer le devis mardi” without its day."""

    def all(
        self, zone: str, at: datetime, language: Language, roles: Collection[str]
    ) -> OutcomeInput:
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
        """The field that the words beside the moment belong to: where a meeting is, when that was
        not typed by itself; else what they said, with the whole sentence: what it says of a day may
        be about the day of something else.
        """
        if not self.said_with_when:
            return {}
        panel = self.spec.panel
        asks_where = panel is not None and any(one.name == "place" for one in panel.fields)
        if asks_where and not self.typed["place"]:
            return {"place": self.said_with_when}
        return {"said": on_one_line((self.typed["when"], self.typed["said"]))}

    def address(self, name: Taken) -> str:
        """One address, "" when there is none that can be read or the outcome takes none."""
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
        """The length of a call, a day at most; what is no number says nothing."""
        text = self.typed[name]
        return min(int(text), _DAY) or None if _is_id(text) else None


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 15
