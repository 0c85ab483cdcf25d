"""What is wrong with a row as a whole, before any cell of it is read: broken, too wide or cut short."""

from alongside.people.importing.columns import Mapping
from alongside.people.importing.fields import Field
from alongside.people.importing.reasons import Effect, Problem, Reason, problem
from alongside.people.importing.tables import Row


def misshapen(row: Row, mapping: Mapping) -> Problem | None:
    """The problem of a row whose cells don't fit the header, if there is one."""
    width = len(mapping.columns)
    if row.broken:
        return problem(row.line, "", row.cells[0], Reason.ROW_BROKEN, Effect.LEFT_OUT)
    if len(row.cells) > width:
        surplus = ", ".join(row.cells[width:])
        return problem(row.line, "", surplus, Reason.ROW_TOO_WIDE, Effect.LEFT_OUT)
    if row.ends is None:
        return None
    effect = Effect.WITHOUT_MANAGER if Field.MANAGER in missing(row, mapping) else Effect.WITHOUT_VALUE
    said = {"count": str(row.ends), "width": str(width)}
    return problem(row.line, "", row.cells[0], Reason.ROW_TOO_SHORT, effect, **said)


def missing(row: Row, mapping: Mapping) -> set[Field]:
    """Fields beyond the end of a row cut short: what they say is not known, which is another thing than blank."""
    return set() if row.ends is None else {use.field for use in mapping.columns[row.ends :] if use.field}
