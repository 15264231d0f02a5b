"""What the call screen shows, as a telephone takes it: one value that JSON can carry."""

from __future__ import annotations

from typing import cast

from django.utils.translation import gettext as _

from decroche.calls.outcome_spec import Field, Panel
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.wording import reason_names
from decroche.config.data_mark import data_mark
from decroche.desk.loop.card import Button, Card
from decroche.desk.loop.form import EXTRAS, panel_id
from decroche.desk.loop.page import DeskPage, Done
from decroche.prospects.models import PhoneNumber
from decroche.shared.direction import shown_plainly
from decroche.telephone.content import Asked, CardShown, FieldAsked, NumberShown, OutcomeShown
from decroche.ui.templatetags.ui import quoted

_ON_THE_DESK_ONLY = ("everywhere",)
"""Fields whose question needs more room than a telephone has."""
_READ = ("name", "ask", "last", "said", "line", "number", "others", "nothing")
"""Fields that are shown and not sent back."""
OF_DATA = "of_data"
"""What goes with a message to say of which data its card is (config/data_mark.py)."""
ADDED = {name: f"{panel}.{name}" for name, panel in EXTRAS.items()} | {
    "message_left": "message_left"
}
"""What she may add to any outcome, with the name that a draft has for it."""
_LONGEST = 300
"""Characters of her last words."""


def shown(page: DeskPage) -> CardShown:
    """The card on the call screen with its outcomes, or why there is none. Characters that turn the
    direction of a text are left out.
    """
    content = _shown(page)
    plain = {
        name: shown_plainly(value) if name in _READ else value for name, value in content.items()
    }
    return cast(CardShown, plain)


def _shown(page: DeskPage) -> CardShown:
    said = _done(page.done) if page.done else page.note
    undo = page.undoable.pk if page.done and page.undoable else 0
    if page.card is None:
        return {
            "key": "",
            "said": said,
            "undo": undo,
            "nothing": page.nothing or _paused(),
            "of_data": data_mark(),
        }
    card = page.card
    sitting = str(page.session.pk) if page.session else ""
    last = _last_words(card)
    return {
        "key": card.claim_key,
        "company": card.company.pk,
        "name": card.company.name,
        "ask": _ask(card),
        "last": quoted(last[:_LONGEST]) if last else "",
        "number": _number(card.number) if card.number else None,
        "line": _line(card),
        "others": [_number(one.number, one.who) for one in card.others],
        "outcomes": [_outcome(button, page) for button in card.buttons],
        "given": {
            "asked_for": card.role,
            "situation": card.situation,
            "sitting": sitting,
            OF_DATA: data_mark(),
        },
        "added": _added(card),
        "address": (card.contact.email if card.contact else "") or card.company.email,
        "zone": card.state.zone,
        "said": said,
        "undo": undo,
        "nothing": "",
        "of_data": data_mark(),
    }


def _done(done: Done) -> str:
    """What the last press kept, with what of it does not go out or could not be taken."""
    return " · ".join([done.company, done.follows, *done.unsent, *done.untaken])


def _added(card: Card) -> dict[str, str]:
    """What was typed at the desk of what may be added to any outcome."""
    typed = card.draft.fields if card.draft else {}
    found = {name: str(typed.get(place, "")) for name, place in ADDED.items()}
    return {name: text for name, text in found.items() if text}


def _paused() -> str:
    return _("Pause. Your card waits: go on at the computer (P).")


def _ask(card: Card) -> str:
    """Whom to ask for, with what that person does."""
    title = card.contact.title if card.contact and card.contact.name else ""
    return f"{card.ask}, {title}" if title else card.ask


def _last_words(card: Card) -> str:
    """Her last words on the card, else what the file says of it."""
    if card.last.written:
        return card.last.written.text
    said = card.last.call.note if card.last.call else ""
    return said or card.says.notes


def _line(card: Card) -> str:
    """The line below the number: its kind, and why the card is called now."""
    kind = str(card.number.get_kind_display()) if card.number else ""
    return " · ".join(part for part in (kind, card.promise or card.reason) if part)


def _number(number: PhoneNumber, who: str = "") -> NumberShown:
    words = who or str(number.get_kind_display())
    return {"id": number.pk, "shown": number.national, "dial": number.dial, "words": words}


def _outcome(button: Button, page: DeskPage) -> OutcomeShown:
    panel = OUTCOMES[button.code].panel
    return {
        "code": button.code,
        "words": button.words,
        "follows": button.follows,
        "tone": button.tone,
        "asks": _asked(button.code, panel, page) if panel else None,
    }


def _asked(code: str, panel: Panel, page: DeskPage) -> Asked:
    unsent = panel.confirm_unsent if panel.confirm_unsent and not page.has_mailbox else ""
    typed = page.card.draft.fields if page.card and page.card.draft else {}
    fields = [
        _field(one, typed.get(f"{panel_id(code)}.{one.name}", ""))
        for one in panel.fields
        if _is_asked(one, page)
    ]
    return {"question": _(panel.question), "fields": fields, "confirm": _(unsent or panel.confirm)}


def _is_asked(field: Field, page: DeskPage) -> bool:
    if field.name in ("mail", "cv"):
        return page.has_mailbox
    return field.name not in _ON_THE_DESK_ONLY


def _field(field: Field, typed: str) -> FieldAsked:
    made: FieldAsked = {
        "name": field.name,
        "label": _(field.label),
        "hint": _(field.hint) if field.hint else "",
        "longest": field.longest,
        "typed": typed,
    }
    if field.name == "reason":
        made["choices"] = [["", made["hint"]], *map(list, reason_names().items())]
    elif field.name in ("mail", "cv"):
        made["value"] = "later" if field.name == "mail" else "1"
    return made
