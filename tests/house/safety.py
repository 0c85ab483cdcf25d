"""Ways of writing code that open a door to input: templates made of text, fields nobody named, weak secrets."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.house.code import Source, name_of
from tests.house.doors import imported

# Whatever makes a template out of a text, in Django and in libraries that would.
TEMPLATES = frozenset({"Template", "from_string", "Engine", "SimpleTemplateResponse", "TemplateResponse"})
TEMPLATE_LIBRARIES = (
    "jinja2",
    "mako",
    "chameleon",
    "string.Template",
    "django.template.base",
    "django.template.Template",
)
RANDOM_BYTES = frozenset({"token_urlsafe", "token_hex", "token_bytes", "urandom"})
LEAST_BYTES = 16  # 128 bits (ASVS 11.5.1)
STRONG_HASHES = frozenset({"sha256", "sha384", "sha512", "file_digest"})
# Of the library "cryptography": one authenticated cipher, and reading certificates.
CIPHERS = (
    "cryptography.exceptions", "cryptography.hazmat.primitives.ciphers.aead.AESGCM", "cryptography.x509",
    "cryptography.hazmat.primitives.asymmetric",
)  # fmt: skip
OTHER_CRYPTOGRAPHY = (
    "Crypto", "Cryptodome", "nacl", "OpenSSL", "M2Crypto", "rsa", "ecdsa", "pyaes", "itsdangerous", "jose", "bcrypt",
    "passlib", "oscrypto", "gnupg", "fernet", "random.SystemRandom",
)  # fmt: skip

# Whatever makes a table into a file, or hands one out.
FILE_MAKERS = frozenset(
    {"as_csv", "as_workbook", "attached", "writer", "DictWriter", "Workbook", "FileResponse"}
)
FILE_WORDS = ("attachment", "text/csv")


def templates_from_text(sources: Iterable[Source]) -> dict[str, str]:
    """A template that is not a file of the product: whoever can write its text can run it."""
    found = {}
    for source in sources:
        for call in source.calls(*TEMPLATES):
            if name_of(call.func) != "from_string" or isinstance(call.func, ast.Attribute):
                found[source.named(call)] = (
                    f"calls {name_of(call.func)}: a template is a file, named as a literal"
                )
        for name in imported(source):
            if name.startswith(TEMPLATE_LIBRARIES):
                found[source.module] = f"imports {name}: templates are files, read by Django's loaders"
    return found


def fields_nobody_named(sources: Iterable[Source]) -> dict[str, str]:
    """Forms and schemas that take whatever comes: a field that was never meant to be changed comes along."""
    found = {}
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Assign) and _takes_all(node):
                found[source.named(node)] = "takes all fields of a model: name those that may be set"
            if isinstance(node, ast.Call) and any(_is_whole_request(word.value) for word in _unpacked(node)):
                found[source.named(node)] = "hands over all that was sent: name what may be set"
    return found


def loose_bodies(sources: Iterable[Source]) -> dict[str, str]:
    """What a request to the API may carry is a Body (which refuses unknown fields), never a plain BaseModel."""
    return {
        source.named(
            node
        ): "is a body or a query by its name and no Body, so unknown fields would pass unseen"
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith("In") and node.name != "PageIn"
        if not {"Body"} & {name_of(base) for base in node.bases} and not _forbids(node)
        if {name_of(base) for base in node.bases} & {"BaseModel", "Schema"}
    }


def short_secrets(sources: Iterable[Source]) -> dict[str, str]:
    """Random bytes of fewer than 128 bits, or of a length that can't be read off the file."""
    sources, found = list(sources), {}
    everywhere = [_constants(source) for source in sources]
    elsewhere = {
        name: min(known[name] for known in everywhere if name in known)
        for some in everywhere
        for name in some
    }
    for source, own in zip(sources, everywhere, strict=True):
        sizes = elsewhere | own
        for call in source.calls(*RANDOM_BYTES):
            size = _number(call.args[0], sizes) if call.args else LEAST_BYTES  # 32 where nothing is said
            if size is None or size < LEAST_BYTES:
                found[source.named(call)] = (
                    f"makes {size or 'an unknown number of'} random bytes, 16 are needed"
                )
    return found


