"""Django's settings. What a user may choose comes from the environment; see ``options``."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from tenfold.datasets.home import user_home
from tenfold.web import database
from tenfold.web.env import (
    envbool,
    envint,
    envlist,
    envsecret,
    envshare,
    envstr,
    envurl,
    note_unknown_names,
    problem,
)
from tenfold.web.secret import secret_key

ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on
"""Hosts that stand for every address of this machine."""
BASE = Path(__file__).parent

note_unknown_names()
TENFOLD_HOME = user_home()
TENFOLD_TEAM = envbool("TENFOLD_TEAM")
TENFOLD_HOST = envstr("TENFOLD_HOST")
TENFOLD_PORT = envint("TENFOLD_PORT")
TENFOLD_WORKERS = envint("TENFOLD_WORKERS")
TENFOLD_THREADS = envint("TENFOLD_THREADS")
TENFOLD_PROXY = envbool("TENFOLD_PROXY")
TENFOLD_URL = envurl("TENFOLD_URL")
TENFOLD_KEEP_DAYS = envint("TENFOLD_KEEP_DAYS")
TENFOLD_MODEL = envstr("TENFOLD_MODEL")
TENFOLD_ERROR_RATE = envshare("TENFOLD_ERROR_RATE")
TENFOLD_MAX_UPLOAD_BYTES = envint("TENFOLD_MAX_UPLOAD_MB") * 1_000_000
TENFOLD_PATIENCE = envint("TENFOLD_PATIENCE")
TENFOLD_MAX_PICTURE_BYTES = envint("TENFOLD_MAX_PICTURE_MB") * 1_000_000
TENFOLD_MAX_PIXELS = envint("TENFOLD_MAX_MEGAPIXELS") * 1_000_000
TENFOLD_MAX_FILES = envint("TENFOLD_MAX_FILES")
TENFOLD_MAX_PAGES = envint("TENFOLD_MAX_PAGES")
TENFOLD_MAX_BATCH_BYTES = envint("TENFOLD_MAX_BATCH_MB") * 1_000_000
TENFOLD_READERS = envint("TENFOLD_READERS")
TENFOLD_TRAINERS = envint("TENFOLD_TRAINERS")
TENFOLD_MAX_DATA_FILES = envint("TENFOLD_MAX_DATA_FILES")
TENFOLD_API_STORE = envbool("TENFOLD_API_STORE")
TENFOLD_RATE_LIMIT = envint("TENFOLD_RATE_LIMIT")

_URL = urlsplit(TENFOLD_URL)
HTTPS = _URL.scheme == "https"
"""Whether people reach Tenfold over https, so that cookies and redirects insist on it."""

DEBUG = False
try:
    SECRET_KEY = envsecret("TENFOLD_SECRET_KEY") or secret_key(TENFOLD_HOME)
except OSError as error:
    problem(
        "TENFOLD_HOME",
        f"{TENFOLD_HOME} cannot be written to: {error.strerror}.",
        "Set TENFOLD_HOME to a folder of yours.",
    )
    SECRET_KEY = "none-"  # noqa: S105 - only until the check has told the problem
# A page of another site that lets its name point at this machine is refused by this list.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *envlist("TENFOLD_HOSTS")]
if TENFOLD_HOST not in (*ANYWHERE, *ALLOWED_HOSTS):
    ALLOWED_HOSTS.append(f"[{TENFOLD_HOST}]" if ":" in TENFOLD_HOST else TENFOLD_HOST)
CSRF_TRUSTED_ORIGINS: list[str] = []
if _URL.hostname:
    ALLOWED_HOSTS.append(_URL.hostname)
    CSRF_TRUSTED_ORIGINS.append(f"{_URL.scheme}://{_URL.netloc}")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "tenfold.web.ui",
    "tenfold.web.accounts",
    "tenfold.web.readings",
    "tenfold.web.runs",
    "tenfold.web.api",
    "tenfold.web.zoo",
]
MIDDLEWARE = [
    "tenfold.web.ui.middleware.RequestId",
    "tenfold.web.api.middleware.Measure",
    "tenfold.web.api.middleware.MachineErrors",
    "tenfold.web.ui.middleware.MoreHeaders",
    "django.middleware.security.SecurityMiddleware",
    "tenfold.web.ui.middleware.Policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenfold.web.ui.middleware.LimitBody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tenfold.web.accounts.middleware.Person",
    "tenfold.web.accounts.middleware.SignInRequired",
    "tenfold.web.ui.middleware.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "tenfold.web.urls"
WSGI_APPLICATION = "tenfold.web.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tenfold.web.ui.context.shell",
            ],
            "builtins": ["tenfold.web.ui.templatetags.ui"],
        },
    }
]


def _database() -> dict[str, Any]:
    url = envsecret("TENFOLD_DATABASE_URL")
    if url:
        try:
            return database.postgresql(url, threads=max(4, TENFOLD_THREADS + TENFOLD_READERS))
        except ValueError:
            problem(
                "TENFOLD_DATABASE_URL",
                "TENFOLD_DATABASE_URL is no address of a PostgreSQL database.",
                "Write postgresql://user:password@host:5432/name, or unset it for SQLite.",
            )
    return database.sqlite(TENFOLD_HOME)


# One queue for what takes hours, one for what somebody waits for; see ``runs.tasks``.
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["training", "looking"],
    }
}

FORM_RENDERER = "tenfold.web.ui.forms.Renderer"

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "draw"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name",)},
    },
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = TENFOLD_HOME / "static"
STATICFILES_DIRS = [BASE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tenfold.web.ui.storage.StaticFiles"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Browsers keep for good what has a hash in its name: ours, and those of the front end's build.
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.\w+$|^/static/build/.+-[0-9A-Za-z_-]{8}\.\w+$"

SESSION_COOKIE_NAME = "tenfold_session"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_COOKIE_NAME = "tenfold_csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tenfold.web.ui.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TENFOLD_PROXY else None
X_FRAME_OPTIONS = "DENY"
# Whether other names below the same domain speak https is not for Tenfold to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if not HTTPS and not TENFOLD_TEAM:  # on the loopback address nothing travels
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Files over the first size wait on disk; the second is for what is no file: a body, as base64 too.
# What a request may hold in all is TENFOLD_MAX_UPLOAD_MB.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * TENFOLD_MAX_PICTURE_BYTES
DATA_UPLOAD_MAX_NUMBER_FILES = TENFOLD_MAX_FILES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "tenfold.web.ui.middleware.RequestIdFilter"}},
    "formatters": {"line": {"format": "{levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
