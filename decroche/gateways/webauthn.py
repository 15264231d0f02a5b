"""Passkeys as browsers and devices know them (WebAuthn level 2), by the library fido2.

Challenges and answers in, keys out; it keeps nothing, and knows no member. Everything that was
sent by a browser may be made up: whatever is wrong with it is NotSigned.
"""

from __future__ import annotations

import json
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fido2.server import Fido2Server

MILLISECONDS = 120_000
"""How long the browser waits for the device."""
LONGEST_ANSWER = 20_000
"""Characters of what a browser sends: a key and its signature take about a thousand."""
_OF_ANSWER = ("id", "rawId", "type")
_OF_RESPONSE = (
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
)
"""What is read of an answer. All of it is text: of a number the library would make that many
bytes.
"""
_WRONG = (
    *(ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError),
    struct.error,
)
"""What the library raises about an answer that is made up."""


class NotSigned(Exception):
    """What a browser sent is not what a device signs for this page and this challenge."""


@dataclass(frozen=True, slots=True)
class Site:
    """A page as a browser names it: a passkey is for one name, and works nowhere else."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """The public half of a new passkey. `credential` and `public` are base64url."""

    credential: str
    public: str
    counter: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser sent, read but not believed yet: which passkey it says it is of, and which
    challenge it says was signed.
    """

    parts: dict[str, Any]
    credential: str
    challenge: bytes


@dataclass(frozen=True, slots=True)
class Signature:
    """What a device has signed: how often it had signed before (0 when it does not count), and
    whom it takes the holder for; b"" when it does not say.
    """

    counter: int
    handle: bytes


def is_installed() -> bool:
    """Whether the library is there: it comes with what a team needs."""
    return find_spec("fido2") is not None


def options_to_make(
    site: Site, *, handle: bytes, name: str, known: list[str], challenge: bytes
) -> dict[str, Any]:
    """What the browser is told to make a passkey, as WebAuthn writes it in JSON. `known`: the
    credentials of hers that are kept already.
    """
    from fido2.webauthn import (
        PublicKeyCredentialDescriptor,
        PublicKeyCredentialType,
        PublicKeyCredentialUserEntity,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options, _state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=name, display_name=name),
        credentials=[
            PublicKeyCredentialDescriptor(
                type=PublicKeyCredentialType.PUBLIC_KEY, id=_from_letters(one)
            )
            for one in known
        ],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
        challenge=challenge,
    )
    return _told(dict(options))


def options_to_sign(site: Site, *, challenge: bytes) -> dict[str, Any]:
    """What the browser is told to have a challenge signed by any passkey of this page."""
    from fido2.webauthn import UserVerificationRequirement

    options, _state = _server(site).authenticate_begin(
        user_verification=UserVerificationRequirement.REQUIRED, challenge=challenge
    )
    return _told(dict(options))


def read_answer(text: str) -> Answer:
    """Reads what a browser sent. Raises NotSigned."""
    if len(text) > LONGEST_ANSWER:
        raise NotSigned
    try:
        said = json.loads(text)
        response = _texts(said["response"], _OF_RESPONSE)
        parts = _texts(said, _OF_ANSWER) | {"response": response}
        client = json.loads(_from_letters(response["clientDataJSON"]))
        return Answer(parts, parts["rawId"], _from_letters(client["challenge"]))
    except _WRONG as wrong:
        raise NotSigned from wrong


def _texts(said: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The named parts that are there. Raises TypeError when one is no text."""
    found = {name: said[name] for name in names if said.get(name) is not None}
    if not all(isinstance(part, str) for part in found.values()):
        raise TypeError
    return found


def new_key(site: Site, answer: Answer) -> NewKey:
    """The passkey that an answer brings. Raises NotSigned."""
    try:
        made = _server(site).register_complete(_state(answer), answer.parts)
    except _WRONG as wrong:
        raise NotSigned from wrong
    data = made.credential_data
    if data is None:
        raise NotSigned
    return NewKey(_in_letters(data.credential_id), _in_letters(bytes(data)), made.counter)


def signature(site: Site, answer: Answer, *, public: str) -> Signature:
    """What the device has signed with the key whose public half this is. Raises NotSigned."""
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

    try:
        known = AttestedCredentialData(_from_letters(public))
        _server(site).authenticate_complete(_state(answer), [known], answer.parts)
        said = AuthenticationResponse.from_dict(answer.parts).response
        return Signature(said.authenticator_data.counter, bytes(said.user_handle or b""))
    except _WRONG as wrong:
        raise NotSigned from wrong


def _server(site: Site) -> Fido2Server:
    """The library's side of one page. Which make of device it is is not asked."""
    return _server_of(site.host, site.origin)


@cache
def _server_of(host: str, origin: str) -> Fido2Server:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    page = PublicKeyCredentialRpEntity(id=host, name="Décroche")
    return Fido2Server(page, verify_origin=lambda said: said == origin)


def _told(options: dict[str, Any]) -> dict[str, Any]:
    """The options, with how long the device is waited for."""
    return {"publicKey": {**options["publicKey"], "timeout": MILLISECONDS}}


def _state(answer: Answer) -> dict[str, Any]:
    """What the library would have kept between its two steps. Who calls has made sure that the
    challenge is one of ours.
    """
    return {"challenge": _in_letters(answer.challenge), "user_verification": "required"}


def _in_letters(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _from_letters(text: str) -> bytes:
    """Raises ValueError, TypeError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
