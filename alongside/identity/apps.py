from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "alongside.identity"
    label = "identity"
