"""Changing imports: drafts of them, looks at them, loading them."""

from alongside.people.imports.services.drafts import (
    choose_columns,
    choose_reading,
    correct_rows,
    discard_import,
    forget_imports,
    start_import,
    take_back_fix,
)
from alongside.people.imports.services.loading import apply_import, load_confirmed, load_reading
from alongside.people.imports.services.looks import look_at_import

__all__ = [
    "apply_import",
    "choose_columns",
    "choose_reading",
    "correct_rows",
    "discard_import",
    "forget_imports",
    "load_confirmed",
    "load_reading",
    "look_at_import",
    "start_import",
    "take_back_fix",
]
