"""What this package keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.callqueue.models import Claim, Pass
from decroche.compliance.personal import Held, hold

hold(
    Held(Claim, _("The card before her"), gone=True, texts=("reason",)),
    Held(Pass, _("Passed over"), gone=True),
)
