"""What the call screen shows: one value for each way to come to it.

`card_page` shows the card she holds or the next one, `after_call` what comes after a logged call,
`with_problems` the same card with what could not be understood.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.callqueue.chosen import take_card_for_outside_call
from decroche.callqueue.log_and_go_on import LoggedThenNext
from decroche.callqueue.search import Nothing, Pick
from decroche.callqueue.wording import nothing_in_words
from decroche.calls.dialling import WAYS
from decroche.calls.drafts import mark_of
from decroche.calls.models import CallSession
from decroche.calls.preferences import Dialled
from decroche.calls.queries import SittingCounts, company_of, given_now, session_of
from decroche.calls.rules import HANG_UPS, ORIGINS, WANTS_MAIL
from decroche.correspondence.queries import Ways, ways_to_write
from decroche.desk.loop.card import Card, build, card_for, card_queries
from decroche.desk.loop.form import LoopForm, panel_id
from decroche.desk.loop.panels import MailWays, card_words, draw_panels
from decroche.desk.loop.stopped import StoppedPromise, stopped_promises
from decroche.desk.loop.taking_back import Undoable, last_undoable_outcome, undoable_of
from decroche.prospects.models import Company
from decroche.team.fetching import Fetch, fetch_now
from decroche.team.models import Member
from decroche.team.preferences import preferred_by
from decroche.ui.language import current_language


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a press that was kept: what follows; mail that was to leave and does not, and
    what was typed and not taken, one sentence each.
    """

    follows: str
    unsent: tuple[str, ...] = ()
    untaken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """The line that says what the last press kept: `mail` when one goes out with it, `upset`
    when a kind word is due.
    """

    company_id: int
    company: str
    follows: str
    mail: bool
    upset: bool = False
    unsent: tuple[str, ...] = ()
    """Mail that was to leave and does not, one sentence each."""
    untaken: tuple[str, ...] = ()
    """What was typed and not taken, one sentence each."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What stands in the fields of the card: the note, and the others (by their names on the page)
    as JSON. `drafted`: a draft of it is kept; `seen`: the mark of its note.
    """

    note: str = ""
    fields: str = "{}"
    drafted: bool = False
    seen: str = ""


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Everything the templates of the call screen name.

    `card` is None while the sitting is paused and when there is nobody to call; then `nothing` says
    why in words and `why_nothing` as a code. `panels` is what the outcomes ask, drawn; `panel` is
    the id of the one that stands open.
    """

    at: datetime
    session: CallSession | None
    given: SittingCounts | None
    counted: list[str]
    reached: bool
    """Whether the sitting has as many calls as she set herself."""
    card: Card | None
    nothing: str
    why_nothing: str
    undoable: Undoable | None
    way: str
    """The code of the way she dials; "" as long as she was not asked."""
    has_mailbox: bool
    panels: str
    writing: Writing
    stopped: tuple[StoppedPromise, ...] = ()
    """What was promised for today and the law stops."""
    form: LoopForm | None = None
    panel: str = ""
    done: Done | None = None
    note: str = ""
    left: Company | None = None
    """The card that she stopped on, offered beside the note that says so."""
    origin: str = ""
    """“incoming” while they are on the line, “elsewhere” for a call made away from the desk."""

    def context(self) -> dict[str, Any]:
        """As the templates want it: each field under its name."""
        values = {name: getattr(self, name) for name in self.__slots__}
        chosen = WAYS.get(self.way)
        return values | {
            "ways": list(WAYS.values()),
            "way_words": chosen.words if chosen else "",
            "way_asks": chosen is not None and chosen.asks,
        }


def card_page(
    member: Member, at: datetime, *, panel: str = "", note: str = "", left: Company | None = None
) -> DeskPage:
    """The card she holds, else the next one. `left` is the card that she stopped on."""
    session = session_of(member)
    page = _page(member, at, session, _card(member, at, session), panel=panel, note=note)
    if left is None or (page.card and page.card.company == left):
        return page
    return replace(page, left=left, note=_("You stopped on %(name)s.") % {"name": left.name})


def talk_page(member: Member, at: datetime, company: Company, origin: str) -> DeskPage:
    """The card of a call that comes in, or that was made away from the desk, to be logged.

    Raises HeldByAnother.
    """
    found = take_card_for_outside_call(
        by=member, company=company, at=at, extra=card_queries(member, at)
    )
    page = _page(member, at, session_of(member), build(member, found, at, origin))
    return replace(page, origin=origin)


def after_call(
    member: Member,
    at: datetime,
    pressed: LoggedThenNext,
    *,
    outcome: str,
    said: Said,
) -> DeskPage:
    """The next card and what was kept. A press that was replayed had moved on already: the card
    she holds stays.
    """
    kept, found = pressed.kept, pressed.found
    fetch: Fetch = found.known if isinstance(found, Pick) else fetch_now
    done = Done(
        kept.company.pk,
        kept.company.name,
        said.follows,
        mail=outcome in WANTS_MAIL,
        upset=outcome in HANG_UPS,
        unsent=said.unsent,
        untaken=said.untaken,
    )
    session = session_of(member, fetch)
    if kept.logged.replayed:
        return _page(member, at, session, _card(member, at, session), done=done)
    card = build(member, found, at) if isinstance(found, Pick) else found
    undoable = undoable_of(kept.logged.entry, kept.company.name)
    return _page(member, at, session, card, done=done, undoable=undoable)


def with_problems(member: Member, at: datetime, form: LoopForm) -> DeskPage:
    """The card again, with what was typed and what is wrong with it.

    When that card may not be called any more another one comes: what was typed for the company is
    not shown there, and what is wrong names it.
    """
    session = session_of(member)
    origin = form.typed.get("origin", "")
    if origin in ORIGINS:
        return _talk_with_problems(member, at, session, form, origin)
    found = _card(member, at, session)
    if not isinstance(found, Card) or found.company.pk != form.company_id:
        called = company_of(member.workspace, form.company_id)
        form.name_the_card(called.name if called else "")
        return _page(member, at, session, found, form=form)
    return _page(member, at, session, found, form=form, panel=panel_id(form.outcome))


def _talk_with_problems(
    member: Member, at: datetime, session: CallSession | None, form: LoopForm, origin: str
) -> DeskPage:
    company = company_of(member.workspace, form.company_id)
    if company is None:  # refused as unknown: the view has answered that it is not there
        return _page(member, at, session, _card(member, at, session), form=form)
    found = take_card_for_outside_call(
        by=member, company=company, at=at, extra=card_queries(member, at)
    )
    card = build(member, found, at, origin)
    page = _page(member, at, session, card, form=form, panel=panel_id(form.outcome))
    return replace(page, origin=origin)


def _card(member: Member, at: datetime, session: CallSession | None) -> Card | Nothing | None:
    """None while the sitting is paused."""
    if session is not None and session.paused_at is not None:
        return None
    return card_for(member, at)


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
    undoable: Undoable | None = None,
) -> DeskPage:
    """The card that was found, with what stands around every card."""
    nobody = found if isinstance(found, Nothing) else None
    card = found if isinstance(found, Card) else None
    fetch: Fetch = card.known if card else fetch_now
    ways = ways_to_write(member.workspace, fetch)
    given = given_now(member, fetch) if session else None
    return DeskPage(
        at=at,
        session=session,
        given=given,
        counted=_counted(given),
        reached=session is not None and given is not None and given.calls >= session.goal > 0,
        card=card,
        nothing=nothing_in_words(nobody, at) if nobody else "",
        why_nothing=nobody.why if nobody else "",
        undoable=undoable or last_undoable_outcome(member, session, at),
        way=preferred_by(member, Dialled).way,
        has_mailbox=ways["has_mailbox"],
        panels=_panels(card, ways, panel, form) if card else "",
        writing=_writing(card, form),
        stopped=stopped_promises(member.workspace, at, fetch),
        form=form,
        panel=panel,
        done=done,
        note=note,
    )


def _writing(card: Card | None, form: LoopForm | None) -> Writing:
    """What was typed in the form that was refused, else the draft of the card."""
    if card is None:
        return Writing()
    mine = form is not None and form.company_id == card.company.pk
    typed = form.as_draft() if form and mine else None
    if form is not None and typed is not None:
        note, seen = typed.pop("note"), form.seen or ""
        return Writing(note, json.dumps(typed), drafted=True, seen=seen)
    if card.draft is None:
        return Writing()
    note, fields = card.draft.note, json.dumps(card.draft.fields)
    return Writing(note, fields, drafted=True, seen=mark_of(note))


def _panels(card: Card, ways: Ways, panel: str, form: LoopForm | None) -> str:
    """What the outcomes ask, with the words of this card."""
    address = (card.contact.email if card.contact else "") or card.company.email
    return draw_panels(
        card_words(address, card.domain, card.state.zone, card.says.address, card.state.ask_next),
        current_language(),
        MailWays(ways["has_mailbox"], ways["has_cv"], ways["lacks"]),
        panel=panel,
        form=form,
    )


def _counted(given: SittingCounts | None) -> list[str]:
    """What the sitting has given so far, in words; a word to begin with before the first call."""
    if given is None:
        return []
    if not given.calls:
        return [_("The first card is there: all that is left is to call.")]
    said = [ngettext("%(n)s call", "%(n)s calls", given.calls) % {"n": given.calls}]
    if given.decision_makers:
        words = ngettext("%(n)s decision maker", "%(n)s decision makers", given.decision_makers)
        said.append(words % {"n": given.decision_makers})
    if given.emails:
        words = ngettext("%(n)s e-mail asked for", "%(n)s e-mails asked for", given.emails)
        said.append(words % {"n": given.emails})
    if given.good_news:
        words = ngettext("%(n)s person interested", "%(n)s people interested", given.good_news)
        said.append(words % {"n": given.good_news})
    if given.meetings:
        words = ngettext("%(n)s meeting agreed", "%(n)s meetings agreed", given.meetings)
        said.append(words % {"n": given.meetings})
    return said
