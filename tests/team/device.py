"""A device that makes passkeys, in software: what tests need of WebAuthn."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.utils import websafe_decode, websafe_encode

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
"""Flags of what the device says: somebody is there, it knows who, and a new key follows."""


@dataclass
class Device:
    """A device that holds one passkey, for one page."""

    origin: str
    host: str
    counts: bool = True
    verifies: bool = True
    counter: int = 0
    name: bytes = field(default_factory=lambda: token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    handle: bytes = b""

    def make(self, options: dict[str, Any]) -> str:
        """A new passkey, as a browser sends it."""
        told = options["publicKey"]
        self.handle = websafe_decode(told["user"]["id"])
        at = self.key.public_key().public_numbers()
        point = {-2: at.x.to_bytes(32, "big"), -3: at.y.to_bytes(32, "big")}
        public = cbor.encode({1: 2, 3: -7, -1: 1} | point)  # P-256, for ES256 (RFC 9053)
        known = bytes(16) + len(self.name).to_bytes(2, "big") + self.name + public
        said = {"fmt": "none", "attStmt": {}, "authData": self._said(WITH_KEY) + known}
        client = self._client("webauthn.create", told["challenge"])
        return self._written(clientDataJSON=client, attestationObject=cbor.encode(said))

    def sign(self, options: dict[str, Any], **changed: Any) -> str:
        """An answer to a challenge; `changed` replaces parts of it after it was signed."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        said = self._said(0)
        signature = self.key.sign(said + sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {
            "clientDataJSON": client,
            "authenticatorData": said,
            "signature": signature,
            "userHandle": self.handle,
        }
        return self._written(**(parts | changed))

    def _said(self, flags: int) -> bytes:
        self.counter += self.counts
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        page = sha256(self.host.encode()).digest()
        return page + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _written(self, **parts: bytes) -> str:
        name = websafe_encode(self.name)
        response = {key: websafe_encode(part) for key, part in parts.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
