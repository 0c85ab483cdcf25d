"""What an import leaves behind: the run with its file, what was wrong with rows, what changed, what it remembers.

The file and everything that was copied out of its cells are encrypted with the run's own key and go with it after
FILE_DAYS. What the import changed stays as long as the audit log.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg import Cursor, sql

from alongside.core import keyring
from alongside.core.encrypted import EncryptedText
from alongside.core.models import DataKey
from alongside.core.register import Entry, Erasure, Export, Register, directory, technical
from alongside.people.models.chart import Seat
from alongside.people.models.person import Person

FILE_DAYS = 30  # how long a file stays, and a run that nobody finished
CHANGE_MONTHS = 24  # how long it can be looked up what an import changed, as with the audit log


class ImportRun(models.Model):
    """One file on its way into the company: what the user decided about it, and what came out of the last look."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        DRAFT = "draft", _("Not loaded yet")
        APPLYING = "applying", _("Being loaded")
        APPLIED = "applied", _("Loaded")
        DISCARDED = "discarded", _("Put aside")

    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    file_name = models.CharField(max_length=200)
    file_size = models.PositiveIntegerField(default=0)
    # The user's decisions. Blank means: find out.
    encoding = models.CharField(max_length=40, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    sheet = models.CharField(max_length=200, blank=True)
    date_order = models.CharField(max_length=12, blank=True)
    columns = models.JSONField(null=True)  # as columns.Mapping.to_json writes it
    cut_lines = ArrayField(models.PositiveIntegerField(), default=list)
    # What came out of the last look, for the pages: see services.looks.
    reading = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)  # of the changes that were shown
    step = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True)
    applied_at = models.DateTimeField(null=True)

    register = Register(
        subjects=("made_by",),
        what=_("the organisation files you loaded"),
        id=technical(),
        made_by=directory(_("So that it is known who loaded a file"), erasure=Erasure.KEEP),
        made_at=technical(),
        state=technical(),
        file_name=directory(_("To find a file that was loaded"), erasure=Erasure.KEEP, months=CHANGE_MONTHS),
        file_size=technical(),
        encoding=technical(),
        delimiter=technical(),
        sheet=technical(),
        date_order=technical(),
        columns=technical(),
        cut_lines=technical(),
        reading=technical(),
        figures=technical(),
        counts=technical(),
        digest=technical(),
        step=technical(),
        failure=technical(),
        applied_at=technical(),
    )

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="import_newest")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """May it still be corrected and loaded?"""
        return self.state == self.State.DRAFT

    @property
    def is_waiting(self) -> bool:
        """Is the worker busy with it?"""
        return self.state in {self.State.READING, self.State.APPLYING}


def of_others(purpose: str | Promise) -> Entry:
    """Rows about the whole company. They concern who loaded them, and are nobody's to take along."""
    return directory(purpose, erasure=Erasure.DELETE, months=1, export=Export.EXCLUDE)


class ImportFile(models.Model):
    """The bytes as they came, and the user's corrections, under a key of their own."""

    run = models.OneToOneField(ImportRun, models.PROTECT, primary_key=True, related_name="file")
    data_key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed = models.BinaryField()  # the file, sealed with the data key
    fixes = EncryptedText(
        key="data_key"
    )  # JSON: [{"line", "column", "value"} or {"line"} for a row left out]
    excerpt = EncryptedText(key="data_key")  # JSON: first values of each column, cells of rows that broke

    register = Register(
        subjects=("run.made_by",),
        what=_("organisation files on their way in, for 30 days"),
        run=technical(),
        data_key=technical(erasure=Erasure.DELETE),
        seal_id=technical(),
        sealed=of_others(_("To read the file again with corrections")),
        fixes=of_others(_("So that corrections are not lost")),
        excerpt=of_others(_("To show what stands in a column")),
    )

    @classmethod
    def fresh(cls, run: ImportRun, data: bytes) -> ImportFile:
        """Store the bytes of a run, encrypted with a key made for them."""
        file = cls.objects.create(run=run, data_key=DataKey.fresh(), sealed=b"", fixes="[]", excerpt="{}")
        file._store(keyring.seal(file.data_key.opened(), data, file._context))
        return file

    def _store(self, sealed: bytes) -> None:
        """Beside the statement: Django writes bytes into its text, and holds eight times what they weigh meanwhile."""
        statement = sql.SQL("UPDATE {} SET sealed = %b WHERE seal_id = %s").format(
            sql.Identifier(self._meta.db_table)
        )
        with Cursor(connection.connection) as cursor:
            cursor.execute(statement, [sealed, self.seal_id])
        self.sealed = sealed

    def opened(self) -> bytes:
        """The bytes as they came."""
        return keyring.unseal(self.data_key.opened(), bytes(self.sealed), self._context)

    @property
    def _context(self) -> str:
        """What the bytes are bound to, so that no other row can pass for this one."""
        return f"{self._meta.db_table}.sealed.{self.seal_id}"


