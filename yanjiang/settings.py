"""Settings. The first part reads the values that depend on the deployment from the environment, one name each."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from yanjiang.lib import private_files, tag_uris, uploads_url
from yanjiang.lib.environment import choice as _choice
from yanjiang.lib.environment import count as _count
from yanjiang.lib.environment import database as _database
from yanjiang.lib.environment import flag as _flag
from yanjiang.lib.environment import mail_addresses as _mail_addresses
from yanjiang.lib.environment import networks as _networks
from yanjiang.lib.environment import replica as _replica
from yanjiang.lib.environment import token as _token
from yanjiang.logs.configuration import logging_configuration

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- From the environment; .env.example names them all --------------------------------------------------------------

VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var").resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = _flag("DEBUG")
DEMO = _flag("DEMO")
SECRET_KEY = env.str("SECRET_KEY", default="") or private_files.kept_secret_key(VAR_DIR)
SITE_URL = (env.str("SITE_URL", default="") or "http://127.0.0.1:8000").rstrip("/")
TRUSTED_PROXIES = _networks("TRUSTED_PROXIES")
DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}"
REDIS_URL = env.str("REDIS_URL", default="")
UPLOADS_URL = env.str("UPLOADS_URL", default="").strip()
EMAIL_URL = env.str("EMAIL_URL", default="").strip() or "dummymail://"
ADMINS = _mail_addresses("ADMINS")
CONTACT = env.str("CONTACT", default="").strip()
LOG_FORMAT = _choice("LOG_FORMAT", "line", "json") or "line"
SENTRY_DSN = env.str("SENTRY_DSN", default="").strip()
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="").strip() or "webmaster@localhost"
HITS_PER_MINUTE = _count("HITS_PER_MINUTE", 600)
PAGE_CACHE_MB = _count("PAGE_CACHE_MB", 64)
# 0 keeps the versions of articles for ever.
REVISIONS_KEPT_DAYS = _count("REVISIONS_KEPT_DAYS", 0, least=0)
WORKING_COPY_DAYS = _count("WORKING_COPY_DAYS", 30)
HSTS_SUBDOMAINS = _choice("HSTS_SUBDOMAINS", "on", "off")
# The law asks for six months (网络安全法, article 21), and the database deletes nothing younger.
STAFF_LOG_DAYS = _count("STAFF_LOG_DAYS", 400, least=180)
REQUIRE_SECOND_FACTOR = _choice("REQUIRE_SECOND_FACTOR", "managers", "staff")
# Read in yanjiang.rsgi.
THREADS = _count("THREADS", 16)
METRICS_TOKEN = _token("METRICS_TOKEN")

try:
    _site = urlsplit(SITE_URL)
except ValueError as error:
    raise ImproperlyConfigured(f"SITE_URL: {SITE_URL!r}: {error}") from error
if _site.scheme not in ("http", "https") or not _site.hostname or _site.path:
    raise ImproperlyConfigured(f"SITE_URL: {SITE_URL!r} is not https:// or http:// and a host")
_https = _site.scheme == "https"

FEED_AUTHORITY = tag_uris.authority(env.str("FEED_AUTHORITY", default=""), host=_site.hostname)

OLD_HOSTS = [host.strip().lower() for host in env.list("OLD_HOSTS", default=[]) if host.strip()]
if _site.hostname in OLD_HOSTS:
    raise ImproperlyConfigured(f"OLD_HOSTS: {_site.hostname!r} is the name of SITE_URL, which is no old one")
_hosts = [host for host in env.list("ALLOWED_HOSTS", default=[]) if host]
ALLOWED_HOSTS = [*(_hosts or ["localhost", "127.0.0.1", "[::1]", _site.hostname]), *OLD_HOSTS]
CSRF_TRUSTED_ORIGINS = [
    f"{_site.scheme}://{_site.netloc}",
    *(origin for origin in env.list("CSRF_TRUSTED_ORIGINS", default=[]) if origin),
]

# --- Applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "yanjiang.apps.PortalAdminConfig",
    # Before auth and axes: some of their commands are replaced by ones that are logged.
    "yanjiang.staff_log",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "axes",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "taggit",
    "tree_queries",
    "yanjiang.metrics",
    "yanjiang.sitewide",
    "yanjiang.pagecache",
    "yanjiang.pictures",
    "yanjiang.sent",
    "yanjiang.accounts",
    "yanjiang.backups",
    "consultants",
    "articles",
    # A site that imports no old site can leave this line out.
    "articles.dedecms",
    "yanjiang.home",
    "yanjiang.health",
]

MIDDLEWARE = [
    # Outside of all others, so that every line of the log has the number, and the time of an answer is the whole time.
    "yanjiang.logs.number.middleware",
    "yanjiang.metrics.middleware.middleware",
    "yanjiang.proxies.middleware",
    # Before every middleware that may refuse a request, so that refusals have these headers too.
    "yanjiang.headers.middleware",
    # Before Django's redirect to HTTPS, so that an old link needs one redirect and not two.
    "yanjiang.old_hosts.middleware",
    "django.middleware.security.SecurityMiddleware",
    "articles.hits.beacon.middleware",
    "yanjiang.headers.ContentSecurity",
    "yanjiang.nul.middleware",
    "yanjiang.pagecache.middleware.middleware",  # calls the views of kept pages without the middleware below
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After WhiteNoise, whose files are compressed already. GZip varies the length of each answer against BREACH.
    "yanjiang.uploads.gzip",
    "django.middleware.http.ConditionalGetMiddleware",
    "yanjiang.sitewide.cache.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "yanjiang.errors.middleware",
    # The last one, so that only the view itself is called on the replica.
    "yanjiang.pagecache.from_replica.Middleware",
]

ROOT_URLCONF = "yanjiang.urls"
WSGI_APPLICATION = "yanjiang.wsgi.application"
# yanjiang.routing adds a missing slash, and only where the page exists.
APPEND_SLASH = False

TEMPLATES = [
    {
        # Public pages: Jinja2 renders an article in a quarter of the time of Django's own engine.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "yanjiang.templating.environment",
            "context_processors": ["yanjiang.home.context.site"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data -----------------------------------------------------------------------------------------------------------

DATABASES = {"default": _database("DATABASE_URL", DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: otherwise a transaction that reads before it writes fails with "database is locked", timeout or not.
    # FULL: a commit is on the disk before the request is answered.
    # 60 s: SQLite's lock is not a fair queue. When a hundred users saved at once on a slow disk, one waited for 20 s.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "factory": private_files.Connection,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=60000;",
    }
    # Closing the last connection checkpoints the write-ahead log and deletes it, which is too slow for each request.
    DATABASES["default"]["CONN_MAX_AGE"] = 60
else:
    # A pool of connections may give each transaction another session, which knows no cursor of the last one.
    _sessions = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": True}
    DATABASES["default"] |= _sessions
if _found := _replica("DATABASE_REPLICA_URL", DATABASES["default"]):
    # Tests have one database. Its copy would need a server of its own.
    DATABASES["replica"] = _found | _sessions | {"TEST": {"MIRROR": "default"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            # The site works without the cache, so no request waits for a Redis that is down or hangs.
            "OPTIONS": {
                "socket_timeout": 0.25,
                "socket_connect_timeout": 0.25,
                "retry": Retry(NoBackoff(), 0),
                "serializer": "yanjiang.lib.number_cache.WholeNumbers",
            },
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }

# --- Mail -----------------------------------------------------------------------------------------------------------

try:
    _mail = env.email_url_config(EMAIL_URL)
except (KeyError, ValueError) as error:
    raise ImproperlyConfigured(f"EMAIL_URL: {error} is none of the kinds that .env.example names") from error
EMAIL_BACKEND, EMAIL_FILE_PATH = _mail["EMAIL_BACKEND"], _mail["EMAIL_FILE_PATH"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"] or "localhost", _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
EMAIL_SUBJECT_PREFIX = f"[{_site.hostname}] "
# Seconds that an editor waits for a mail server that hangs.
EMAIL_TIMEOUT = 5

# --- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/uploads/"
MEDIA_ROOT = VAR_DIR / "uploads"
STORAGES = {
    "default": uploads_url.storage(UPLOADS_URL),
    "staticfiles": {"BACKEND": "yanjiang.static_files.Storage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Pictures and fonts are compressed already, and only developers load source maps.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "avif", "woff", "woff2", "zip", "map")
FILE_UPLOAD_PERMISSIONS = 0o644

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "yanjiang" / "locale"]
FORMAT_MODULE_PATH = "yanjiang.locale"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Security -------------------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "yanjiang.accounts.common_passwords.ChosenByManyValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "yanjiang.accounts.names_in_passwords.NameInPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "yanjiang.accounts.section_rights.SectionRightsBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "admin:login"
# A working day and an evening, counted from the login: extending it would write to the session at every request.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
# Browsers send a cookie with this prefix only to the host that set it, and only over HTTPS.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-sessionid", "__Host-csrftoken") if _https else ("sessionid", "csrftoken")
)
# Messages name what people work on, so they are in the session and not in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "yanjiang.errors.csrf_failure"

SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_SSL_HOST = _site.netloc
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
# Names below www.example.com are nobody else's. Names below example.com may still be on http.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HSTS_SUBDOMAINS == "on" or (not HSTS_SUBDOMAINS and _site.hostname.startswith("www."))
# yanjiang.proxies drops this header unless a trusted proxy sent it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
# The admin's policy is in yanjiang.admin, the one of uploads in yanjiang.uploads.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # Imported bodies show pictures of other hosts. A picture runs no code.
        "img-src": [SELF, "https:"] if _https else [SELF, "https:", "http:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": _https,
    }
}
# The operator decides by HSTS_SUBDOMAINS. The browsers' preload list would bind hosts that may not be of this site.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 100

LOGGING = logging_configuration(LOG_FORMAT, has_admins=bool(ADMINS), sentry_dsn=SENTRY_DSN)

# --- Libraries ------------------------------------------------------------------------------------------------------

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# The nested list counts by name and address together. By either alone, one person's guesses lock others out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Attempts during a lockout do not extend it, so that the time shown on the lockout page holds.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "yanjiang.accounts.logins.client_network"
AXES_CLIENT_STR_CALLABLE = "yanjiang.accounts.logins.log_entry"
AXES_LOCKOUT_CALLABLE = "yanjiang.accounts.logins.locked_out"
# The database keeps failures only until they no longer count. Logins are in the log.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
# The database keeps the form of a failed login without these.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken"]

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "articles.models.tags_from_string"
TAGGIT_STRING_FROM_TAGS = "articles.models.string_from_tags"
