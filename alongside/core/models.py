"""Rows that every feature may need: data keys, once-keys, removals."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

from alongside.core import keyring
from alongside.core.register import Erasure, Register, technical


class DataKey(models.Model):
    """The key of one series, case or author, wrapped by the ring. Deleting it erases the words everywhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ring_key = models.CharField(max_length=40)
    wrapped = models.BinaryField()

    register = Register(id=technical(), ring_key=technical(), wrapped=technical(erasure=Erasure.DELETE))

    _opened: bytes | None = None
    _is_held = False

    @classmethod
    def fresh(cls) -> DataKey:
        """A new stored key of 256 random bits."""
        key = cls()
        key._opened = os.urandom(keyring.KEY_BYTES)
        key.ring_key, key.wrapped = keyring.wrap(key._opened, f"data-key.{key.id}")
        key.save()
        return key

    def __getstate__(self) -> dict[str, object]:
        """Copies that leave the process (pickles, caches) carry no opened key."""
        return {**super().__getstate__(), "_opened": None}

    def hold(self) -> bool:
        """Keep this key from being erased until the transaction ends; False if it is gone already."""
        if self._is_held:
            return True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM core_datakey WHERE id = %s FOR KEY SHARE", [self.pk])
            return cursor.fetchone() is not None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold once for all rows written inside, which must be in one transaction. Raises Unreadable if it is gone."""
        if not self.hold():
            raise keyring.Unreadable("the key was erased")
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False

    def opened(self) -> bytes:
        """The 32 bytes themselves, opened once per loaded row."""
        if self._opened is None:
            self._opened = keyring.unwrap(self.ring_key, bytes(self.wrapped), f"data-key.{self.id}")
        return self._opened


class OnceKey(models.Model):
    """One press of one button. The same key again has no second effect and leads to the same place."""

    key = models.CharField(max_length=64)
    person_id = models.BigIntegerField()
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True)
    body = models.BinaryField(default=bytes)
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        id=technical(),
        key=technical(),
        person_id=technical(erasure=Erasure.DELETE),
        status=technical(),
        location=technical(),
        body=technical(),
        made_at=technical(),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "person_id"], name="once_per_person")]


class Removal(models.Model):
    """Something a person removed: gone for everybody at once, undone within 30 days, then really deleted."""

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    removed_by_id = models.BigIntegerField()
    removed_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        id=technical(),
        kind=technical(),
        key=technical(),
        removed_by_id=technical(erasure=Erasure.DELETE),
        removed_at=technical(),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="removed_once")]
