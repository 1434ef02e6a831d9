"""Settings: what depends on the deployment is read from the environment in the first part, by one name each."""

import contextlib
import ipaddress
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def _kept_secret_key(var_dir: Path) -> str:
    """Read the key in `var_dir`, or make one that every later start finds there."""
    file = var_dir / "secret_key"
    if not file.exists():
        # Written whole under another name first: a second process that starts now never reads half a key.
        with tempfile.NamedTemporaryFile("w", dir=var_dir) as new:
            new.write(secrets.token_urlsafe(64))
            new.flush()
            with contextlib.suppress(FileExistsError):
                os.link(new.name, file)
    return file.read_text().strip()


def _flag(name: str) -> bool:
    value = env.str(name, default="").strip().lower()
    if value in ("", "0", "off", "false", "no"):
        return False
    if value in ("1", "on", "true", "yes"):
        return True
    raise ImproperlyConfigured(f"{name}: {value!r} is neither on nor off")


def _networks(name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    try:
        return [ipaddress.ip_network(value.strip()) for value in env.list(name, default=[]) if value.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error


# --- From the environment; .env.example names them all --------------------------------------------------------------

VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var").resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = _flag("DEBUG")
SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret_key(VAR_DIR)
SITE_URL = (env.str("SITE_URL", default="") or "http://127.0.0.1:8000").rstrip("/")
TRUSTED_PROXIES = _networks("TRUSTED_PROXIES")
DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}"
REDIS_URL = env.str("REDIS_URL", default="")

try:
    _site = urlsplit(SITE_URL)
except ValueError as error:
    raise ImproperlyConfigured(f"SITE_URL: {SITE_URL!r}: {error}") from error
if _site.scheme not in ("http", "https") or not _site.hostname or _site.path:
    raise ImproperlyConfigured(f"SITE_URL: {SITE_URL!r} is not https:// or http:// and a host")
_https = _site.scheme == "https"

ALLOWED_HOSTS = [host for host in env.list("ALLOWED_HOSTS", default=[]) if host] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
    _site.hostname,
]
CSRF_TRUSTED_ORIGINS = [
    f"{_site.scheme}://{_site.netloc}",
    *(origin for origin in env.list("CSRF_TRUSTED_ORIGINS", default=[]) if origin),
]

# --- Applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "yanjiang.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_ckeditor_5",
    "taggit",
    "tree_queries",
    "yanjiang.lib.furniture",
    "consultants",
    "articles",
    # Last: after migrating it gives the groups their permissions, which the apps above must have made.
    "yanjiang.home",
]

MIDDLEWARE = [
    "yanjiang.proxies.middleware",
    "yanjiang.nul.middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "yanjiang.lib.furniture.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "articles.middleware.not_found_fallback",
]

ROOT_URLCONF = "yanjiang.urls"
WSGI_APPLICATION = "yanjiang.wsgi.application"
# A missing slash is added by articles.middleware, and only where the page exists.
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yanjiang.home.context.site",
            ],
        },
    }
]

# --- Data -----------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that reads before it writes otherwise fails with "database is locked", timeout or not.
    # FULL: a commit is on the disk before it is answered.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# --- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/uploads/"
MEDIA_ROOT = VAR_DIR / "uploads"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Pictures are compressed as they are; source maps are asked for by nobody but a developer.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "avif", "woff", "woff2", "zip", "map")
FILE_UPLOAD_PERMISSIONS = 0o644

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "yanjiang" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Security -------------------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
# yanjiang.proxies drops this header unless a trusted proxy sent it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
# HSTS for every subdomain and the browsers' preload list are promises for names that may not be this site's to make.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 100

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}

# --- Libraries ------------------------------------------------------------------------------------------------------

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "articles.models.tags_from_string"
TAGGIT_STRING_FROM_TAGS = "articles.models.string_from_tags"

CK_EDITOR_5_UPLOAD_FILE_VIEW_NAME = "admin:articles_upload_picture"
CKEDITOR_5_CONFIGS = {
    "default": {
        "language": "zh-cn",
        "toolbar": {
            "items": [
                "heading", "|", "bold", "italic", "underline", "link", "|",
                "bulletedList", "numberedList", "blockQuote", "insertTable", "insertImage", "|",
                "alignment", "horizontalLine", "pageBreak", "|",
                "removeFormat", "findAndReplace", "sourceEditing", "undo", "redo",
            ],
            "shouldNotGroupWhenFull": False,
        },
        "heading": {
            "options": [
                {"model": "paragraph", "title": "正文", "class": "ck-heading_paragraph"},
                {"model": "heading2", "view": "h2", "title": "小标题", "class": "ck-heading_heading2"},
                {"model": "heading3", "view": "h3", "title": "三级标题", "class": "ck-heading_heading3"},
            ]
        },
        # Classes, not inline styles: yanjiang.lib.html keeps only these.
        "alignment": {
            "options": [
                {"name": "left", "className": "align-left"},
                {"name": "center", "className": "align-center"},
                {"name": "right", "className": "align-right"},
            ]
        },
        "image": {"toolbar": ["toggleImageCaption", "imageTextAlternative"]},
        "table": {"contentToolbar": ["tableColumn", "tableRow", "mergeTableCells", "toggleTableCaption"]},
        "link": {"defaultProtocol": "https://"},
    }
}  # fmt: skip
