from django.apps import AppConfig


class SkipLevelsConfig(AppConfig):
    name = "alongside.skip_levels"
    label = "skip_levels"
