"""A reading server may say anything: what makes no sense is Unreachable, never another error."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date

import pytest

from decroche.gateways import imap

Answer = Callable[[bytes, str], bytes]


@contextmanager
def talking(answer: Answer) -> Iterator[int]:
    """A server that greets, then answers each line as told; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    line, _address = listener.accept()
                except OSError:
                    return
                with suppress(OSError), line, line.makefile("rb") as reader:
                    line.sendall(b"* OK [CAPABILITY IMAP4rev1] hello\r\n")
                    for command in reader:
                        tag, _, rest = command.strip().partition(b" ")
                        said = answer(tag, rest.decode("latin1"))
                        if not said:
                            break
                        line.sendall(said)

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def sound(tag: bytes, command: str) -> bytes:
    """What a plain server says: one message, no special folder, no UIDNEXT."""
    word = command.upper()
    body = b"Subject: x\r\n\r\nBonjour"
    told = b""
    if word.startswith("EXAMINE"):
        told = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n"
    elif word.startswith("CAPABILITY"):
        told = b"* CAPABILITY IMAP4rev1\r\n"
    elif "STATUS" in word:
        told = b"* STATUS INBOX (UIDNEXT 5)\r\n"
    elif "SEARCH" in word:
        told = b"* SEARCH 4\r\n"
    elif "FETCH" in word:
        told = b"* 1 FETCH (UID 4 BODY[]<0> {%d}\r\n%s)\r\n" % (len(body), body)
    elif word.startswith("LIST"):
        told = b'* LIST () "." INBOX\r\n* LIST () "." "INBOX.&AMk-l&AOk-ments envoy&AOk-s"\r\n'
    elif word.startswith("LOGOUT"):
        told = b"* BYE\r\n"
    return told + tag + b" OK done\r\n"


def read_all(port: int, timeout: float = 20) -> tuple[imap.Position, list[imap.Fetched], str]:
    account = imap.ImapAccount("127.0.0.1", port, "none", "camille", "secret", timeout=timeout)
    with imap.opened(account) as inbox:
        position, found = inbox.since(imap.Position(7, 3), date(2026, 11, 23))
        return position, found, inbox.sent_folder()


def test_a_plain_server_is_read() -> None:
    with talking(sound) as port:
        position, found, folder = read_all(port)
    assert (position, folder) == (imap.Position(7, 4), "INBOX.Éléments envoyés")
    assert [one.content for one in found] == [b"Subject: x\r\n\r\nBonjour"]


def test_a_folder_with_a_name_in_no_encoding_costs_no_other() -> None:
    def answer(tag: bytes, command: str) -> bytes:
        told = b'* LIST () "." "R & D"\r\n' if command.upper().startswith("LIST") else b""
        return told + sound(tag, command)

    with talking(answer) as port:
        assert read_all(port)[2] == "INBOX.Éléments envoyés"


SPELLINGS: dict[str, tuple[str | bytes, str]] = {
    "modified UTF-7": ("Envoy&AOk-s", "Envoyés"),
    "UTF-7 that never ends": ("Envoy&AOk-s &- factur&AOk", "Envoyés & facturé"),
    "UTF-8": ("Envoyés", "Envoyés"),
    "UTF-8 in two signs a letter": ("Envoye\u0301s", "Envoye\u0301s"),
    "UTF-8 beside a bare &": ("Courriers envoyés & reçus", "Courriers envoyés & reçus"),
    "Windows letters": (b"Envoy\xe9s", "Envoyés"),
    "a bare &": ("Sent & more", "Sent & more"),
    "quotes": ('Les \\"envoyés\\"', 'Les "envoyés"'),
    "a backslash": ("Les \\\\ envoyés", "Les \\ envoyés"),
}
"""How a server writes the folder it marks for sent mail, and how she reads its name."""


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_folder_is_asked_for_as_the_server_spells_it(spelling: str) -> None:
    """The copy of a sent mail goes into it, also when only the name was kept since."""
    said, shown = SPELLINGS[spelling]
    written = said if isinstance(said, bytes) else said.encode()
    asked = list[bytes]()

    def answer(tag: bytes, command: str) -> bytes:
        told = b""
        if command.upper().startswith("LIST"):
            told = b'* LIST (\\Sent) "/" "' + written + b'"\r\n'
        if command.upper().startswith(("EXAMINE", "APPEND")):
            asked.append(command.encode("latin1"))
        return told + sound(tag, command)

    with talking(answer) as port:
        account = imap.ImapAccount("127.0.0.1", port, "none", "camille", "secret", timeout=20)
        with imap.opened(account) as inbox:
            assert inbox.sent_folder() == shown
        with imap.opened(account) as inbox:
            inbox.holds(shown, "<a@b.example>")
    assert asked == [b'EXAMINE "' + written + b'"']


