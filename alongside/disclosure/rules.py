"""The rules of release, the floors below which nobody may go, and the two profiles."""

from dataclasses import dataclass
from enum import StrEnum


class Refusal(ValueError):
    """The input cannot be planned; the message names what is wrong with it."""


class Profile(StrEnum):
    """`default` keeps the best answer possible for everyone; `strict` the worst answer too."""

    DEFAULT = "default"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Floors:
    """Least numbers of respondents: a score, verbatim text, an attribute cut, a special-category cut."""

    k: int = 5
    k_comment: int = 10
    k_attribute: int = 10
    k_special: int = 20

    def __post_init__(self) -> None:
        for name, least in (("k", 5), ("k_comment", 10), ("k_attribute", 10), ("k_special", 20)):
            value = getattr(self, name)
            if value < least:
                raise Refusal(f"floor {name} is {value}; it may be raised but not lowered below {least}")

    def attribute(self, special: bool) -> int:
        """Least respondents of an attribute cell; never below the floor of a score."""
        return max(self.k, self.k_special if special else self.k_attribute)


@dataclass(frozen=True, slots=True)
class Rules:
    """One switch per rule, all on. Tests switch one off to see that an attack then succeeds.

    No switch can be reached from a JSON document or the command line.
    """

    manager_one_up: bool = True
    hidden_remainder: bool = True
    hidden_sub_units: bool = True
    exact_audit: bool = True
    own_count_per_question: bool = True
    clamp: bool = True
    rounding: bool = True
    distribution_caps: bool = True
    deniability: bool = True
    wave_steps: bool = True
    comment_remainder: bool = True


ALL_RULES = Rules()
DEFAULT_FLOORS = Floors()
ANTICHAIN_FLOOR = 25
DERIVED_FLOOR = 30
