"""What the journal keeps when somebody is forgotten."""

from __future__ import annotations

from typing import Any

from decroche.journal.forgetting import forget_company, forget_texts
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.prospects.models import CallList
from decroche.team.models import Member

TOLD = {
    "outcome": "no_need",
    "kind": "email",
    "count": 1,
    "cards": 2,
    "rows": 3,
    "created": 4,
    "removed": 5,
    "kept": 6,
    "channel": "phone",
}


def line(member: Member, company_id: int | None, **particulars: Any) -> Entry:
    with record("said", by=member, company_id=company_id, **particulars) as verb:
        verb.create(CallList(workspace=member.workspace, name=f"Liste {Entry.objects.count()}"))
    return verb.entry


def test_what_is_left_of_a_line_says_nothing_about_anybody(
    member: Member, stranger: Member
) -> None:
    mine = [line(member, 7, note="Mme Durand", **TOLD), line(member, 7, name="Vasseur")]
    others = [line(member, 8, note="M. Petit"), line(member, None, note="-")]
    theirs = line(stranger, 7, note="Mme Durand")
    assert forget_company(member.workspace_id, 7) == 2
    for entry in (*mine, *others, theirs):
        entry.refresh_from_db()
    assert [entry.particulars for entry in mine] == [TOLD, {}]
    assert [(entry.changes, entry.undoable, entry.verb) for entry in mine] == [
        ([], False, "said")
    ] * 2
    assert all(entry.changes and entry.undoable for entry in (*others, theirs))
    assert theirs.particulars == {"note": "Mme Durand"}


def test_a_text_goes_from_lines_about_others_and_they_can_still_be_taken_back(
    member: Member,
) -> None:
    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: clean(each) for key, each in value.items()}
        if isinstance(value, list):
            return [clean(each) for each in value]
        return value.replace("Durand", "—") if isinstance(value, str) else value

    said = line(member, 8, note="de la part de Mme Durand")
    with record("list.named", by=member) as verb:
        verb.create(CallList(workspace=member.workspace, name="x"))
        verb.changes.append(["~", "prospects.calllist", [1], {"name": "Durand"}, {"name": "y"}])
    quiet = line(member, 9, note="rien")
    assert forget_texts([said, verb.entry, quiet], clean) == 2
    for entry in (said, verb.entry, quiet):
        entry.refresh_from_db()
    assert said.particulars == {"note": "de la part de Mme —"}
    assert verb.entry.changes[-1][3] == {"name": "—"}
    assert all(entry.undoable for entry in (said, verb.entry, quiet))
    assert quiet.particulars == {"note": "rien"}
