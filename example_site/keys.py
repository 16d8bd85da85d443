"""Keys of the site: from the environment, else from a file that is made on first use."""

import base64
import os
from pathlib import Path


def kept(name: str, folder: Path) -> str:
    """The key of this name. A trial keeps it in ``folder``, readable by its owner alone; a real
    site sets the environment, so that keys and database are never backed up together."""
    if name in os.environ:
        return os.environ[name]
    path = folder / "keys" / name.lower()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(base64.b64encode(os.urandom(32)).decode(), encoding="ascii")
    return path.read_text(encoding="ascii")
