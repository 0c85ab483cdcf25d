"""How each POST of skip-level talks is made once, for the test that sends all of them twice: who, where, which body."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from alongside.skip_levels import services
from alongside.skip_levels.models import GroupTalk, Retelling, SkipTalk
from alongside.skip_levels.tests.makers import a_group, a_skip_talk, a_team, in_time, three_heard

type Recipe = Callable[[Any], dict[str, Any]]
AGO = timedelta(hours=2)


def of_talk(*, began: bool = False, **body: str) -> Recipe:
    def recipe(cast: Any) -> dict[str, Any]:
        talk = a_skip_talk(cast)
        if began:
            SkipTalk.objects.update(starts_at=timezone.now() - AGO)
        return {"by": cast.dora, "values": {"id": talk.pk}, "body": body}

    return recipe


def of_invitation(cast: Any) -> dict[str, Any]:
    body = {"person_id": cast.eve.pk, "purpose": "know", "starts_at": in_time().isoformat()}
    return {"by": cast.dora, "body": body}


def of_group_invitation(cast: Any) -> dict[str, Any]:
    a_team(cast, 3)
    return {"by": cast.dora, "body": {"purpose": "know", "starts_at": in_time().isoformat(), "size": 5}}


def the_group(cast: Any) -> GroupTalk:
    a_team(cast, 5)
    return a_group(cast)


def of_place(cast: Any) -> dict[str, Any]:
    """The place goes to the next one, once."""
    group = the_group(cast)
    place = group.places.select_related("person").order_by("pk")[0]
    return {
        "by": place.person,
        "values": {"id": group.pk, "place_id": place.pk},
        "body": {"coming": False},
    }


def of_group_closing(cast: Any) -> dict[str, Any]:
    group = the_group(cast)
    GroupTalk.objects.update(starts_at=timezone.now() - AGO)
    there = [place.person_id for place in group.places.all()]
    return {"by": cast.dora, "values": {"id": group.pk}, "body": {"there": there}}


def of_retelling(*, handed_on: bool = False, **body: str) -> Recipe:
    def recipe(cast: Any) -> dict[str, Any]:
        retelling, dora = three_heard(cast), cast.acts(cast.dora)
        services.add_theme(
            actor=dora, retelling=retelling, text="words", heard_from=[cast.eve.pk, cast.ben.pk]
        )
        if handed_on:
            services.hand_on_themes(actor=dora, retelling=Retelling.objects.get())
        return {"by": cast.dora, "values": {"id": retelling.pk}, "body": body}

    return recipe


def of_theme(cast: Any) -> dict[str, Any]:
    body = {"text": "words", "heard_from": [cast.eve.pk, cast.ben.pk]}
    return {"by": cast.dora, "values": {"id": three_heard(cast).pk}, "body": body}


RECIPES: dict[str, Recipe] = {
    "/skip-levels/talks": of_invitation,
    "/skip-levels/talks/{id}/closing": of_talk(began=True),
    "/skip-levels/talks/{id}/calling-off": of_talk(),
    "/skip-levels/talks/{id}/topics": of_talk(text="words"),
    "/skip-levels/groups": of_group_invitation,
    "/skip-levels/groups/{id}/places/{place_id}/answer": of_place,
    "/skip-levels/groups/{id}/closing": of_group_closing,
    "/skip-levels/groups/{id}/calling-off": lambda cast: {
        "by": cast.dora,
        "values": {"id": the_group(cast).pk},
    },
    "/skip-levels/retellings/{id}/themes": of_theme,
    "/skip-levels/retellings/{id}/handing-on": of_retelling(),
    "/skip-levels/retellings/{id}/closing": of_retelling(),
    "/skip-levels/retellings/{id}/answer": of_retelling(handed_on=True, done="words"),
}
