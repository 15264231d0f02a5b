from importlib import import_module

from django.apps import AppConfig


class CallqueueConfig(AppConfig):
    name = "decroche.callqueue"

    def ready(self) -> None:
        """Subscribes to the events of the packages below; names the tables with personal data."""
        import_module("decroche.callqueue.handlers")
        import_module("decroche.callqueue.personal")
