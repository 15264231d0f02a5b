"""Freelancers who call, against the real rules of the queue: what a change in them costs is seen
here first.

Assumptions, all of them stated (none is measured on real freelancers):
- A file of 1,000 companies: 55 % switchboards, 20 % direct lines, 25 % mobiles; sizes, sectors and
ages of the
  source spread evenly, one card in five without a headcount, one in three without an activity.
- 40 calls a working day, 20 from 10:00 and 20 from 14:30, three minutes apart, 15 days: 600 calls.
- Whether somebody is reached follows the same kind of model as the ranking's, with coefficients of
its own:
  each freelancer's are drawn anew, plus a company's own bent (spread 0.5) that nobody can know
  beforehand.
- Somebody reached leaves the queue; nobody reached comes back by the rule of the outcome (no answer
60 %,
  voicemail 25 %, switchboard 15 %).
- Scenarios: `as_believed`: coefficients drawn around the prior. `only_timing`: line, size, attempt,
age mean
  nothing although the prior says they do; hours and days do. `reversed`: line and size mean the
  contrary.
- The level is one decision maker in five calls, an assumption, near the 21.6 per 100 calls of
  a file worked in its own order.

The draws of one freelancer are the same whatever the order of the queue: differences are paired.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Literal

import numpy as np

from decroche.callqueue.features import PRIOR, Situation, table
from decroche.callqueue.ordering import EXPLORED, arrange, worth
from decroche.callqueue.ranking import Model, fit, logit, prior_model
from decroche.calls.outcome_spec import CallHistory, Delays
from decroche.calls.rules import EarlierCall, call_history, consequence
from decroche.calls.strata import LINES, SECTORS, SIZES
from decroche.shared.calendar import add_working_days, half_day, is_morning
from decroche.shared.clock import PARIS

Scenario = Literal["as_believed", "only_timing", "reversed"]
Queue = Literal["ranked", "file", "prior_only", "no_exploring"]
FIRST = date(2026, 9, 1)
LEVEL = logit(0.20)


@dataclass(slots=True)
class Card:
    stratum: int
    age: int
    bent: float
    not_before: datetime = datetime(2000, 1, 1, tzinfo=PARIS)
    calls: list[EarlierCall] = field(default_factory=list)
    done: bool = False

    @property
    def unanswered(self) -> int:
        count = 0
        for _, outcome, _incoming in self.calls:
            if outcome == "gatekeeper":
                break
            count += 1
        return count

    def situation(self, at: datetime) -> Situation:
        same = bool(self.calls) and is_morning(self.calls[0][0].time()) == is_morning(at.time())
        return Situation(self.stratum, at, len(self.calls), same, self.age)


def truth(scenario: Scenario, dice: np.random.Generator) -> np.ndarray:
    """This freelancer's true coefficients, in the ranking's own places."""
    spread = 1.0 / np.sqrt(PRIOR.precision)
    found = PRIOR.mean + dice.normal(size=len(spread)) * spread
    if scenario != "as_believed":
        for start, block in zip(PRIOR.offsets, PRIOR.blocks, strict=True):
            place = slice(start, start + len(block.levels))
            if scenario == "reversed" and block.name in ("line", "size"):
                found[place] = 2 * -PRIOR.mean[place] + found[place]
            if scenario == "only_timing":
                found[place] = (
                    dice.normal(size=len(block.levels)) * 0.4
                    if block.name in ("hour", "day", "group_hour")
                    else 0.0
                )
    found[0] = LEVEL
    return np.asarray(found)


def file_of(dice: Random, size: int) -> list[Card]:
    cards = []
    for _ in range(size):
        line = dice.choices((0, 1, 2), (55, 20, 25))[0]
        sector = len(SECTORS) - 1 if dice.random() < 1 / 3 else dice.randrange(len(SECTORS) - 1)
        band = len(SIZES) - 1 if dice.random() < 0.2 else dice.randrange(len(SIZES) - 1)
        cards.append(
            Card(
                (sector * len(SIZES) + band) * len(LINES) + line,
                dice.choice((30, 200, 600, 1500)),
                dice.gauss(0, 0.5),
            )
        )
    return cards


def play(scenario: Scenario, queue: Queue, seed: int, *, days: int = 15, size: int = 1000) -> int:
    """How many decision makers one freelancer reaches in `days` × 40 calls."""
    dice, noise = Random(seed), np.random.default_rng(seed)
    true = Model(PRIOR, truth(scenario, noise), np.zeros((len(PRIOR.mean), len(PRIOR.mean))))
    cards = file_of(dice, size)
    luck = noise.random((size, 12))
    rows: list[tuple[int, ...]] = []
    reached: list[bool] = []
    model = prior_model(PRIOR)
    for day in range(days):
        today = add_working_days(FIRST, day)
        for start in (time(10), time(14, 30)):
            begin = datetime.combine(today, start, PARIS)
            order = _order(queue, model, cards, begin, Random(f"{seed} {begin}"))
            for index, key in enumerate(order[:20]):
                at, card = begin + timedelta(minutes=3 * index), cards[key]
                levels = card.situation(at).levels()
                chance = 1 / (1 + np.exp(-(float(true.score(np.array([levels]))[0]) + card.bent)))
                worked = bool(luck[key, min(len(card.calls), 11)] < chance)
                rows.append(levels)
                reached.append(worked)
                _log(card, at, worked, dice)
        if queue in ("ranked", "no_exploring"):
            model = fit(PRIOR, np.array(rows), np.array(reached), start=model)
    return sum(reached)


def _order(queue: Queue, model: Model, cards: list[Card], at: datetime, dice: Random) -> list[int]:
    ready = [
        key
        for key, card in enumerate(cards)
        if not card.done
        and card.not_before <= at
        and (not card.calls or half_day(card.calls[0][0]) != half_day(at))
    ]
    if queue == "file":
        return [key for key in ready if not cards[key].calls] + sorted(
            (key for key in ready if cards[key].calls), key=lambda key: cards[key].not_before
        )
    chances = model.chance(table([cards[key].situation(at) for key in ready]))
    explored = 0.0 if queue == "no_exploring" else EXPLORED
    places = arrange(
        [1] * len(ready),
        [worth(float(chance)) for chance in chances],
        dice,
        places=20,
        explored=explored,
    )
    return [ready[place.group] for place in places]


def _log(card: Card, at: datetime, worked: bool, dice: Random) -> None:
    outcome = dice.choices(("no_answer", "voicemail", "gatekeeper"), (60, 25, 15))[0]
    if worked:
        card.done = True
        return
    state = CallHistory(unanswered=card.unanswered)
    history = call_history(state, card.calls[:5], at, Delays())
    found = consequence(outcome, history, at, Delays())
    card.calls.insert(0, EarlierCall(at, outcome))
    card.not_before = found.at or at


@dataclass(frozen=True, slots=True)
class Played:
    """Decision makers reached per 100 calls by each queue, and the relative difference with its 95
    % interval over freelancers.
    """

    base: float
    found: float
    gain: float
    low: float
    high: float


def compare(
    scenario: Scenario,
    *,
    freelancers: int,
    queue: Queue = "ranked",
    against: Queue = "file",
    days: int = 15,
) -> Played:
    """Pairs each freelancer with herself; the interval of the ratio of the means by the delta
    method (paired, normal).
    """
    base = np.array(
        [play(scenario, against, seed, days=days) for seed in range(freelancers)], dtype=float
    )
    other = np.array(
        [play(scenario, queue, seed, days=days) for seed in range(freelancers)], dtype=float
    )
    gain = other.mean() / base.mean() - 1
    rest = (other - (1 + gain) * base) / base.mean()
    margin = 1.96 * rest.std(ddof=1) / np.sqrt(freelancers)
    return Played(
        base.mean() / days / 0.4, other.mean() / days / 0.4, gain, gain - margin, gain + margin
    )
