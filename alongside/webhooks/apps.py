from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "alongside.webhooks"
    label = "webhooks"
