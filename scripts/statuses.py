"""Write the tables and the diagram of docs/reference/statuses.md from the table of moves."""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from egov_tracking.rules import wording, workflow  # noqa: E402

PAGE = ROOT / "docs" / "reference" / "statuses.md"
BEGIN, END = "<!-- generated: python scripts/statuses.py -->", "<!-- end of what is generated -->"
GOALS = {
    workflow.Goal.STAY: "stays",
    workflow.Goal.PREVIOUS: "back to where it was",
    workflow.Goal.AFTER_SUPPLEMENT: "4, or 1 before acceptance",
    workflow.Goal.AFTER_PAYMENT: "from 6, once all is paid: 4, or 2 before acceptance",
}


def lines() -> Iterator[str]:
    yield from ("| status | name | final |", "|---|---|---|")
    for status in workflow.Status:
        final = "yes" if status in workflow.FINAL else ""
        yield f"| {status.value} | {wording.LABELS[status]} | {final} |"
    yield from ("", "## The moves", "")
    yield from ("| move | button | from | to | who | clock | needs | message |", "|---" * 8 + "|")
    yield from map(_row, workflow.TABLE)
    yield from ("", "## The diagram", "", "```mermaid", "stateDiagram-v2", "    [*] --> 1")
    yield from (
        f"    {status.value} : {status.value} {wording.LABELS[status]}"
        for status in workflow.Status
    )
    yield from (
        f"    {source.value} --> {target.value} : {name}"
        for source, target, name in workflow.edges()
    )
    yield from (*(f"    {status.value} --> [*]" for status in sorted(workflow.FINAL)), "```")


def _row(move: workflow.Transition) -> str:
    target = move.target
    cells = [
        f"`{move.name}`",
        wording.ACTS[move.name],
        " ".join(str(status.value) for status in sorted(move.sources)),
        GOALS[target] if isinstance(target, workflow.Goal) else str(target.value),
        ", ".join((role.name or "").lower() for role in move.role),
        str(move.clock.value),
        ", ".join([*move.needs, *(f"only while {guard}" for guard in move.when)]),
        f"`{move.message}`" if move.message else "",
    ]
    return f"| {' | '.join(cells)} |"


def generated(text: str) -> str:
    """The page's text with its generated part as the code has it now."""
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n" + "\n".join(lines()) + f"\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(generated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
