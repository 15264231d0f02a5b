"""A mailbox of another make, as the IMAP client shows it: what servers leave out, name oddly or
answer wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from imapclient.exceptions import IMAPClientError

from decroche.gateways import imap


class Client:
    """Says what IMAPClient would say of such a server."""

    def __init__(
        self,
        mails: Sequence[bytes | Exception] = (),
        *,
        validity: int | None = 7,
        following: bool = True,
        folders: Sequence[tuple[str, str, str]] = (),
    ) -> None:
        self.mails = list(mails)
        self.validity, self.following = validity, following
        self.folders = list(folders)
        self.made: list[str] = []

    def select_folder(self, name: str, readonly: bool = False) -> dict[bytes, Any]:
        state: dict[bytes, Any] = {b"EXISTS": len(self.mails)}
        if self.validity is not None:
            state[b"UIDVALIDITY"] = self.validity
        if self.following:
            state[b"UIDNEXT"] = len(self.mails) + 1
        return state

    def folder_status(self, name: str, what: list[str]) -> dict[bytes, Any]:
        raise IMAPClientError("STATUS of the selected mailbox")

    def search(self, criteria: list[Any]) -> list[int]:
        if criteria[0] == "UID":
            first = int(str(criteria[1]).partition(":")[0])
            return list(range(min(first, len(self.mails)), len(self.mails) + 1))
        return list(range(1, len(self.mails) + 1))

    def fetch(self, uids: list[int], what: list[str]) -> dict[int, dict[bytes, Any]]:
        found = self.mails[uids[0] - 1]
        if isinstance(found, Exception):
            raise found
        return {uids[0]: {b"BODY[]<0>": found, b"SEQ": uids[0]}}

    def list_folders(self) -> list[tuple[tuple[bytes, ...], bytes, str]]:
        return [
            (tuple(one.encode() for one in flags.split()), separator.encode(), name)
            for flags, separator, name in self.folders
        ]

    def create_folder(self, name: str) -> None:
        self.made.append(name)


def opens(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    """Connects her mailbox to this server from now on."""

    @contextmanager
    def opened(_account: imap.ImapAccount) -> Iterator[imap.Inbox]:
        yield imap.Inbox(client)

    monkeypatch.setattr(imap, "opened", opened)
