"""Hold the Vietnamese catalogues against the texts in the code; --update brings them up to date.

    python scripts/catalogues.py                          exit 1 and say what is wrong
    python scripts/catalogues.py --update [FILE.json ...] add and remove entries, and compile

A FILE.json gives translations: {"English text": "bản dịch"}, for a plural too. Needs polib only,
neither xgettext nor msgfmt: texts are read from Python with `ast`, from templates with Django's own
`templatize`. Entries that carry the comment "wagtail" translate Wagtail's own texts and stay.
"""

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("egov_forms", "egov_tracking", "example_site")
# Its entries are Wagtail's texts, so no code of ours holds them.
FOREIGN = "egov_forms/wagtail_vi"
LANGUAGE = "vi"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
# Name of the function -> places of context, text and plural among its arguments.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
CALL_START = re.compile(r"(?<![\w.])(?:" + "|".join(CALLS) + r")\(")
HEADER = {
    "Project-Id-Version": "wagtail-egov",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


class Text(NamedTuple):
    context: str | None
    text: str
    plural: str


def constant(arguments: list[ast.expr], place: int | None) -> str | None:
    if place is None or place >= len(arguments):
        return None
    node = arguments[place]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def in_tree(tree: ast.AST) -> Iterator[Text]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in CALLS:
            context, text, plural = CALLS[name]
            if found := constant(node.args, text):
                yield Text(constant(node.args, context), found, constant(node.args, plural) or "")


def in_template(source: str) -> Iterator[Text]:
    """`templatize` leaves calls amid noise: read each from its name to the bracket that ends it."""
    code = templatize(source)
    for match in CALL_START.finditer(code):
        for end in (found.end() for found in re.finditer(r"\)", code[match.start() :])):
            try:
                tree = ast.parse(code[match.start() : match.start() + end], mode="eval")
            except SyntaxError:
                continue
            yield from in_tree(tree)
            break


def texts_of(app: Path) -> set[Text]:
    found: set[Text] = set()
    for path in app.rglob("*.py"):
        found.update(in_tree(ast.parse(path.read_text(encoding="utf-8"))))
    for pattern in ("*.html", "*.txt"):
        for path in app.rglob(pattern):
            if "templates" in path.parts:
                found.update(in_template(path.read_text(encoding="utf-8")))
    return found


def key(entry: polib.POEntry) -> Text:
    return Text(entry.msgctxt, entry.msgid, entry.msgid_plural or "")


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def problems_of(entry: polib.POEntry) -> Iterator[str]:
    filled = translations(entry)
    if not filled or not all(filled):
        yield "has no translation"
    if entry.fuzzy:
        yield "is marked fuzzy"
    # Vietnamese has one form, which serves both; where they differ it may follow either.
    expected = [set(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural)]
    for text in filter(None, filled):
        if set(PLACEHOLDER.findall(text)) not in expected[: 2 if entry.msgid_plural else 1]:
            yield f"has other placeholders than its translation {text!r}"


def check(app: str) -> Iterator[str]:
    path = catalogue(app)
    texts = texts_of(ROOT / app)
    if not path.exists():
        if texts:
            yield f"{path.relative_to(ROOT)} is missing"
        return
    listed = {key(entry) for entry in polib.pofile(str(path)) if not entry.obsolete}
    for text in sorted(texts - listed, key=str):
        yield f"{app}: not in the catalogue: {text.text!r}"
    for text in sorted(listed - texts, key=str):
        yield f"{app}: in the catalogue but not in the code: {text.text!r}"
    yield from check_file(path)


def check_file(path: Path) -> Iterator[str]:
    """Every entry is translated, and the compiled file next to it says the same."""
    place = path.relative_to(ROOT)
    entries = {key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    for text, entry in entries.items():
        for problem in problems_of(entry):
            yield f"{place}: {text.text!r} {problem}"
    if compiled(path) != {text: translations(entry) for text, entry in entries.items()}:
        yield f"{place}: the .mo file beside it does not match"


def foreign() -> list[Path]:
    return sorted((ROOT / FOREIGN).rglob(f"locale/{LANGUAGE}/LC_MESSAGES/*.po"))


def compiled(path: Path) -> dict[Text, list[str]]:
    mo = path.with_suffix(".mo")
    if not mo.exists():
        return {}
    return {key(entry): translations(entry) for entry in polib.mofile(str(mo)) if entry.msgid}


def catalogue(app: str) -> Path:
    return ROOT / app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def update(app: str, given: dict[str, str | list[str]]) -> None:
    path = catalogue(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    old = {key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    po = polib.POFile(wrapwidth=100)
    po.metadata = HEADER
    for text in sorted(texts_of(ROOT / app), key=lambda text: (text.text, str(text))):
        po.append(filled(text, old.get(text), given.get(text.text)))
    if len(po):
        po.save(str(path))
        po.save_as_mofile(str(path.with_suffix(".mo")))


def filled(text: Text, old: polib.POEntry | None, given: str | list[str] | None) -> polib.POEntry:
    entry = old or polib.POEntry(
        msgid=text.text, msgctxt=text.context, msgid_plural=text.plural or ""
    )
    entry.occurrences = []
    if given:
        first = given if isinstance(given, str) else given[0]
        if text.plural:
            entry.msgstr_plural = {0: first}
        else:
            entry.msgstr = first
    if "python-format" not in entry.flags and "%(" in text.text:
        entry.flags.append("python-format")
    return entry


def main(arguments: Iterable[str]) -> int:
    settings.configure(USE_I18N=True)
    arguments = list(arguments)
    if arguments[:1] == ["--update"]:
        given: dict[str, str | list[str]] = {}
        for name in arguments[1:]:
            given |= json.loads(Path(name).read_text(encoding="utf-8"))
        for app in APPS:
            update(app, given)
        for path in foreign():
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    problems = [problem for app in APPS for problem in check(app)]
    problems += [problem for path in foreign() for problem in check_file(path)]
    print(*problems, f"catalogues: {len(problems)} problems", sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
