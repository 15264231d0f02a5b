"""The form of the mailbox: what is left empty is filled in from the provider of the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from decroche.correspondence.models import Mailbox
from decroche.correspondence.providers import HOSTS, Provider, provider_of
from decroche.correspondence.wording import hint_in_words
from decroche.shared.addresses import check_address
from decroche.shared.choices import whole
from decroche.shared.typed import whole_number

_SERVER_FIELDS = (
    "smtp_host",
    "smtp_port",
    "smtp_security",
    "imap_host",
    "imap_port",
    "imap_security",
)
_NUMBERS = {
    "smtp_port": (1, 65535),
    "imap_port": (1, 65535),
    "daily_limit": (1, 500),
    "pace_seconds": (0, 3600),
}
"""The fields that hold a number, each with the least and the most it may be."""


def read_mailbox(data: Mapping[str, str], address: str) -> dict[str, Any]:
    """The columns of a Mailbox as they were typed."""
    base = provider_of(address)
    return {
        "address": address,
        "smtp_host": data.get("smtp_host", "").strip()[:200] or base.smtp_host,
        "smtp_port": whole_number(data.get("smtp_port"), base.smtp_port, 1, 65535),
        "smtp_security": _security(data.get("smtp_security"), base.smtp_security),
        "smtp_user": data.get("smtp_user", "").strip()[:254] or address,
        "imap_host": data.get("imap_host", base.imap_host).strip()[:200],
        "imap_port": whole_number(data.get("imap_port"), base.imap_port, 1, 65535),
        "imap_security": _security(data.get("imap_security"), base.imap_security),
        "imap_user": data.get("imap_user", "").strip()[:254],
        "daily_limit": whole_number(data.get("daily_limit"), 80, 1, 500),
        "pace_seconds": whole_number(data.get("pace_seconds"), 20, 0, 3600),
    }


def not_numbers(data: Mapping[str, str]) -> str:
    """What is wrong with the numbers that were typed, in a sentence; "" when nothing is."""
    for name, (least, most) in _NUMBERS.items():
        text = data.get(name, "").strip()
        number = whole(text)
        if text and (number is None or not least <= number <= most):
            words = _("“%(text)s” can't be kept: write a whole number from %(least)s to %(most)s.")
            return words % {"text": text[:80], "least": least, "most": most}
    return ""


def not_agreed(data: Mapping[str, str], address: str) -> str:
    """Why guessed servers are not tried yet, in a sentence; "" when she named them, or agreed."""
    guess = provider_of(address)
    host = data.get("smtp_host", "").strip() or guess.smtp_host
    if not guess.guessed or host != guess.smtp_host or data.get("agreed") == host:
        return ""
    words = _(
        "%(host)s is only a guess, and your password would be given to it: look at the servers, "
        "then say that they are yours."
    )
    return words % {"host": host}


def _security(said: str | None, default: str) -> str:
    return said if said is not None and said in Mailbox.Security.values else default


def shown_values(
    typed: Mapping[str, str] | None, kept: Mailbox | None, address: str
) -> dict[str, Any]:
    """What stands in the fields: what was `typed`, else what is `kept`, else what the provider of
    `address` asks for.
    """
    if typed is not None and address:
        raw = {name: typed[name] for name in _NUMBERS if typed.get(name)}
        return read_mailbox(typed, address) | raw
    if kept is not None:
        return vars(kept)
    return read_mailbox({}, address) if address else {}


def not_your_servers() -> str:
    """Why a member may not have these servers, in a sentence."""
    return _(
        "These servers are neither those of the file’s mailbox nor of a provider that is known: "
        "an owner of the file names others."
    )


def chosen_provider(address: str, host: str) -> Provider | None:
    """A provider chosen by name, else the one of an address, once it is one."""
    named = next((one for one in HOSTS if one.name == host), None)
    if named is not None:
        return named
    return provider_of(address) if check_address(address).ok else None


def server_values(provider: Provider | None) -> dict[str, Any]:
    """The servers of a provider, by the names of the fields."""
    return {name: getattr(provider, name) for name in _SERVER_FIELDS} if provider else {}


def around_servers(provider: Provider | None) -> dict[str, Any]:
    """What the page shows around the fields of the servers."""
    return {
        "provider": provider,
        "hint": hint_in_words(provider.hint) if provider else "",
        "hosts": HOSTS,
        "securities": Mailbox.Security.choices,
    }
