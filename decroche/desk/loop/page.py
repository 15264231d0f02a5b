"""What the call screen shows: one value for each way to come to it.

`card_page` shows the card she holds or the next one, `after_call` what comes after a logged call,
`with_problems` the same card with what could not be understood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from decroche.callqueue.queries import Nothing
from decroche.callqueue.wording import nothing_in_words
from decroche.calls.models import CallSession
from decroche.calls.queries import session_of
from decroche.calls.rules import HANG_UPS, WANTS_MAIL
from decroche.correspondence.queries import Ways, ways_to_write
from decroche.desk.loop.card import Card, card_for, last_logged
from decroche.desk.loop.form import LoopForm, panel_id
from decroche.desk.loop.panels import card_words, draw_panels
from decroche.insights.funnel import figures
from decroche.insights.wording import against_usual, one_in_words
from decroche.journal.models import Entry
from decroche.team.models import Member, Workspace
from decroche.ui.language import current_language


@dataclass(frozen=True, slots=True)
class Done:
    """The line that says what the last press kept: `mail` when one goes out with it, `rate` is
    filled after a hang-up only.
    """

    company: str
    follows: str
    mail: bool
    rate: str = ""
    unsent: tuple[str, ...] = ()
    """Mail that was to leave and does not, one sentence each."""


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Everything the templates of the call screen name.

    `card` is None while the sitting is paused and when there is nobody to call; then `nothing` says
    why in words and `why_nothing` as a code. `panels` is what the outcomes ask, drawn; `panel` is
    the id of the one that stands open.
    """

    at: datetime
    session: CallSession | None
    counted: list[str]
    card: Card | None
    nothing: str
    why_nothing: str
    undoable: Entry | None
    has_mailbox: bool
    panels: str
    form: LoopForm | None = None
    panel: str = ""
    done: Done | None = None
    note: str = ""

    def context(self) -> dict[str, Any]:
        """As the templates want it: each field under its name."""
        return {name: getattr(self, name) for name in self.__slots__}


def card_page(member: Member, at: datetime, *, panel: str = "", note: str = "") -> DeskPage:
    """The card she holds, else the next one."""
    session = session_of(member)
    return _page(member, at, session, _card(member, at, session), panel=panel, note=note)


def after_call(member: Member, at: datetime, done: Done, *, replayed: bool) -> DeskPage:
    """The next card and what was kept. A press that was `replayed` had moved on already: the card
    she holds stays.
    """
    session = session_of(member)
    return _page(member, at, session, _card(member, at, session, released=not replayed), done=done)


def with_problems(member: Member, at: datetime, form: LoopForm) -> DeskPage:
    """The card again, with what was typed and what is wrong with it.

    When that card may not be called any more another one comes: what was typed for the company is
    not shown there.
    """
    session = session_of(member)
    found = _card(member, at, session)
    if not isinstance(found, Card) or found.company.pk != form.company_id:
        return _page(member, at, session, found, form=form)
    return _page(member, at, session, found, form=form, panel=panel_id(form.outcome))


def done_line(
    workspace: Workspace, company: str, outcome: str, follows: str, unsent: Sequence[str] = ()
) -> Done:
    """What was kept, and what does not leave; after a hang-up with her own rate."""
    done = Done(company, follows, mail=outcome in WANTS_MAIL, unsent=tuple(unsent))
    if outcome not in HANG_UPS:
        return done
    counted = figures(workspace).hang_up_rate
    return replace(done, rate=f"{one_in_words(counted)}. {against_usual(counted)}")


def _card(
    member: Member, at: datetime, session: CallSession | None, *, released: bool = False
) -> Card | Nothing | None:
    """None while the sitting is paused."""
    if session is not None and session.paused_at is not None:
        return None
    return card_for(member, at, released=released)


def _page(
    member: Member,
    at: datetime,
    session: CallSession | None,
    found: Card | Nothing | None,
    *,
    form: LoopForm | None = None,
    panel: str = "",
    done: Done | None = None,
    note: str = "",
) -> DeskPage:
    """The card that was found, with what stands around every card."""
    nobody = found if isinstance(found, Nothing) else None
    card = found if isinstance(found, Card) else None
    ways = ways_to_write(member.workspace)
    return DeskPage(
        at=at,
        session=session,
        counted=_counted(session),
        card=card,
        nothing=nothing_in_words(nobody, at) if nobody else "",
        why_nothing=nobody.why if nobody else "",
        undoable=last_logged(member),
        has_mailbox=ways["has_mailbox"],
        panels=_panels(card, ways, panel, form) if card else "",
        form=form,
        panel=panel,
        done=done,
        note=note,
    )


def _panels(card: Card, ways: Ways, panel: str, form: LoopForm | None) -> str:
    """What the outcomes ask, with the words of this card."""
    address = (card.contact.email if card.contact else "") or card.company.email
    return draw_panels(
        card_words(address, card.domain, card.state.zone),
        current_language(),
        has_mailbox=ways["has_mailbox"],
        has_cv=ways["has_cv"],
        panel=panel,
        form=form,
    )


def _counted(session: CallSession | None) -> list[str]:
    """What the sitting has given so far, in words."""
    if session is None:
        return []
    return [
        ngettext("%(n)s call", "%(n)s calls", session.calls) % {"n": session.calls},
        ngettext("%(n)s conversation", "%(n)s conversations", session.conversations)
        % {"n": session.conversations},
        ngettext("%(n)s e-mail asked for", "%(n)s e-mails asked for", session.emails)
        % {"n": session.emails},
    ]
