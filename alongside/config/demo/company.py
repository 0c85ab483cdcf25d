"""Brightwater Instruments: who works there, where, and who leads whom. Facts only; nothing here touches the database."""

from __future__ import annotations

from dataclasses import dataclass

SEED = 20_231


@dataclass(frozen=True)
class Part:
    """Somebody with a part of their own. `above` is the name of their manager."""

    name: str
    title: str
    unit: str
    above: str | None
    site: str = "Rotterdam"
    role: str = ""
    about: str = ""  # one sentence on the demo's sign-in page
    email: bool = True


@dataclass(frozen=True)
class Crowd:
    """People in bulk below one manager; `leads` of them become team leads with the rest spread below them."""

    unit: str
    above: str
    title: str
    count: int
    site: str
    email: bool = True


SITES = {
    "Rotterdam": ("Europe/Amsterdam", "NL", ""),
    "Leeds": ("Europe/London", "GB", "ENG"),
    "Austin": ("America/Chicago", "US", "TX"),
}
UNITS: list[tuple[str, str | None]] = [
    ("Brightwater Instruments", None),
    ("Engineering", "Brightwater Instruments"),
    ("Firmware", "Engineering"),
    ("Cloud", "Engineering"),
    ("Calibration", "Engineering"),
    ("Quality and Test", "Engineering"),
    ("Product and Design", "Brightwater Instruments"),
    ("Manufacturing and Supply", "Brightwater Instruments"),
    ("Line 1", "Manufacturing and Supply"),
    ("Line 3", "Manufacturing and Supply"),
    ("Night shift", "Manufacturing and Supply"),
    ("Supply", "Manufacturing and Supply"),
    ("Sales and Partners", "Brightwater Instruments"),
    ("Customer Success and Field Service", "Brightwater Instruments"),
    ("Marketing", "Brightwater Instruments"),
    ("Finance, Legal and IT", "Brightwater Instruments"),
    ("People", "Brightwater Instruments"),
    ("New Markets", "Brightwater Instruments"),  # founded, nobody there yet
]
PARTS = [
    Part("Daniel Reyes", "Chief executive", "Brightwater Instruments", None, about="leads the company"),
    Part("Farah Qureshi", "Chief operating officer", "Brightwater Instruments", "Daniel Reyes"),
    Part("Elif Kaya", "Chief technology officer", "Brightwater Instruments", "Daniel Reyes", about="leads engineering"),
    Part(
        "Ingrid Aalto", "Chief people officer", "Brightwater Instruments", "Daniel Reyes", role="head_of_hr",
        about="heads HR",
    ),
    Part("Marcus Thiele", "Chief financial officer", "Brightwater Instruments", "Daniel Reyes"),
    Part("Renske de Boer", "Chief product officer", "Brightwater Instruments", "Daniel Reyes"),
    Part("Paulo Teixeira", "Chief customer officer", "Brightwater Instruments", "Daniel Reyes", "Austin"),
    Part("Viktor Lind", "Director of engineering", "Engineering", "Elif Kaya", about="leads three engineering managers"),
    Part("Petra Novak", "Engineering manager, calibration", "Calibration", "Viktor Lind", about="new manager of a team of seven"),
    Part("David Osei", "Engineering manager, cloud", "Cloud", "Elif Kaya", about="manager, known for good 1:1s"),
    Part("Sanne Vogel", "Engineering manager, firmware", "Firmware", "Viktor Lind"),
    Part("Ahmed Rahimi", "Engineering manager, test", "Quality and Test", "Viktor Lind"),
    Part("Ruben de Wit", "Principal engineer and internal coach", "Cloud", "David Osei", about="coaches managers"),
    Part("Eva Vermeer", "Calibration engineer", "Calibration", "Petra Novak", about="works in Petra's team"),
    Part("Milan Horvat", "Calibration engineer", "Calibration", "Petra Novak"),
    Part("Sofia Marin", "Metrology engineer", "Calibration", "Petra Novak"),
    Part("Rachid El Amrani", "Lab technician", "Calibration", "Petra Novak"),
    Part("ياسمين خوري", "Software engineer", "Calibration", "Petra Novak"),
    Part("Joris Novak", "Test engineer", "Calibration", "Petra Novak"),
    Part("Graham Holt", "Plant director", "Manufacturing and Supply", "Farah Qureshi", "Leeds", about="leads the plant in Leeds"),
    Part("Kelly Barnes", "Shift supervisor, line 1", "Line 1", "Graham Holt", "Leeds", about="supervises line 1"),
    Part("Imran Shah", "Shift supervisor, line 3", "Line 3", "Graham Holt", "Leeds"),
    Part("Moira Kane", "Night shift supervisor", "Night shift", "Graham Holt", "Leeds"),
    Part("Anouk Smit", "Supply planner and works council", "Supply", "Lars Bekker", about="sits on the works council"),
    Part("Lars Bekker", "Head of supply", "Supply", "Farah Qureshi"),
    Part("Chris Dalton", "Head of sales", "Sales and Partners", "Paulo Teixeira", "Austin", about="leads sales in Austin"),
    Part("Noor Haddad", "Head of customer success", "Customer Success and Field Service", "Paulo Teixeira", about="leads customer success"),
    Part("Bea Lindgren", "Head of marketing", "Marketing", "Renske de Boer"),
    Part("Mei Chen", "IT administrator", "Finance, Legal and IT", "Olga Petrenko", role="administrator", about="runs the servers, sees no content"),
    Part("Olga Petrenko", "Head of IT", "Finance, Legal and IT", "Marcus Thiele"),
    Part("Karin Bos", "Head of people operations", "People", "Ingrid Aalto"),
    Part("Amara Okafor", "HR partner", "People", "Karin Bos", about="HR partner of engineering and product"),
    Part("Jonas Visser", "HR partner", "People", "Karin Bos", about="HR partner of manufacturing and finance"),
    Part("Lucia Herrera", "HR partner", "People", "Karin Bos", "Austin", about="HR partner of sales, service and marketing"),
    Part("Tomasz Nowak", "Employee relations", "People", "Karin Bos"),
    Part("Priya Raman", "Learning and development", "People", "Karin Bos"),
    Part("Sam Whitlock", "Internal communications", "People", "Karin Bos", "Leeds"),
    Part("Dele Adeyemi", "HR operations", "People", "Karin Bos", role="hr_operations", about="HR operations: imports and invitations"),
]  # fmt: skip
# Team leads by department: with the parts above there are 40 people who lead others.
LEADS = [
    Part("Ilse Brandt", "Team lead, drivers", "Firmware", "Sanne Vogel"),
    Part("Femke Post", "Team lead, platform", "Cloud", "David Osei"),
    Part("Nils Akker", "Team lead, reliability", "Cloud", "David Osei"),
    Part("Tim Wolters", "Design lead", "Product and Design", "Renske de Boer"),
    Part("Carla Nunes", "Product lead, sensors", "Product and Design", "Renske de Boer"),
    Part("Jan Pieterse", "Product lead, cloud", "Product and Design", "Renske de Boer"),
    Part("Dawn Priestley", "Supervisor, packing", "Line 1", "Kelly Barnes", "Leeds"),
    Part("Gary Holroyd", "Supervisor, assembly", "Line 3", "Imran Shah", "Leeds"),
    Part("Priti Shah", "Quality supervisor", "Line 3", "Graham Holt", "Leeds"),
    Part("Henk Wessels", "Warehouse lead", "Supply", "Lars Bekker"),
    Part("Dolores Vega", "Sales lead, utilities", "Sales and Partners", "Chris Dalton", "Austin"),
    Part("Brett Sawyer", "Sales lead, partners", "Sales and Partners", "Chris Dalton", "Austin"),
    Part("Inge Maes", "Sales lead, Europe", "Sales and Partners", "Chris Dalton"),
    Part(
        "Owen Pryce", "Field service lead, UK", "Customer Success and Field Service", "Noor Haddad", "Leeds"
    ),
    Part(
        "Marta Ruiz", "Field service lead, US", "Customer Success and Field Service", "Noor Haddad", "Austin"
    ),
    Part("Thijs Koning", "Support lead", "Customer Success and Field Service", "Noor Haddad"),
    Part("Ellen Visser", "Onboarding lead", "Customer Success and Field Service", "Noor Haddad"),
    Part("Wim Jager", "Finance lead", "Finance, Legal and IT", "Marcus Thiele"),
]
CROWDS = [
    Crowd("Firmware", "Sanne Vogel", "Firmware engineer", 6, "Rotterdam"),
    Crowd("Firmware", "Ilse Brandt", "Firmware engineer", 6, "Rotterdam"),
    Crowd("Cloud", "David Osei", "Cloud engineer", 3, "Rotterdam"),
    Crowd("Cloud", "Femke Post", "Cloud engineer", 9, "Rotterdam"),
    Crowd("Cloud", "Nils Akker", "Site reliability engineer", 7, "Austin"),
    Crowd("Quality and Test", "Ahmed Rahimi", "Test engineer", 9, "Leeds"),
    Crowd("Engineering", "Viktor Lind", "Systems engineer", 7, "Rotterdam"),
    Crowd("Product and Design", "Tim Wolters", "Designer", 5, "Rotterdam"),
    Crowd("Product and Design", "Carla Nunes", "Product manager", 3, "Rotterdam"),
    Crowd("Product and Design", "Jan Pieterse", "Product manager", 7, "Austin"),
    Crowd("Line 1", "Kelly Barnes", "Assembler", 11, "Leeds", email=False),
    Crowd("Line 1", "Dawn Priestley", "Packer", 5, "Leeds", email=False),
    Crowd("Line 3", "Imran Shah", "Assembler", 12, "Leeds", email=False),
    Crowd("Line 3", "Gary Holroyd", "Assembler", 5, "Leeds", email=False),
    Crowd("Line 3", "Priti Shah", "Inspector", 3, "Leeds"),
    Crowd("Night shift", "Moira Kane", "Night assembler", 13, "Leeds", email=False),
    Crowd("Supply", "Lars Bekker", "Buyer", 3, "Rotterdam"),
    Crowd("Supply", "Henk Wessels", "Warehouse worker", 4, "Rotterdam", email=False),
    Crowd("Sales and Partners", "Dolores Vega", "Account executive", 8, "Austin"),
    Crowd("Sales and Partners", "Brett Sawyer", "Partner manager", 8, "Austin"),
    Crowd("Sales and Partners", "Inge Maes", "Account executive", 10, "Rotterdam"),
    Crowd("Customer Success and Field Service", "Noor Haddad", "Customer success manager", 4, "Rotterdam"),
    Crowd("Customer Success and Field Service", "Owen Pryce", "Field engineer", 7, "Leeds"),
    Crowd("Customer Success and Field Service", "Marta Ruiz", "Field engineer", 6, "Austin"),
    Crowd("Customer Success and Field Service", "Thijs Koning", "Support engineer", 8, "Rotterdam"),
    Crowd("Customer Success and Field Service", "Ellen Visser", "Onboarding specialist", 4, "Rotterdam"),
    Crowd("Marketing", "Bea Lindgren", "Marketing specialist", 9, "Rotterdam"),
    Crowd("Finance, Legal and IT", "Marcus Thiele", "Counsel", 2, "Rotterdam"),
    Crowd("Finance, Legal and IT", "Wim Jager", "Accountant", 6, "Rotterdam"),
    Crowd("Finance, Legal and IT", "Olga Petrenko", "IT engineer", 4, "Rotterdam"),
]
COVERAGE = {
    "Amara Okafor": ["Engineering", "Product and Design"],
    "Jonas Visser": ["Manufacturing and Supply", "Finance, Legal and IT"],
    "Lucia Herrera": ["Sales and Partners", "Customer Success and Field Service", "Marketing"],
    "Karin Bos": ["People"],
}
VACANCIES = [
    ("Firmware architect", "Firmware", "Sanne Vogel"),
    ("Team lead, cloud security", "Cloud", "David Osei"),
    ("Assembler", "Line 3", "Imran Shah"),
]
DOTTED = [("Sofia Marin", "Carla Nunes", "the sensor of next year")]
AWAY = ["Sofia Marin", "Henk Wessels"]  # the second leads people while away
