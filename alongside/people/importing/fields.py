"""What a column of a people file can mean to the import."""

from enum import StrEnum


class Field(StrEnum):
    """The values are stored with remembered column choices and used as keys in JSON: don't rename them."""

    PERSON_ID = "external_id"
    SEAT_ID = "seat_id"
    NAME = "display_name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    TITLE = "title"
    ROLE = "role_slug"
    UNIT = "unit"
    MANAGER = "manager"
    DOTTED_MANAGER = "dotted_manager"
    SITE = "site"
    COUNTRY = "country"
    LOCALE = "locale"
    TIME_ZONE = "time_zone"
    START = "start_date"
    END = "end_date"
    SHARE = "share"
    VACANT = "vacant"
    HIDDEN = "hidden"


# Several columns may carry these: unit levels from the top down, and a manager by number and by name.
SEVERAL = frozenset({Field.UNIT, Field.MANAGER, Field.DOTTED_MANAGER})
REFERENCES = frozenset({Field.MANAGER, Field.DOTTED_MANAGER})
# What a manager column can point at, most trusted first: numbers rarely lie, names often repeat.
TARGETS = (Field.SEAT_ID, Field.PERSON_ID, Field.EMAIL, Field.ROLE, Field.NAME)
# Without one of these a row can't be told apart from any other.
IDENTIFYING = frozenset(
    {
        Field.PERSON_ID,
        Field.SEAT_ID,
        Field.NAME,
        Field.GIVEN_NAME,
        Field.FAMILY_NAME,
        Field.EMAIL,
        Field.TITLE,
    }
)
