"""Named queries about deliveries."""

from __future__ import annotations

from django.db.models import QuerySet

from decroche.team.models import Workspace
from decroche.webhooks.models import Delivery


def latest_deliveries(workspace: Workspace, most: int = 20) -> QuerySet[Delivery]:
    """The newest first."""
    return Delivery.objects.filter(workspace=workspace).order_by("-id")[:most]
