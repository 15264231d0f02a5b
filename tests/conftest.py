from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from decroche.callqueue import planning
from decroche.callqueue.from_plan import forget_progress
from decroche.callqueue.preferences import QueueOrder
from decroche.calls.scripts import seed_texts
from decroche.intake.register import the_register
from decroche.membership.actions import share
from decroche.shared import clock
from decroche.team import signing
from decroche.team.actions import introduce, open_workspace, speak
from decroche.team.models import Member
from decroche.team.preferences import save_preferences
from tests.callqueue.dice import NothingDrawn
from tests.cast import TUESDAY, keep_offer
from tests.gateways.register_server import PRINTERS, Served, served
from tests.sharing import OWNER, PASSWORD
from tools.entering import browser

hypothesis_settings.register_profile(
    "house",
    deadline=None,  # tests never assert wall time
    derandomize=os.environ.get("CI") == "true",  # docs/decisions/0106-the-same-examples-in-ci.md
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("house")
_ASKED_FOR = ("kills", "pbx", "ha", "restores")
"""Options, and marks of the tests that run only with one."""
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    """What runs only when it is asked for, and then alone."""
    parser.addoption(
        "--restores", type=int, default=0, metavar="N", help="restore N copies made under load"
    )
    parser.addoption("--kills", type=int, default=0, metavar="N", help="kill the program N times")
    parser.addoption(
        "--pbx", default="", metavar="ROOT", help="call through Asterisk, found in the folder ROOT"
    )
    parser.addoption("--ha", action="store_true", help="call on a PostgreSQL whose nodes fail")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Selects the tests that an option asks for, else those that need no option."""
    options = {name for name in _ASKED_FOR if config.getoption(f"--{name}")}
    kept = [item for item in items if _options_of(item) == options]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _options_of(item: pytest.Item) -> set[str]:
    return {name for name in _ASKED_FOR if item.get_closest_marker(name)}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database of PostgreSQL is removed at the end: what still has it open (a thread that
    works beside a page) is given some seconds to end, and is ended then.
    """
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            _alone_in_the_database()


_OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def _alone_in_the_database() -> None:
    end = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(f"SELECT count(*) {_OTHERS}")
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.2)
        cursor.execute(f"SELECT query, pg_terminate_backend(pid) {_OTHERS}")
        for query, _ended in cursor.fetchall():
            sys.stderr.write(f"still open in the test database: {query[:300]}\n")
        time.sleep(2)  # a session that was ended is gone a moment later


@pytest.fixture(autouse=True)
def _forget_what_is_kept_in_memory() -> None:
    """The database gives the keys of a rolled-back test out again, so what the queue and the work
    beside the pages keep in memory is forgotten too.
    """
    forget_progress()
    shutil.rmtree(Path(django_settings.DATA_FOLDER) / "beside", ignore_errors=True)


@pytest.fixture
def tuesday() -> Iterator[datetime]:
    """Stops the clock on a working Tuesday at 10:05."""
    with clock.frozen(TUESDAY):
        yield TUESDAY


@pytest.fixture
def own_folder(settings: Any, tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    settings.DATA_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def no_keyring(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are kept in the test's own folder: this computer has no keyring."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the terminal says decides in which language a refusal is said."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def member(db: None, tuesday: datetime) -> Member:
    """A freelancer with her texts, at this machine."""
    owner = open_workspace(owner="Camille Arnaud")
    introduce(by=owner, name="Camille Arnaud", trade="cheffe de projet en communication")
    speak(by=owner, language="fr", theme="")
    seed_texts(by=owner, language="fr")
    return owner


@pytest.fixture
def in_file_order(member: Member) -> None:
    """Her cards come in the order of the file, for tests that must know which card is next: by
    default they are ranked, and one place in ten is drawn at random.
    """
    save_preferences(workspace=member.workspace, section=QueueOrder(ranked=False))


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    """A command closes its files to others; the servers of later tests run as other accounts."""
    yield
    os.umask(0o022)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done beside a page is done before the page answers, inside the test's transaction."""

    class Now(threading.Thread):
        def start(self) -> None:
            self.run()

    monkeypatch.setattr("decroche.background.beside.threading", SimpleNamespace(Thread=Now))
    monkeypatch.setattr(
        "decroche.background.beside.connection", SimpleNamespace(close=lambda: None)
    )


@pytest.fixture
def nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No place of an order is drawn at random: all cards are ranked."""
    monkeypatch.setattr(planning, "Random", NothingDrawn)


@pytest.fixture
def stranger(member: Member) -> Member:
    """Somebody else's workspace on the same database."""
    return open_workspace(name="Autre", owner="Inconnue")


@pytest.fixture
def quick_passwords(settings: Any) -> Iterator[None]:
    """Passwords are hashed by a quick hasher, so that signing in takes no time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    signing._nobody.cache_clear()
    yield
    signing._nobody.cache_clear()


@pytest.fixture
def owner(member: Member, quick_passwords: None) -> Member:
    """The owner of a workspace that is shared (see tests/sharing.py)."""
    share(by=member, name=member.name, email=OWNER, password=PASSWORD)
    return member


@pytest.fixture
def offer_kept(member: Member) -> None:
    """She has read the offer that was proposed, and kept it."""
    keep_offer(member)


@pytest.fixture
def page(member: Member) -> Client:
    """The pages, as this machine's browser asks for them."""
    return browser()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real files, which stay outside the project."""
    if not SHARED.exists():
        pytest.skip(
            "the real files (../shared/data) are not on this machine; they are not ours to "
            "put into the project"
        )
    return SHARED


@pytest.fixture
def service(settings: Any) -> Iterator[Served]:
    """The state's register, on this machine."""
    with served([*PRINTERS]) as running:
        settings.REGISTER_URL = running.address
        the_register.cache_clear()
        yield running
    the_register.cache_clear()
