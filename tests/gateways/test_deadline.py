"""A server that never finishes is cut off: the whole conversation has a limit."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from decroche.gateways import dialler, imap, oauth, sirene, smtp, webhook
from decroche.gateways.deadline import Deadline
from decroche.gateways.trust import Security


@contextmanager
def dripping(first: bytes, drop: bytes = b"x") -> Iterator[int]:
    """A server that sends `first`, then `drop` every twentieth of a second without end; yields its
    port.
    """
    over = threading.Event()

    def drip(line: socket.socket) -> None:
        with line:
            try:
                line.sendall(first)
                while not over.wait(0.05):
                    line.sendall(drop)
            except OSError:
                return

    def serve() -> None:
        while True:
            try:
                line, _where = listener.accept()
            except OSError:
                return
            threading.Thread(target=drip, args=(line,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield int(listener.getsockname()[1])
        over.set()


@pytest.mark.parametrize("security", ["none", "tls"])
def test_a_mail_server_that_drips_is_cut_off(security: Security) -> None:
    with dripping(b"220 hello " if security == "none" else b"\x16\x03\x03\x3f\xff\x02") as port:
        account = smtp.SmtpAccount("127.0.0.1", port, security, "", "", timeout=0.3)
        with pytest.raises(smtp.Refusal) as refused:
            smtp.check(account)
    assert refused.value.kind == "temporary"
    assert re.search("no whole answer within 1 seconds|timed out", refused.value.words)


@pytest.mark.parametrize("security", ["none", "tls"])
def test_a_reading_server_that_drips_is_cut_off(security: Security) -> None:
    with dripping(b"* OK hello " if security == "none" else b"\x16\x03\x03\x3f\xff\x02") as port:
        account = imap.ImapAccount("127.0.0.1", port, security, "", "", 0.5, overall=1.0)
        with pytest.raises(imap.Unreachable) as refused, imap.opened(account):
            pass
    assert refused.value.kind == "temporary"
    assert re.search("no whole answer within 1 seconds|timed out", refused.value.words)


def test_a_register_that_drips_is_cut_off() -> None:
    with dripping(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", b" ") as port:
        register = sirene.Register(f"http://127.0.0.1:{port}", timeout=0.5)
        with pytest.raises(sirene.NotAnswered) as refused:
            register.ask(sirene.RegisterQuery(text="x"))
    assert refused.value.code == "unreachable"


@pytest.mark.parametrize(
    "body",
    [b"[]", b"[1]", b"7", b"[" * 200_000, b'{"results": [7]}', b'{"results": [], "page": 1e999}'],
)
def test_a_register_that_answers_nonsense_is_a_broken_one(body: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    with dripping(head + body) as port:
        register = sirene.Register(f"http://127.0.0.1:{port}", timeout=5)
        with pytest.raises(sirene.NotAnswered) as refused:
            register.ask(sirene.RegisterQuery(text="x"))
    assert refused.value.code == "broken"


def test_a_piece_of_mail_that_fills_the_memory_is_not_taken() -> None:
    with dripping(b"* OK [CAPABILITY IMAP4rev1] {9999999999}\r\n") as port:
        account = imap.ImapAccount("127.0.0.1", port, "none", "", "", 5, overall=20.0)
        with pytest.raises(imap.Unreachable, match="9999999999 bytes"), imap.opened(account):
            pass


def test_a_line_watched_too_late_is_cut_at_once() -> None:
    one, other = socket.socketpair()
    with one, other, Deadline(0.01) as deadline:
        deadline._timer.join()
        deadline.watch(one)
        assert one.recv(1) == b""


def _smtp() -> None:
    account = smtp.SmtpAccount("mail.example", 587, "starttls", "", "", timeout=0.1)
    smtp.check(account)


def _imap() -> None:
    account = imap.ImapAccount("mail.example", 993, "tls", "", "", 0.1, overall=0.3)
    with imap.opened(account):
        pass


def _webhook() -> object:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(webhook, "SECONDS", 0.3)
        return webhook.deliver("https://hook.example/", b"{}", {}, own_network=False)


def _dialler() -> None:
    target = dialler.DialTarget("https://pbx.example/?to={number}")
    dialler.dial(target, "+33199001234", "01 99 00 12 34", 0.3)


def _register() -> object:
    return sirene.Register("https://register.example", timeout=0.1).ask(
        sirene.RegisterQuery(text="x")
    )


def _provider() -> object:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(oauth, "SECONDS", 0.1)
        return oauth._post("https://provider.example/token", {})


OUTSIDE: dict[str, tuple[Callable[[], object], type[Exception]]] = {
    "smtp": (_smtp, smtp.Refusal),
    "imap": (_imap, imap.Unreachable),
    "webhook": (_webhook, webhook.NotDelivered),
    "dialler": (_dialler, dialler.NotDialled),
    "register": (_register, sirene.NotAnswered),
    "provider": (_provider, oauth.NotGranted),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_nobody_looks_up_is_not_waited_for(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, asked = threading.Event(), list[str]()

    def never(host: str, *_how: object, **_more: object) -> list[object]:
        asked.append(host)
        over.wait(20)
        raise socket.gaierror(socket.EAI_AGAIN, "waited for")

    monkeypatch.setattr(socket, "getaddrinfo", never)
    ask, refusal = OUTSIDE[name]
    with pytest.raises(refusal) as refused:
        ask()
    assert asked
    assert not over.is_set()
    assert "waited for" not in str(refused.value)
    over.set()


def test_a_name_of_many_silent_addresses_is_left_within_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:
        waiting = [socket.socket() for _ in range(4)]  # more than it keeps: the next get no answer
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(deaf.getsockname())
        place = (socket.AF_INET, socket.SOCK_STREAM, 6, "", deaf.getsockname())
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_how, **_more: [place] * 500)
        with Deadline(0.5) as deadline, pytest.raises(TimeoutError, match="no whole answer"):
            deadline.connect("many.example", 25, 0.2)
        for one in waiting:
            one.close()


def test_the_second_address_of_a_name_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as open_one, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # and does not listen
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        places = [(*kind, closed.getsockname()), (*kind, open_one.getsockname())]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_how, **_more: places)
        with Deadline(10) as deadline, deadline.connect("two.example", 25, 5) as line:
            assert line.getpeername() == open_one.getsockname()
