from importlib import import_module

from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "decroche.followups"

    def ready(self) -> None:
        """Subscribes to the events of the packages below; names the tables with personal data."""
        import_module("decroche.followups.handlers")
        import_module("decroche.followups.personal")
