"""`EncryptedText`: text that a copy of the database alone can't read.

A model with such a field has a `seal_id` (UUID) that names its row inside the encryption, and a path to
the DataKey it is encrypted with. Moving the bytes to another row, column or table makes them unreadable.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import Promise

from alongside.core import keyring
from alongside.core.models import DataKey

if TYPE_CHECKING:
    _TextField = models.Field[str, str]
else:
    _TextField = models.Field


class Sealed(bytes):
    """Ciphertext as it came from the database; opened when somebody reads the attribute."""


class _Words:
    """Plain words as a row in memory holds them: copies that leave the process (pickles, caches) take the bytes."""

    __slots__ = ("plain", "sealed")

    def __init__(self, plain: Any, sealed: Sealed | None = None) -> None:
        self.plain = plain
        self.sealed = sealed

    def __reduce__(self) -> Any:
        if self.sealed is None:
            raise TypeError("Words that are not saved yet can't be pickled: save the row first.")
        return Sealed, (bytes(self.sealed),)


class _OpensWhenRead(DeferredAttribute):
    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = _Words(self.field.open(instance, value), value)  # type: ignore[attr-defined]
            instance.__dict__[self.field.attname] = value
        return value.plain if isinstance(value, _Words) else value

    def __set__(self, instance: Any, value: Any) -> None:
        is_plain = isinstance(value, str | Promise)
        instance.__dict__[self.field.attname] = _Words(value) if is_plain else value


class EncryptedText(_TextField):
    """A text column stored as AES-256-GCM bytes.

    `key` is the attribute path from the row to its DataKey, e.g. "series.data_key"; load it with
    select_related, or each row costs a query. Never filter, order or search by such a field.
    """

    descriptor_class = _OpensWhenRead

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        self.key_path = key
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "key": self.key_path}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, *_: object) -> Sealed | None:
        return None if value is None else Sealed(value)

    def get_prep_value(self, value: Any) -> Any:
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(
                f"{self.model.__name__}.{self.name} is encrypted: save the row, don't filter or update."
            )
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only `isnull`: there is nothing else to ask of bytes that differ at every writing."""
        if lookup_name != "isnull":
            raise TypeError(f"{self.model.__name__}.{self.name} is encrypted: it can't be filtered by.")
        return super().get_lookup(lookup_name)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = super().get_db_prep_value(value, connection, prepared)
        return None if value is None else connection.Database.Binary(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None:
            return value
        self._held_key(model_instance)
        if isinstance(value, Sealed):
            self.open(model_instance, value)  # never store bytes that the row's key can't open
            return value
        if not isinstance(value, _Words):
            raise TypeError(f"{self.model.__name__}.{self.name} takes text, not {type(value).__name__}")
        words = str(value.plain).encode()
        value.sealed = Sealed(keyring.seal(self._key(model_instance), words, self._context(model_instance)))
        return value.sealed

    def open(self, instance: models.Model, sealed: Sealed) -> str:
        """The plain text of this field. Raises Unreadable once the data key has been erased."""
        return keyring.unseal(self._key(instance), sealed, self._context(instance)).decode()

    def _held_key(self, instance: models.Model) -> None:
        """Raise Unreadable if the key was erased meanwhile; until we commit, it can't be."""
        if not self._data_key(instance).hold():
            raise keyring.Unreadable(f"{self.model.__name__}.{self.name}: the key was erased")

    def _key(self, instance: models.Model) -> bytes:
        return self._data_key(instance).opened()

    def _data_key(self, instance: models.Model) -> DataKey:
        found: Any = instance
        for name in self.key_path.split("."):
            found = getattr(found, name)
        if not isinstance(found, DataKey):
            raise keyring.Unreadable(f"{self.model.__name__}.{self.name}: the key was erased")
        return found

    def _context(self, instance: models.Model) -> str:
        row: uuid.UUID = instance.seal_id  # type: ignore[attr-defined]
        return f"{self.model._meta.db_table}.{self.column}.{row}"
