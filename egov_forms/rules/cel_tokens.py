"""What a CEL source refers to, and where: names, members, calls and macros.

The library lists variables without members, counts macro variables as free ones and says
nothing about positions, so a small tokenizer reads the source once more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

ROW = "row"
ANSWERS = "answers"
TODAY = "today"
MACROS = frozenset({"map", "filter", "exists", "exists_one", "all"})
KEYWORDS = frozenset({"true", "false", "null", "in"})

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|//[^\n]*)
  | (?P<string>
        (?:[bB]?[rR]|[rR][bB])(?:\"\"\".*?\"\"\"|'''.*?'''|"[^"\n]*"|'[^'\n]*')
      | [bB]?(?:\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''
               |"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))
  | (?P<number>0[xX][0-9a-fA-F]+[uU]?|(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?[uU]?)
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<sign>&&|\|\||[<>=!]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    line: int
    column: int


@dataclass(frozen=True)
class Reference:
    """One use of a name. `kind`: name, member, call (of `arity` arguments) or macro.

    `base` is the name before the dot of a member; `group` the list that a macro runs over
    when the name stands inside that macro and the list is a plain name, `over` that list for
    the macro itself. `of`: what a member is a part of: `field`, `field[]` for an item of it,
    `row.cell` or `row.cell[]`; None where that can't be told.
    """

    kind: str
    name: str
    line: int
    column: int
    base: str | None = None
    group: str | None = None
    arity: int | None = None
    in_macro: bool = False
    over: str | None = None
    of: str | None = None


@dataclass
class _Frame:
    """An open bracket."""

    start: int = 0
    call: int | None = None  # place of the call in the list of references
    macro: bool = False
    group: str | None = None
    commas: int = 0
    filled: bool = False


def tokens(source: str) -> Iterator[Token]:
    line, start = 1, 0
    for match in _TOKEN.finditer(source):
        kind, text = match.lastgroup or "", match.group()
        if kind != "space":
            yield Token(kind, text, line, match.start() - start + 1)
        if "\n" in text:
            line += text.count("\n")
            start = match.start() + text.rindex("\n") + 1


@dataclass
class _Scan:
    """Reads the tokens once, keeping the open brackets on a stack."""

    items: list[Token]
    found: list[Reference] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    roots: dict[int, str | None] = field(default_factory=dict)  # closing bracket -> group
    starts: dict[int, int] = field(default_factory=dict)  # closing bracket -> opening one

    def text(self, index: int) -> str:
        return self.items[index].text if 0 <= index < len(self.items) else ""

    def run(self) -> list[Reference]:
        for index, token in enumerate(self.items):
            if token.text in (")", "]", "}") and token.kind == "sign":
                self.close(index)
                continue
            if self.stack and token.text == "," and token.kind == "sign":
                self.stack[-1].commas += 1
            elif self.stack:
                self.stack[-1].filled = True
            if token.kind == "name":
                self.name(index, token)
            elif token.text in ("(", "[", "{") and token.kind == "sign":
                self.open(index)
        return self.found

    def open(self, index: int) -> None:
        before = self.items[index - 1] if index else None
        frame = _Frame(start=index)
        called = before is not None and before.kind == "name" and before.text not in KEYWORDS
        if self.text(index) == "(" and called and self.found:
            frame.call = len(self.found) - 1
            frame.macro = self.found[-1].kind == "macro"
            frame.group = self.root(index - 3) if frame.macro else None
        self.stack.append(frame)

    def close(self, index: int) -> None:
        if not self.stack:
            return
        frame = self.stack.pop()
        self.starts[index] = frame.start
        mapped = frame.call is not None and self.found[frame.call].name == "map"
        self.roots[index] = None if mapped else frame.group
        if frame.call is not None:
            call = self.found[frame.call]
            arity = frame.commas + 1 if frame.filled else 0
            self.found[frame.call] = Reference(
                *(call.kind, call.name, call.line, call.column),
                arity=arity,
                in_macro=call.in_macro,
                over=frame.group,
            )

    def root(self, index: int) -> str | None:
        """The plain name of the list that ends at this token."""
        token = self.items[index] if 0 <= index < len(self.items) else None
        if token is None:
            return None
        if token.text == ")":
            return self.roots.get(index)
        plain = self.text(index - 1) != "." or self.text(index - 2) == ANSWERS
        return token.text if token.kind == "name" and plain else None

    def owner(self, index: int) -> str | None:
        """The field or cell, or an item of it, that ends at this token."""
        item = ""
        if self.text(index) == "]":
            index, item = self.starts.get(index, 0) - 1, "[]"
        token = self.items[index] if index >= 0 else None
        if token is None or token.kind != "name" or token.text in (*KEYWORDS, ROW, ANSWERS):
            return None
        if self.text(index - 1) != ".":
            return token.text + item
        base = self.text(index - 2)
        if base not in (ROW, ANSWERS) or self.text(index - 3) == ".":
            return None
        return f"{ROW}.{token.text}{item}" if base == ROW else token.text + item

    def name(self, index: int, token: Token) -> None:
        member = self.text(index - 1) == "."
        if token.text in KEYWORDS and not member:
            return
        macros = [frame for frame in self.stack if frame.macro]
        kind, base = "name", None
        if self.text(index + 1) == "(":
            kind = "macro" if member and token.text in MACROS else "call"
        elif member:
            kind = "member"
            chained = self.text(index - 3) == "."
            before = self.items[index - 2] if index >= 2 else None
            base = before.text if before and before.kind == "name" and not chained else None
        self.found.append(
            Reference(
                kind,
                token.text,
                token.line,
                token.column,
                base=base,
                of=self.owner(index - 2) if kind == "member" else None,
                group=macros[-1].group if macros else None,
                in_macro=bool(macros),
            )
        )


def references(source: str) -> list[Reference]:
    return _Scan(list(tokens(source))).run()


def rename_calls(source: str, name: str, other: str) -> str:
    """The same source with every call of one function made a call of another."""
    parts = [(match.lastgroup, match.group()) for match in _TOKEN.finditer(source)]
    for index, (kind, text) in enumerate(parts):
        following = next((part[1] for part in parts[index + 1 :] if part[0] != "space"), "")
        if kind == "name" and text == name and following == "(":
            parts[index] = (kind, other)
    return "".join(text for _, text in parts)
