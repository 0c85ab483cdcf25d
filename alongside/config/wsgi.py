"""The application that web servers call."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
application = get_wsgi_application()

# Everything that lives as long as the process is loaded now and not with the first request. Then it is put out of
# the collector's sight: going through it again and again was a tenth of the processor time of a page.
from django.conf import settings  # noqa: E402

from alongside.config import logs  # noqa: E402

import_module(settings.ROOT_URLCONF)
logs.take_back()
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
