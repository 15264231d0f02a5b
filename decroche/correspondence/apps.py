from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "decroche.correspondence"
