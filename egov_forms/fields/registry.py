"""The mapping of type names to types, filled by the decorator."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from .base import FieldType

T = TypeVar("T", bound=type[FieldType])


class Registry(Mapping[str, FieldType]):
    """One instance a type; types keep no state of their own."""

    def __init__(self) -> None:
        self._types: dict[str, FieldType] = {}

    def __getitem__(self, name: str) -> FieldType:
        return self._types[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._types)

    def __len__(self) -> int:
        return len(self._types)

    def add(self, type_: FieldType) -> None:
        if not type_.name:
            raise ValueError(f"{type(type_).__name__} has no name")
        if type_.name in self._types:
            raise ValueError(f"The field type {type_.name!r} is registered twice")
        self._types[type_.name] = type_

    def remove(self, name: str) -> None:
        """For tests of a site's own types."""
        del self._types[name]


registry = Registry()


def register(cls: T) -> T:
    """Class decorator: makes the type known to editor, forms, API and exports."""
    registry.add(cls())
    return cls
