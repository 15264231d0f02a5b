"""Mail in words: what a server's refusal means, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from decroche.compliance.rules import Verdict, Why
from decroche.compliance.wording import refusal_in_words
from decroche.correspondence.actions import CannotWrite
from decroche.correspondence.authorizing import Wrong
from decroche.correspondence.judging import judgements_of
from decroche.correspondence.models import Message, Reply
from decroche.correspondence.rules import OUTCOME_MAILS
from decroche.correspondence.trial import Trial
from decroche.journal.models import Entry
from decroche.offer.queries import Lack
from decroche.shared.choices import one_of
from decroche.shared.clock import now
from decroche.shared.language import Language
from decroche.shared.places import tz
from decroche.shared.spoken.say import say

_LAW: tuple[Why, ...] = ("unlisted", "no_consent", "consent_revoked", "personal_address")
"""Refusals of the law that are said as for a call."""


def situation_words() -> dict[str, str]:
    """Every situation by its code."""
    return {
        "presentation": _("Asked for my presentation"),
        "agency": _("Has an agency"),
        "too_late": _("Too late this time"),
        "follow_up": _("Follow-up after 7 days"),
        "referral": _("On somebody’s behalf"),
        "first": _("First mail"),
        **{code: _(mail.title) for code, mail in OUTCOME_MAILS.items()},
    }


def cannot_in_words(error: CannotWrite) -> str:
    """Why a message can't be queued, and what to do."""
    if law := one_of(error.code, _LAW, ""):
        return refusal_in_words(Verdict(False, law))
    return {
        "opposed": _("They asked not to be written to: this message can’t leave."),
        "address": _("This is not an e-mail address: %(text)s") % {"text": error.detail[:80]},
        "several": _("One address at a time, please: each message is written to one person."),
        "dead": _("A message to this address bounced (%(words)s). Call for the right one.")
        % {"words": error.detail[:120]},
        "empty": _("A subject and a text are needed."),
        "no_mailbox": _(
            "No mailbox is set up yet. Set yours up, or open the draft in your own mail program."
        ),
        "gone": _("This message has left, or waits to leave, already."),
    }[error.code]


def unsent_in_words(entry: Entry) -> list[str]:
    """What a verb was to send and could not, one sentence each."""
    heads = {
        "mail": _("The mail to %(to)s does not leave."),
        "invitation": _("The invitation to %(to)s does not leave."),
    }
    return [
        f"{heads[what] % {'to': to}} {cannot_in_words(CannotWrite(code, detail))}"
        for what, to, code, detail in entry.particulars.get("unsent", [])
    ]


def failure_in_words(message: Message) -> str:
    """What became of a message that did not arrive, in plain words, with a proposal."""
    if message.step == "opposed":
        if law := one_of(message.words, _LAW, ""):
            return refusal_in_words(Verdict(False, law))
        return _("They asked not to be written to: it was kept back.")
    if message.state == Message.State.CHECK:
        return _(
            "The connection dropped at the very end: it may have arrived. Look in your Sent "
            "folder or call; if it did not arrive, send it again."
        )
    if message.step == "document":
        return _(
            "Your presentation could not be made, so the mail did not leave. Look at it under "
            "My offer, then send the mail again."
        )
    code = message.words[:3]
    if message.step in ("bounce", "recipient"):
        if code in ("550", "551", "553", "5.1"):
            return _("This address does not exist there. Call for the right one.")
        if code in ("552", "5.2"):
            return _("Their mailbox is full or closed. Call, or try again in a few days.")
        return _("Their server refuses it. Call for another address.")
    if message.step in ("data", "answer"):
        return _(
            "Their server refuses the message itself (size, content or reputation). Try "
            "without attachments, or call."
        )
    return _("For two days their server could not be reached. Check the address, or call.")


def meeting_in_words(kind: str, at: datetime | None, zone: str, language: Language) -> str:
    """What they answered to an invitation; a proposed time on the clock of `zone`."""
    if kind == "counter" and at is not None:
        there = at.astimezone(tz(zone)) if at.tzinfo else at.replace(tzinfo=tz(zone))
        moment = say(there, "minute", now().astimezone(tz(zone)), language)
        return _("Proposes another time for the meeting: %(moment)s.") % {"moment": moment}
    return {
        "accepted": _("Accepts the meeting."),
        "declined": _("Declines the meeting."),
        "tentative": _("May come to the meeting."),
    }.get(kind, _("Proposes another time for the meeting."))


def readings_in_words(reply: Reply) -> list[tuple[str, str, str]]:
    """(what she may say a message in doubt is, in words, its key) for each reading."""
    words = {
        "stop": (_("An opposition"), "O"),
        "reply": (_("An answer"), "R"),
        "bounce": (_("The address is wrong"), "O"),
        "nothing": (_("Nothing to do with it"), "N"),
    }
    return [(reading, *words[reading]) for reading in judgements_of(reply)]


