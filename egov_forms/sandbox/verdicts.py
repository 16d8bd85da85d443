"""What a reader of one file type may answer."""


class Refused(Exception):
    """The file is not accepted; ``code`` is an error code of a file field."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


class Unsafe(Refused):
    """The file holds what could act by itself, or hides something; ``reason`` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__("unsafe_file", reason=reason)


class Unreadable(Refused):
    """The file is damaged, cut off, or not what its first bytes promise."""

    def __init__(self) -> None:
        super().__init__("unreadable_file")
