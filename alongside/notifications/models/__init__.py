"""What is told to whom, and how they want to be told."""

from alongside.notifications.models.message import Message
from alongside.notifications.models.preference import Preference

__all__ = ["Message", "Preference"]
