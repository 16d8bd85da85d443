"""Reference and secret: the one pair that a citizen keeps.

The reference is a random public name with a check character; the secret a truncated
HMAC-SHA-256 under a key outside the database, of 60 bits. Both use Crockford's base 32, so
that I, L and O are read as 1, 1 and 0.
"""

import hashlib
import hmac

from .text import TextError, clean_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BYTES = 5  # 40 bits, eight characters
SECRET_LENGTH = 12  # 60 bits
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", ".": "", "\t": ""})
_REFERENCE_LENGTH = RANDOM_BYTES * 8 // 5 + 1


def new_reference(random_bytes: bytes) -> str:
    """A formatted reference, such as 7K2M-94QD-X, from at least five random bytes."""
    if len(random_bytes) < RANDOM_BYTES:
        raise ValueError(f"a reference needs {RANDOM_BYTES} random bytes")
    body = _encode(random_bytes[:RANDOM_BYTES], _REFERENCE_LENGTH - 1)
    return format_reference(body + _check_character(body))


def normalise(raw: object) -> str:
    """What somebody typed or read out, as bare letters; "" when it cannot be a code."""
    try:
        text = clean_code(raw)
    except TextError:
        return ""
    text = text.upper().translate(_READ_AS)
    return text if all(letter in _VALUES for letter in text) else ""


def is_valid(raw: object) -> bool:
    """Whether it is a complete reference with the right check character."""
    code = normalise(raw)
    return len(code) == _REFERENCE_LENGTH and code[-1] == _check_character(code[:-1])


def format_reference(raw: str) -> str:
    """In groups of four, as it is stored and shown; "" when it cannot be a code."""
    code = normalise(raw)
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def secret(key: bytes, reference: str, generation: int) -> str:
    """The secret of a reference, ABCD-EFGH-JKMN; another generation gives another one."""
    message = f"egov-secret\0{normalise(reference)}\0{generation}".encode()
    mac = hmac.digest(key, message, hashlib.sha256)
    return format_reference(_encode(mac, SECRET_LENGTH))


def secrets_equal(given: object, expected: str) -> bool:
    """In constant time, and forgiving about spaces, dashes, case and look-alikes."""
    return hmac.compare_digest(normalise(given), normalise(expected)) and bool(expected)


def _encode(data: bytes, length: int) -> str:
    bits = int.from_bytes(data, "big") >> (len(data) * 8 - length * 5)
    return "".join(ALPHABET[bits >> 5 * i & 31] for i in reversed(range(length)))


def _check_character(body: str) -> str:
    """A sum over GF(32) with a weight of its own for each place.

    It finds every single wrong character and every two that changed places.
    """
    total = 0
    for letter in body:
        total = _times_two(total ^ _VALUES[letter])
    return ALPHABET[total]


def _times_two(value: int) -> int:
    """In GF(32) modulo x^5 + x^2 + 1, where 2 generates every element but 0."""
    return value << 1 ^ (0b100101 if value & 16 else 0)
