"""The door for a WSGI server, and what `yanjiang.rsgi` gives its requests to."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanjiang.settings")

application = get_wsgi_application()

if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    from yanjiang.lib import patience

    patience.install()
