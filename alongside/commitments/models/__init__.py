"""What people agreed on, what became of it, and what HR is asked to remove from its way."""

from alongside.commitments.models.commitment import Commitment, Turn
from alongside.commitments.models.obstacle import Obstacle

__all__ = ["Commitment", "Obstacle", "Turn"]
