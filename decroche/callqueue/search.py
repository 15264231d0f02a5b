"""One search for the next card: what it depends on, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from decroche.callqueue.regions import Region, open_regions, regions_of
from decroche.callqueue.rules import Outlook, Reason, Source
from decroche.calls.models import CallState
from decroche.database.fetching import FetchOnce
from decroche.prospects.hours_noted import notes_allow
from decroche.prospects.models import Company
from decroche.shared.places import tz
from decroche.shared.words import on_one_line
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the queue, besides for whom and when.

    `call_list` is the list whose cards are wanted, None for all cards; `taken` are cards that
    others reserve at this moment; `called` is the card of the call that was just kept, as it is
    now, so that it need not be read.
    """

    call_list: int | None = None
    taken: frozenset[int] = frozenset()
    called: CallState | None = None

    def without(self, company: int) -> Asked:
        """The same, with one more card that somebody else reserves."""
        return replace(self, taken=self.taken | {company})


@dataclass(frozen=True)
class Search:
    """For whom a card is looked for and when, and which cards are left out: those that other
    members hold (`held_by_others`) and those that were passed over today (`passed_over`), as keys
    of companies. `fetch` has what was read with one statement; `called` is the card of the call
    that was just kept, as it is now.

    The regions are worked out when they are first asked for: what is due needs none.
    """

    member: Member
    at: datetime
    fetch: FetchOnce
    held_by_others: frozenset[int]
    passed_over: frozenset[int]
    called: CallState | None = None
    written: dict[int, list[str]] = field(default_factory=dict)
    """{company: what she wrote on it, newest first} of the cards that were looked at so far."""
    waiting: frozenset[int] = frozenset()
    """Companies whose promise waits for its hour, or whose meeting of today for her answer."""
    against_notes: bool = False
    """Whether cards come too whose notes ask for another hour: when nobody else is left."""

    @property
    def left_out(self) -> frozenset[int]:
        """The cards that are not picked now."""
        return self.held_by_others | self.passed_over | self.waiting

    def at_its_hour(self, state: CallState) -> bool:
        """Whether the notes of a card, of its calls, and what its switchboard said, allow a call
        now (“pas avant 14h”).
        """
        first_notes = on_one_line((state.company.notes, state.ask_next))
        noted = [*self.written.get(state.pk, ()), first_notes]
        return self.against_notes or notes_allow(noted, self.at.astimezone(tz(state.zone)))

    @cached_property
    def regions(self) -> list[Region]:
        """The regions that occur in the file."""
        return regions_of(self.member.workspace, self.fetch)

    @cached_property
    def opened(self) -> list[Region]:
        """The regions where it is time to call."""
        return open_regions(self.member.workspace, self.at, self.regions)

    @cached_property
    def shut(self) -> list[Region]:
        """The regions where it is not."""
        return [region for region in self.regions if region not in self.opened]


@dataclass(frozen=True, slots=True)
class Pick:
    """A company, its call state, and why it is next. Once it is reserved `claim_key` is the key
    of that (claims.py). `known` has what was read with it.
    """

    state: CallState
    reason: Reason
    claim_key: str = ""
    known: FetchOnce = field(default_factory=FetchOnce, compare=False, repr=False)

    @property
    def company(self) -> Company:
        """The company; read with its state."""
        return self.state.company


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nobody to call now: `why` is empty_file, all_done, closed; `until` when the next one is
    ready.
    """

    why: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlanUsedUp:
    """There is no plan for her sitting, or nobody is left in it: another one has to be made,
    without these regions and cards.
    """

    shut: list[Region]
    left_out: frozenset[int]


def undated(
    state: CallState, *, arm: str, propensity: float = 0.0, outlook: Outlook | None = None
) -> Pick:
    """A card that nothing is due with: a new one, or one to try again. `arm` says how it came to
    its place (Call.Arm), `propensity` with what probability.
    """
    source: Source = "retry" if state.attempts else "fresh"
    return Pick(
        state,
        Reason(
            source,
            attempts=state.attempts,
            last_outcome=state.last_outcome,
            note=state.ask_next if state.attempts else "",
            arm=arm,
            propensity=propensity,
            outlook=outlook,
        ),
    )
