"""docs/protection.md says what holds: classes against every register, keys, algorithms and connections against the code."""

from __future__ import annotations

import ast
import re
import ssl
from collections import defaultdict
from collections.abc import Iterable

import pytest
from django.apps import apps

from alongside.config import backup_files
from alongside.core import trust
from alongside.core.encrypted import EncryptedText
from alongside.core.register import DataClass, Entry, Erasure, Export, register_of
from alongside.home.acts import ACTS
from alongside.notifications.smtp import BoundedBackend
from tests.house.code import ROOT, Source, name_of, product
from tests.house.doors import imported
from tests.test_asvs import problem_with_test

PAGE = ROOT / "docs" / "protection.md"
NAMED = re.compile(r"`([^`]+)`")
# What each class requires, as the page says it: how an export and an erasure may treat it, and for how many months.
REQUIRES: dict[DataClass, tuple[set[Export], set[Erasure], float]] = {
    DataClass.TECHNICAL: ({Export.EXCLUDE}, {Erasure.KEEP, Erasure.DELETE}, float("inf")),
    DataClass.C0: ({Export.EXPORT, Export.EXCLUDE}, {Erasure.ANONYMISE, Erasure.DELETE, Erasure.KEEP}, 36),
    DataClass.C1: (set(), set(), 0),
    DataClass.C2: ({Export.EXPORT, Export.REDACTED}, {Erasure.DELETE}, 36),
    DataClass.C3: ({Export.EXPORT, Export.EXCLUDE}, {Erasure.DELETE}, 36),
    DataClass.C4: ({Export.EXCLUDE}, {Erasure.KEEP}, 36),
    DataClass.C5: (set(), set(), 0),
}  # fmt: skip
HAS_AN_END = {DataClass.C2, DataClass.C4}
AUDIT = {"audit.AuditEntry", "audit.AuditConcern"}  # stays until its months are over, whoever is erased
# What an export leaves out: a secret beside words of one's own, and rows about the whole company that one loaded.
LEFT_OUT = {
    "calendars.Connection.secret", "people.ImportFile.sealed", "people.ImportFile.fixes", "people.ImportFile.excerpt",
    "people.ImportProblem.value", "people.ImportProblem.parameters",
}  # fmt: skip
MOSTLY_EXPORTED = {DataClass.C0, DataClass.C3}
LIBRARIES = {
    "algorithms": ("cryptography", "hashlib", "django.utils.crypto", "django.core.signing", "hmac", "standardwebhooks",
                   "jwt", "onelogin", "fido2", "allauth", "secrets", "ssl"),
    "connections": ("httpx", "httpcore", "smtplib", "socket", "urllib.request"),
}  # fmt: skip


def section(title: str, *, level: str = "##") -> str:
    """What stands under a heading, up to the next one of its kind or above."""
    text = PAGE.read_text().split(f"\n{level} {title}\n")[1]
    return re.split(rf"\n#{{2,{len(level)}}} ", text)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of each row of the first table."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def columns() -> Iterable[tuple[str, Entry]]:
    for model in apps.get_models():
        for name, entry in (register_of(model) or {}).items():
            yield f"{model._meta.label}.{name}", entry


def breaking(name: str, entry: Entry) -> str:
    """What of its class's requirements a column breaks; empty where it keeps them."""
    exports, erasures, months = REQUIRES[entry.data_class]
    if not exports:
        return "nothing of this class is stored yet: say on the page what it requires"
    if entry.export not in exports:
        return f"export: {entry.export}"
    if entry.data_class in MOSTLY_EXPORTED and (entry.export is Export.EXCLUDE) is not (name in LEFT_OUT):
        return f"export: {entry.export}"
    if entry.erasure not in erasures and name.rpartition(".")[0] not in AUDIT:
        return f"erasure: {entry.erasure}"
    if entry.months is None:
        return "stays without an end" if entry.data_class in HAS_AN_END else ""
    return f"stays {entry.months} months" if entry.months > months else ""


def test_every_class_stands_there():
    assert [NAMED.findall(row[0]) for row in rows(section("Classes of data"))] == [
        [one.name] for one in DataClass
    ]


def test_every_column_keeps_what_its_class_requires():
    broken = {name: wrong for name, entry in columns() if (wrong := breaking(name, entry))}
    assert not broken


