"""The wsgi door for a server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legaldocs.settings")
application = get_wsgi_application()

# What has been loaded never becomes garbage, and a full collection amid a request takes 70 ms: the first is not looked
# through again, and the second comes seldom (docs/benchmarks.md).
gc.freeze()
gc.set_threshold(10_000, 20, 20)
