from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "alongside.invitations"
    label = "invitations"
