"""
Settings of the newsroom, all from the environment; README.md has the table.

A value that cannot be meant (a port that is no number, a zone that doesn't exist) raises here, at the start.
Hosts, secure cookies, HSTS and the redirect to https follow from NEWSROOM_SITE_URL, nothing from the Host header.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import validate

from newsroom import secret_key, site_url
from newsroom.environment import env

BASE_DIR = Path(__file__).resolve().parent.parent


def refuse(name: str, reason: object) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}: {reason}")


# Where the newsroom keeps what it writes. It writes nowhere else.

NEWSROOM_DATA = Path(env.str("NEWSROOM_DATA", str(BASE_DIR / "var"))).expanduser().resolve()
MEDIA_ROOT = NEWSROOM_DATA / "media"
STATIC_ROOT = NEWSROOM_DATA / "static"
FILE_UPLOAD_TEMP_DIR = NEWSROOM_DATA / "tmp"
try:
    NEWSROOM_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)  # drafts and password hashes: nobody else's business
    for folder in (MEDIA_ROOT, STATIC_ROOT, FILE_UPLOAD_TEMP_DIR):
        folder.mkdir(exist_ok=True)
except OSError as error:
    raise refuse("NEWSROOM_DATA", error) from error

# Who we are

NEWSROOM_NAME = env.str("NEWSROOM_NAME", "The Meridian", validate=validate.Length(min=1, max=100))
PORT = env.int("PORT", 8000, validate=validate.Range(min=1, max=65535))
try:
    SITE = site_url.parse(env.str("NEWSROOM_SITE_URL", f"http://localhost:{PORT}"))
except ValueError as error:
    raise refuse("NEWSROOM_SITE_URL", error) from error
NEWSROOM_SITE_URL = SITE.origin  # no slash at the end: NEWSROOM_SITE_URL + edition.get_absolute_url()

USE_TZ = True
TIME_ZONE = env.str("NEWSROOM_TIME_ZONE", "Europe/Kyiv")
try:
    ZoneInfo(TIME_ZONE)
except (KeyError, ValueError, OSError) as error:
    raise refuse("NEWSROOM_TIME_ZONE", f"no time zone is called {TIME_ZONE!r}, try Europe/Kyiv") from error

# One language for the whole site, so an address is one page: no LocaleMiddleware, no Vary.
LANGUAGES = [("en", "English"), ("uk", "Українська")]
LANGUAGE_CODE = env.str("NEWSROOM_LANGUAGE", "en", validate=validate.OneOf([code for code, _name in LANGUAGES]))
LOCALE_PATHS = [BASE_DIR / "locale"]

# What feeds carry: the whole text, or only the standfirst

NEWSROOM_FEED_FULL_TEXT = env.bool("NEWSROOM_FEED_FULL_TEXT", True)

# In the permanent ids of stories (articles/identity.py): a host of ours, and a day on which it was. RFC 4151, 2.1.
NEWSROOM_TAG_AUTHORITY = env.str(
    "NEWSROOM_TAG_AUTHORITY",
    site_url.tag_authority(SITE),
    validate=validate.Regexp(
        r"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*,\d{4}(-\d\d(-\d\d)?)?$",
        error="a host and a day on which it was yours are needed, as in news.example,2026-05-01",
    ),
)

# A WebSub hub that passes feeds on the moment they change (feeds/websub.py): named in each, and told by the worker.
NEWSROOM_WEBSUB_HUB = env.str(
    "NEWSROOM_WEBSUB_HUB", "", validate=validate.Regexp(r"^(https?://[^\s<>\"]+)?$", error="http(s)://… is needed")
)

# The desk's own rules

# Publishers, too, publish only what an editor approved.
NEWSROOM_HEADLINE_LIMIT = env.int("NEWSROOM_HEADLINE_LIMIT", 160, validate=validate.Range(min=20, max=300))
NEWSROOM_APPROVE_OWN = env.bool("NEWSROOM_APPROVE_OWN", True)  # whether an editor may approve a story of their own
NEWSROOM_REQUIRE_APPROVAL = env.bool("NEWSROOM_REQUIRE_APPROVAL", False)
# Of the accounts that load_demo makes, and only in a newsroom that has no stories of its own.
NEWSROOM_DEMO_PASSWORD = env.str("NEWSROOM_DEMO_PASSWORD", "newsroom-demo", validate=validate.Length(min=1, max=100))

# Security

DEBUG = env.bool("NEWSROOM_DEBUG", False)
if DEBUG and not SITE.is_local:
    raise refuse("NEWSROOM_DEBUG", f"its pages show settings and code to everybody who can reach {SITE.origin}")
try:
    SECRET_KEY = env.str("NEWSROOM_SECRET_KEY", "") or secret_key.read_or_make(NEWSROOM_DATA / "secret_key")
except (ValueError, OSError) as error:
    raise refuse("NEWSROOM_SECRET_KEY", error) from error
if len(SECRET_KEY) < 50:
    raise refuse("NEWSROOM_SECRET_KEY", "at least 50 characters are needed")

ALLOWED_HOSTS = SITE.allowed_hosts
CSRF_TRUSTED_ORIGINS = [SITE.origin]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SITE.is_secure
SECURE_SSL_HOST = SITE.netloc if SITE.is_secure else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked over plain http by the machine itself
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if SITE.is_secure and not SITE.is_local else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# What no page of ours asks a browser for, so nothing that creeps into one may either.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
        "microphone", "midi", "payment", "serial", "usb",
    )
)  # fmt: skip
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "desk.views.kept.csrf_failure"

# X-Forwarded-* is believed only where somebody says that a proxy of ours writes it: see newsroom/proxy.py and deploy/.
NEWSROOM_BEHIND_PROXY = env.bool("NEWSROOM_BEHIND_PROXY", False)
if NEWSROOM_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# For every page. The desk loosens it on the pages with the editor, and only there (desk/editor.py).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

SILENCED_SYSTEM_CHECKS = [
    # CKEditor 4 has holes and no maintainer. It is never trusted: core/html.py cleans whatever it sends,
    # the plugins that call out are neither loaded nor shipped, and a policy keeps its pages on this origin.
    "ckeditor.W001",
    # HSTS for subdomains and preloading is for the owner of the whole domain to promise, in the proxy.
    "security.W005",
    "security.W021",
]

# Whom /.well-known/security.txt names to whoever found a hole: an address as RFC 9116 wants it.
NEWSROOM_SECURITY_CONTACT = env.str(
    "NEWSROOM_SECURITY_CONTACT",
    f"mailto:security@{SITE.host}",
    validate=validate.Regexp(
        r"^(mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\+[0-9-]+)$",
        error="mailto:somebody@news.example, https://… or tel:+… is needed",
    ),
)

# The longest text that a form of the desk takes, in Cyrillic and percent-encoded, with room for the form to refuse
# more in words. Strangers are held to Django's own 2.5 MB: desk/middleware.py.
DATA_UPLOAD_MAX_MEMORY_SIZE = 40_000_000

# Logging in

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "desk.accounts.hashers.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# Whom the newsroom asks for a second factor; everybody may turn one on.
NEWSROOM_SECOND_FACTOR = env.str(
    "NEWSROOM_SECOND_FACTOR", "off", validate=validate.OneOf(["off", "publishers", "everybody"])
)
OTP_TOTP_ISSUER = NEWSROOM_NAME  # what the phone calls the account
# Sessions with whose they are, so that people see and end theirs. They last two weeks from when they were last used.
SESSION_ENGINE = "desk.accounts.sessions"
# Five wrong passwords for one name from one address: a quarter of an hour's rest for that pair. What is counted beside
# that, and why nobody can lock an editor out with it: desk/accounts/throttle.py.
AXES_HANDLER = "desk.accounts.throttle.Throttle"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the rest ends when the page says it does
AXES_LOCKOUT_CALLABLE = "desk.accounts.throttle.locked_out"
AXES_CLIENT_IP_CALLABLE = "newsroom.proxy.client_address"
AXES_VERBOSE = False
# What people look at is our own log (desk/accounts/record.py), without whole addresses and typed names.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False

# Application

INSTALLED_APPS = [
    "desk",  # before the admin, whose templates it overrides
    "desk.accounts",
    "feeds",
    "articles",
    "authors",
    "photos",
    "core",
    "desk.apps.AdminConfig",  # django.contrib.admin, with desk.site.Desk as its site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "newsroom.static_files.StaticFilesConfig",
    "ckeditor",  # never ckeditor_uploader: it lets any staff user store HTML, and with no CSRF token
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "django_tasks",
    "django_tasks_db",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Nothing here touches the session or makes a token unless a view asks, so that
# what an anonymous reader gets has no cookie and no `Vary: Cookie`.
MIDDLEWARE = [
    "core.middleware.InstantMiddleware",
    "core.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before WhiteNoise: its answers, too, get the policy
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "desk.middleware.RoomForText",  # before anything reads what was posted, which CSRF's process_view does
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "newsroom.urls"
APPEND_SLASH = False  # articles/whereabouts.py does, together with all else that may be wrong with an address
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # auth and messages are lazy and for the admin: a reader's template that used one would vary by cookie.
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.newsroom",
            ],
        },
    },
]

# Database

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{NEWSROOM_DATA / 'newsroom.sqlite3'}"),
}
match DATABASES["default"].get("ENGINE"):
    case "django.db.backends.sqlite3":
        # Never ATOMIC_REQUESTS: with IMMEDIATE, a mere read would wait for a writer.
        DATABASES["default"] |= {
            "CONN_MAX_AGE": None,  # opening the file again for each request costs more than three queries
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                # FULL: a save that was acknowledged survives a power cut, for 1.9 ms a commit.
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-4000;"
                "PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=27103364",
            },
        }
    case "django.db.backends.postgresql":
        DATABASES["default"] |= {
            "CONN_MAX_AGE": 0,  # the pool keeps connections; Django refuses another value beside it
            "CONN_HEALTH_CHECKS": True,  # else a restarted database is errors until each connection has died
            "OPTIONS": DATABASES["default"].get("OPTIONS", {})
            | {
                # One connection for each thread. Who waits for longer is told so: half a minute's wait (the default)
                # would hold every thread while the database is away, and with them the pages that need none.
                "pool": {
                    "min_size": 1,
                    "max_size": max(4, env.int("WEB_THREADS", 4)),
                    "timeout": 3,
                    # The pool waits twice as long before each try to connect again: so, never for long.
                    "reconnect_timeout": 4,
                },
                "connect_timeout": 3,
            },
        }
    case engine:
        raise refuse("DATABASE_URL", f"sqlite:// or postgres:// is needed, not {engine}")

# Files

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"  # nothing answers here: pictures are private until a view shows them
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Readers' pages kept in the memory of each worker: see newsroom/pages/
NEWSROOM_PAGE_MEMORY_MB = env.int("NEWSROOM_PAGE_MEMORY_MB", 24, validate=validate.Range(min=1, max=4096))

# A proxy or CDN that keeps pages is told to forget them after a public change (core/purge.py): one request to this
# address, with the key that all pages carry in one header: Surrogate-Key, Cache-Tag or xkey, as the proxy has it.
NEWSROOM_PURGE_URL = env.str("NEWSROOM_PURGE_URL", "")
NEWSROOM_PURGE_METHOD = env.str("NEWSROOM_PURGE_METHOD", "PURGE", validate=validate.Regexp(r"^[A-Z]{3,10}$"))
NEWSROOM_PURGE_TOKEN = env.str("NEWSROOM_PURGE_TOKEN", "")  # sent as "Authorization: Bearer"; "" sends none
NEWSROOM_SURROGATE_HEADER = env.str(
    "NEWSROOM_SURROGATE_HEADER", "Surrogate-Key", validate=validate.Regexp(r"^[A-Za-z-]{1,40}$")
)
if NEWSROOM_PURGE_URL and not NEWSROOM_PURGE_URL.startswith(("http://", "https://")):
    raise refuse("NEWSROOM_PURGE_URL", "http://… or https://… is needed")

# Work after the answer: renditions, notices. Nothing becomes public by it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# And what the worker does again after so many seconds: functions without arguments, harmless to repeat.
PERIODIC_JOBS = {
    "core.jobs.beat": 20,
    "core.tending.tend": 60,
    "articles.digests.continue_chain": 60,
    "articles.readership.keep_up": 60,
    "desk.accounts.forgetting.forget": 60 * 60,
}
if NEWSROOM_WEBSUB_HUB:
    PERIODIC_JOBS["feeds.websub.tell_hub"] = 5

# Mail

_email = env.dj_email_url("NEWSROOM_EMAIL_URL", "console://")
if "EMAIL_BACKEND" not in _email:
    raise refuse("NEWSROOM_EMAIL_URL", "console://, file:///path or submission://user:password@host:587 is needed")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = _email["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("NEWSROOM_EMAIL_FROM", f"newsroom@{SITE.host}")

# Logging: to stderr, what somebody should look at

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"terse": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "terse"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},  # not every 404
        "django_tasks": {"level": "WARNING"},
    },
}
