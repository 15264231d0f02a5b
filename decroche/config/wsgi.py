"""The WSGI application that granian serves."""

import gc
import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from decroche.config import readers
from decroche.config.body import hurried
from decroche.config.holding import hold

readers.keep_to_ourselves()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "decroche.config.settings")
hold(settings.DATA_FOLDER)  # until this process ends: no restore replaces the file under it
application = hurried(get_wsgi_application())
get_resolver()._populate()  # loads every view now: the first callers of a morning wait for nothing

if readers.flag("DECROCHE_MAIL_RUNNER"):  # set by `serve`: the pages' own process sends the mail
    from decroche.correspondence import jobs as mail
    from decroche.storage import jobs as copies

    mail.start()
    copies.start()

    from decroche.telephone.service import listen_again

    listen_again()

# A page and a mail share the interpreter: hand it over after 1 ms, not 5, so that a key press does
# not wait for a mail.
sys.setswitchinterval(0.001)

# What is loaded stays: the collector need not walk over it again at every few hundred objects of a
# page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
