from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "decroche.insights"
