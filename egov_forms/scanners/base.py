"""What a scanner is. To add one: a subclass, named in the settings by its dotted path."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from django.core.checks import CheckMessage

from egov_forms.exceptions import EgovFormsError


class ScannerUnavailable(EgovFormsError):
    """No answer now: the file stays in quarantine and is scanned again later."""


@dataclass(frozen=True)
class Verdict:
    """``error`` is final too: this scanner will never call this file clean."""

    outcome: Literal["clean", "infected", "error"]
    detail: str = ""

    @classmethod
    def clean(cls) -> "Verdict":
        return cls("clean")

    @classmethod
    def infected(cls, signature: str) -> "Verdict":
        return cls("infected", signature)

    @classmethod
    def error(cls, detail: str) -> "Verdict":
        return cls("error", detail)


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class Scanner(ABC):
    """Options come from ``EGOV_FORMS["SCANNER_OPTIONS"]`` as keyword arguments."""

    #: Whether it looks into files at all.
    detects: ClassVar[bool] = True
    #: Bytes above which it reads no file; None when it reads all.
    max_size: int | None = None
    #: Whether `scan` speaks to another process or machine, and so may be unavailable.
    remote: ClassVar[bool] = False

    @abstractmethod
    def scan(self, stream: Readable, size: int) -> Verdict:
        """Judge ``size`` bytes read from ``stream``. Raises `ScannerUnavailable`."""

    def check(self) -> list[CheckMessage]:
        """Messages for Django's system check; must not open a connection."""
        return []
