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

# What a place to store it takes, in characters; a longer one is named and not cut off.
LONGEST = {
    Field.PERSON_ID: 80,
    Field.SEAT_ID: 80,
    Field.NAME: 200,
    Field.GIVEN_NAME: 99,  # both parts with a blank between them make a name
    Field.FAMILY_NAME: 100,
    Field.TITLE: 200,
    Field.ROLE: 120,
    Field.SITE: 120,
    Field.COUNTRY: 200,
}
LONGEST_UNIT = 160  # one level of a path
