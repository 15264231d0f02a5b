from importlib import import_module

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "decroche.correspondence"

    def ready(self) -> None:
        """Subscribes to the events of the packages below; names the tables with personal data."""
        import_module("decroche.correspondence.handlers")
        import_module("decroche.correspondence.personal")
        import_module("decroche.correspondence.recalling")
