"""What the people of the demo talk about. Made up, plain, and without anybody's secrets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Talk:
    """One pair and its words: the employee's topics, the manager's, what is private, and what they agreed."""

    manager: str
    employee: str
    cadence: str
    hour: int
    weekday_ahead: int  # days until the next meeting; 0 is today
    employee_topics: tuple[str, ...]
    manager_topics: tuple[str, ...]
    private_to_manager: tuple[str, ...] = ()
    agreed: tuple[tuple[str, str, int], ...] = ()  # owner ("employee" or "manager"), words, due in days


TALKS = [
    Talk(
        "Petra Novak", "Eva Vermeer", "weekly", 14, 0,
        ("The calibration bench: who decides about the second one?", "I would like to try running the Friday review"),
        ("Thank you for taking the audit call",),
        ("How the handover to nights feels for me",),
        (("employee", "Ask purchasing for two dates", 3), ("manager", "Sketch the rota for the week after next", -1)),
    ),
    Talk(
        "Petra Novak", "Milan Horvat", "weekly", 10, 3,
        ("Which of the three fixtures goes first?",),
        ("What would make the lab easier on Mondays?",),
        (), (("employee", "Write down the fixture order on one page", 6),),
    ),
    Talk(
        "Petra Novak", "Rachid El Amrani", "weekly", 11, 2,
        (), ("How did the training on the new meter go?",), (), (),
    ),
    Talk(
        "Viktor Lind", "Petra Novak", "fortnightly", 9, 1,
        ("My first weeks: what I did not expect", "Could someone else lead the vendor call?"),
        ("What you would like to keep from your old job",),
        (), (("manager", "Ask Elif who can take the vendor call", 4), ("employee", "Block two mornings a week", 5)),
    ),
    Talk(
        "David Osei", "Femke Post", "weekly", 13, 0,
        ("Two people want to learn security: who pays the course?", "On-call is heavier than it looks"),
        ("Proud of the migration weekend",),
        (), (("manager", "Get a yes or no for the course budget", 2),),
    ),
    Talk(
        "David Osei", "Ruben de Wit", "fortnightly", 15, 1,
        ("Hours for coaching next quarter",), ("What do you hear across teams that we miss?",), (),
        (("employee", "Propose three hours a week for coaching", 7),),
    ),
    Talk(
        "Graham Holt", "Kelly Barnes", "weekly", 8, 1,
        ("Handover board between shifts", "Overtime on line 3 spills into mine"),
        ("Who could stand in for you in spring?",),
        (), (("manager", "Talk with Imran about the handover times", 1),),
    ),
    Talk(
        "Elif Kaya", "David Osei", "fortnightly", 16, 2,
        ("Cloud security lead: still no candidate",), ("The uptime goal: what would you drop for it?",), (),
        (("manager", "Open the search outside the region", 8),),
    ),
    Talk(
        "Karin Bos", "Amara Okafor", "weekly", 9, 2,
        ("Three managers ask the same thing about shift swaps",), ("Where do you need cover from me?",), (),
        (("employee", "Draft one answer on shift swaps for everybody", 4),),
    ),
    Talk(
        "Chris Dalton", "Dolores Vega", "weekly", 10, 1,
        ("Pilot customer wants two contacts, not five",), ("What are customers telling you that we do not hear?",), (), (),
    ),
]  # fmt: skip
