"""Mon offre, on the page."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from decroche.calls.own_texts import texts
from decroche.journal.actions import undo
from decroche.offer.models import Service, Step
from decroche.offer.queries import SERVICE_FIELDS, enclosure, is_read, offer_of
from decroche.team.models import Member

FORM = {
    "tagline": "J’écris.",
    "phone": "06 39 98 12 34",
    "email": "camille@arnaud.example",
    "site": "",
    "address": "",
    "form": "ei",
    "company_name": "",
    "siret": "",
    "vat": "franchise",
    "vat_number": "",
    "vat_words": "",
    "roles": "photographe",
    "design": "band",
    "color": "#2456c4",
    "s-0-id": "",
    "s-0-name": "Conseil",
    "s-0-sentence": "",
    "s-0-step-0-name": "Écoute",
    "s-0-step-0-who": ["me", "photographe"],
    "s-0-step-0-scope": "included",
    "s-0-step-1-name": "Bilan",
    "s-0-step-1-who": ["me"],
    "s-0-step-1-scope": "optional",
    "s-0-step-2-name": "",
}


def test_a_first_offer_is_proposed_for_editing(page: Client) -> None:
    shown = page.get("/offer/").content.decode()
    assert "Arborescence" in shown
    assert "data:image/png;base64" in shown


def test_the_offer_is_kept_as_a_whole_and_taken_back_as_a_whole(
    page: Client, member: Member
) -> None:
    page.get("/offer/")
    before = offer_of(member)
    assert page.post("/offer/", FORM).status_code == 302
    kept = offer_of(member)
    assert [service.name for service in kept.services] == ["Conseil"]
    assert kept.services[0].steps[0].who == ("me", "photographe")
    assert (kept.design, kept.color, kept.roles) == ("band", "#2456c4", ("photographe",))
    undo(by=member)
    assert [service.name for service in offer_of(member).services] == [
        service.name for service in before.services
    ]
    assert Step.objects.count() == sum(len(service.steps) for service in before.services)


def test_the_answer_on_the_card_follows_the_offer(page: Client, member: Member) -> None:
    page.post("/offer/", FORM)
    member.workspace.refresh_from_db()
    said = next(answer.response for answer in texts(member.workspace).answers if answer.key == "O")
    assert said.startswith("Conseil\u00a0: je commence à «\u00a0écoute\u00a0»")


def test_a_wrong_siret_keeps_nothing_and_loses_nothing(page: Client, member: Member) -> None:
    page.get("/offer/")
    answer = page.post("/offer/", {**FORM, "siret": "732 829 320 00075"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "732 829 320 00075" in shown
    assert "un chiffre est faux" in shown
    assert "Conseil" in shown
    assert not Service.objects.filter(name="Conseil").exists()


def test_the_preview_keeps_nothing(page: Client, member: Member) -> None:
    page.get("/offer/")
    assert "Conseil" in page.post("/offer/preview/", FORM).content.decode()
    assert not Service.objects.filter(name="Conseil").exists()


def test_too_much_text_says_which_part_to_shorten(page: Client) -> None:
    steps = {f"s-0-step-{n}-name": f"Étape {n} " + "x" * 90 for n in range(39)}
    shown = page.post(
        "/offer/preview/", {**FORM, **steps, "s-0-sentence": "y" * 390}
    ).content.decode()
    assert "Raccourcissez" in shown
    assert "Conseil\xa0: les étapes" in shown


def test_a_step_moves_up(page: Client, member: Member) -> None:
    page.post("/offer/", {**FORM, "up": "0-1"})
    assert [step.name for step in offer_of(member).services[0].steps] == ["Bilan", "Écoute"]


def test_the_presentation_is_a_pdf(page: Client) -> None:
    answer = page.get("/offer/presentation.pdf?download")
    assert answer.content.startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (1000, 500), "red").save(out, "PNG")
    return out.getvalue()


def test_files_are_taken_for_what_they_are(page: Client, member: Member) -> None:
    page.post("/offer/file/logo/", {"file": SimpleUploadedFile('../../é"logo.png', _picture())})
    logo = enclosure(member.workspace, "logo")
    assert logo
    assert Image.open(BytesIO(bytes(logo.content))).size == (360, 180)
    assert logo.filename == "élogo.png"
    page.post("/offer/file/cv/", {"file": SimpleUploadedFile("cv.pdf", b"not a pdf")})
    assert enclosure(member.workspace, "cv") is None
    page.post(
        "/offer/file/logo/", {"file": SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\nbroken")}
    )
    assert enclosure(member.workspace, "logo")
    assert page.get("/offer/presentation.pdf").content.startswith(b"%PDF")
    page.post("/offer/file/logo/", {"remove": "1"})
    assert enclosure(member.workspace, "logo") is None


def _as_proposed(page: Client, member: Member, **typed: str) -> dict[str, object]:
    """Returns what the form sends of the offer as it was proposed, with what was typed into it."""
    page.get("/offer/")
    offer = offer_of(member)
    form: dict[str, object] = {"form": "ei", "vat": "franchise", "tagline": offer.tagline}
    for index, service in enumerate(offer.services):
        form[f"s-{index}-id"] = service.pk
        form |= {f"s-{index}-{name}": getattr(service, name) for name in SERVICE_FIELDS}
        for place, step in enumerate(service.steps):
            row = f"s-{index}-step-{place}"
            form |= {
                f"{row}-name": step.name,
                f"{row}-who": list(step.who),
                f"{row}-scope": step.scope,
            }
    return form | typed


def test_an_example_looks_like_one_and_stays_one_until_she_says_it_is_her(
    page: Client, member: Member
) -> None:
    form = _as_proposed(page, member, phone="06 39 98 12 34")
    shown = page.get("/offer/").content.decode()
    assert shown.count(">exemple<") == 5  # her sentence, three services, the presentation
    page.post("/offer/", form)
    assert offer_of(member).phone == "06 39 98 12 34"
    assert not is_read(member.workspace)
    assert ">exemple<" in page.get("/offer/").content.decode()
    page.post("/offer/", form | {"read": "1"})
    assert is_read(member.workspace)
    assert ">exemple<" not in page.get("/offer/").content.decode()


def test_an_offer_of_her_own_words_needs_no_tick_and_an_arrow_reads_nothing(
    page: Client, member: Member
) -> None:
    page.post("/offer/", _as_proposed(page, member, up="0-1"))
    assert not is_read(member.workspace)
    page.post("/offer/", FORM)
    assert is_read(member.workspace)


def test_the_answer_on_the_card_says_that_it_is_an_example(page: Client, member: Member) -> None:
    page.get("/offer/")
    member.workspace.refresh_from_db()
    said = next(answer.response for answer in texts(member.workspace).answers if answer.key == "O")
    assert "un exemple" in said
