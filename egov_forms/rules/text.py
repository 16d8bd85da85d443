"""Text is normalised and refused once, at the edge; what passes is stored as it is.

Every function gives NFC with LF line ends and trimmed ends, or raises TextError. `clean_line`
holds one line, `clean_text` many; a name may hold nothing invisible; a typed code loses it.
"""

import re
import unicodedata

MAX_RAW = 100_000
MAX_MARKS = 4  # combining marks on one letter; Vietnamese needs two
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BIDI_CONTROL = re.compile(f"[{_BIDI}]")
# Letters that show nothing although Unicode does not call them format characters.
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_CHARACTERS = "".join(map(chr, range(0xFDD0, 0xFDF0))) + "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_NO_CHARACTERS}]")
_LINE_BREAK = re.compile("[\t\n\u2028\u2029]")
_ISOLATE_OPENERS, _ISOLATE_CLOSER = "\u2066\u2067\u2068", "\u2069"


class TextError(ValueError):
    """`code`: not_text, too_long, surrogate, control, line_break, invisible or marks."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def clean_text(raw: object) -> str:
    """Free text of many lines; invisible characters stay, see `isolate`."""
    if not isinstance(raw, str):
        raise TextError("not_text")
    if len(raw) > MAX_RAW:
        raise TextError("too_long")
    if _SURROGATE.search(raw):
        raise TextError("surrogate")
    if raw.isascii():
        text = raw
    else:
        _refuse_marks(raw)  # before normalising, which is slow on floods of marks
        text = unicodedata.normalize("NFC", raw)
        _refuse_marks(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        raise TextError("control")
    return text.strip()


def clean_line(raw: object) -> str:
    text = clean_text(raw)
    if _LINE_BREAK.search(text):
        raise TextError("line_break")
    return text


def clean_name(raw: object) -> str:
    """A line for names of persons, places and files."""
    text = clean_line(raw)
    if not text.isascii() and any(_is_invisible(letter) for letter in text):
        raise TextError("invisible")
    return text


def clean_code(raw: object) -> str:
    """A typed number or code: wide digits, dashes of any length and invisibles are folded."""
    text = clean_line(raw)
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text)
    kept = (_code_letter(letter) for letter in folded if not _is_invisible(letter))
    return clean_line("".join(kept))


def fold(text: str) -> str:
    """For search: lower case, no diacritics, đ as d, nothing invisible, single spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", plain).casefold()  # folding may give new composites
    letters = (one for one in plain if not unicodedata.combining(one) and not _is_invisible(one))
    return " ".join("".join(letters).replace("đ", "d").split())


def isolate(text: str) -> str:
    """Free text to show inside other text: its direction marks cannot reach beyond it."""
    if not _BIDI_CONTROL.search(text):
        return text
    kept, depth = [], 0
    for letter in text:
        if letter == _ISOLATE_CLOSER and depth == 0:
            continue
        depth += (letter in _ISOLATE_OPENERS) - (letter == _ISOLATE_CLOSER)
        kept.append(letter)
    return "\u2068" + "".join(kept) + _ISOLATE_CLOSER * (depth + 1)


def _refuse_marks(text: str) -> None:
    run = 0
    for letter in text:
        if letter < "\u0300" or unicodedata.category(letter) not in ("Mn", "Me"):
            run = 0
            continue
        run += 1
        if run > MAX_MARKS:
            raise TextError("marks")


def _is_invisible(letter: str) -> bool:
    return letter in _FILLERS or unicodedata.category(letter) == "Cf"


def _code_letter(letter: str) -> str:
    return "-" if unicodedata.category(letter) == "Pd" else letter
