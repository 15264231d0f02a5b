"""A file on PostgreSQL with several members, put back by pg_restore as docs/how-to/team.md says:
each sees what the copy has, and nobody who asked for silence since is called again.
"""

from __future__ import annotations

import os
import subprocess
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from decroche.accountability.erasing import erase_company, erase_person
from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.cli.law import carry_over_
from decroche.compliance.models import Suppression
from decroche.followups.models import FollowUp
from decroche.membership.actions import leave
from decroche.prospects.legal_actions import leave_alone, read_values
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.shared.refusal import Refusal
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of, log
from tests.sharing import entered, joined, signed_in

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is restored by the desk"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("quick_passwords", "in_file_order"),
]
BEFORE = "decroche_before_of_a_test"
Postgres = Callable[..., None]


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """Runs a program of PostgreSQL on the server of the tests."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.skip("the programs of PostgreSQL are not on this machine")
    said = {name: str(connection.settings_dict[name] or "") for name in ("HOST", "PORT", "USER")}
    environment = {f"PG{name}": value for name, value in said.items() if value}
    environment["PGPASSWORD"] = str(connection.settings_dict["PASSWORD"] or "")

    def run(program: str, *words: str) -> None:
        connection.close()
        command = [str(programs[-1] / program), *words]
        subprocess.run(command, check=True, env={**os.environ, **environment})

    yield run
    run("dropdb", "--if-exists", BEFORE)


def present() -> str:
    return str(connection.settings_dict["NAME"])


def carried_over() -> dict[str, int]:
    """What `decroche carry-over` tells."""
    told: dict[str, int] = carry_over_(Namespace(database=BEFORE))["carried"]
    return told


def given(member: Member) -> Company | None:
    found = next_for(Member.objects.get(pk=member.pk), TUESDAY)
    return found.company if isinstance(found, Pick) else None


def test_each_sees_the_copy_and_what_was_opposed_since_is_kept(
    owner: Member, postgres: Postgres, tmp_path: Path
) -> None:
    cards = file_of(owner, 6)
    noe, ada = joined(owner), joined(owner, "Ada Morel")
    log(noe, cards[0], "call_back", when=TUESDAY, precision="minute")
    person = Contact.objects.create(workspace=owner.workspace, company=cards[4], name="Mme Petit")
    hers = given(ada)
    copy, since = str(tmp_path / "copy.dump"), str(tmp_path / "since.dump")
    postgres("pg_dump", "--format", "custom", "--file", copy, present())

    number = PhoneNumber.objects.filter(company=cards[5])[0].e164
    leave_alone(by=ada, values=read_values(number), channel="phone")
    erase_company(by=owner, company=cards[2], leave_alone=True)
    erase_person(by=owner, person=person, leave_alone=False)
    log(ada, cards[3], "no_answer")
    leave(by=owner, member=noe, to=ada)

    postgres("pg_dump", "--format", "custom", "--file", since, present())
    postgres("createdb", BEFORE)
    postgres("pg_restore", "--exit-on-error", "--dbname", BEFORE, since)
    words = ("--clean", "--if-exists", "--single-transaction", "--dbname", present())
    postgres("pg_restore", *words, copy)

    assert not Suppression.objects.exists()
    carried = carried_over()
    assert carried["erased"] == 2
    assert carried["oppositions"] >= 2
    assert Company.objects.get(pk=cards[5].pk).opposed_at is not None
    assert Company.objects.get(pk=cards[2].pk).erased_at is not None
    assert not Contact.objects.filter(pk=person.pk, name="Mme Petit").exists()
    assert carried_over()["oppositions"] == 0

    assert Member.objects.get(pk=noe.pk).left_at is None, "he had not left in the copy"
    assert entered(noe).get("/calls/").status_code == 200
    assert FollowUp.objects.get(company=cards[0], closed_at=None).member == noe
    assert given(noe) == cards[0]
    assert given(ada) == hers
    assert given(owner) not in (cards[0], cards[2], cards[5], hers, None)
    assert signed_in().get("/compliance/").status_code == 200


def test_a_database_that_is_not_there_is_a_sentence(owner: Member) -> None:
    with pytest.raises(Refusal, match="no_such_database"):
        carry_over_(Namespace(database="no_such_database"))
