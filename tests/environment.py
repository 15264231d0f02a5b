"""Loaded before Django: the tests have a data folder of their own, and a clock that runs."""

import os
import tempfile

os.environ["DECROCHE_DATA"] = tempfile.mkdtemp(prefix="decroche-test-")
os.environ["AIOSMTPD_CONTROLLER_TIMEOUT"] = "120"  # seconds that its thread has to begin
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "true"  # Playwright keeps an event loop in the browser tests' thread
)
os.environ.pop("DECROCHE_NOW", None)