def test_the_page_says_which_classes_are_encrypted_and_they_are():
    said = {NAMED.findall(row[0])[0]: row[3] for row in rows(section("Classes of data"))}
    found = {
        entry.data_class.name
        for model in apps.get_models()
        for name, entry in (register_of(model) or {}).items()
        if isinstance({field.name: field for field in model._meta.fields}.get(name), EncryptedText)
    }
    assert {name for name, words in said.items() if words.startswith("yes")} == found - {"C0"}
    assert "files on their way in are" in said["C0"] and "C0" in found


@pytest.mark.parametrize(
    "entry",
    [
        Entry(DataClass.C2, "x", 36, Export.EXCLUDE, Erasure.DELETE),
        Entry(DataClass.C2, "x", 36, Export.EXPORT, Erasure.KEEP),
        Entry(DataClass.C2, "x", None, Export.EXPORT, Erasure.DELETE),
        Entry(DataClass.C2, "x", 37, Export.EXPORT, Erasure.DELETE),
        Entry(DataClass.C3, "x", 36, Export.EXCLUDE, Erasure.DELETE),
        Entry(DataClass.C5, "x", 1, Export.EXPORT, Erasure.DELETE),
        Entry(DataClass.TECHNICAL, "x", None, Export.EXPORT, Erasure.KEEP),
    ],
)
def test_a_column_that_breaks_its_class_is_seen(entry):
    assert breaking("goals.Goal.text", entry)


def test_every_rule_of_a_field_is_held_by_a_test_that_runs():
    named = [name for row in rows(section("Single fields")) for name in NAMED.findall(row[4])]
    assert len(named) == len(rows(section("Single fields"))) >= 8
    assert not [problem for name in named if (problem := problem_with_test(name))]


