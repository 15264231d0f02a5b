"""The mails that have not left, in words: how many, and why."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.correspondence.standing import NotGone


def not_gone_in_words(mails: NotGone) -> list[str]:
    """One sentence for each reason; none when every mail has left."""
    said = []
    if mails.to_send:
        said.append(_to_send(mails))
    if mails.leaving:
        said.append(_leaving(mails))
    if mails.refused:
        words = ngettext(
            "%(n)s e-mail was refused and has not left.",
            "%(n)s e-mails were refused and have not left.",
            mails.refused,
        )
        said.append(words % {"n": mails.refused})
    if mails.to_check:
        words = ngettext(
            "%(n)s e-mail may have left or not: look in your sent mail.",
            "%(n)s e-mails may have left or not: look in your sent mail.",
            mails.to_check,
        )
        said.append(words % {"n": mails.to_check})
    return said


def _to_send(mails: NotGone) -> str:
    words = ngettext(
        "%(n)s e-mail is written and has not left: you send it.",
        "%(n)s e-mails are written and have not left: you send them.",
        mails.to_send,
    ) % {"n": mails.to_send}
    return words if mails.mailbox else f"{words} {_('No mailbox is set up yet.')}"


def _leaving(mails: NotGone) -> str:
    if not mails.mailbox:
        words = ngettext(
            "%(n)s e-mail waits: no mailbox is set up yet.",
            "%(n)s e-mails wait: no mailbox is set up yet.",
            mails.leaving,
        )
    elif mails.problem:
        words = ngettext(
            "%(n)s e-mail waits: your mailbox refuses.",
            "%(n)s e-mails wait: your mailbox refuses.",
            mails.leaving,
        )
    else:
        words = ngettext(
            "%(n)s e-mail is on its way and has not left yet.",
            "%(n)s e-mails are on their way and have not left yet.",
            mails.leaving,
        )
    return words % {"n": mails.leaving}
