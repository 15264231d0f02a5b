from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "decroche.compliance"
