"""What the call screen shows, as a telephone takes it: one value that JSON can carry."""

from __future__ import annotations

from typing import cast

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from decroche.calls.outcome_spec import Field, Panel
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.wording import reason_names
from decroche.config.data_mark import data_mark
from decroche.desk.loop.buttons import Button
from decroche.desk.loop.card import Card
from decroche.desk.loop.form import panel_id
from decroche.desk.loop.page import DeskPage, Done
from decroche.desk.telephone.together import added_in, seen_mark
from decroche.prospects.models import PhoneNumber
from decroche.shared.direction import shown_plainly
from decroche.team.models import Member
from decroche.telephone.content import Asked, CardShown, NumberShown, OutcomeShown
from decroche.ui.templatetags.ui import quoted

_ON_THE_DESK_ONLY = ("everywhere",)
"""Fields whose question needs more room than a telephone has."""
_READ = ("name", "ask", "last", "said", "line", "number", "others", "nothing")
"""Fields that are shown and not sent back."""
OF_DATA = "of_data"
"""What goes with a message to say of which data its card is, and whose (`mark_of`)."""
_HEARD = {"when": "when", "email": "email", "invite": "email"}
"""Fields whose text is said back as it is understood: a date or an address."""
_LONGEST = 300
"""Characters of her last words."""


def mark_of(member: Member) -> str:
    """What the cards of a member are marked with: the present data (config/data_mark.py) and the
    member, since a telephone that was one member's may be paired by another later.
    """
    return f"{data_mark()}.{member.pk}"


def shown(by: Member, page: DeskPage) -> CardShown:
    """The card on a member's call screen with its outcomes, or why there is none. Characters that
    turn the direction of a text are left out.
    """
    content = _shown(page, mark_of(by))
    plain = {
        name: shown_plainly(value) if name in _READ else value for name, value in content.items()
    }
    return cast(CardShown, plain)


def _shown(page: DeskPage, of_data: str) -> CardShown:
    said = _done(page.done, page.has_mailbox) if page.done else page.note
    undo = page.undoable.pk if page.done and page.undoable else 0
    if page.card is None or page.origin:
        return {
            "key": "",
            "said": said,
            "undo": undo,
            "nothing": _came_in() if page.origin else page.nothing or _paused(),
            "of_data": of_data,
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
            OF_DATA: of_data,
        },
        "note": card.draft.note if card.draft else "",
        "added": added_in(card.draft),
        "seen": seen_mark(card.draft),
        "zone": card.state.zone,
        "said": said,
        "undo": undo,
        "nothing": "",
        "of_data": of_data,
    }


def _done(done: Done, has_mailbox: bool) -> str:
    """What the last press kept, with what of it does not go out or could not be taken."""
    waits = [_("the e-mail waits in Messages")] if done.mail and not has_mailbox else []
    return " · ".join([done.company, done.follows, *done.unsent, *waits, *done.untaken])


def _paused() -> str:
    return _("Pause. Your card waits: go on at the computer (P).")


def _came_in() -> str:
    return _("The computer shows a call that you received or made elsewhere: it is noted there.")


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
    """The line below the number: its kind, who recommends her there, and why the card is called
    now.
    """
    kind = str(card.number.get_kind_display()) if card.number else ""
    sent = _("sent by %(who)s") % {"who": card.referred_by} if card.referred_by else ""
    return " · ".join(part for part in (kind, sent, card.promise or card.reason) if part)


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
        _field(one, str(typed.get(f"{panel_id(code)}.{one.name}", "")), page.card)
        for one in panel.fields
        if _is_asked(one, page)
    ]
    return {
        "question": _(panel.question),
        "fields": render_to_string("desk/telephone/_asked.html", {"fields": fields}),
        "confirm": _(unsent or panel.confirm),
        "tone": panel.confirm_tone,
    }


def _is_asked(field: Field, page: DeskPage) -> bool:
    if field.name in ("mail", "cv"):
        return page.has_mailbox
    return field.name not in _ON_THE_DESK_ONLY


def _field(field: Field, typed: str, card: Card | None) -> dict[str, object]:
    """A field as the template draws it: one to choose from has `choices` (code, words), one to be
    ticked the `value` that it then has. `hear` says as what it is said back while it is typed.
    """
    made: dict[str, object] = {
        "name": field.name,
        "label": _(field.label),
        "hint": _(field.hint) if field.hint else "",
        "longest": field.longest,
        "typed": typed,
        "hear": _HEARD.get(field.name, ""),
    }
    if field.name == "reason":
        made["choices"] = [("", made["hint"]), *reason_names().items()]
    elif field.name in ("mail", "cv"):
        made["value"] = "later" if field.name == "mail" else "1"
    elif made["hear"] == "email" and card and not typed:
        made["typed"] = (card.contact.email if card.contact else "") or card.company.email
    return made
