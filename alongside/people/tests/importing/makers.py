"""Small dirty files, written the way other programs write them."""

import datetime
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from alongside.people.importing.cleaning import clean
from alongside.people.importing.columns import Mapping, propose
from alongside.people.importing.conventions import Defaults
from alongside.people.importing.figures import Figures, figures
from alongside.people.importing.organisation import LineKind, Organisation
from alongside.people.importing.reading import read_table
from alongside.people.importing.reasons import Reason
from alongside.people.importing.resolving import Decisions, resolve
from alongside.people.importing.rows import Cleaned
from alongside.people.importing.tables import Table

TODAY = datetime.date(2026, 11, 23)

COMPANY = """\
id,name,email,title,manager
1,Daniel Reyes,daniel@brightwater.example,CEO,
2,Farah Qureshi,farah@brightwater.example,COO,1
3,Elif Kaya,elif@brightwater.example,CTO,1
4,Petra Novak,petra@brightwater.example,Engineering Manager,3
5,David Osei,david@brightwater.example,Engineering Manager,3
6,Kelly Barnes,kelly@brightwater.example,Shift supervisor,2
"""


def table_of(text: str | bytes, **choices: Any) -> Table:
    return read_table(text if isinstance(text, bytes) else text.encode(), **choices)


def cleaned(header: str, *rows: str, **defaults: Any) -> Cleaned:
    """Rows under a header, with the columns that are proposed for it."""
    table = table_of("\n".join([header, *rows]) + "\n")
    return clean(table, propose(table), today=TODAY, defaults=Defaults(**defaults))


def reasons_of(result: Cleaned) -> list[Reason]:
    return [found.code for found in result.problems]


def organisation_of(text: str | bytes, decisions: Decisions | None = None, **choices: Any) -> Organisation:
    table = table_of(text)
    return resolve(table, propose(table), today=TODAY, decisions=decisions, **choices)


def figures_of(text: str | bytes) -> Figures:
    return figures(organisation_of(text))


def mapping_of(header: str, *rows: str) -> Mapping:
    return propose(table_of("\n".join([header, *(rows or ("x" + "," * header.count(","),))]) + "\n"))


def fields_of(header: str, *rows: str) -> dict[str, str | None]:
    """Column name to the field proposed for it."""
    return {use.header: use.field for use in mapping_of(header, *rows).columns}


def codes_of(organisation: Organisation) -> list[tuple[int, Reason]]:
    return [(found.line, found.code) for found in organisation.problems]


def notes_of(organisation: Organisation) -> list[Reason]:
    return [note.code for note in organisation.notes]


def managers_of(organisation: Organisation) -> dict[str, str]:
    """Who reports to whom, by the keys of their seats."""
    return {line.seat_key: line.manager_key for line in organisation.lines if line.kind is LineKind.LINE}


def structure_of(organisation: Organisation) -> tuple[Any, ...]:
    """Everything but where it stood in the file."""
    return (
        {(person.key, person.display_name, person.email) for person in organisation.people},
        {(seat.key, seat.title, seat.unit, seat.vacant) for seat in organisation.seats},
        {(holding.person_key, holding.seat_key) for holding in organisation.holdings},
        {(line.seat_key, line.manager_key, line.kind) for line in organisation.lines},
    )


def workbook_of(sheets: dict[str, Sequence[Sequence[object]]], hidden: Iterable[str] = ()) -> bytes:
    """XLSX; dates and numbers stay what they are, texts starting with = become formulas with value 7."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, datetime.date):
                        sheet.write_datetime(r, c, datetime.datetime(value.year, value.month, value.day), day)
                    elif isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(r, c, value, value="7")
                    elif isinstance(value, str):
                        sheet.write_string(r, c, value)
                    else:
                        sheet.write(r, c, value)
    return out.getvalue()


def package_of(sheet_xml: bytes, shared: bytes = b"", extra: dict[str, bytes] | None = None) -> bytes:
    """A minimal workbook around any sheet XML, for files that no honest program writes."""
    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        b'<Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    relations = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = b"http://schemas.openxmlformats.org/package/2006/relationships"
    root = b'<Relationship Id="rId1" Type="' + relations + b'/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "_rels/.rels": b'<Relationships xmlns="' + package + b'">' + root + b"</Relationships>",
        "[Content_Types].xml": types,
        "xl/workbook.xml": b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        + b' xmlns:r="'
        + relations
        + b'"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="'
        + package
        + b'"><Relationship Id="rId1" Type="'
        + relations
        + b'/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet_xml,
        **({"xl/sharedStrings.xml": shared} if shared else {}),
        **(extra or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def json_of(records: object) -> bytes:
    return json.dumps(records, ensure_ascii=False, indent=1).encode()
