"""Asking an authorization server: what is granted, what is refused, and what is no answer."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from decroche.gateways import bearer, oauth
from decroche.gateways.oauth import Authorizer, NotGranted
from tests.gateways.authorization_server import (
    CLIENT,
    SCOPE,
    SECRET,
    AuthorizationServer,
    authorization_server,
)

BACK = "http://127.0.0.1:8123/mailbox/back/"


@pytest.fixture
def server() -> Iterator[AuthorizationServer]:
    with authorization_server() as running:
        yield running


@pytest.fixture
def authorizer(server: AuthorizationServer) -> Authorizer:
    return Authorizer(
        f"{server.address}/authorize",
        f"{server.address}/token",
        f"{server.address}/revoke",
        SCOPE,
        CLIENT,
        SECRET,
    )


def agree(authorizer: Authorizer, verifier: str) -> str:
    """The code that her browser brings back."""
    address = oauth.address_to_ask(
        authorizer, redirect=BACK, state="s", verifier=verifier, user="camille@arnaud.example"
    )

    class Stays(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_given: object) -> None:
            return

    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.build_opener(Stays()).open(address)
    with told.value as answer:
        query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert query["state"] == ["s"]
    return query["code"][0]


def test_a_code_is_traded_with_its_own_verifier_only(authorizer: Authorizer) -> None:
    verifier = oauth.new_secret_word()
    code = agree(authorizer, verifier)
    with pytest.raises(NotGranted) as refused:
        oauth.redeem(authorizer, code=code, redirect=BACK, verifier=oauth.new_secret_word())
    assert (refused.value.kind, refused.value.code) == ("account", "invalid_grant")
    code = agree(authorizer, verifier)
    tokens = oauth.redeem(authorizer, code=code, redirect=BACK, verifier=verifier)
    assert tokens.seconds == 3600
    again = oauth.renew(authorizer, tokens.refresh)
    assert again.access != tokens.access
    oauth.revoke(authorizer, tokens.refresh)
    with pytest.raises(NotGranted, match="revoked") as refused:
        oauth.renew(authorizer, tokens.refresh)
    assert refused.value.kind == "account"


@pytest.mark.parametrize(
    ("fails", "kind"),
    [
        ("503", "temporary"),
        ("429", "temporary"),
        ("temporarily_unavailable", "temporary"),
        ("invalid_client", "account"),
        ("unauthorized_client", "account"),
        ("403", "account"),
    ],
)
def test_a_refusal_is_for_now_or_for_her(
    server: AuthorizationServer, authorizer: Authorizer, fails: str, kind: str
) -> None:
    server.fails = fails
    with pytest.raises(NotGranted) as refused:
        oauth.renew(authorizer, "any")
    assert refused.value.kind == kind
    assert fails in refused.value.code


def test_a_provider_that_is_away_is_unreachable() -> None:
    away = Authorizer("", "http://127.0.0.1:1/token", "", SCOPE, CLIENT)
    with pytest.raises(NotGranted) as refused:
        oauth.renew(away, "any")
    assert (refused.value.kind, refused.value.code) == ("temporary", "unreachable")


@pytest.mark.parametrize(
    "address",
    [
        *("http://login.example/token", "ftp://login.example/", "https://a:b@login.example/"),
        *("https://login.example/#part", "https://login .example/", "https://login.example:x/"),
        *("", "x"),
    ],
)
def test_a_token_is_asked_for_on_a_private_line_only(address: str) -> None:
    assert not oauth.can_be_asked(address)
    with pytest.raises(NotGranted) as refused:
        oauth.renew(Authorizer("", address, "", SCOPE, CLIENT), "any")
    assert refused.value.code == "address"


def test_an_answer_without_a_usable_token_is_none(
    server: AuthorizationServer, authorizer: Authorizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    good: dict[str, object] = {"access_token": "a", "refresh_token": "r", "token_type": "bearer"}
    answers: list[dict[str, object]] = [
        {},
        good | {"access_token": 7},
        good | {"access_token": "a\r\nb"},
        good | {"token_type": "mac"},
        good | {"refresh_token": ["r"]},
        good | {"refresh_token": "r\ud800"},
    ]
    for answer in answers:
        monkeypatch.setattr(server, "token", lambda _form, told=answer: (200, told))
        with pytest.raises(NotGranted) as refused:
            oauth.renew(authorizer, "any")
        assert refused.value.code == "broken", answer
    monkeypatch.setattr(server, "token", lambda _form: (200, good | {"expires_in": "soon"}))
    assert oauth.renew(authorizer, "any") == oauth.Tokens("a", "r", 3600)


def test_what_is_said_to_a_server_is_as_both_formats_ask() -> None:
    def said(mechanism: bearer.Mechanism, user: str, token: str = "abc") -> str:
        return bearer.first_words(mechanism, user=user, token=token, host="mail.example", port=993)

    assert bearer.mechanism(["PLAIN", "oauthbearer"]) == "OAUTHBEARER"
    assert bearer.mechanism(["OAUTHBEARER", "XOAUTH2"]) == bearer.mechanism([]) == "XOAUTH2"
    assert (
        said("XOAUTH2", "camille@arnaud.example")
        == "user=camille@arnaud.example\x01auth=Bearer abc\x01\x01"
    )
    assert said("OAUTHBEARER", "a=b,c") == (
        "n,a=a=3Db=2Cc,\x01host=mail.example\x01port=993\x01auth=Bearer abc\x01\x01"
    )
    with pytest.raises(ValueError, match="control"):
        said("XOAUTH2", "camille", "abc\x01auth=Bearer def")


def test_what_a_provider_says_can_be_shown_and_kept(
    server: AuthorizationServer, authorizer: Authorizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JSON can hold halves of characters and NUL, which no page and no database takes."""
    told = {"error": "no\ud800\x00w", "error_description": "half\udc00 a\x00 word"}
    monkeypatch.setattr(server, "token", lambda _form: (400, told))
    with pytest.raises(NotGranted) as refused:
        oauth.renew(authorizer, "any")
    assert (refused.value.code, refused.value.words) == ("now", "half a word")
