"""What the call screen shows, one function for each way to get there.

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
from decroche.calls.models import CallSession, Draft
from decroche.calls.preferences import Dialled
from decroche.calls.queries import company_of
from decroche.calls.rules import HANG_UPS, ORIGINS, WANTS_MAIL
from decroche.calls.sittings import SittingCounts, given_now, session_of
from decroche.correspondence.queries import Ways, ways_to_write
from decroche.database.fetching import Fetch, fetch_now
from decroche.desk.loop.card import Card, build, card_for, card_queries
from decroche.desk.loop.form import LoopForm, panel_id
from decroche.desk.loop.panels import MailWays, card_words, draw_panels
from decroche.desk.loop.stopped import StoppedPromise, stopped_promises
from decroche.desk.loop.taking_back import Undoable, last_undoable_outcome, undoable_of
from decroche.prospects.models import Company
from decroche.team.models import Member
from decroche.team.preferences import preferred_by
from decroche.ui.language import current_language


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of an outcome that was logged: what follows from it, which mail does not leave
    (`unsent`), and what was typed and could not be kept (`untaken`), one sentence each.
    """

    follows: str
    unsent: tuple[str, ...] = ()
    untaken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """The line about the outcome that was logged last: `mail` says that a mail goes out with it,
    `upset` that they hung up, so that she gets a kind word.
    """

    company_id: int
    company: str
    follows: str
    mail: bool
    upset: bool = False
    unsent: tuple[str, ...] = ()
    """See Said."""
    untaken: tuple[str, ...] = ()
    """See Said."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What was typed on the card: the note, and the other fields (by their names on the page) as
    JSON. `drafted` says that a draft is kept; `seen` is the mark of its note.
    """

    note: str = ""
    fields: str = "{}"
    drafted: bool = False
    seen: str = ""


@dataclass(frozen=True, slots=True)
class OpenPanel:
    """The panel that is open when the page is shown, by its id, and the form that was refused."""

    id: str = ""
    form: LoopForm | None = None


_NONE_OPEN = OpenPanel()


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Everything that the templates of the call screen show.

    `card` is None while the sitting is paused and when there is nobody to call; then `nothing` says
    why in words and `why_nothing` as a code. `panels` are the panels of the outcomes as HTML;
    `panel` is the id of the one that is open.
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
    """The code of the way she dials; "" until she chose one."""
    has_mailbox: bool
    panels: str
    writing: Writing
    stopped: tuple[StoppedPromise, ...] = ()
    """Promises of today that the law stops."""
    form: LoopForm | None = None
    panel: str = ""
    done: Done | None = None
    note: str = ""
    left: Company | None = None
    """The card that she stopped on, which the note names and offers."""
    origin: str = ""
    """“incoming” for a call that they make to her, “elsewhere” for one made away from the desk."""

    def context(self) -> dict[str, Any]:
        """Returns the context of the templates: each field under its name, and the ways to dial."""
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
    """Shows the card she holds, else the next one. `left` is the card that she stopped on."""
    session = session_of(member)
    page = _page(member, at, session, _card(member, at, session), OpenPanel(panel))
    if left is None or (page.card and page.card.company == left):
        return replace(page, note=note)
    return replace(page, left=left, note=_("You stopped on %(name)s.") % {"name": left.name})


def talk_page(member: Member, at: datetime, company: Company, origin: str) -> DeskPage:
    """Shows a card to log a call on it that comes in, or that was made away from the desk.

    Raises HeldByAnother.
    """
    found = take_card_for_outside_call(
        by=member, company=company, origin=origin, at=at, extra=card_queries(member, at)
    )
    return _page(member, at, session_of(member), build(member, found, at))


