"""Deleting one row for good, with the key that was its alone."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError

from alongside.core.models import DataKey


def gone_for_good(row: models.Model) -> bool:
    """Delete a row and its own data key, which erases the words in backups as well; False while others point at it."""
    keys = [getattr(row, field.attname) for field in row._meta.concrete_fields if _is_own_key(field)]
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return False
    DataKey.objects.filter(pk__in=[key for key in keys if key]).delete()
    return True


def _is_own_key(field: models.Field[Any, Any]) -> bool:
    """A key that opens this row alone, or the rows that hang on it."""
    return isinstance(field, models.OneToOneField) and field.related_model is DataKey
