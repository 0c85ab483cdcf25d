"""One plain sentence for each code, in English: the message ids of its translations."""

from alongside.people.importing.codes import Reason


def _(message: str) -> str:
    """Marks a sentence for extraction; it is translated when somebody reads it."""
    return message


SENTENCES: dict[Reason, str] = {
    Reason.FILE_TOO_LARGE: _(
        "The file is larger than %(limit)s. Split it, or leave out columns you don't need."
    ),
    Reason.FILE_EMPTY: _("The file is empty."),
    Reason.ONLY_A_HEADER: _("The file has a header and no rows below it."),
    Reason.FILE_IS: _("This file is %(kind)s. Save it as CSV, XLSX or JSON and choose it again."),
    Reason.NOT_TEXT: _(
        "This file is not a table: it holds bytes that are no text. Save it as CSV, XLSX or JSON."
    ),
    Reason.ENCODING_UNKNOWN: _("The encoding “%(encoding)s” is not known. Choose another one."),
    Reason.ENCODING_WRONG: _("The file can't be read as %(encoding)s. Choose another encoding."),
    Reason.DELIMITER_WRONG: _(
        "“%(delimiter)s” can't separate columns. Choose a comma, semicolon, tab or bar."
    ),
    Reason.QUOTES_TANGLED: _(
        "Too many quotation marks in the file never close. Save it again from your program."
    ),
    Reason.TOO_MANY_ROWS: _("The file has %(count)s rows; %(limit)s are read at a time. Split the file."),
    Reason.TOO_MANY_COLUMNS: _(
        "The file has %(count)s columns; %(limit)s are read. Leave out what you don't need."
    ),
    Reason.WORKBOOK_DAMAGED: _(
        "The workbook is damaged and can't be opened. Open it in your program and save it again."
    ),
    Reason.WORKBOOK_TOO_LARGE: _(
        "The workbook unpacks to more than %(limit)s. Save the sheet you need as CSV."
    ),
    Reason.WORKBOOK_LOCKED: _(
        "This is an old or a locked workbook. Remove the password, save it as XLSX and choose it again."
    ),
    Reason.SHEET_UNKNOWN: _("The workbook has no sheet named “%(sheet)s”."),
    Reason.JSON_DAMAGED: _("The JSON can't be read: something is wrong on line %(line)s."),
    Reason.JSON_SHAPE: _("The JSON should be a list of people, or an object with a list called “people”."),
    Reason.MAPPING_OTHER_FILE: _("These column choices belong to a file with other columns."),
    Reason.MAPPING_DAMAGED: _("The stored column choices can't be read. Choose the columns again."),
    Reason.NOTHING_MAPPED: _(
        "No column was recognised as a name, an e-mail address, a number or a title. Choose at least "
        "one of them."
    ),
    Reason.FIX_UNKNOWN_LINE: _("The file has no row on line %(line)s."),
    Reason.FIX_UNKNOWN_COLUMN: _("The file has no column “%(column)s”."),
    Reason.ENCODING_MIXED: _(
        "Most of the file is UTF-8, and some characters are %(encoding)s (first on line %(line)s). Both "
        "were read."
    ),
    Reason.ROWS_ABOVE_HEADER: _(
        "The column names were found on line %(line)s; the lines above were skipped."
    ),
    Reason.NO_HEADER: _("The first row holds people and no column names. The columns are numbered."),
    Reason.HEADER_BLANK: _("A column without a name is called “%(column)s”."),
    Reason.HEADER_REPEATED: _(
        "The column name “%(column)s” is used more than once; this one is called “%(renamed)s”."
    ),
    Reason.SHEET_CHOSEN: _("The workbook has several sheets; “%(sheet)s” was read. The others: %(others)s."),
    Reason.DATES_BY_VALUES: _(
        "Dates in “%(column)s” were read like %(order)s, because “%(value)s” allows nothing else."
    ),
    Reason.DATES_BY_COUNTRY: _(
        "Dates in “%(column)s” could be read two ways. They were read like %(order)s, as is usual in "
        "%(country)s."
    ),
    Reason.DATES_BY_HABIT: _(
        "Dates in “%(column)s” could be read two ways. They were read like %(order)s; change it if that "
        "is wrong."
    ),
    Reason.DATES_MIXED: _("“%(column)s” holds dates in both orders, such as “%(first)s” and “%(second)s”."),
    Reason.YEARS_PIVOT: _(
        "Years of two digits in “%(column)s”: 00 to %(last)s were read as 20.., later ones as 19..."
    ),
    Reason.DATES_SERIAL: _(
        "“%(column)s” holds day numbers of a spreadsheet, such as %(value)s; that is %(date)s."
    ),
    Reason.SHARES_PERCENT: _("“%(column)s” was read as percent: %(value)s is %(share)s of a full place."),
    Reason.COUNTRIES_UNKNOWN: _("Not recognised as a country, kept as text, in “%(column)s”: %(values)s."),
    Reason.JSON_COUNTED: _("Several people share a line of the file, so a “line” here counts people from 1."),
    Reason.CUT_NOT_NEEDED: _("Line %(line)s is in no circle, so nothing was cut there."),
    Reason.HIDDEN_AS_VACANT: _(
        "Rows marked in “%(column)s” that name nobody were read as vacant: %(count)s."
    ),
    Reason.ROW_BROKEN: _("A quotation mark on this line never closes, so its columns can't be told apart."),
    Reason.ROW_TOO_WIDE: _(
        "This row has more columns than the header, so its values may stand in the wrong place."
    ),
    Reason.ROW_TOO_SHORT: _(
        "This row ends after %(count)s of %(width)s columns. Nothing is known about the others, so they stay "
        "as they are, and a new person loads without them."
    ),
    Reason.NAME_MISSING: _("This row names no person. It loads under “%(called)s” until a name is given."),
    Reason.CELL_TOO_LARGE: _("This cell has %(length)s characters; at most %(limit)s are read."),
    Reason.NAMES_NOTHING: _("This row names neither a person nor a place in the organisation."),
    Reason.NAME_WITHOUT_LETTERS: _("“%(value)s” has no letters, so it can't be a name."),
    Reason.ID_REPEATED: _("The number “%(value)s” is already used on line %(first)s. The first one counts."),
    Reason.SEAT_REPEATED: _("The place “%(value)s” is already on line %(first)s. The first one counts."),
    Reason.EMAIL_REPEATED: _(
        "The address “%(value)s” is already used on line %(first)s. The first one counts."
    ),
    Reason.PERSON_REPEATED: _("This row repeats line %(first)s. The first one counts."),
    Reason.MANAGER_ABSENT: _("“%(value)s” is not in this file. The row loads without a manager."),
    Reason.MANAGER_AMBIGUOUS: _(
        "“%(value)s” could be the rows on lines %(lines)s. The row loads without a manager."
    ),
    Reason.MANAGER_LEFT_OUT: _(
        "“%(value)s” is on line %(first)s, which stays out. The row loads without a manager."
    ),
    Reason.MANAGER_SELF: _("This row names itself as its manager. It loads without a manager."),
    Reason.CYCLE: _(
        "These rows manage each other in a circle: %(members)s. Say where to cut; we propose line "
        "%(proposal)s."
    ),
    Reason.CYCLE_CUT: _(
        "These rows manage each other in a circle: %(members)s. It is cut here, as you said."
    ),
    Reason.EMAIL_INVALID: _("“%(value)s” is not an e-mail address. The row loads without it."),
    Reason.DATE_UNREADABLE: _("“%(value)s” is not a date. The row loads without it."),
    Reason.DATE_EITHER_WAY: _(
        "“%(value)s” could be day-month or month-day, and the column holds both. The row loads without it."
    ),
    Reason.END_BEFORE_START: _("The end is not after the start (%(start)s). The row loads without the end."),
    Reason.SHARE_UNREADABLE: _("“%(value)s” is not a share of a full place. The row loads without it."),
    Reason.SHARE_OUT_OF_RANGE: _("A share is more than 0 and at most 100 %%. The row loads without it."),
    Reason.TIME_ZONE_UNKNOWN: _("“%(value)s” is not a time zone we know. The row loads without it."),
    Reason.LOCALE_UNKNOWN: _("“%(value)s” is not a language we know. The row loads without it."),
    Reason.VACANT_UNREADABLE: _("“%(value)s” says neither vacant nor filled. The row was read as filled."),
    Reason.DOTTED_ABSENT: _("“%(value)s” is not in this file. The row loads without this second line."),
    Reason.DOTTED_AMBIGUOUS: _(
        "“%(value)s” could be the rows on lines %(lines)s. The row loads without this second line."
    ),
    Reason.VACANT_BUT_NAMED: _("The row is marked vacant and names “%(value)s”. It was read as vacant."),
    Reason.PERSON_NUMBER_BUT_NO_NAME: _(
        "There is a number for a person and no name. The row was read as vacant."
    ),
    Reason.MANAGERS_DISAGREE: _(
        "“%(value)s” and “%(other)s” are two different managers. “%(other)s” in “%(used)s” was used."
    ),
    Reason.FORMULA_AS_TEXT: _("“%(value)s” looks like a formula. It was kept as text and not calculated."),
    Reason.DIRECTION_MARKS: _("Hidden marks that change the direction of writing were removed."),
    Reason.SECOND_SEAT_ASSUMED: _(
        "This row gives the person on line %(first)s a second place. Drop it if it is the same place."
    ),
    Reason.NUMBER_OF_ANOTHER: _(
        "The number “%(value)s” belongs to %(known)s here, and this row names %(name)s. If this is a new "
        "person, give them a number of their own. If a name was changed, keep the old e-mail address in this "
        "row and load the new one with the next file."
    ),
    Reason.EMAIL_TAKEN: _("The address “%(value)s” belongs to somebody else here. The row loads without it."),
    Reason.LEFT_ALREADY: _(
        "People whose end date has passed and who are not here are not loaded: %(count)s."
    ),
    Reason.STATUS_NOT_READ: _(
        "“%(column)s” says “%(value)s” for %(count)s rows. That alone makes nobody leave: give these rows an "
        "end date, or leave them out of the file."
    ),
    Reason.ID_ROUNDED: _(
        "“%(value)s” looks like a number that a spreadsheet has rounded. Check the original."
    ),
}
