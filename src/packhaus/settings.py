"""Django's settings. Each has a default that works; an environment variable changes it.

``PACKHAUS_DATA``: the data folder. ``DATABASE_URL``: the database (set by the command line for the
embedded one). ``PACKHAUS_HOSTS``: host names that the panel answers to, comma-separated, beside the
local ones. ``PACKHAUS_HTTPS=1``: cookies only over HTTPS. ``PACKHAUS_URL``: where the panel is, for links in
mails. ``PACKHAUS_SMTP`` and ``PACKHAUS_SMTP_FROM``: the mail server for merchants without their own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from packhaus.kit.keyfiles import kept_secret

DATA = Path(os.environ.get("PACKHAUS_DATA", "."))
KEYS = Path(os.environ.get("PACKHAUS_KEYS", DATA / "keys"))
ARCHIVE = Path(os.environ.get("PACKHAUS_ARCHIVE", DATA / "archive"))


def _database(url: str) -> dict[str, Any]:
    """A ``postgresql://`` address, or psycopg's ``key=value`` form, as Django wants it."""
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError:
        raise ImproperlyConfigured(
            "DATABASE_URL is no address of a PostgreSQL: write postgresql://user:password@host:5432/name."
        ) from None
    options = {
        key: value
        for key, value in parts.items()
        if key not in {"dbname", "user", "password", "host", "port"}
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "packhaus"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "dbname=packhaus"))}

SECRET_KEY = os.environ.get("PACKHAUS_SECRET_KEY") or kept_secret(KEYS / "web.key")
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"] + [
    host for host in os.environ.get("PACKHAUS_HOSTS", "").split(",") if host
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in os.environ.get("PACKHAUS_HOSTS", "").split(",") if host]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "packhaus",
]
AUTH_USER_MODEL = "packhaus.Member"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "packhaus.desk.middleware.PanelMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "packhaus.urls"
WSGI_APPLICATION = "packhaus.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "libraries": {"buyer_mails": "packhaus.desk.templatetags.buyer_mails"},
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "packhaus.desk.template_loader.RoomLoader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "packhaus.desk.frame.frame",
            ],
            "builtins": [
                "packhaus.desk.templatetags.panel",
                "packhaus.desk.templatetags.stands",
                "django.templatetags.i18n",
            ],
        },
    }
]

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "packhaus.accounts.passwords.MixedCharactersValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PACKHAUS_URL = os.environ.get("PACKHAUS_URL", "")
PACKHAUS_SMTP = os.environ.get("PACKHAUS_SMTP", "")
PACKHAUS_SMTP_FROM = os.environ.get("PACKHAUS_SMTP_FROM", "")

LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk:today"
LOGOUT_REDIRECT_URL = "accounts:login"

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True

# A file of orders holds people's addresses: it is taken in memory and never written to a temporary folder.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 11_000_000

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STATICFILES_FINDERS = ["packhaus.desk.static_finder.RoomFinder"]
STATIC_ROOT = None

_HTTPS = os.environ.get("PACKHAUS_HTTPS") == "1"
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "packhaus_session"
CSRF_COOKIE_NAME = "packhaus_csrf"
CSRF_FAILURE_VIEW = "packhaus.desk.errors.stale_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

PROCRASTINATE_IMPORT_PATHS = ["packhaus.engine.jobs", "packhaus.flow.work"]
PROCRASTINATE_ON_APP_READY = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "packhaus.engine.quiet_log.QuietFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("PACKHAUS_LOG_LEVEL", "INFO")},
    "loggers": {
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
