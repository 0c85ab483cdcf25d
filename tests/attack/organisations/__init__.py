"""Seeded organisations with answers, in the planner's input format, of the shapes that break planners."""

from .shapes import SHAPES, organisation, reference_organisation

__all__ = ["SHAPES", "organisation", "reference_organisation"]
