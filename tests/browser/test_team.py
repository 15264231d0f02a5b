"""A team: the owner invites, three browsers call down one file together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from decroche.callqueue.claims import LEASE
from decroche.callqueue.models import Claim
from decroche.calls.dialling import WAYS
from decroche.calls.models import Call
from decroche.calls.preferences import keep_way
from decroche.followups.models import FollowUp
from decroche.prospects.legal_actions import leave_alone
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.browser.conftest import NEVER_DIAL, Open, Watched, talker
from tests.cast import TUESDAY, file_of
from tests.sharing import PASSWORD
from tests.waiting import DEADLINE, until

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday", "quick_passwords")]
Enter = Callable[[str, str], Watched]


@pytest.fixture
def by_invitation(chromium: Browser, live_server: LiveServer) -> Iterator[Enter]:
    """A browser that takes an invitation up: (the link's path, a name) → the desk it opens."""
    opened = []

    def enter(path: str, name: str) -> Watched:
        context = chromium.new_context(locale="fr-FR", reduced_motion="reduce")
        context.set_default_timeout(DEADLINE * 1000)
        context.add_init_script(NEVER_DIAL)
        desk = Watched(context.new_page(), live_server.url)
        opened.append(context)
        desk.go(path)
        desk.accessible()
        desk.page.get_by_label("Votre nom").fill(name)
        desk.page.get_by_label("Adresse e-mail").fill(f"{name.lower()}@equipe.example")
        desk.page.get_by_label("Mot de passe").fill(PASSWORD)
        desk.page.get_by_role("button", name="Rejoindre").click()
        desk.page.wait_for_url(f"{live_server.url}/")
        return desk

    yield enter
    for context in opened:
        context.close()


def invited(owner: Watched, role: str) -> str:
    """The path of a new invitation."""
    owner.go("/team/")
    owner.page.locator("#invitations select").select_option(role)
    owner.page.get_by_role("button", name="Créer un lien").click()
    return owner.page.locator("#invitation input").input_value().removeprefix(owner.base)


def card_of(name: str) -> int:
    """The company of the card before a member."""
    return Claim.objects.get(member__name=name).company_id


def no_answer(desk: Watched) -> None:
    """Dials, notes that nobody answered, and waits for the next card. (An outcome pressed within a
    second of the arrival of a card that was not dialled is asked for once more.)
    """
    before, name = Call.objects.count(), desk.page.locator(".fiche h1").inner_text()
    desk.painted()
    desk.azerty("Space", " ")
    desk.azerty("Digit1", "&")
    until(lambda: Call.objects.count() == before + 1, "the call")
    expect(desk.page.locator(".fiche h1")).not_to_have_text(name)


def an_opposition_noted_by_another_stops(desk: Watched, name: str, by: Member) -> None:
    """The page is not reloaded: nothing dials any more, and she goes on with another card."""
    opposed = Company.objects.get(pk=card_of(name))
    expect(desk.page.locator("[data-dial]").first).to_be_visible()
    leave_alone(by=by, values=[("number", opposed.numbers.get().dial)], channel="phone")
    stop = desk.page.locator("#lease[role=alert]")
    expect(stop).to_contain_text("N’appelez pas")
    expect(stop).to_be_in_viewport(ratio=1)
    assert desk.page.locator("[data-dial]").count() == 0
    desk.page.locator("#lease a").click()
    expect(desk.page.locator(".fiche h1")).not_to_have_text(opposed.name)


def test_three_call_down_one_file_and_a_reader_cannot(
    open_page: Open, by_invitation: Enter
) -> None:
    member = talker()
    file_of(member, 12)
    keep_way(by=member, way=next(iter(WAYS)), for_all=True)
    owner = open_page()
    owner.go("/team/")
    owner.accessible()
    owner.page.get_by_label("Nom", exact=True).fill("Camille")
    owner.page.get_by_label("Adresse e-mail").fill("camille@equipe.example")
    owner.page.get_by_label("Mot de passe").fill(PASSWORD)
    owner.page.get_by_role("button", name="Partager ce fichier").click()
    expect(owner.page.locator("#board")).to_be_visible()
    owner.accessible()
    noe = by_invitation(invited(owner, "caller"), "Noe")
    ada = by_invitation(invited(owner, "caller"), "Ada")
    reader = by_invitation(invited(owner, "reader"), "Lia")

    for desk in (owner, noe, ada):
        desk.begin()
    assert len({card_of(name) for name in ("Camille", "Noe", "Ada")}) == 3
    for _ in range(2):
        for desk in (owner, noe, ada):
            no_answer(desk)
    rung = list(Call.objects.values_list("company_id", "member__name"))
    assert len({company for company, _ in rung}) == len(rung) == 6
    assert {name for _, name in rung} == {"Camille", "Noe", "Ada"}

    an_opposition_noted_by_another_stops(ada, "Ada", by=member)

    # The reader reads, and has no call screen.
    reader.go("/calls/")
    expect(reader.page.locator("h1")).to_have_text("Pas permis")
    reader.go("/team/")
    held = Company.objects.get(pk=card_of("Noe")).name
    expect(reader.page.locator("#board")).to_contain_text(held)
    assert reader.page.locator("#invitations").count() == 0

    # One is closed: ten minutes later its card is somebody else's.
    left = card_of("Noe")
    noe.page.close()
    with clock.frozen(TUESDAY + LEASE + timedelta(minutes=1)):
        owner.go("/calls/")
        no_answer(owner)
        no_answer(ada)
        no_answer(owner)
        called = list(Call.objects.values_list("company_id", flat=True))
        assert len(called) == len(set(called)) == 9
        holders = dict(Claim.objects.values_list("company_id", "member__name"))
        assert left in called or holders.get(left) != "Noe"

    # Who leaves is out; what they promised is kept by another.
    FollowUp.objects.create(
        workspace=member.workspace,
        company_id=left,
        kind="promised",
        purpose="call_back",
        due_at=TUESDAY + timedelta(days=1),
        member=Member.objects.get(name="Ada"),
    )
    owner.go("/team/")
    line = owner.page.locator("#members li", has_text="ada@equipe")
    line.locator("summary").click()
    line.locator("select[name=to]").select_option(label="Camille")
    line.get_by_role("button", name="Quitte l’équipe").click()
    expect(owner.page.locator("#members")).not_to_contain_text("Ada")
    ada.go("/calls/")
    expect(ada.page.locator("h1")).to_have_text("Se connecter")
    assert FollowUp.objects.get().member == member
