"""Every setting, in one file. Values come from the environment; docs/operations.md lists them."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from alongside.config import cluster, cluster_users, logs
from alongside.config.encryption import (
    accepted_ways,
    certificate_and_key,
    refuse_plain_database,
    refuse_plain_mail,
)
from alongside.config.environment import (
    authorities,
    data_folder,
    database,
    flag,
    key_ring,
    mailers,
    refuse_weak_secrets,
    secret,
)
from alongside.config.schedule import SCHEDULES

django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parent.parent.parent
AUDIT_MONTHS_AT_LEAST = 12  # as in audit/migrations/0003_forgetting_months.py

# --- where and how -----------------------------------------------------------------------------
DATA = data_folder(ROOT / "data")
PORT = int(os.environ.get("ALONGSIDE_PORT", "8000"))
ERASURES = os.environ.get("ALONGSIDE_ERASURES", "")  # the list of erasures; empty: in the data folder
DEMO = flag("ALONGSIDE_DEMO")
PRODUCTION = flag("ALONGSIDE_PRODUCTION")
BASE_URL = os.environ.get("ALONGSIDE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
OWN_HOSTS = ["127.0.0.1", "localhost", "[::1]"]  # so that the machine itself can ask whether it is well
ALLOWED_HOSTS = OWN_HOSTS + os.environ.get("ALONGSIDE_HOSTS", urlsplit(BASE_URL).hostname or "").split()
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DEBUG = False
if PRODUCTION and DEMO:
    raise ImproperlyConfigured("ALONGSIDE_DEMO lets anybody sign in as anybody; production refuses it.")

# --- what may cross a network in plain sight (config/encryption.py) -------------------------------------------
UNENCRYPTED = accepted_ways()
TLS_CERTIFICATE, TLS_KEY = certificate_and_key()

# --- figures for the machine that watches (alongside metrics) ---------------------------------------------
METRICS = os.environ.get("ALONGSIDE_METRICS", "127.0.0.1:9464")
# What web processes count, one folder a host.
FIGURES = Path(os.environ.get("ALONGSIDE_FIGURES", DATA / "figures"))
METRICS_TOKEN = os.environ.get("ALONGSIDE_METRICS_TOKEN", "")

# --- secrets: from a file or the environment, never a default -------------------------------------
KEYS = DATA / "keys"
SECRET_KEY = secret("ALONGSIDE_SECRET_KEY", folder=KEYS, production=PRODUCTION)

# The key ring: "name:hex name:hex"; the first wraps new data keys, the others still open old ones.
KEY_RING = key_ring(secret("ALONGSIDE_KEY_RING", folder=KEYS, production=PRODUCTION))
if PRODUCTION:
    refuse_weak_secrets(
        {"ALONGSIDE_SECRET_KEY": SECRET_KEY}
        | {f"the key “{name}” in ALONGSIDE_KEY_RING": key for name, key in KEY_RING}
        | ({"ALONGSIDE_METRICS_TOKEN": METRICS_TOKEN} if METRICS_TOKEN else {})
    )

# --- database ------------------------------------------------------------------------------------
# Migrations and grants run as the owner of the tables; everything else as a role that can't rewrite history.
AS_OWNER = flag("ALONGSIDE_AS_OWNER")
if AS_OWNER and os.environ.get("DATABASE_OWNER_URL"):
    DATABASE_URL = os.environ["DATABASE_OWNER_URL"]
elif "DATABASE_URL" in os.environ:
    DATABASE_URL = os.environ["DATABASE_URL"]
else:
    DATABASE_URL = cluster_users.enter(DATA, quick=flag("ALONGSIDE_TEST_DATABASE")).url(
        cluster.OWNER if AS_OWNER else cluster.WEB
    )
DATABASES = {"default": database(DATABASE_URL)}
if PRODUCTION:
    refuse_plain_database(DATABASES["default"], accepted=UNENCRYPTED)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the parts ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "alongside.config",
    "alongside.home",
    "alongside.records",
    "alongside.operations",
    "alongside.calendars",
    "alongside.one_on_ones",
    "alongside.skip_levels",
    "alongside.invitations",
    "alongside.commitments",
    "alongside.webhooks",
    "alongside.oversight",
    "alongside.notifications",
    "alongside.people",
    "alongside.identity",
    "alongside.audit",
    "alongside.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_ox",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "alongside.operations.watching.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "alongside.core.headers.HeadersMiddleware",
    "alongside.core.https.HttpsOnlyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alongside.identity.middleware.SessionRulesMiddleware",
    "alongside.people.actors.ActorMiddleware",
    "alongside.core.api_answers.ApiAnswersMiddleware",
    "alongside.core.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "alongside.config.urls"
WSGI_APPLICATION = "alongside.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "alongside.config.chrome.chrome",
            ],
            "builtins": ["alongside.core.templatetags.core"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- static files -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("ALONGSIDE_STATIC", ROOT / "staticfiles"))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000 if PRODUCTION else 60
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- the audit log -----------------------------------------------------------------------------------
AUDIT_MONTHS = int(os.environ.get("ALONGSIDE_AUDIT_MONTHS", "24"))  # then its entries go, month by month
if AUDIT_MONTHS < AUDIT_MONTHS_AT_LEAST:
    raise ImproperlyConfigured(
        f"ALONGSIDE_AUDIT_MONTHS must be {AUDIT_MONTHS_AT_LEAST} or more: the database refuses less."
    )

# --- tasks: the queue lives in the same database, so a change and its tasks commit together -----------
TASKS = {
    "default": {
        "BACKEND": "alongside.core.queue.Backend",
        "QUEUES": [],
        "OPTIONS": {
            "MAX_ATTEMPTS": 8,
            "LOCK_TIMEOUT": 60,
            "SCHEDULES": SCHEDULES,
            "WORKER_CLASS": "alongside.core.queue.WordlessWorker",
        },
    }
}

# --- sign-in ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "alongside.identity.passwords.GoodPassword"}]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
TOUR_URL = "/tour/"  # where the demo begins, until somebody closes the tour on this browser
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "alongside.identity.adapter.AccountAdapter"
MFA_ADAPTER = "alongside.identity.adapter.MfaAdapter"
MFA_TOTP_ISSUER = "Alongside"
MFA_TOTP_TOLERANCE = 1
PROXIES = int(os.environ.get("ALONGSIDE_PROXIES", "0"))  # of ours, in front: their word on addresses counts

# --- cookies and headers --------------------------------------------------------------------------------
SECURE = BASE_URL.startswith("https://")
if PRODUCTION and not SECURE:
    raise ImproperlyConfigured("Production needs an https:// address in ALONGSIDE_URL.")
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
TOUR_COOKIE = "__Host-tour" if SECURE else "tour"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "alongside.core.refusals.lapsed_form"
SESSION_ENGINE = "alongside.identity.session_store"  # its limits are there, too
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Pages with forms soften this by <meta name="referrer" content="same-origin"> in core/_head.html: with
# "no-referrer" browsers send `Origin: null` with a form, which the CSRF check must refuse.
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("ALONGSIDE_HSTS_SUBDOMAINS", True)
if SECURE:  # a proxy ends TLS before us; operations.md says which header it must set and strip
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- languages ----------------------------------------------------------------------------------------
LANGUAGE_CODE = os.environ.get("ALONGSIDE_LANGUAGE", "en")
LANGUAGES = [("en", _("English")), ("de", _("German"))]
TIME_ZONE = os.environ.get("ALONGSIDE_TIME_ZONE", "UTC")  # the company's zone: access changes at its midnight
USE_TZ = True
USE_I18N = True

# --- mail -----------------------------------------------------------------------------------------------
QUIET_HOURS = flag("ALONGSIDE_QUIET_HOURS", True)  # no mail from 19:00 to 07:00 and on weekends
MAIL_URL = urlsplit(os.environ.get("ALONGSIDE_MAIL", "file:"))
DEFAULT_FROM_EMAIL = os.environ.get("ALONGSIDE_MAIL_FROM", "Alongside <alongside@localhost>")
# Answers come back to this address with a +token in it; empty: this installation reads no mail.
MAIL_REPLIES = os.environ.get("ALONGSIDE_MAIL_REPLIES", "")
MAIL_FOLDER = os.environ.get("ALONGSIDE_MAIL_FOLDER", "")  # a maildir the mail server delivers into
# The name our mail server signs its Authentication-Results with; set, mail without dmarc=pass is left aside.
MAIL_JUDGE = os.environ.get("ALONGSIDE_MAIL_JUDGE", "")
if PRODUCTION:
    refuse_plain_mail(MAIL_URL, accepted=UNENCRYPTED)
MAILERS = mailers(MAIL_URL, folder=DATA / "mail")

# --- calls to addresses that people typed (webhooks, calendars); see core/outbound.py ---------------------
# Origins inside the company that may be called all the same: "https://calendar.example.internal:8443 ...".
OUTBOUND_ALLOWED = frozenset(os.environ.get("ALONGSIDE_OUTBOUND_ALLOWED", "").lower().split())
# Free and busy times at Google and Microsoft: this installation as they know it. Without an id, it isn't offered.
GOOGLE_CALENDAR = {
    "id": os.environ.get("ALONGSIDE_GOOGLE_CALENDAR_ID", ""),
    "secret": os.environ.get("ALONGSIDE_GOOGLE_CALENDAR_SECRET", ""),
}
MICROSOFT_CALENDAR = {
    "id": os.environ.get("ALONGSIDE_MICROSOFT_CALENDAR_ID", ""),
    "secret": os.environ.get("ALONGSIDE_MICROSOFT_CALENDAR_SECRET", ""),
    "tenant": os.environ.get("ALONGSIDE_MICROSOFT_CALENDAR_TENANT", "organizations"),
}
# A file of certificates of authorities to trust beside the system's, in these calls and those to identity providers.
OUTBOUND_CA = authorities("ALONGSIDE_OUTBOUND_CA")

# --- logs: one line each, with the request's id, and no words or paths (core/log_lines.py) -------------------
LOG_LEVEL = os.environ.get("ALONGSIDE_LOG", "WARNING")
LOGGING = logs.configuration(
    LOG_LEVEL, as_json=flag("ALONGSIDE_LOG_JSON"), with_access=flag("ALONGSIDE_ACCESS_LOG")
)
