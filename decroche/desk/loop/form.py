"""Reading what the loop's form sends, with one sentence for each thing that can't be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from decroche.calls.actions import OutcomeInput
from decroche.calls.wording import current_language
from decroche.prospects.models import Company, Contact
from decroche.shared.addresses import check_address, find_addresses
from decroche.shared.spoken import NotUnderstood, understand


@dataclass(frozen=True, slots=True)
class Typed:
    """What is shown again in the fields when something in them could not be understood."""

    when: str = ""
    email: str = ""
    place: str = ""
    invite: str = ""


@dataclass(slots=True)
class LoopForm:
    """One outcome as it was typed. `errors` by field; `said` is complete when there are none."""

    outcome: str
    key: str
    number_id: int | None
    typed: Typed = field(default_factory=Typed)
    said: OutcomeInput = field(default_factory=OutcomeInput)
    errors: dict[str, str] = field(default_factory=dict)


def read_loop(data: QueryDict, company: Company, at: datetime) -> LoopForm:
    """Understands a post of the loop's form."""
    form = LoopForm(
        data.get("outcome", ""),
        data.get("key", ""),
        _int(data.get("number")),
        Typed(*(data.get(name, "") for name in ("when", "email", "place", "invite"))),
    )
    when, precision = _when(form, data.get("when", ""), company, at)
    email = _email(form, data.get("email", ""))
    details = {
        name: str(data[name]).strip()
        for name in ("place", "agency", "until", "referral", "sentence", "mail", "cv", "invite")
        if data.get(name, "").strip()
    }
    _invite(form, details)
    form.said = OutcomeInput(
        when=when,
        precision=precision,
        email=email,
        reason=data.get("reason", ""),
        note=_note(data),
        moment=data.get("moment", "").strip(),
        message_left=data.get("message_left") == "1",
        seconds=min(_int(data.get("seconds")) or 0, 86_400) or None,
        asked_for=data.get("asked_for", "") if data.get("asked_for") in Contact.Role.values else "",
        answers_used=[int(one) for one in data.getlist("answer") if one.isdecimal()],
        details=details,
    )
    return form


def _note(data: QueryDict) -> str:
    said = [data.get(name, "").strip() for name in ("said", "place", "note")]
    return " · ".join(part for part in said if part)


def _when(form: LoopForm, text: str, company: Company, at: datetime) -> tuple[datetime | None, str]:
    if not text.strip():
        if form.outcome in ("call_back", "interested", "meeting"):
            form.errors["when"] = _(
                "Say when, for instance “Thursday 10am” or “in a month and a half”."
            )
        return None, "day"
    try:
        heard = understand(text, now=at, zone=company.state.zone, language=current_language())
    except NotUnderstood as error:
        form.errors["when"] = str(error)
        return None, "day"
    return heard.at, heard.precision


def _invite(form: LoopForm, details: dict[str, str]) -> None:
    """The address that an invitation goes to, checked before the meeting is kept."""
    if form.outcome != "meeting" or "invite" not in details:
        details.pop("invite", None)
        return
    checked = check_address(details["invite"])
    if not checked.ok or len(find_addresses(details["invite"])) > 1:
        form.errors["invite"] = _(
            "“%(text)s” is not an e-mail address. It looks like name@company.fr."
        ) % {"text": details["invite"]}
    details["invite"] = checked.address


def _email(form: LoopForm, text: str) -> str:
    if form.outcome != "email_requested":
        return ""
    if len(find_addresses(text)) > 1:
        form.errors["email"] = _(
            "One address at a time, please: each message is written to one person."
        )
        return ""
    checked = check_address(text)
    if not checked.ok:
        form.errors["email"] = _(
            "“%(text)s” is not an e-mail address. It looks like name@company.fr."
        ) % {"text": text.strip()}
    return checked.address


def _int(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 15 else None
