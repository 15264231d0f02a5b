"""The pages of the copies, with a real server that stops, restores and serves again."""

from __future__ import annotations

import io
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from decroche.agenda.preferences import Agenda
from decroche.correspondence.models import Mailbox
from decroche.prospects.models import Company
from decroche.team.door import new_key
from decroche.team.models import Member
from decroche.team.preferences import save_preferences
from tests.cast import company, file_of
from tests.cli.test_serving import Desk
from tests.waiting import until

pytestmark = pytest.mark.sqlite


class Browser:
    """Asks a served desk for pages, with the session of its link."""

    def __init__(self, desk: Desk) -> None:
        self.root = f"http://127.0.0.1:{desk.port}"
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.get(f"/open/?key={new_key(desk.data)}")

    def get(self, path: str) -> str:
        with self.opener.open(self.root + path, timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, page: str, **values: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page))
        assert token
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **values}).encode()
        request = urllib.request.Request(self.root + path, body, {"Origin": self.root})
        with self.opener.open(request, timeout=60) as answer:
            return str(answer.read().decode())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "data")
    opened.command("demo", "--companies", "30")
    opened.start()
    yield opened
    if opened.process.poll() is None:
        opened.kill()
    elif opened.process.stderr:
        opened.process.stderr.close()


def count(desk: Desk) -> object:
    return desk.command("stats")["calls"]


def test_a_copy_is_made_shown_and_put_back_from_the_browser(desk: Desk) -> None:
    browser = Browser(desk)
    browser.post("/settings/copies/make/", "/settings/copies/")
    (copy,) = (desk.data / "copies").iterdir()
    desk.log(1, "one")
    before = browser.get(f"/settings/copies/restore/{copy.name}/")
    figures = re.findall(r"<td>([\d–]+)</td>", before)
    assert figures[4:6] == ["1", "0"], "calls now, calls in the copy"
    address = f"/settings/copies/restore/{copy.name}/"
    waiting = browser.post(address, address)
    assert 'data-then="/settings/copies/"' in waiting

    def restored() -> bool:
        with suppress(OSError):
            return copy.name in (page := browser.get("/settings/copies/")) and (
                "before-restore-" in page
            )
        return False

    until(restored, "the desk serves the copy")
    assert desk.process.poll() is None, "the same program serves again"
    again = browser.get(address)
    assert re.findall(r"<td>([\d–]+)</td>", again)[4:6] == ["0", "0"]
    assert "before-restore-" not in browser.get("/settings/copies/"), "said once"


def test_a_copy_that_is_not_whole_changes_nothing_and_the_desk_goes_on(desk: Desk) -> None:
    browser = Browser(desk)
    browser.post("/settings/copies/make/", "/settings/copies/")
    (copy,) = (desk.data / "copies").iterdir()
    desk.log(1, "one")
    content = bytearray(copy.read_bytes())
    for place in range(40 * 4096, len(content), 997):
        content[place] ^= 0xFF
    copy.write_bytes(content)
    browser.post(f"/settings/copies/restore/{copy.name}/", "/settings/copies/")

    def refused() -> bool:
        with suppress(OSError):
            return 'role="alert"' in browser.get("/settings/copies/")
        return False

    until(refused, "the refusal is shown")
    assert count(desk) == 1


def test_the_desk_is_closed_from_the_menu_of_each_page(desk: Desk) -> None:
    browser = Browser(desk)
    for address in ("/", "/calls/", "/file/", "/offer/", "/help/"):
        assert 'href="/close/"' in browser.get(address), address
    page = browser.post("/close/", "/close/")
    assert "Décroche" in page
    assert "<nav" not in page, "a menu that leads nowhere any more"
    until(lambda: desk.process.poll() is not None, "the program has ended")
    assert desk.process.returncode == 0


def test_what_was_asked_of_a_program_that_died_is_asked_of_nobody(desk: Desk) -> None:
    desk.kill()
    (desk.data / "asked.json").write_text('{"copy": ""}')
    desk.start()
    assert Browser(desk).get("/ping/") == "ok"


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json", "vcf"])
def test_the_whole_file_leaves_in_one_click(page: Client, member: Member, ending: str) -> None:
    file_of(member, 3)
    silent = company(member, "Chocolaterie Perrin 03 53 01 12 07 Cambrai")
    Company.objects.filter(pk=silent.pk).update(opposed_at=silent.created_at)
    answer = page.get(f"/settings/export/decroche.{ending}")
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file's answer
    assert answer["Content-Disposition"].endswith(f'.{ending}"')
    if ending == "xlsx":
        book = load_workbook(io.BytesIO(body))
        assert book.sheetnames == ["Décroche", "Appels", "Relances"]
        assert [cell.value for cell in book["Décroche"][1]][:3] == ["Société", "SIRET", "SIREN"]
        assert book["Décroche"].max_row == 4
        return
    text = body.decode("utf-8-sig")
    assert "Imprimerie Vasseur" in text
    assert "Perrin" not in text


def test_a_file_that_is_no_copy_is_refused_in_words(page: Client, member: Member) -> None:
    given = io.BytesIO(b"bonjour")
    given.name = "copie.sqlite3"
    answer = page.post("/settings/copies/bring/", {"copy": given}, follow=True)
    assert "n’est pas une copie" in answer.content.decode()


def test_what_a_copy_does_not_hold_is_named_with_its_page(
    page: Client, member: Member, no_keyring: None
) -> None:
    said = "Les mots de passe ne voyagent pas"
    assert said not in page.get("/settings/copies/").content.decode()
    Mailbox.objects.create(
        workspace=member.workspace, member=member, address="camille@arnaud.example"
    )
    save_preferences(
        workspace=member.workspace,
        section=Agenda(address="https://agenda.arnaud.example/", user="camille"),
    )
    shown = page.get("/settings/copies/").content.decode().partition(said)[2].partition("</p>")[0]
    assert re.findall(r'href="([^"]+)"', shown) == ["/mailbox/", "/settings/calendar/"]


def test_the_first_page_leads_to_a_copy_of_another_computer(
    page: Client, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    member.name = ""
    member.save()
    link = 'href="/settings/copies/#back"'
    assert link not in page.get("/welcome/").content.decode(), "nobody here can restore"
    monkeypatch.setattr("decroche.desk.today.views.can_request", lambda: True)
    assert link in page.get("/welcome/").content.decode()
    company(member)
    assert link not in page.get("/welcome/").content.decode(), "she has a file here"


def test_an_address_outside_the_folder_is_not_a_copy(page: Client, member: Member) -> None:
    for name in ("..%2Fapi-token", "api-token", "decroche-20260101-000000.sqlite3"):
        assert page.get(f"/settings/copies/file/{name}").status_code == 404
