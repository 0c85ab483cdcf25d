"""Everything that changes skip-level talks."""

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
    "answer_team",
    "call_off_talk",
    "close_talk",
    "close_without_themes",
    "end_talks_of_leavers",
    "hand_on_themes",
    "invite_to_talk",
    "remove_theme",
    "remove_topic",
]