class ImportProblem(models.Model):
    """One cell of one row that could not be used as it stands. Values of columns that are not read stay out."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="problems")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=220, blank=True)  # a name, and a count where it repeats
    value = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    effect = models.CharField(max_length=20)
    parameters = models.JSONField(default=dict)

    register = Register(
        subjects=("run.made_by",),
        what=_("rows of an organisation file that need a look, for 30 days"),
        id=technical(),
        run=technical(),
        line=technical(),
        column=technical(),
        value=of_others(_("To correct a row")),
        code=technical(),
        effect=technical(),
        parameters=of_others(_("To say what is wrong with a row")),
    )

    class Meta:
        indexes = [models.Index(fields=["run", "line"], name="problem_line")]


class ImportChange(models.Model):
    """One thing that an import changes or changed: who, from what to what. Directory values and references only."""

    class Kind(models.TextChoices):
        JOINED = "joined", _("Joins")
        MOVED = "moved", _("Moves")
        CHANGED = "changed", _("Changes")
        LEFT = "left", _("Leaves")
        SEAT_OPENED = "seat_opened", _("New place, vacant")
        SEAT_CHANGED = "seat_changed", _("Place changes")
        SEAT_CLOSED = "seat_closed", _("Place closes")
        UNIT_MADE = "unit_made", _("New unit")
        SITE_MADE = "site_made", _("New site")

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    line = models.PositiveIntegerField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    register = Register(
        subjects=("person",),
        what=_("what loading an organisation file changed about you"),
        kept_since="run.made_at",
        id=technical(),
        run=technical(),
        kind=technical(),
        line=technical(),
        person=technical(),
        seat=technical(),
        label=directory(_("To show what an import changed"), erasure=Erasure.ANONYMISE, months=CHANGE_MONTHS),
        before=directory(_("To show what an import changed"), erasure=Erasure.DELETE, months=CHANGE_MONTHS),
        after=directory(_("To show what an import changed"), erasure=Erasure.DELETE, months=CHANGE_MONTHS),
    )

    class Meta:
        indexes = [models.Index(fields=["run", "kind", "id"], name="change_kind")]


class ImportedPerson(models.Model):
    """Somebody whom an import brought or recognised: who is absent from a later file leaves, nobody else does."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="origin")
    key = models.CharField(max_length=64, unique=True)  # what the file calls them, hashed

    register = Register(person=technical(), key=technical(erasure=Erasure.DELETE))


class ImportedSeat(models.Model):
    """A place that an import brought or recognised."""

    seat = models.OneToOneField(Seat, models.CASCADE, primary_key=True, related_name="origin")
    key = models.CharField(max_length=64, unique=True)

    register = Register(seat=technical(), key=technical())


class RememberedMapping(models.Model):
    """What the columns of a header mean, as somebody chose it: the next file with these columns begins there."""

    fingerprint = models.CharField(max_length=32, unique=True)
    mapping = models.JSONField()
    chosen_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField(auto_now=True)

    register = Register(
        id=technical(),
        fingerprint=technical(),
        mapping=technical(),
        chosen_by=technical(),
        chosen_at=technical(),
    )
