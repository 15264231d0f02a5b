"""Django's settings. What comes from the environment is read by readers.py, once."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from decroche.config import readers

PACKAGE = Path(__file__).resolve().parent.parent
DATA_FOLDER = readers.data_folder()
SECRET_KEY = readers.secret(DATA_FOLDER, "secret-key")
ACCESS_TOKEN = readers.secret(DATA_FOLDER, "api-token")
DEBUG = readers.flag("DECROCHE_DEBUG")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS += readers.extra_host_names()
BEHIND_PROXY = readers.flag("DECROCHE_PROXY")
"""Whether the desk is behind a proxy that serves HTTPS (docs/how-to/team.md). Then the proxy's
headers say over which protocol and from which address a request came, and HTTP is redirected to
HTTPS.
"""
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^ping/$"]
    SECURE_HSTS_SECONDS = 31_536_000
    # Django would warn that HSTS is not set for subdomains and preloading. These concern the whole
    # domain, and whether all of it serves HTTPS is not known here.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = True
WORKERS = readers.whole("DECROCHE_WORKERS", 1, most=16)
"""Processes that serve pages. One is enough for one person, and SQLite has one writer at a time."""

INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "decroche.ui",
    "decroche.team",
    "decroche.journal",
    "decroche.compliance",
    "decroche.offer",
    "decroche.prospects",
    "decroche.calls",
    "decroche.followups",
    "decroche.correspondence",
    "decroche.referrals",
    "decroche.webhooks",
    "decroche.agenda",
    "decroche.intake",
    "decroche.callqueue",
    "decroche.insights",
    "decroche.accountability",
    "decroche.desk",
    "decroche.api",
    "decroche.cli",
]
MIDDLEWARE = [
    "decroche.config.policy.PolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "decroche.team.access.AccessMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "decroche.team.access.MemberMiddleware",
    "decroche.desk.parts.once.OnceMiddleware",
    "decroche.desk.team.proving.ProofMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "decroche.ui.direction.DirectionMiddleware",
]
ROOT_URLCONF = "decroche.config.urls"
WSGI_APPLICATION = "decroche.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": readers.database(DATA_FOLDER)}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # A template's name is its path below decroche/: each stands beside the views that use it.
        "DIRS": [PACKAGE],
        "OPTIONS": {
            "loaders": [
                "django.template.loaders.filesystem.Loader"
                if DEBUG
                else (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "decroche.desk.parts.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "decroche.ui.templatetags.ui",
                "decroche.desk.templatetags.desk",
            ],
        },
    }
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "ui" / "locale"]
TIME_ZONE = "Europe/Paris"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 31536000 if not DEBUG else 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "decroche.ui.stamped.StampedStorage"},
}
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

PASSWORD_HASHERS = [
    "decroche.team.pepper.PepperedScrypt",
    "django.contrib.auth.hashers.ScryptPasswordHasher",  # what was kept before has it
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        # A telephone link opens in a frame, so that the page keeps the focus.
        "frame-src": ["tel:", "sip:", "callto:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "decroche-csrf"
CSRF_FAILURE_VIEW = "decroche.desk.errors.views.form_expired"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
TELEPHONE_HOST = "0.0.0.0"
"""The interface at which the desk listens to her telephone: all, so that the telephone can reach it
over the local network. It listens only while a telephone is paired.
"""
TELEPHONE_PORT = readers.whole("DECROCHE_TELEPHONE_PORT", 8396, most=65535)
MAIL_TIMEOUT = readers.seconds("DECROCHE_MAIL_TIMEOUT", 30.0)
"""Seconds to wait at each step of a conversation with a mail server."""
REGISTER_URL = readers.address("DECROCHE_REGISTER_URL", "https://recherche-entreprises.api.gouv.fr")
