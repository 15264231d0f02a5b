"""The WSGI application, which granian imports in each of its processes. The one that `decroche
serve` starts also runs the background jobs.
"""

import gc
import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from decroche.config import readers
from decroche.config.body import with_timed_bodies
from decroche.config.locks import lock_folder

readers.protect_process()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "decroche.config.settings")
# Never released: it ends with this process, so that no restore replaces the database meanwhile.
lock_folder(settings.DATA_FOLDER)
application = with_timed_bodies(get_wsgi_application())
get_resolver()._populate()  # imports every view now, so that the first request does not wait for it

if readers.flag("DECROCHE_MAIL_RUNNER"):  # set by `decroche serve` (cli/serving.py)
    from decroche.agenda import jobs as agenda
    from decroche.correspondence import jobs as mail
    from decroche.storage import jobs as copies
    from decroche.webhooks import jobs as webhooks

    mail.start()
    copies.start()
    webhooks.start()
    agenda.start()

    from decroche.telephone.service import listen_again

    listen_again()

# Pages and the sending of mails share one interpreter. Threads switch after 1 ms instead of 5, so
# that a page does not wait for a mail.
sys.setswitchinterval(0.001)

# The modules that are loaded now stay for good. Freezing them, and collecting less often, spares
# the garbage collector from looking at all of them again while a page is made.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