GARBAGE = (
    b"* 1 FETCH (UID",
    b"* LIST (\\Sent NIL",
    b'* LIST () "." "&AMk"',
    b"* LIST () NIL Envoy\xc3\xa9s",
    b"* SEARCH x 4 ((",
    b"* OK [UIDVALIDITY] ok",
    b"* OK [UIDVALIDITY 99999999999999999999999] ok",
    b"* OK [UIDNEXT abc] ok",
    b"* STATUS INBOX (UIDNEXT)",
    b"* 1 FETCH {5}",
    b"* 1 FETCH (UID 4 BODY[] NIL)",
    b"* FETCH 1 (BODY[]<0> {999999999}",
    b"\x00\xff\xfe",
    b"+ go on",
    b"* BYE too many",
    b"",
    b"*",
    b"* 1 FETCH (UID 4 BODY[]<0> (((((((",
)


@pytest.mark.parametrize("seed", range(60))
def test_garbage_is_unreachable_and_nothing_else(seed: int) -> None:
    draw = random.Random(seed)

    def answer(tag: bytes, command: str) -> bytes:
        if draw.random() < 0.6:
            return sound(tag, command)
        noise = b"".join(draw.choice(GARBAGE) + b"\r\n" for _ in range(draw.randint(1, 3)))
        ending = draw.choice((b" OK done", b" NO sorry", b" BAD what", b"", b" OK [READ-ONLY"))
        return noise + (tag + ending + b"\r\n" if ending else b"")

    with talking(answer) as port, suppress(imap.Unreachable):
        read_all(port, 0.5)


def of_many(first: int, last: int, body: Callable[[int], bytes]) -> Answer:
    """A server with mails numbered so, the next number told."""

    def answer(tag: bytes, command: str) -> bytes:
        word = command.upper()
        if word.startswith("EXAMINE"):
            told = b"* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT %d] ok\r\n" % (last + 1)
            return told + tag + b" OK done\r\n"
        if "SEARCH UID" in word:
            start = max(first, int(word.split()[-1].partition(":")[0]))
            numbers = b" ".join(b"%d" % one for one in range(start, last + 1))
            return b"* SEARCH " + numbers + b"\r\n" + tag + b" OK done\r\n"
        if "FETCH" in word:
            uid = int(word.split()[2])
            return b"* 1 FETCH (UID %d BODY[]<0> %s)\r\n" % (uid, body(uid)) + tag + b" OK done\r\n"
        return sound(tag, command)

    return answer


def read_from(port: int, uid: int) -> tuple[imap.Position, list[imap.Fetched]]:
    account = imap.ImapAccount("127.0.0.1", port, "none", "camille", "secret", timeout=20)
    with imap.opened(account) as inbox:
        return inbox.since(imap.Position(7, uid))


def test_a_full_inbox_is_read_a_part_at_a_time() -> None:
    """Two hundred thousand mails, whose numbers alone are a line of more than a megabyte."""
    with talking(of_many(1, 200_000, lambda _uid: b"{3}\r\nabc")) as port:
        position, found = read_from(port, 0)
        assert (position, len(found)) == (imap.Position(7, 200), 200)
        position, found = read_from(port, 199_990)
        assert (position, len(found)) == (imap.Position(7, 200_000), 10)


def test_a_mail_of_200_megabytes_costs_no_other() -> None:
    """The server sends it whole, though a part was asked for."""

    def body(uid: int) -> bytes:
        return b"{200000000}\r\n" + b"x" * 1000 if uid == 6 else b"{3}\r\nabc"

    with talking(of_many(4, 8, body)) as port:
        position, found = read_from(port, 3)
        assert position == imap.Position(7, 6)
        assert [(one.uid, one.content) for one in found] == [(4, b"abc"), (5, b"abc"), (6, None)]
        position, found = read_from(port, position.uid)
        assert (position, [one.uid for one in found]) == (imap.Position(7, 8), [7, 8])
