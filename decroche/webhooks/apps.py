from importlib import import_module

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "decroche.webhooks"

    def ready(self) -> None:
        """Subscribes to the journal."""
        import_module("decroche.webhooks.handlers")