# --- keys ------------------------------------------------------------------------------------------
def beginning(node: ast.expr, source: Source) -> str:
    """The text that an expression begins with: a constant, an f-string, a name given or imported in this file, a function
    of it that returns one."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return beginning(node.values[0], source)
    if isinstance(node, ast.FormattedValue):
        return ""
    wanted = name_of(node)
    for one in source.tree.body:
        if isinstance(one, ast.Assign) and wanted in {name_of(target) for target in one.targets}:
            return beginning(one.value, source)
        if isinstance(one, ast.FunctionDef) and one.name == wanted:
            returned = [part.value for part in ast.walk(one) if isinstance(part, ast.Return) and part.value]
            return beginning(returned[0], source)
        if isinstance(one, ast.ImportFrom) and wanted in {name.name for name in one.names} and one.module:
            home = ROOT / f"{one.module.replace('.', '/')}.py"
            return beginning(node, Source(one.module, home.read_text())) if home.is_file() else ""
    return ""


def contexts(sources: Iterable[Source]) -> set[str]:
    """What the ring wraps: the second argument of keyring.wrap."""
    return {
        beginning(call.args[1], source)
        for source in sources
        for call in source.calls("wrap")
        if isinstance(call.func, ast.Attribute) and name_of(call.func.value) == "keyring"
    }


def salts(sources: Iterable[Source]) -> set[str]:
    """Under which names the secret key signs."""
    found = set()
    for source in sources:
        for call in source.calls("salted_hmac", "Signer", "TimestampSigner", "dumps", "loads"):
            if (
                name_of(call.func) in {"dumps", "loads"}
                and name_of(getattr(call.func, "value", None)) != "signing"
            ):
                continue
            named = [word.value for word in call.keywords if word.arg == "salt"]
            place = named or (call.args[:1] if name_of(call.func) == "salted_hmac" else [])
            found.add(beginning(place[0], source) if place else f"no name at {source.named(call)}")
    return found


def first_names(title: str) -> set[str]:
    return {NAMED.findall(row[0])[0] for row in rows(section(title, level="###"))}


def test_everything_the_ring_wraps_is_listed():
    assert first_names("What the ring wraps") == contexts(product())


def test_everything_the_secret_key_signs_is_listed():
    assert first_names("What the secret key signs") == salts(product())


def test_what_is_wrapped_or_signed_in_secret_is_seen():
    text = (
        "C = 'goals.secret'\n\ndef f(row):\n    keyring.wrap(b'', C)\n    keyring.wrap(b'', f'goal.{row.pk}')"
    )
    assert contexts([Source("alongside/goals/services.py", text)]) == {"goals.secret", "goal."}
    imported_name = "from alongside.config.backup_files import PROOF\nkeyring.wrap(b'', PROOF)"
    assert contexts([Source("alongside/goals/services.py", imported_name)]) == {backup_files.PROOF}
    text = "S = 'goals.links'\nx = salted_hmac(S, 'v')\ny = signing.dumps(1, salt='goals.y')\nz = Signer()\njson.dumps(1)"
    found = salts([Source("alongside/goals/links.py", text)])
    assert {"goals.links", "goals.y"} < found and len(found) == 3


# --- algorithms and connections -----------------------------------------------------------------------
def uses(sources: Iterable[Source], libraries: tuple[str, ...]) -> dict[str, set[str]]:
    """Library -> modules that import it."""
    found: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        for name in imported(source):
            for library in libraries:
                if name == library or name.startswith(f"{library}."):
                    found[library].add(source.module)
    return dict(found)


def said_of(text: str, library_at: int, modules_at: int, libraries: tuple[str, ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows(text):
        for library in set(NAMED.findall(row[library_at])) & set(libraries):
            found[library] |= set(NAMED.findall(row[modules_at]))
    return dict(found)


def test_every_use_of_an_algorithm_is_in_the_inventory():
    libraries = LIBRARIES["algorithms"]
    assert said_of(section("Algorithms"), 1, 3, libraries) == uses(product(), libraries)


def test_every_library_that_opens_connections_is_in_the_inventory():
    libraries = LIBRARIES["connections"]
    text = section("What it speaks with").rpartition("\n\n|")
    assert said_of(f"|{text[2]}", 0, 1, libraries) == uses(product(), libraries)


def test_a_new_use_is_seen():
    source = Source("alongside/goals/services.py", "import hashlib\nfrom cryptography.x509 import Name")
    assert uses([source], LIBRARIES["algorithms"]) == {
        "hashlib": {"goals.services"},
        "cryptography": {"goals.services"},
    }


def test_calls_to_the_outside_know_whom_they_call():
    mail = BoundedBackend.__new__(BoundedBackend)  # as settings.py makes it: without a certificate of its own
    mail.ssl_certfile = mail.ssl_keyfile = None
    for context in (trust.trusted(), mail.ssl_context):
        assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
        assert context.verify_mode is ssl.CERT_REQUIRED and context.check_hostname


# --- what is written down -------------------------------------------------------------------------------
def test_every_security_event_is_an_act_that_is_recorded():
    events = section("What is written down").rpartition("\n\n| event")[2].split("\n\n")[0]
    named = {name for line in events.splitlines() for name in NAMED.findall(line)}
    text = "\n".join(
        source.text for source in product() if source.module not in ("home.acts", "home.own_acts")
    )
    assert len(named) > 30
    assert not named - set(ACTS)
    assert not {name for name in named if f'"{name}"' not in text}


def recorded(sources: Iterable[Source]) -> set[str]:
    """Names of acts: what stands in a call of record(), or in a variable "action" that goes there."""
    places = [call.args[1] for source in sources for call in source.calls("record") if len(call.args) > 1]
    places += [
        node.value
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign) and "action" in {name_of(target) for target in node.targets}
    ]
    whole = [part for place in places if not isinstance(place, ast.JoinedStr) for part in ast.walk(place)]
    named = {part.value for part in whole if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return {name for name in named if re.fullmatch(r"[a-z_]+\.[a-z_]+", name)}


def test_every_act_that_is_recorded_has_words_for_people():
    found = recorded(product())
    assert len(found) > 100
    assert not found - set(ACTS), "Add words to home/acts.py: people see these under “What concerns me”"
    text = "action = 'goals.goal_set' if a else 'goals.goal_met'\nrecord(actor, 'goals.goal_gone')\nrecord(actor, action)"
    assert recorded([Source("alongside/goals/services.py", text)]) == {
        "goals.goal_set",
        "goals.goal_met",
        "goals.goal_gone",
    }


def test_every_act_about_signing_in_is_a_security_event():
    named = set(NAMED.findall(section("What is written down")))
    assert not {act for act in ACTS if act.startswith("identity.")} - named
