"""The company as it is and was: people, places in the chart, and who answers to whom."""

from alongside.people.models.cache import CacheState, Placement, Reach
from alongside.people.models.chart import Coverage, Holding, Line, Seat, Unit
from alongside.people.models.company import Company, Outsider
from alongside.people.models.departure import Departure
from alongside.people.models.duty import DutyProposal
from alongside.people.models.imports import (
    ImportChange,
    ImportedPerson,
    ImportedSeat,
    ImportFile,
    ImportProblem,
    ImportRun,
    RememberedMapping,
)
from alongside.people.models.mandate import UnitAdministration
from alongside.people.models.person import Absence, Delegation, Person, RoleGrant, Site
from alongside.people.models.provisioning import ProvisionedPerson, ProvisioningToken

__all__ = [
    "Absence",
    "CacheState",
    "Company",
    "Coverage",
    "Delegation",
    "Departure",
    "DutyProposal",
    "Holding",
    "ImportChange",
    "ImportFile",
    "ImportProblem",
    "ImportRun",
    "ImportedPerson",
    "ImportedSeat",
    "Line",
    "Outsider",
    "Person",
    "Placement",
    "ProvisionedPerson",
    "ProvisioningToken",
    "Reach",
    "RememberedMapping",
    "RoleGrant",
    "Seat",
    "Site",
    "Unit",
    "UnitAdministration",
]
