"""``python -m egov_forms.sandbox KIND OUTPUT_FD LIMITS``: reads standard input, answers JSON."""

import importlib
import json
import resource
import sys
from typing import IO, Any

from egov_forms.sandbox.verdicts import Refused

MEMORY = 256 * 1024 * 1024
CPU_SECONDS = 5


def confine(max_output: int) -> None:
    """Before any parser is imported: a limit can't be lifted again by what runs under it."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, max_output),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def read(kind: str, source: IO[bytes], output: IO[bytes], limits: dict[str, int]) -> Any:
    """The reader is imported by need: each costs start-up time and memory."""
    module = {"jpg": "images", "png": "images", "zip": "office", "dwg": "drawings"}.get(kind, kind)
    reader = importlib.import_module(f"egov_forms.sandbox.{module}")
    if module == "images":
        return reader.rewrite(source, kind, limits["max_pixels"], output)
    if module == "pdf":
        return reader.inspect(source, limits["max_pages"], limits["max_pixels"])
    return reader.inspect(source)


def main(kind: str, output_fd: str, limits_json: str) -> None:
    limits = json.loads(limits_json)
    confine(limits["max_output"])
    answer: dict[str, Any]
    sys.stdin.buffer.seek(0)  # the parent's buffer may have left the shared position elsewhere
    try:
        with open(int(output_fd), "wb") as output:
            answer = read(kind, sys.stdin.buffer, output, limits)
    except Refused as refusal:
        answer = {"code": refusal.code, "params": refusal.params}
    except (MemoryError, RecursionError):
        answer = {"code": "unreadable_file", "params": {}}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