def after_call(
    member: Member,
    at: datetime,
    pressed: LoggedThenNext,
    *,
    outcome: str,
    said: Said,
) -> DeskPage:
    """Shows the next card, with the line about what was logged. For an outcome that arrived a
    second time the next card was shown already: the card she holds stays.
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
        return replace(_page(member, at, session, _card(member, at, session)), done=done)
    card = build(member, found, at) if isinstance(found, Pick) else found
    undoable = undoable_of(kept.logged.entry, kept.company.name)
    return replace(_page(member, at, session, card, undoable=undoable), done=done)


def with_problems(member: Member, at: datetime, form: LoopForm) -> DeskPage:
    """Shows the card again, with what was typed and why it was refused.

    When that card may not be called any more, another one is shown: then what was typed is left
    out, and the reason names the company.
    """
    session = session_of(member)
    origin = form.typed.get("origin", "")
    if origin in ORIGINS:
        return _talk_with_problems(member, at, session, form, origin)
    found = _card(member, at, session)
    if not isinstance(found, Card) or found.company.pk != form.company_id:
        called = company_of(member.workspace, form.company_id)
        form.name_the_card(called.name if called else "")
        return _page(member, at, session, found, OpenPanel(form=form))
    return _page(member, at, session, found, OpenPanel(panel_id(form.outcome), form))


def _talk_with_problems(
    member: Member, at: datetime, session: CallSession | None, form: LoopForm, origin: str
) -> DeskPage:
    company = company_of(member.workspace, form.company_id)
    if company is None:
        return _page(member, at, session, _card(member, at, session), OpenPanel(form=form))
    found = take_card_for_outside_call(
        by=member, company=company, origin=origin, at=at, extra=card_queries(member, at)
    )
    card = build(member, found, at)
    return _page(member, at, session, card, OpenPanel(panel_id(form.outcome), form))


def _card(member: Member, at: datetime, session: CallSession | None) -> Card | Nothing | None:
    """Returns the card to show, or why there is none; None while the sitting is paused."""
    if session is not None and session.paused_at is not None:
        return None
    return card_for(member, at)


def _page(
    member: Member,
    at: datetime,
    session: CallSession | None,
    found: Card | Nothing | None,
    opened: OpenPanel = _NONE_OPEN,
    *,
    undoable: Undoable | None = None,
) -> DeskPage:
    """Returns the page of a card, or of the reason why there is none. `undoable` is the outcome
    that undo would take back; without it the last one is looked for.
    """
    nobody = found if isinstance(found, Nothing) else None
    card = found if isinstance(found, Card) else None
    fetch: Fetch = card.known if card else fetch_now
    ways = ways_to_write(member, fetch)
    given = given_now(member, fetch) if session else None
    return DeskPage(
        at=at,
        session=session,
        given=given,
        counted=_counted(given, card),
        reached=session is not None and given is not None and given.calls >= session.goal > 0,
        card=card,
        nothing=nothing_in_words(nobody, at) if nobody else "",
        why_nothing=nobody.why if nobody else "",
        undoable=undoable or last_undoable_outcome(member, session, at),
        way=preferred_by(member, Dialled).way,
        has_mailbox=ways["has_mailbox"],
        panels=_panels(card, ways, opened) if card else "",
        writing=_writing(card, opened.form),
        stopped=stopped_promises(member.workspace, at, fetch),
        form=opened.form,
        panel=opened.id,
        origin=card.origin if card else "",
    )


def _writing(card: Card | None, form: LoopForm | None) -> Writing:
    """Returns what was typed in the form that was refused, else the draft of the card."""
    if card is None:
        return Writing()
    of_this_card = form is not None and form.company_id == card.company.pk
    typed = form.as_draft() if form and of_this_card else None
    if form is not None and typed is not None:
        note, seen = typed.pop("note"), form.seen or ""
        return Writing(note, json.dumps(typed), drafted=True, seen=seen)
    if card.draft is None:
        return Writing()
    note, fields = card.draft.note, json.dumps(card.draft.fields)
    return Writing(note, fields, drafted=True, seen=mark_of(note))


def _panels(card: Card, ways: Ways, opened: OpenPanel) -> str:
    """Draws the panels of the outcomes, with the words of this card."""
    address = (card.contact.email if card.contact else "") or card.company.email
    address = address or next((one.email for one in card.says.people if one.gatekeeper), "")
    return draw_panels(
        card_words(
            address,
            card.domain,
            card.state.zone,
            card.says.address,
            card.state.ask_next,
            typed=bool(opened.form) or _typed_address(card.draft) not in ("", address),
        ),
        current_language(),
        MailWays(ways["has_mailbox"], ways["has_cv"], ways["lacks"]),
        panel=opened.id,
        form=opened.form,
    )


def _typed_address(draft: Draft | None) -> str:
    """The address that was typed in place of the one of the card, "" without one."""
    typed = draft.fields.items() if draft else ()
    return next((text for name, text in typed if name.endswith(".email")), "")


def _counted(given: SittingCounts | None, card: Card | None) -> list[str]:
    """Returns what the sitting has led to so far, in words; before the first call a word to begin
    with, when there is a card.
    """
    if given is None or (card is None and not given.calls):
        return []
    if not given.calls:
        return [_("The first card is there: all that is left is to call.")]
    said = [ngettext("%(n)s call", "%(n)s calls", given.calls) % {"n": given.calls}]
    if given.decision_makers:
        words = ngettext("%(n)s conversation", "%(n)s conversations", given.decision_makers)
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
