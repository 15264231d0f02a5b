from importlib import import_module

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "decroche.referrals"

    def ready(self) -> None:
        """Subscribes to the events of the packages below; names the tables with personal data."""
        import_module("decroche.referrals.handlers")
        import_module("decroche.referrals.personal")
