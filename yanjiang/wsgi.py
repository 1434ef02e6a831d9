"""The WSGI application, for WSGI servers and for `yanjiang.rsgi`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanjiang.settings")

application = get_wsgi_application()

from yanjiang import templating  # noqa: E402 (imports models, which need the applications)
from yanjiang.metrics import sharing  # noqa: E402

# A worker loads all code and templates before it answers. During an update, the files of the next version are in place
# before the workers are restarted, and a template of one version must not meet the code of the other.
get_resolver().url_patterns  # noqa: B018 (imports all views)
templating.load_all()
sharing.begin()

if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    from yanjiang.lib import patience

    patience.install()
