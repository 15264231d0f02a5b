from importlib import import_module

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "decroche.intake"

    def ready(self) -> None:
        """Names the tables with personal data, and those that go with a card."""
        import_module("decroche.intake.handlers")
        import_module("decroche.intake.personal")
