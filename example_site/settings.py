"""Settings of the sample portal, and a model for an agency's own.

Everything that an agency must decide stands here, commented; what differs between machines comes
from the environment. `python -m example_site <command>` is this site's manage.py.
"""

import os
from pathlib import Path

from example_site.keys import kept

BASE_DIR = Path(__file__).resolve().parent
# What the site writes: database, files, keys. Not in the repository.
VAR = Path(os.environ.get("SITE_VAR", BASE_DIR.parent / "var" / "demo"))
PORT = os.environ.get("PORT", "8000")
SITE_URL = os.environ.get("SITE_URL", f"http://127.0.0.1:{PORT}")

SECRET_KEY = kept("SECRET_KEY", VAR)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SITE_HOSTS", "127.0.0.1 localhost [::1]").split()
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ROOT_URLCONF = "example_site.urls"
WSGI_APPLICATION = "example_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "example_site.home",
    # Before Wagtail: they bring the Vietnamese texts that its admin lacks.
    "egov_tracking.pages",
    "egov_tracking",
    "egov_forms.pages",
    "egov_forms",
    "egov_forms.wagtail_vi",
    "wagtail_modeladmin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "example_site.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "example_site.middleware.LanguageOfThePage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Whoever is signed in signs in again after 12 hours.
    "egov_tracking.middleware.SessionLimit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
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
                "example_site.context.portal",
            ],
        },
    }
]

# SQLite for a trial; PostgreSQL as soon as the environment names a database (libpq's PG* names).
if "PGDATABASE" in os.environ:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["PGDATABASE"],
            "USER": os.environ.get("PGUSER", ""),
            "PASSWORD": os.environ.get("PGPASSWORD", ""),
            "HOST": os.environ.get("PGHOST", ""),
            "PORT": os.environ.get("PGPORT", ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "db.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # writers take turns instead of failing
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
                "timeout": 20,
            },
        }
    }

# Vietnamese first, English complete. Forms and pages have the languages of LANGUAGES.
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
# The day before the month, typed and shown alike: Wagtail's own order is another, and its
# calendar takes what it can't read for the present moment.
FORMAT_MODULE_PATH = ["example_site.formats"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"

WAGTAIL_SITE_NAME = "Cổng dịch vụ công mẫu"
WAGTAILADMIN_BASE_URL = SITE_URL
# Addresses of pages without diacritics, as they are typed.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_USER_LOGIN_FORM = "example_site.home.forms.LoginForm"
# Wagtail would ask servers abroad for updates and for portraits of the users.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

# The editor of a long form in two languages posts more than Django's 1,000 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Public services. All settings are in docs/reference.
EGOV_FORMS = {
    # Seals answers and derives secret codes. Back it up apart from the database.
    "KEYS": {"1": kept("EGOV_KEY", VAR)},
    # Citizens' papers: outside MEDIA_ROOT, never served by the web server.
    "UPLOAD_ROOT": VAR / "private",
    # In production a real scanner: "egov_forms.scanners.clamd.ClamdScanner" and its options.
    "SCANNER": "egov_forms.scanners.dummy.DummyScanner",
}
# The trial says on every page that it is one; a site in production must not silence this.
SILENCED_SYSTEM_CHECKS = ["egov_forms.W010"]
EGOV_TRACKING = {
    # What letters to citizens call the look-up page.
    "LOOKUP_URL": f"{SITE_URL}/egov/lookup/",
}

# The trial writes its mail into a folder, which the page "test mailbox" shows.
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = "Cổng dịch vụ công mẫu <khong-tra-loi@example.gov.example>"

# Officers are signed out after 15 idle minutes, and by SessionLimit after 12 hours.
# Behind HTTPS everything insists on it.
SESSION_COOKIE_AGE = 15 * 60
SESSION_SAVE_EVERY_REQUEST = True
IS_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 365 * 86_400 if IS_HTTPS else 0
# "no-referrer" would make browsers send forms without their origin, and Django refuse them.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Errors go to the console, where the service manager keeps them. Nothing logs answers.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
