"""A daemon that speaks ClamAV's INSTREAM protocol on the loopback, and can be told to misbehave."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from scripts.clamd import EICAR

LIMIT = 4_000_000
Answer = Callable[[bytes], bytes]


def honest(content: bytes) -> bytes:
    """What clamd answers with `AlertExceedsMax yes` and one signature."""
    if len(content) > LIMIT:
        return b"INSTREAM size limit exceeded. ERROR\0"
    if len(content) > LIMIT // 4:
        return b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0"
    return b"stream: Eicar-Test.UNOFFICIAL FOUND\0" if EICAR in content else b"stream: OK\0"


def always(answer: bytes) -> Answer:
    return lambda _content: answer


def receive(connection: socket.socket) -> bytes:
    """One streamed file, cut off as soon as it is too long, as clamd does."""
    with connection.makefile("rb") as stream:
        if stream.read(10) != b"zINSTREAM\0":
            return b""
        content = b""
        while (size := struct.unpack("!I", stream.read(4))[0]) and len(content) <= LIMIT:
            content += stream.read(size)
        return content


@contextmanager
def listening(
    answer: Answer = honest, family: int = socket.AF_INET, path: str = ""
) -> Iterator[str]:
    """The address of the stand-in."""
    server = socket.socket(family)
    server.bind(path if family == socket.AF_UNIX else ("127.0.0.1", 0))
    server.listen()

    def serve() -> None:
        while True:
            try:
                connection, _peer = server.accept()
            except OSError:
                return
            with connection:
                connection.sendall(answer(receive(connection)))

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield path or f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


@contextmanager
def silent() -> Iterator[str]:
    """Takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"
