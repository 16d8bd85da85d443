"""Letters in a folder, as Django's file-based e-mail backend writes them."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from egov_forms.rules.text import fold

#: The line that the backend writes after each letter.
END = b"-" * 79


@dataclass(frozen=True)
class ShownLetter:
    recipient: str
    subject: str
    body: str
    sent: str


def letters(folder: str | Path, query: str = "") -> list[ShownLetter]:
    """The newest first; with ``query`` those that contain it, tone marks left out."""
    files = sorted(
        Path(folder).glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True
    )
    wanted = fold(query.strip())
    found = [letter for file in files for letter in _letters_of(file)]
    if not wanted:
        return found
    return [one for one in found if wanted in fold(f"{one.recipient} {one.subject} {one.body}")]


def _letters_of(file: Path) -> Iterator[ShownLetter]:
    for raw in file.read_bytes().split(END):
        if not raw.strip():
            continue
        message = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
        body = message.get_body(("plain",))
        yield ShownLetter(
            recipient=str(message["To"] or ""),
            subject=str(message["Subject"] or ""),
            body=body.get_content().strip() if body else "",
            sent=str(message["Date"] or ""),
        )
