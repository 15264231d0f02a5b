"""The login that a desk telephone asks for: the examples of the RFC, and whatever else may come."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from http.client import HTTPMessage
from typing import Any
from urllib.request import OpenerDirector, Request

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decroche.gateways.dialler.login import Login

NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
ASKED = f'Digest realm="http-auth@example.org", nonce="{NONCE}", opaque="FQhe"'
"""RFC 7616, 3.9.1."""
BASIC = 'Basic realm="t"'


def given_to(*asked: str, user: str = "Mufasa", password: str = "Circle of Life") -> str:
    """Returns the login that is given when a server answers with these headers; "" for none."""
    headers = HTTPMessage()
    for header in asked:
        headers["WWW-Authenticate"] = header
    request = Request("http://www.example.org/dir/index.html")
    made = Login(user, password)
    request.timeout = 1.0
    made.add_parent(_Again())
    made.http_error_401(request, io.BytesIO(), 401, "", headers)
    return request.get_header("Authorization") or ""


class _Again(OpenerDirector):
    def open(self, *_given: Any, **_more: Any) -> Any:
        """Returns the request with its login. Nothing is sent."""


def response(asked: str) -> str:
    found = re.search(r'response="(\w+)"', given_to(asked))
    assert found
    return found[1]


def test_a_digest_is_that_of_the_rfc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda _bytes: CNONCE)
    md5 = "8ca523f5e9506fed4657c9700eebdbec"
    assert response(f'{ASKED}, qop="auth, auth-int", algorithm=MD5') == md5
    assert response(f'{ASKED}, qop="auth-int,auth", algorithm="md5"') == md5
    assert response(f"{ASKED}, qop=auth") == md5
    sha256 = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    assert response(f'{ASKED}, qop="auth", algorithm=SHA-256') == sha256
    old = 'realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'
    assert len(response(f"Digest {old}")) == 32


def test_a_digest_goes_before_a_password_that_is_sent_as_it_is() -> None:
    for asked in ((BASIC, ASKED), (f"{BASIC}, {ASKED}",), ("Negotiate", ASKED, BASIC)):
        assert given_to(*asked).startswith('Digest username="Mufasa"'), asked


def test_what_nobody_here_knows_is_passed_over() -> None:
    unknown = f"{ASKED}, algorithm=ROT13"
    assert given_to(unknown, f"{ASKED}, algorithm=MD5-sess").startswith("Digest")
    assert given_to(unknown, 'Bearer realm="x"', BASIC).startswith("Basic ")
    for asked in (unknown, f'{ASKED}, qop="token"', 'Digest realm="t"', "Bearer", "Digest", ""):
        assert given_to(asked) == "", asked


def test_a_password_with_accents_is_given_in_utf_8() -> None:
    basic = given_to(BASIC, user="zoé", password="où ça")
    assert b64decode(basic.removeprefix("Basic ")).decode() == "zoé:où ça"
    digest = given_to('Digest realm="Bureau", nonce="a\\"b"', user="zoé", password="où ça")
    assert 'username="zoé"' in digest.encode("latin-1").decode()
    assert r'nonce="a\"b"' in digest


@given(
    st.text(st.characters(max_codepoint=255), max_size=60)
    | st.text(st.sampled_from('Digest realm=,nonce="\\ \t'), max_size=60)
)
def test_whatever_is_asked_is_no_error(asked: str) -> None:
    assert isinstance(given_to(asked), str)
    assert isinstance(given_to(f"Digest {asked}"), str)
