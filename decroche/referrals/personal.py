"""What this package keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.compliance.personal import Held, hold
from decroche.referrals.models import Referral

hold(
    Held(
        Referral,
        _("Recommendations"),
        company="to_company_id",
        person="from_contact_id",
        texts=("sentence",),
        told=("at", "sentence"),
    )
)
