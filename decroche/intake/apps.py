from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "decroche.intake"

    def ready(self) -> None:
        from decroche.intake import personal  # noqa: F401  (registers)