def foreign_cryptography(sources: Iterable[Source]) -> dict[str, str]:
    """Anything but known, kept libraries used as their keepers meant it: AES-GCM, SHA-2, HMAC with SHA-2."""
    found = {}
    for source in sources:
        for name in imported(source):
            weak_hash = name.startswith("hashlib.") and name.split(".")[1] not in STRONG_HASHES
            weak_cipher = name.startswith("cryptography.") and not name.startswith(CIPHERS)
            if (
                weak_hash
                or weak_cipher
                or name.split(".")[0] in OTHER_CRYPTOGRAPHY
                or name in OTHER_CRYPTOGRAPHY
            ):
                found[source.module] = (
                    f"imports {name}: use core/keyring.py, hashlib's SHA-2 or Django's signing"
                )
        for node in ast.walk(source.tree):
            if (
                isinstance(node, ast.Attribute)
                and name_of(node.value) == "hashlib"
                and node.attr not in STRONG_HASHES
            ):
                found[source.named(node)] = f"uses hashlib.{node.attr}"
        for call in source.calls("salted_hmac"):
            named = {word.arg: word.value for word in call.keywords}
            if getattr(named.get("algorithm"), "value", "sha1") not in STRONG_HASHES:
                found[source.named(call)] = (
                    'signs with the default of salted_hmac, SHA-1: say algorithm="sha256"'
                )
    return found


def _takes_all(node: ast.Assign) -> bool:
    named = {name_of(target) for target in node.targets}
    return (getattr(node.value, "value", None) == "__all__" and "fields" in named) or (
        "exclude" in named and isinstance(node.value, ast.List | ast.Tuple)
    )


def _unpacked(call: ast.Call) -> Iterator[ast.keyword]:
    return (word for word in call.keywords if word.arg is None)


def _is_whole_request(node: ast.expr) -> bool:
    """request.POST, request.GET.dict(), json.loads(request.body) behind two stars."""
    if isinstance(node, ast.Call):
        return any(_is_whole_request(part) for part in (node.func, *node.args))
    if isinstance(node, ast.Attribute):
        return node.attr in {"POST", "GET", "body", "COOKIES", "headers"} or _is_whole_request(node.value)
    return False


def _forbids(node: ast.ClassDef) -> bool:
    return any(
        word.arg == "extra" and getattr(word.value, "value", "") == "forbid"
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and name_of(call.func) == "ConfigDict"
        for word in call.keywords
    )


def _constants(source: Source) -> dict[str, int]:
    """Whole numbers named at the top of the file."""
    return {
        name_of(target): node.value.value
        for node in source.tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, int)
        for target in node.targets
    }


def _number(node: ast.expr, known: dict[str, int]) -> int | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
        whole, part = _number(node.left, known), _number(node.right, known)
        return whole // part if whole is not None and part else None
    return known.get(name_of(node))


def own_files(sources: Iterable[Source]) -> dict[str, str]:
    """Lists that leave as files past the one door, which asks for a proof, counts, records and neutralises cells."""
    found = {}
    for source in sources:
        for node in ast.walk(source.tree):
            if made := _file_made(node):
                found[source.named(node)] = (
                    f"makes a file ({made}): make it a Listing, for home.services.take_export"
                )
    return found


def _file_made(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if node.value.startswith(FILE_WORDS) else ""
    if isinstance(node, ast.ImportFrom) and node.module == "alongside.core.exports":
        return next((alias.name for alias in node.names if alias.name == "answer"), "")
    if not isinstance(node, ast.Call):
        return ""
    name, of = name_of(node.func), name_of(getattr(node.func, "value", None))
    return name if name in FILE_MAKERS or (of, name) == ("exports", "answer") else ""
