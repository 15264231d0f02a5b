from django.apps import AppConfig


class ProspectsConfig(AppConfig):
    name = "decroche.prospects"
