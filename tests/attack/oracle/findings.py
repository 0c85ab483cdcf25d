"""One thing an attacker learned that no one should be able to learn."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`attack` names the attack (T1, T7, ...), `people` whom it exposes, `detail` how, in words."""

    attack: str
    question: str
    people: tuple[str, ...]
    detail: str

    def __str__(self) -> str:
        who = ", ".join(self.people) or "nobody by name"
        return f"{self.attack} [{self.question}] {who}: {self.detail}"
