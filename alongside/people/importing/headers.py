"""Column names as HR systems write them (Workday, SAP, BambooHR, Personio, home-made), in English and
German.
"""

import re

from alongside.people.importing.fields import Field
from alongside.people.importing.texts import folded

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

# Normal form of a header (see `normal_header`), most telling first: among several, the earlier one wins.
_LISTS: dict[Field, str] = {
    Field.PERSON_ID: (
        "external id, person id, employee id, employee number, employee no, employee nr, employee code, "
        "worker id, personnel number, personnel no, personnel id, staff id, user id, staff number, user "
        "employee id, userid, pernr, eid, associate id, payroll number, personalnummer, personalnr, "
        "personal nr, pers nr, persnr, mitarbeiternummer, mitarbeiter nr, mitarbeiter id, mitarbeiternr, "
        "employeeid, employeenumber, uid, id, nr, no, number, nummer"
    ),
    Field.SEAT_ID: (
        "seat id, seat, position id, position number, position no, position nr, position code, post id, "
        "post number, planstelle, planstellennummer, planstellen nr, planstellen id, stellennummer, "
        "stellen id, stellennr, positionsnummer, positions id, seat number"
    ),
    Field.NAME: (
        "display name, full name, preferred name, employee name, employee, worker, worker name, person, "
        "name, person name, legal name, complete name, vollstandiger name, vollstaendiger name, "
        "mitarbeiter, mitarbeitername, mitarbeiter name, mitarbeiterin, mitarbeitende, anzeigename, vor "
        "und nachname, name vorname, nachname vorname, last name first name, name des mitarbeiters, "
        "holder, incumbent"
    ),
    Field.GIVEN_NAME: (
        "given name, first name, firstname, forename, preferred first name, legal first name, vorname, "
        "legal name first name, preferred name first name, rufname, givenname, fname"
    ),
    Field.FAMILY_NAME: (
        "family name, last name, lastname, surname, preferred last name, legal last name, nachname, legal "
        "name last name, preferred name last name, familienname, zuname, lname, sn"
    ),
    Field.EMAIL: (
        "work email, business email, email, e mail, email address, e mail address, mail, work e mail, "
        "email primary work, primary work email, company email, email adresse, e mail adresse, "
        "emailadresse, dienstliche e mail, dienstliche email, geschaftliche e mail, primary email, user "
        "principal name, userprincipalname, login, corporate email"
    ),
    Field.TITLE: (
        "title, job title, business title, position title, jobtitle, position, job, job profile, "
        "stellenbezeichnung, positionsbezeichnung, berufsbezeichnung, funktion, stelle, jobtitel, titel, "
        "tatigkeit, job name, function, role name, role title, rolle"
    ),
    Field.ROLE: ("role slug, role key, role code, role id, slug, role, rollenschlussel, rollen id"),
    Field.UNIT: (
        "unit path, org path, organisation path, organization path, company, legal entity, firma, "
        "gesellschaft, division, business unit, geschaftsbereich, bereich, sector, area, unit, department, "
        "dept, department name, abteilung, abteilungsname, supervisory organization, supervisory "
        "organisation, org unit, organizational unit, organisational unit, orgunit, organisationseinheit, "
        "orgeinheit, org einheit, sub department, subdepartment, group, gruppe, team, team name, squad, "
        "kostenstelle name, referat"
    ),
    Field.SITE: (
        "site, office, location, work location, location name, standort, arbeitsort, buro, plant, "
        "dienstort, werk, betriebsstatte, niederlassung, workplace, branch"
    ),
    Field.COUNTRY: ("country, country code, work country, location country, land, landercode, staat"),
    Field.LOCALE: (
        "locale, language, default locale, preferred language, sprache, lang, korrespondenzsprache"
    ),
    Field.TIME_ZONE: ("time zone, timezone, tz, zeitzone"),
    Field.START: (
        "start date, start, hire date, hired, date of hire, join date, joined, date joined, startdatum, "
        "hiredate, original hire date, date of joining, contract start, eintritt, eintrittsdatum, "
        "einstellungsdatum, eintritt am, beginn, vertragsbeginn, startdate, entry date, from, von, valid "
        "from, gultig ab, beschaftigt seit"
    ),
    Field.END: (
        "end date, end, termination date, leave date, date left, contract end, contract end date, last "
        "day, last working day, exit date, austritt, austrittsdatum, enddatum, vertragsende, ende, "
        "austritt am, enddate, leaving date, to, bis, valid to, gultig bis, befristet bis"
    ),
    Field.SHARE: (
        "share, fte, fte percent, full time equivalent, time percentage, working time percent, capacity, "
        "beschaftigungsgrad, arbeitszeitanteil, anteil, stellenanteil, umfang, vzae, vza, pensum, "
        "workload, stellenumfang, teilzeitgrad, capacity utilization level, fte anteil, work percentage"
    ),
    Field.VACANT: (
        "vacant, is vacant, vacancy, vacant position, open position, is open, unbesetzt, vakant, vakanz, "
        "offene stelle, position vacant, position status, seat status, besetzungsstatus"
    ),
    Field.HIDDEN: ("hidden, is hidden, versteckt, ausgeblendet"),
}
WORDS = {field: tuple(words.split(", ")) for field, words in _LISTS.items()}
_RANK = {word: (field, rank) for field, words in WORDS.items() for rank, word in enumerate(words)}

