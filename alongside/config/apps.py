from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "alongside.config"
    label = "config"

    def ready(self) -> None:
        from alongside.config.wiring import wire  # noqa: PLC0415  (models exist only now)

        wire()
