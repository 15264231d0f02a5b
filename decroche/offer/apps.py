from importlib import import_module

from django.apps import AppConfig


class OfferConfig(AppConfig):
    name = "decroche.offer"

    def ready(self) -> None:
        """Says what undo has to know of this package."""
        import_module("decroche.offer.handlers")
