"""Signing in to a mail server with an access token instead of a password: XOAUTH2, which Google and
Microsoft speak, and OAUTHBEARER (RFC 7628).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Mechanism = Literal["XOAUTH2", "OAUTHBEARER"]


def mechanism(offered: Iterable[str]) -> Mechanism:
    """The one to use, by the names that a server offers; XOAUTH2 when it offers neither, since many
    offer nothing before they are asked.
    """
    names = {one.upper() for one in offered}
    return "OAUTHBEARER" if "OAUTHBEARER" in names and "XOAUTH2" not in names else "XOAUTH2"


def first_words(mechanism: Mechanism, *, user: str, token: str, host: str, port: int) -> str:
    """What the client says first. Raises ValueError for a name or token that can't be said: both
    formats end a field with a control character.
    """
    if not all(one.isprintable() for one in (user, token)):
        raise ValueError("a control character in a name or a token")
    if mechanism == "XOAUTH2":
        return f"user={user}\x01auth=Bearer {token}\x01\x01"
    name = user.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01"


def after_refusal(mechanism: Mechanism) -> str:
    """What is said when the server told why it refuses, so that it can end the exchange."""
    return "" if mechanism == "XOAUTH2" else "\x01"
