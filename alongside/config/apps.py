from django.apps import AppConfig

from alongside.config import logs


class ConfigConfig(AppConfig):
    name = "alongside.config"
    label = "config"

    def ready(self) -> None:
        from alongside.config.wiring import wire  # noqa: PLC0415  (models exist only now)

        wire()
        logs.take_back()
