from importlib import import_module

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "decroche.calls"

    def ready(self) -> None:
        """Subscribes to the events of the packages below; names the tables with personal data."""
        import_module("decroche.calls.handlers")
        import_module("decroche.calls.personal")
