"""Settings of one installation; everything that differs between bodies comes from the environment.

`THIDUA_*` variables are described in docs/operations/settings.md; a test keeps the two in step.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from thidua.config.environment import database_from_url, load_or_create_secret

PACKAGE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("THIDUA_VAR_DIR", Path.cwd() / "var")).resolve()

DEBUG = os.environ.get("THIDUA_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("THIDUA_SECRET_KEY") or load_or_create_secret(VAR_DIR / "secret-key")
# Encrypts identity numbers; a copy of the file belongs in every backup, apart from the database.
IDENTITY_KEY = os.environ.get("THIDUA_IDENTITY_KEY") or load_or_create_secret(
    VAR_DIR / "identity-key"
)
ALLOWED_HOSTS = os.environ.get("THIDUA_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("THIDUA_TRUSTED_ORIGINS", "").split(",") if o]
# Web servers of our own in front; each adds the address it saw to X-Forwarded-For.
PROXIES = int(os.environ.get("THIDUA_PROXIES") or 0)
# The address printed into QR codes of certificates.
PUBLIC_URL = os.environ.get("THIDUA_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
RULEBOOK_DIRS = tuple(
    Path(p) for p in os.environ.get("THIDUA_RULEBOOK_DIRS", "").split(os.pathsep) if p
)

# Root certificates that signatures of papers are checked against: files or folders.
TRUSTED_ROOTS = tuple(
    Path(p) for p in os.environ.get("THIDUA_TRUSTED_ROOTS", "").split(os.pathsep) if p
)
# The library of a signing token attached to the server.
PKCS11_MODULE = os.environ.get("THIDUA_TOKEN_MODULE", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "thidua.kit",
    "thidua.kit.names",
    "thidua.audit",
    "thidua.documents",
    "thidua.organisations",
    "thidua.people",
    "thidua.accounts",
    "thidua.legislation",
    "thidua.councils",
    "thidua.register",
    "thidua.movements",
    "thidua.targets",
    "thidua.initiatives",
    "thidua.scoring",
    "thidua.eligibility",
    "thidua.dossiers",
    "thidua.decisions",
    "thidua.bonuses",
    "thidua.ceremonies",
    "thidua.desk",
    "thidua.exchange",
    "thidua.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "thidua.accounts.doorkeeper.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "thidua.accounts.renewal.PasswordRenewalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "thidua.kit.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "thidua.config.urls"
WSGI_APPLICATION = "thidua.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "thidua.accounts.context.shell",
            ],
            "builtins": ["thidua.kit.templatetags.kit"],
        },
    }
]

DATABASES = {
    "default": database_from_url(
        os.environ.get("THIDUA_DATABASE_URL", f"sqlite:///{VAR_DIR / 'thidua.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there
# Files are served straight from the packages, so that a fresh clone needs no collect step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

MEDIA_ROOT = VAR_DIR / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a selection over a whole department

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("THIDUA_HTTPS", "") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

if not DEBUG and SECRET_KEY.startswith("insecure"):
    raise ImproperlyConfigured("Đặt THIDUA_SECRET_KEY thành một chuỗi ngẫu nhiên dài.")