def judged_in_words(reading: str, name: str) -> str:
    """What was done about a message in doubt."""
    return {
        "stop": _("%(name)s: left alone for good."),
        "reply": _("%(name)s: a reply, to read today."),
        "bounce": _("%(name)s: call for the right address."),
    }.get(reading, _("%(name)s: nothing done.")) % {"name": name}


def trial_in_words(trial: Trial) -> str:
    """Which step of the test failed, why, and what to do."""
    if trial.step == "ok" and trial.at == "smtp_only":
        return _("A message has been sent to you. Answers are not read: no IMAP server is set.")
    if trial.step == "ok":
        return _("A message was sent to you, and we found it in your inbox. Everything works.")
    if trial.step == "not_found":
        return _(
            "The message left, but is not in your inbox yet. Look among the unwanted ones; "
            "if it is there, everything works."
        )
    if trial.step == "consent":
        return not_agreed_in_words(trial.at)
    if trial.step == "ended":
        return ended_in_words(trial.at)
    where = _("sending") if trial.step == "smtp" else _("reading")
    why = {
        "connect": _("The server does not answer. Check its name and port."),
        "tls": _(
            "The secure line could not be made: the certificate or the kind of security is "
            "not right."
        ),
        "login": _(
            "Name or password refused. Many providers want a password made for programs (an "
            "“app password”)."
        ),
        "consent": _("Your provider gives no access any more: connect your mailbox again."),
        "token": _(
            "The server refuses the access your provider gave. Look whether IMAP and SMTP are "
            "allowed for your account, then connect your mailbox again."
        ),
        "sender": _(
            "The server does not let this address send. Check the address and the user name."
        ),
        "recipient": _("The server does not accept your own address. Check it."),
    }.get(trial.at, _("The server refused."))
    return _("Step that failed: %(where)s. %(why)s") % {"where": where, "why": why}


def not_agreed_in_words(code: str) -> str:
    """Why a provider grants no access, by its code (`NotGranted.code`), and what to do."""
    return {
        "access_denied": _("You did not agree at your provider, so nothing was connected."),
        "state": _(
            "This answer belongs to another attempt, or came too late: begin once more from here."
        ),
        "invalid_client": _(
            "Your provider does not know your program: look at its identifier and its secret."
        ),
        "unauthorized_client": _(
            "Your provider does not let this program ask: look at its kind and who may use it."
        ),
        "redirect_uri_mismatch": _(
            "Your provider does not know the address you come back to: add the one shown below."
        ),
        "invalid_scope": _(
            "Your provider does not let this program read and send mail: add these rights to it."
        ),
        "invalid_grant": _("Your provider gives no access any more: connect your mailbox again."),
        "no_refresh_token": _(
            "Your provider gave access for an hour only: ask for lasting access (offline_access)."
        ),
        "unreachable": _("Your provider does not answer. Try again in a few minutes."),
        "temporarily_unavailable": _("Your provider does not answer. Try again in a few minutes."),
        "server_error": _("Your provider does not answer. Try again in a few minutes."),
    }.get(code, _("Your provider refuses (%(code)s).") % {"code": code[:60]})


def wrong_authorizer_in_words(wrong: Wrong) -> str:
    """What is wrong with what was typed about a provider; "" when nothing is."""
    return {
        "": "",
        "client": _("Choose your provider, and paste the identifier of your program."),
        "addresses": _("The provider’s addresses must be whole, and begin with https://."),
        "scope": _("Say which rights are asked for (scope), as your provider names them."),
    }[wrong]


def ended_in_words(ended: str) -> str:
    """How an access ended, in words."""
    return {
        "revoked": _("The access has ended: it is forgotten here, and your provider knows it."),
        "not_told": _(
            "The access is forgotten here, but your provider could not be told: remove it in your "
            "account’s security settings too."
        ),
    }.get(
        ended,
        _(
            "The access is forgotten here. Your provider can’t be told by a program: remove it in "
            "your account, among the applications that have access."
        ),
    )


def hint_in_words(hint: str) -> str:
    """A short advice about a provider's passwords."""
    return {
        "app_password": _(
            "This provider wants an app password: in your account’s security settings, make "
            "one for “mail” and paste it here."
        ),
        "third_party": _(
            "This provider must first be told to let mail programs in: look for “mail "
            "programs” or “IMAP” in its webmail’s settings."
        ),
        "oauth": _(
            "Microsoft lets no program in with a password any more: connect your mailbox with "
            "your provider’s consent."
        ),
        "bridge": _(
            "Start Proton Bridge on this machine and copy the password it shows, not your "
            "Proton password."
        ),
    }.get(hint, "")


def lacks_in_words(lacks: Sequence[Lack]) -> list[str]:
    """What a mail will lack, one sentence each."""
    words: dict[Lack, str] = {
        "offer": _(
            "You have not read and kept your offer yet: the mail gives your details, without a "
            "presentation."
        ),
        "phone": _("Your telephone number is missing: they could not call you back."),
        "address": _("Your postal address is missing: it belongs under a professional mail."),
    }
    return [words[one] for one in lacks]
