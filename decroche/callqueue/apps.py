from django.apps import AppConfig


class CallqueueConfig(AppConfig):
    name = "decroche.callqueue"
