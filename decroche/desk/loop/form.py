"""The form of the call screen as it was posted; calls/reading.py reads what the fields mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from decroche.calls.drafts import TakenIn
from decroche.calls.log_call import CallTyped
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.pressed import pressed_at
from decroche.calls.reading import FIELDS, Problem
from decroche.calls.refused import Refused
from decroche.calls.rules import ELSEWHERE
from decroche.calls.wording import problems_in_words
from decroche.shared.choices import whole
from decroche.shared.clock import PARIS, now
from decroche.shared.spoken import NotUnderstood
from decroche.shared.spoken.past import moment_past
from decroche.shared.spoken.sentence import read_sentence
from decroche.ui.language import current_language

_IN_A_PANEL = re.compile(r"(?:ask|extra)-[a-z_]{1,30}\.[a-z_]{1,20}")
"""The name of a field in a draft: that of its panel, a dot, its own."""
EXTRAS = {"referral": "extra-referral", "sentence": "extra-referral", "moment": "extra-moment"}
"""Fields that may be given with any outcome, with the id of the panel that has them."""
TICKS = ("told", "message_left")
"""Boxes that are ticked on the card itself, outside of the panels; a draft has the same names."""


@dataclass(slots=True)
class LoopForm:
    """One outcome as it was typed. `drafted` says that a draft of the card was kept before; `seen`
    is the mark of the note that the window saw last (calls/drafts.py). `errors` says by field why
    the outcome was refused.
    """

    company_id: int
    outcome: str
    key: str
    number_id: int | None
    typed: dict[str, str]
    drafted: bool = False
    seen: str | None = None
    pressed: tuple[str, str] = ("", "")
    """When its key was pressed and when it was sent, by the browser's clock (calls/pressed.py)."""
    sitting: int | None = None
    """The key of the sitting that was under way when its page was made."""
    made: str = ""
    """When a call was made away from the desk, in her words; "" for now."""
    errors: dict[str, str] = field(default_factory=dict)
    code: str = ""
    """The kind of refusal, where the browser can help: "noted" when its key is used up,
    "time" when the moment of the press can't be believed.
    """

    def call(self, at: datetime) -> CallTyped:
        """Returns the call to be logged; `at` is when its key was pressed. Raises Refused when she
        said when a call was made and no moment in the past can be read from it.
        """
        typed = self.as_draft()
        draft = None if typed is None else TakenIn(typed, self.seen)
        made = self._made(at)
        return CallTyped(
            self.company_id,
            self.outcome,
            self.typed,
            self.number_id,
            made or at,
            draft=draft,
            sitting=self.sitting if not made else None,
            typed_at=at if made else None,
        )

    def _made(self, at: datetime) -> datetime | None:
        """Returns when a call away from the desk was made, None when she does not say."""
        if self.typed["origin"] != ELSEWHERE or not self.made.strip():
            return None
        try:
            made, said = moment_past(
                self.made, now=at.astimezone(PARIS), language=current_language()
            )
        except NotUnderstood as error:
            raise Refused(Problem("made", "no_moment_past", self.made, str(error))) from None
        return made if said else None

    def as_draft(self) -> dict[str, str] | None:
        """Returns what was typed on the card, by the names of its draft (calls/drafts.py); None
        when nothing was typed, and no draft was kept.
        """
        asked = OUTCOMES[self.outcome].panel if self.outcome in OUTCOMES else None
        places = {name: f"{panel}.{name}" for name, panel in EXTRAS.items()}
        if asked:
            places |= {one.name: f"{panel_id(self.outcome)}.{one.name}" for one in asked.fields}
        if "email" in heard_in(self.outcome):
            places["email_typed"] = f"{panel_id(self.outcome)}.email_typed"
        found = {place: self.typed.get(name, "") for name, place in places.items()}
        found |= {name: self.typed.get(name, "") for name in ("note", *TICKS)}
        return found if self.drafted or any(found.values()) else None

    @property
    def answers(self) -> list[str]:
        """The keys of the answers that she opened during the call."""
        return [key for key in self.typed.get("answers", "").split(",") if key.isdecimal()]

    @property
    def why(self) -> str:
        """Why it was refused, in words."""
        return " ".join(self.errors.values())

    def pressed_at(self, arrived: datetime) -> datetime:
        """Returns when its key was pressed. Raises Refused when that can't be believed."""
        at = pressed_at(*self.pressed, arrived)
        if isinstance(at, Problem):
            raise Refused(at)
        return at

    def refuse(self, refused: Refused) -> None:
        """Notes why it was refused: by field for those of its panel, else for the whole call."""
        if refused.code == "dropped":
            self.code = "noted"
        else:
            self.code = "time" if refused.code.startswith("pressed_") else ""
        asked, general = heard_in(self.outcome), []
        for name, sentence in problems_in_words(refused).items():
            if name in asked or name == "made":
                self.errors[name] = sentence
            else:
                general.append(sentence)
        if general:
            self.errors["outcome"] = " ".join(general)

    def name_the_card(self, name: str) -> None:
        """Puts the name of its company before the reason: the form is shown with another card."""
        if name and self.errors:
            words = _("%(name)s: %(why)s") % {"name": name, "why": self.why}
            self.errors = {"outcome": words}


def panel_id(code: str) -> str:
    """Returns the id of an outcome's panel on the page; "" for an outcome that asks nothing."""
    return f"ask-{code}" if code in OUTCOMES and OUTCOMES[code].panel else ""


def heard_in(code: str) -> list[str]:
    """Returns the fields of an outcome's panel that show beneath them what was understood, or why
    it was not.
    """
    panel = OUTCOMES[code].panel if code in OUTCOMES else None
    named = {field.name for field in panel.fields} if panel else set()
    return [name for name in ("when", "email", "invite", "until") if name in named]


def read_form(data: QueryDict) -> LoopForm:
    """Reads the fields of a POST, as they were typed."""
    typed = {name: data.get(name, "") for name in FIELDS}
    typed["email_typed"] = data.get("email_typed", "")
    typed["answers"] = ",".join(data.getlist("answer"))
    if typed["place"] == data.get("place_offered") and _says_more(typed["when"]):
        typed["place"] = ""
    return LoopForm(
        company_id=whole(data.get("company")) or 0,
        outcome=data.get("outcome", ""),
        made=data.get("made", "")[:80],
        key=data.get("key", ""),
        number_id=whole(data.get("number")),
        typed=typed,
        drafted=data.get("drafted") == "1",
        seen=data.get("seen"),
        pressed=(data.get("pressed_at", ""), data.get("sent_at", "")),
        sitting=whole(data.get("sitting")),
    )


def _says_more(when: str) -> bool:
    """Whether there are words beside a moment: “jeudi 10h au café” says where better than the
    address of the card, which the page had filled in.
    """
    try:
        return bool(read_sentence(when, now=now(), language=current_language()).rest)
    except NotUnderstood:
        return False


def read_draft(data: QueryDict) -> tuple[str, dict[str, str]]:
    """Returns (the note, the other fields by their names on the page), as they are typed so far."""
    fields = {
        name: data.get(name, "") for name in data if name in TICKS or _IN_A_PANEL.fullmatch(name)
    }
    return data.get("note", ""), fields
