"""A member who is removed in the middle of a call or an import: nothing is lost, they are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from decroche.callqueue.next_card import next_for
from decroche.calls.drafts import keep_draft
from decroche.calls.models import Draft, Note
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.jobs import start
from decroche.intake.models import Batch
from decroche.intake.uploads import keep_text
from decroche.journal.models import Entry
from decroche.membership.actions import leave
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.team.models import Member
from tests.cast import file_of, log
from tests.sharing import entered, joined, signed_in, visitor
from tests.waiting import background_done

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
TOLD = "vous ne travaillez plus sur ce fichier"
LINES = "Imprimerie du Canal;03 53 01 12 34;Lille\nLaiterie du Marais;02 61 91 04 20;Amiens\n"


def typed(by: Member, company: Company, note: str, **fields: str) -> None:
    assert keep_draft(by=by, company_id=company.pk, note=note, fields=fields, at=now())


def test_what_was_typed_and_not_logged_is_a_note_that_everybody_sees(owner: Member) -> None:
    noe, ada = joined(owner), joined(owner, "Ada Morel")
    first, second, third, *_ = file_of(owner, 6)
    typed(noe, first, "Mme Durand revient lundi", **{"more-mail.email": "durand@canal.example"})
    typed(noe, second, "", told="on")
    typed(ada, third, "à moi")
    leave(by=owner, member=noe, to=ada)
    note = Note.objects.get()
    assert (note.company, note.member) == (first, noe)
    assert note.text == "Mme Durand revient lundi\ndurand@canal.example"
    assert (
        "Mme Durand revient lundi" in entered(ada).get(f"/companies/{first.pk}/").content.decode()
    )
    assert "durand" in Company.objects.get(pk=first.pk).search_text, "found by it"
    assert [one.member for one in Draft.objects.all()] == [ada]
    assert Entry.objects.get(verb="member.left").particulars["notes"] == 1


def test_what_a_call_kept_is_no_note_beside_it(owner: Member) -> None:
    noe = joined(owner)
    first, *_ = file_of(owner, 6)
    log(noe, first, "no_answer", note="sonne dans le vide")
    leave(by=owner, member=noe, to=owner)
    assert not Note.objects.exists()


def test_an_import_goes_on_to_its_end_when_who_began_it_is_removed(
    owner: Member, own_folder: Path
) -> None:
    zoe = joined(owner, "Zoé Petit", "owner")
    kept = keep_text(by=zoe, name="Liste", text=LINES)
    Batch.objects.filter(pk=kept.pk).update(state=Batch.State.RUNNING)
    page = signed_in()
    answer = page.post(f"/team/{zoe.pk}/leaves/", {"to": owner.pk}, follow=True)
    assert "Ses imports continuent" in answer.content.decode()
    batch = Batch.objects.get(pk=kept.pk)
    file = GivenFile(Path(batch.path), batch.filename, "annuaire public")
    import_file(by=zoe, file=file, choices=Choices(), batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.created_count) == (Batch.State.DONE, 2)
    assert Entry.objects.get(verb="file.imported").member == zoe, "said as theirs"
    assert "Liste" in page.get("/import/").content.decode()


def test_a_file_that_waits_is_found_by_the_others_and_imported_by_them(
    owner: Member, own_folder: Path
) -> None:
    zoe = joined(owner, "Zoé Petit", "owner")
    kept = keep_text(by=zoe, name="Liste de Zoé", text=LINES)
    page = signed_in()
    assert "Liste de Zoé" not in page.get("/import/").content.decode(), "hers, and not begun"
    leave(by=owner, member=zoe, to=owner)
    assert "pas encore importé · Zoé Petit" in page.get("/import/").content.decode()
    assert "Imprimerie du Canal" in page.get(f"/import/{kept.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_import_of_who_left_that_failed_is_begun_again_by_another(
    owner: Member, own_folder: Path
) -> None:
    zoe = joined(owner, "Zoé Petit", "owner")
    kept = keep_text(by=zoe, name="Liste", text=LINES)
    Batch.objects.filter(pk=kept.pk).update(state=Batch.State.FAILED, problem="interrupted")
    leave(by=owner, member=zoe, to=owner)
    start(
        by=owner,
        batch=Batch.objects.get(pk=kept.pk),
        source_said="annuaire public",
        choices=Choices(),
    )
    background_done()
    assert Batch.objects.get(pk=kept.pk).state == Batch.State.DONE
    assert Entry.objects.get(verb="file.imported").member == owner


def test_who_was_removed_is_told_on_every_page(owner: Member) -> None:
    noe = joined(owner)
    page = entered(noe)
    file_of(owner, 6)
    next_for(noe, now())
    leave(by=owner, member=noe, to=owner)
    shown = page.get("/calls/", follow=True).content.decode()
    assert TOLD in shown
    assert "Noé Fabre" in shown
    part = page.get("/calls/", headers={"HX-Request": "true"})
    assert part.status_code == 403
    assert TOLD in part.content.decode()
    sent = page.post("/file/quick/", {"line": "Imprimerie du Canal 03 53 01 12 34"})
    assert sent.status_code == 403
    assert "data-typed" in sent.content.decode()


def test_nobody_else_is_told_that_somebody_left(owner: Member) -> None:
    noe = joined(owner)
    leave(by=owner, member=noe, to=owner)
    ada = entered(joined(owner, "Ada Morel"))
    ada.post("/sign-out/")
    for page in (visitor(), ada):
        assert TOLD not in page.get("/sign-in/").content.decode()
        assert TOLD not in page.post("/file/quick/", {"line": "x"}).content.decode()
