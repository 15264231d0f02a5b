"""What her telephone says, answered: a touch that dials, coming back, an outcome, a note, a card
passed over, an outcome taken back, a date that is being typed. Nothing is concluded from a touch:
what became of a call is what she says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.db import OperationalError
from django.utils import translation
from django.utils.translation import gettext as _

from decroche.callqueue.skipping import skip_card
from decroche.callqueue.standing import standing_of
from decroche.callqueue.wording import passed_in_words
from decroche.calls.drafts import draft_of, keep_draft
from decroche.calls.notes import write_note
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.queries import card_of
from decroche.calls.reading import FIELDS
from decroche.calls.refused import Refused
from decroche.config.data_mark import data_mark
from decroche.desk.loop.form import TICKS, LoopForm, panel_id
from decroche.desk.loop.log_form import log_form
from decroche.desk.loop.page import card_page
from decroche.desk.loop.taking_back import take_back_outcome
from decroche.desk.telephone.following import refuse_to_dial, why_not_dialled
from decroche.desk.telephone.hearing import hear
from decroche.desk.telephone.messages import key_in, pressed_in, text_in
from decroche.desk.telephone.showing import OF_DATA, mark_of, shown
from decroche.desk.telephone.together import ADDED, beyond, together
from decroche.desk.telephone.wording import (
    added_and_kept,
    added_in_words,
    as_lines,
    ended_in_words,
)
from decroche.journal.actions import KeptForGood
from decroche.journal.record import replay
from decroche.prospects.models import Company
from decroche.prospects.queries import numbers_of
from decroche.shared.choices import whole
from decroche.shared.clock import milliseconds, now
from decroche.shared.direction import shown_plainly
from decroche.shared.room import is_full
from decroche.team.language import device_language
from decroche.team.models import Member
from decroche.team.needs import CALL, allows
from decroche.team.queries import member_by_number
from decroche.telephone.content import Shown, is_in_call
from decroche.telephone.devices import device
from decroche.telephone.exchange import Message
from decroche.telephone.service import LOOK, page_mark, telephones


def answer(member: int, device_id: str, message: Message) -> Message:
    """The answer to one message of a telephone; empty for an unknown one."""
    by = member_by_number(member)
    found = device(device_id)
    act = _ACTS.get(str(message.get("do")))
    if by is None or not allows(by, CALL) or found is None or act is None:
        return {}
    with translation.override(device_language(by, found.language)):
        try:
            if refusal := _why_not_hers(by, message):
                return _replaced(by, message, refusal)
            return act(by, device_id, message)
        except (OperationalError, OSError) as error:
            if not is_full(error):
                raise
            return {"full": _no_room(message)}


def _show(by: Member, _device: str, _message: Message) -> Message:
    """A telephone that woke up asks what is shown: after a start of the desk that is nothing
    yet. It hears as well which version its page has here.
    """
    found = telephones.exchange.now(by.pk)
    if not found["card"] or _has_passed(by, found):
        _show_next(by)
    return {**telephones.exchange.now(by.pk), "page": page_mark()}


def _look(by: Member, _device: str, _message: Message) -> Message:
    """The desk looks by itself, while a telephone listens, whether the card may still be called:
    its hours end, and another program may oppose it.
    """
    if _has_passed(by, telephones.exchange.now(by.pk)):
        _show_next(by)
    return {}


def _has_passed(by: Member, found: Shown) -> bool:
    """Whether she may no longer call the card that is shown: it was removed or opposed by another
    program, or a colleague holds it. A call under way keeps its card.
    """
    card = found["card"]
    if not card.get("key"):
        return False
    company = card_of(by.workspace, card["company"])
    if company is None:
        return True
    if is_in_call(found["call"]):
        return False
    number = card["number"]["id"] if card["number"] else 0
    standing = standing_of(by.workspace, company.pk, number)
    taken = standing is not None and standing.with_another(by)
    return taken or bool(why_not_dialled(by, company, number))


def _show_next(by: Member) -> None:
    """Shows the card she holds, else the next one."""
    telephones.exchange.show(by.pk, shown(by, card_page(by, now())))


def _touched(by: Member, device_id: str, message: Message) -> Message:
    return {"done": _dials(by, device_id, message, pressed_in(message))}


def _dials(by: Member, device_id: str, message: Message, at: datetime) -> bool:
    """Whether the call of a telephone that was touched `at` that moment is the one under way now.
    A number that is not of the card (it was taken off meanwhile) is none that the desk names.
    """
    dialled = key_in(message, "number")
    company = card_of(by.workspace, telephones.exchange.now(by.pk)["card"].get("company", 0))
    if company is None or refuse_to_dial(by, company, dialled):
        return False
    return telephones.exchange.call(
        by.pk,
        "calling",
        text_in(message, "key"),
        device=device_id,
        at=milliseconds(at),
        number_id=dialled if any(one.pk == dialled for one in numbers_of(company)) else 0,
    )


def _back(by: Member, device_id: str, message: Message) -> Message:
    """She is back from the dialler. The message says the touch as well: a browser that left for the
    dialler may have lost the message of its own.
    """
    is_back = partial(
        telephones.exchange.call, by.pk, "asking", text_in(message, "key"), device=device_id
    )
    if is_back():
        return {"done": True}
    touch = pressed_in(message, at_once=timedelta(0))
    says_touch = "pressed" in message and _dials(by, device_id, message, touch)
    return {"done": says_touch and is_back()}


def _outcome(by: Member, _device: str, message: Message) -> Message:
    form = _form(by, message)
    try:
        kept = log_form(by, form, now())
    except Refused:
        _show_next(by)
        return _gone()
    card = shown(by, kept.page)
    if kept.status == 200:
        card["said"] = " · ".join(filter(None, (card["said"], *added_and_kept(form, kept))))
    telephones.exchange.show(by.pk, card)
    if kept.status == 200:
        return {"kept": True, "unsent": list(kept.unsent)}
    return {"refused": form.why, "code": form.code}


class _NotHers(NamedTuple):
    """Why a message is not about a card of this member in the present data. `code` is "other" when
    it stays so however often it is sent, else "replaced".
    """

    words: str
    code: str = "replaced"


def _why_not_hers(by: Member, message: Message) -> _NotHers | None:
    """Why a message is not about a card of this member in the present data; None when it is. After
    a restore, or in another folder at the same address, keys and numbers of cards begin again: what
    she sends again after she has read that names its `card`. What waited in a telephone that was a
    colleague's is sent in nobody else's name. A telephone whose page is of an earlier version names
    the data with an outcome only, or without the member.
    """
    named = str(message.get(OF_DATA) or _fields(message).get(OF_DATA) or "")
    if named in ("", data_mark(), mark_of(by)):
        return None
    data, _dot, member = named.partition(".")
    if data != data_mark():
        return _why_not_of_data(by, message, member)
    other = member_by_number(whole(member) or 0)
    return _NotHers(
        _(
            "Noted by %(name)s while this telephone was theirs: it is not sent in your name. It "
            "can be sent again once they have paired the telephone anew."
        )
        % {"name": other.name if other else _("somebody else")}
    )


def _why_not_of_data(by: Member, message: Message, member: str) -> _NotHers | None:
    """Why a message about a card of other data, of the member with this key, is not about the card
    that has its key now; None when she sends it again, and that card is of the same company.
    """
    if "card" not in message or member not in ("", str(by.pk)):
        return _NotHers(
            _(
                "The data was replaced by a copy after this card was shown: nothing was noted. "
                "“Send again” notes it on the card that this company has now."
            )
            if message.get("do") in _KEPT
            else _(
                "The data was replaced by a copy after this page was opened: nothing was changed. "
                "Look at the page anew before you send it."
            )
        )
    company = card_of(by.workspace, key_in(message, "company"))
    if company and shown_plainly(company.name).split() == text_in(message, "card").split():
        return None
    return _NotHers(
        _(
            "The data was replaced, and another company has this place in it: nothing was noted "
            "there. Copy what you typed, then drop this line."
        ),
        "other",
    )


def _fields(message: Message) -> Mapping[str, Any]:
    given = message.get("fields")
    return given if isinstance(given, dict) else {}


def _form(by: Member, message: Message) -> LoopForm:
    """The outcome as a form of the desk, together with the draft of its card."""
    fields = _fields(message)
    typed = {name: str(fields.get(name, ""))[:20_000] for name in FIELDS}
    company = Company(pk=key_in(message, "company"), workspace=by.workspace)
    draft = draft_of(by, company)
    note, added = together(
        draft, typed["note"], {name: typed[name] for name in ADDED}, _seen(message)
    )
    typed |= {"note": note, **{name: added.get(name, "") for name in ADDED}}
    typed["email_typed"] = ""  # which address a slip was corrected from: asked on the desk only
    for name in set(TICKS) - set(ADDED):  # these are on the desk only
        typed[name] = typed[name] or (str(draft.fields.get(name, "")) if draft else "")
    return LoopForm(
        company_id=company.pk,
        outcome=text_in(message, "outcome"),
        key=text_in(message, "key"),
        number_id=key_in(message, "number") or None,
        typed=typed,
        drafted=draft is not None,
        pressed=(text_in(message, "pressed"), text_in(message, "sent")),
        sitting=whole(str(fields.get("sitting", ""))),
    )


def _seen(message: Message) -> str | None:
    """The mark of the draft that the telephone shows; None when it says none."""
    return text_in(message, "seen") if "seen" in message else None


def _note(by: Member, device_id: str, message: Message) -> Message:
    """The telephone asked for an outcome, and another card has ended that question: what was typed
    is kept on its card, and she is told what happened. When the call was logged in the meantime the
    text becomes a note of its own; else it waits on the card as a draft.
    """
    company = card_of(by.workspace, key_in(message, "company"))
    note, typed, added = text_in(message, "note"), _typed_in_panel(message), _added_in(message)
    if company is None:
        return _gone() if note or typed or added else {"kept": True}
    key = text_in(message, "key")
    before = replay(workspace_id=by.workspace_id, key=key)
    logged = before is not None or not _keep_with_draft(by, company, message, typed, added)
    if logged:
        taken = before or replay(workspace_id=by.workspace_id, key=key)
        note, added = beyond(taken, note, added)
        text = "\n".join(
            filter(
                None, (as_lines(note, text_in(message, "outcome"), typed), added_in_words(added))
            )
        )
        write_note(by=by, company=company, text=text, at=now(), key=_key_of(device_id, message))
    card = telephones.exchange.now(by.pk)["card"]
    is_shown = card.get("company") == company.pk and card["key"] != key
    written = bool(note or typed or added)
    return {"kept": True, "said": ended_in_words(company, logged, written, shown=is_shown)}


def _key_of(device_id: str, message: Message) -> str | None:
    """What makes it one message, however often the telephone sends it."""
    sent_as = message.get("id")
    return f"{device_id}-{sent_as}" if isinstance(sent_as, int | float | str) and sent_as else None


def _keep_with_draft(
    by: Member, company: Company, message: Message, typed: dict[str, str], added: dict[str, str]
) -> bool:
    """Adds what was typed on the telephone to the draft of a card; False when the call was logged
    already.
    """
    draft = draft_of(by, company)
    note, added = together(draft, text_in(message, "note"), added, _seen(message))
    others = {
        place: text
        for place, text in (draft.fields if draft else {}).items()
        if place not in ADDED.values()
    }
    return keep_draft(
        by=by,
        company_id=company.pk,
        note=note,
        fields=others | typed | {ADDED[name]: text for name, text in added.items()},
        at=now(),
        key=text_in(message, "key"),
    )


def _typed_in_panel(message: Message) -> dict[str, str]:
    """What was typed into the panel of an outcome, under the names that a draft has."""
    outcome, given = text_in(message, "outcome"), message.get("fields")
    panel = OUTCOMES[outcome].panel if outcome in OUTCOMES else None
    if panel is None or not isinstance(given, dict):
        return {}
    typed = {one.name: text_in(given, one.name).strip() for one in panel.fields}
    return {f"{panel_id(outcome)}.{name}": text for name, text in typed.items() if text}


def _added_in(message: Message) -> dict[str, str]:
    """What was added to whatever the outcome is."""
    typed = {name: text_in(_fields(message), name).strip() for name in ADDED}
    return {name: text for name, text in typed.items() if text}


def _replaced(by: Member, message: Message, refusal: _NotHers) -> Message:
    """What is answered to a message about a card of other data, or of another member: nothing is
    done with it. What would be kept is refused; for the rest the telephone shows why, with the card
    of the present data.
    """
    kept = message.get("do") in _KEPT
    page = card_page(by, now(), note="" if kept else refusal.words)
    telephones.exchange.show(by.pk, shown(by, page))
    return {"refused": refusal.words, "code": refusal.code} if kept else {"done": False}


def _no_room(message: Message) -> str:
    if message.get("do") in _KEPT:
        return _("The computer’s disk is full. This stays on the telephone and is sent again.")
    return _("The computer’s disk is full: nothing was changed.")


def _gone() -> Message:
    return {"refused": _("This card is no longer in the file."), "code": "gone"}


def _pass(by: Member, _device: str, message: Message) -> Message:
    """Puts the card that she sees at the end of today's queue; does nothing for any other card."""
    if telephones.exchange.now(by.pk)["card"].get("key") != text_in(message, "key"):
        return {"done": False}
    card = card_of(by.workspace, key_in(message, "company"))
    if card is None:
        return {"done": False}
    skip_card(by, card, now())
    telephones.exchange.show(by.pk, shown(by, card_page(by, now(), note=passed_in_words(card))))
    return {"done": True}


def _undo(by: Member, _device: str, message: Message) -> Message:
    """The outcome that the telephone names is taken back; she holds its card again."""
    try:
        said = take_back_outcome(by, key_in(message, "entry") or None).words
    except KeptForGood:
        said = _("An opposition is lifted on the computer, with a written reason.")
    telephones.exchange.show(by.pk, shown(by, card_page(by, now(), note=said)))
    return {"done": True}


_KEPT = ("outcome", "note")
"""What the telephone keeps until the desk has it."""
_ACTS = {
    "show": _show,
    LOOK: _look,
    "touched": _touched,
    "back": _back,
    "outcome": _outcome,
    "note": _note,
    "pass": _pass,
    "undo": _undo,
    "hear": hear,
}
