"""What is told to whom, and how they want to be told."""

from alongside.notifications.models.bounce import Bounce
from alongside.notifications.models.message import Message
from alongside.notifications.models.preference import Preference

__all__ = ["Bounce", "Message", "Preference"]
