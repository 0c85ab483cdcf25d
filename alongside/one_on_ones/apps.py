from django.apps import AppConfig


class OneOnOnesConfig(AppConfig):
    name = "alongside.one_on_ones"
    label = "one_on_ones"
