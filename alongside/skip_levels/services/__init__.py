"""Everything that changes skip-level talks."""

from alongside.skip_levels.services.groups import (
    answer_place,
    call_off_group,
    close_group,
    end_groups_of_leavers,
    invite_group,
)
from alongside.skip_levels.services.retellings import (
    add_theme,
    answer_team,
    close_talk,
    close_without_themes,
    hand_on_themes,
    remove_theme,
)
from alongside.skip_levels.services.talks import (
    add_topic,
    call_off_talk,
    end_talks_of_leavers,
    invite_to_talk,
    remove_topic,
)

__all__ = [
    "add_theme",
    "add_topic",
    "answer_place",
    "answer_team",
    "call_off_group",
    "call_off_talk",
    "close_group",
    "close_talk",
    "close_without_themes",
    "end_groups_of_leavers",
    "end_talks_of_leavers",
    "hand_on_themes",
    "invite_group",
    "invite_to_talk",
    "remove_theme",
    "remove_topic",
]
