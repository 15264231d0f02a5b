from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "decroche.desk"

    def ready(self) -> None:
        """Makes the desk answer what her telephone says."""
        answering = import_module("decroche.desk.telephone.answering")
        service = import_module("decroche.telephone.service")
        service.telephones.exchange.answer_with(answering.answer)