_MANAGER = re.compile(
    r"\b(managers?|mgr|supervisors?|superiors?|reports to|reporting to|reporting line|boss|chef|berichtet an"
    r"|vorgesetzten?r?|vorgesetzte r|fuhrungskraft|fuehrungskraft|line lead|leader)\b"
    r"|vorgesetzten|vorgesetzter"
)
_DOTTED = re.compile(r"\b(dotted|matrix|functional|secondary|second|fachliche\w*|zweite\w*|project)\b")
# About the manager or about managing, and no pointer to a person.
_NOT_A_REFERENCE = re.compile(
    r"\b(is|ist|level|flag|since|seit|phone|telefon|title|titel|unit|department|abteilung|country|count|anzahl|yes|hr|account|hiring|product)\b"
)
_LEVEL = re.compile(
    r"(?:org(?:anisation|anization)?|unit|department|abteilung|einheit|hierarchy)? ?"
    r"(?:level|ebene|stufe) 0?(\d+)"
)
# Nothing the import needs; never proposed by what is in the column either.
SENSITIVE = re.compile(
    r"\b(birth\w*|dob|geburt\w*|salary|gehalt|pay|lohn|bonus|compensation|gender|geschlecht|sex|religion\w*"
    r"|konfession|ethnic\w*|race|ssn|social security|sozialversicherung\w*|steuer\w*|tax|iban|bank\w*"
    r"|passport|nationality|nationalitat|staatsangehorigkeit|marital|familienstand|disab\w*|behinderung"
    r"|health|private|privat\w*|home|personal email|age|alter)\b"
)


def normal_header(header: str) -> str:
    """A column name as words: "workEmail", "Work E-Mail " and "WORK_EMAIL" come close to each other."""
    return folded(_HUMP.sub(" ", header).replace("#", " number "))


def meaning(header: str) -> tuple[Field, int] | None:
    """The field a column name stands for and how telling it is (0 is best), or None."""
    words = normal_header(header)
    if SENSITIVE.search(words):
        return None
    if _MANAGER.search(words):
        if _NOT_A_REFERENCE.search(words):
            return None
        return (Field.DOTTED_MANAGER if _DOTTED.search(words) else Field.MANAGER), 0
    if _LEVEL.fullmatch(words):
        return Field.UNIT, 0
    return _RANK.get(words) or _RANK.get(words.replace(" ", ""))


def unit_level(header: str) -> tuple[int, int]:
    """Sorting key of unit columns, from the top of the organisation down."""
    words = normal_header(header)
    level = _LEVEL.fullmatch(words)
    if level:
        return int(level[1]), 0
    known = _RANK.get(words)
    return 0, known[1] if known and known[0] is Field.UNIT else 999


_TARGET_WORDS = (
    (Field.SEAT_ID, re.compile(r"\b(seat|position (id|nr|no|number|code)|planstelle\w*)\b")),
    (Field.EMAIL, re.compile(r"\be ?mail\b|\bmail\b|\blogin\b")),
    (Field.ROLE, re.compile(r"\b(role|slug|rolle)\b")),
    (Field.PERSON_ID, re.compile(r"\b(id|eid|nr|no|number|num|nummer|code|personalnummer|pernr)\b")),
    (Field.NAME, re.compile(r"\bname\b")),
)


def target_hint(header: str) -> Field | None:
    """What a manager column's name says it points at: "Supervisor EID" at numbers, "Manager e-mail" at
    addresses.
    """
    words = normal_header(header)
    return next((field for field, pattern in _TARGET_WORDS if pattern.search(words)), None)
