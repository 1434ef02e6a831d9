"""The door for a WSGI server: `granian --interface wsgi yanjiang.wsgi:application`."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanjiang.settings")

application = get_wsgi_application()

# What is loaded by now stays as long as the process: nobody looks through it for garbage again.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
