"""The settings for a team behind a proxy that speaks HTTPS."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
settings.ALLOWED_HOSTS.append("testserver")
plain = Client().get("/settings/")
print(plain.status_code, plain.headers["Location"])
sealed = Client().post("/settings/", headers={"X-Forwarded-Proto": "https"})
print(sealed.status_code, sealed.headers["Strict-Transport-Security"])
"""


def behind(folder: Path, *arguments: str) -> str:
    """What Python says, run with the settings of a machine behind a proxy."""
    known = {"DECROCHE_PROXY": "1", "DECROCHE_HOSTS": "desk.example", "DECROCHE_DATA": str(folder)}
    usual = {name: said for name, said in os.environ.items() if "ASYNC" not in name}
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**usual, **known, "DJANGO_SETTINGS_MODULE": "decroche.config.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.stdout or done.stderr


def test_the_check_before_a_deployment_finds_nothing(tmp_path: Path) -> None:
    said = behind(tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert "no issues" in said, said


def test_everything_is_asked_over_https_and_browsers_are_told_so(tmp_path: Path) -> None:
    lines = behind(tmp_path, "-c", PROGRAM).splitlines()
    assert lines == [
        "301 https://testserver/settings/",
        "403 max-age=31536000",
    ]
