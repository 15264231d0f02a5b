"""Preferences are read by one typed reader a section; nothing else looks into the store."""

from __future__ import annotations

import ast
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decroche.accountability.due import look_at, yearly
from decroche.accountability.legal_settings import keep_legal_settings, legal_settings
from decroche.agenda.preferences import Agenda
from decroche.callqueue.preferences import PromisesPass, QueueOrder
from decroche.calls.asked_address import AddressAsked
from decroche.calls.asked_asterisk import AsteriskAsked
from decroche.calls.asked_ovh import OvhAsked
from decroche.calls.outcome_spec import Delays
from decroche.calls.preferences import Dialled, MembersDial, RolesAsked, Sitting, TextsVersion
from decroche.compliance.preferences import LegalChoices
from decroche.compliance.rules import Hours
from decroche.correspondence.authorizing import AuthorizerChosen
from decroche.correspondence.whose import MailboxMeant
from decroche.insights.goals import Goals
from decroche.intake.preferences import ColumnMappings
from decroche.membership.preferences import MembersFigures
from decroche.storage.preferences import CopyFolder
from decroche.team.kept_on import SecretsKept
from decroche.team.models import Member, Workspace
from decroche.team.preferences import Section, preferred, save_preferences
from decroche.webhooks.preferences import Webhook
from tests.cast import TUESDAY

PACKAGE = Path(__file__).resolve().parent.parent / "decroche"
STORE = {"team/preferences.py", "team/models.py"}
SECTIONS: list[type[Section]] = [
    AddressAsked,
    Agenda,
    AsteriskAsked,
    AuthorizerChosen,
    ColumnMappings,
    CopyFolder,
    Delays,
    Dialled,
    Goals,
    Hours,
    LegalChoices,
    MailboxMeant,
    MembersDial,
    MembersFigures,
    PromisesPass,
    OvhAsked,
    QueueOrder,
    RolesAsked,
    SecretsKept,
    Sitting,
    TextsVersion,
    Webhook,
]
CHANGED: list[Section] = [
    AddressAsked("http://192.168.1.20/?number={number}", "camille", own_network=True),
    AsteriskAsked("http://192.168.1.5:8088", "camille", "PJSIP/1001", "outgoing", False),
    OvhAsked("xy1234-ovh-1", "0033972101010", "application"),
    AuthorizerChosen("other", "desk", "https://a.example", "https://t.example", "", "imap"),
    CopyFolder("/media/cle/decroche"),
    Agenda(
        "https://dav.example/",
        "ana",
        own_network=True,
        calendar="https://dav.example/ana/promises/",
        promises=True,
        member=3,
        problem="away",
        last=1_764_000_000,
    ),
    Dialled("own"),
    ColumnMappings((("f00d", ("name", "", "city")),)),
    Delays((("email_days", 5),)),
    Goals(day=40, week=150),
    Hours(
        time(9),
        time(18),
        (0, 1, 3),
        (time(12), time(14)),
        ((3, time(10), time(12)),),
        ((date(2026, 12, 24), date(2027, 1, 3)),),
    ),
    LegalChoices(False, False, 24, 5, "mes clients", "mot de passe", (("law", date(2026, 11, 2)),)),
    MailboxMeant(own=True),
    MembersDial(own_network=True),
    MembersFigures("to train", TUESDAY, TUESDAY),
    PromisesPass(45),
    QueueOrder(ranked=False),
    SecretsKept((("mailbox-1", "bureau", "00ff"),)),
    RolesAsked(("hr",), ((7, ("management", "other")),)),
    Sitting(25),
    TextsVersion(1_764_000_000_000_000_000),
    Webhook("https://a.example/hook", ("calls", "clients"), own_network=True, failures=3),
]


def modules() -> list[tuple[str, ast.Module]]:
    return [
        (str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
        if not {"migrations", "node_modules"} & set(path.parts)
    ]


def test_nothing_else_looks_into_the_store() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        if name not in STORE
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "preferences")
        or (isinstance(node, ast.Constant) and node.value == "preferences")
    ]
    assert found == [], f"use preferred(workspace, Section) and save_preferences: {found}"


def test_every_section_is_tested_here_and_has_a_name_of_its_own() -> None:
    declared = {
        node.name
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for line in node.body
        if isinstance(line, ast.AnnAssign)
        and isinstance(line.target, ast.Name)
        and line.target.id == "SECTION"
    } - {"Section"}
    assert declared == {section.__name__ for section in SECTIONS}
    assert {type(one) for one in CHANGED} == set(SECTIONS)
    names = [section.SECTION for section in SECTIONS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("changed", CHANGED, ids=lambda one: one.SECTION)
def test_what_is_stored_is_read_again(changed: Section) -> None:
    assert type(changed).read(changed.stored()) == changed
    default = type(changed).read({})
    assert default == type(changed)()
    assert type(changed).read(default.stored()) == default
    assert changed != default


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("changed", CHANGED, ids=lambda one: one.SECTION)
@given(data=st.data())
def test_whatever_is_stored_is_read(changed: Section, data: st.DataObject) -> None:
    """Nonsense is never an error, and what was read of it can be stored and read again."""
    stored: dict[str, Any] = dict(changed.stored())
    for name in data.draw(st.sets(st.sampled_from(sorted(stored)))):
        stored[name] = data.draw(JUNK)
    read = type(changed).read(stored)
    assert type(changed).read(read.stored()) == read


def test_saving_a_section_leaves_the_others(member: Member) -> None:
    one = Workspace.objects.get(pk=member.workspace_id)
    other = Workspace.objects.get(pk=member.workspace_id)
    save_preferences(workspace=one, section=Sitting(12))
    save_preferences(workspace=other, section=Goals(30))
    again = Workspace.objects.get(pk=member.workspace_id)
    assert preferred(again, Sitting) == Sitting(12)
    assert preferred(again, Goals) == Goals(30)
    assert preferred(other, Sitting) == Sitting(12)


@pytest.mark.parametrize("stored", [None, [], "x", 7])
def test_a_section_that_is_no_mapping_is_its_default(stored: object) -> None:
    assert preferred(Workspace(preferences={"sitting": stored}), Sitting) == Sitting()


def test_the_law_choices_and_the_yearly_list_share_a_section_without_losing_each_other(
    member: Member,
) -> None:
    workspace, today = member.workspace, TUESDAY.date()
    look_at(workspace=workspace, code="law", at=TUESDAY, done=True)
    keep_legal_settings(workspace=workspace, wanted=legal_settings(workspace, today), on=today)
    assert [point.code for point in yearly(workspace, TUESDAY) if not point.due] == ["law"]
    look_at(workspace=workspace, code="law", at=TUESDAY, done=False)
    assert all(point.due for point in yearly(workspace, TUESDAY))


def test_a_file_of_the_same_shape_is_remembered_once_and_only_the_latest_fifty() -> None:
    known = ColumnMappings()
    for number in range(60):
        known = known.with_shape(f"shape-{number}", ["name"])
    known = known.with_shape("shape-30", ["city"])
    assert len(known.by_shape) == 50
    assert known.of("shape-30") == ["city"]
    assert known.by_shape[-1][0] == "shape-30"
    assert known.of("shape-0") == []
