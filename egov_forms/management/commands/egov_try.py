"""Try sets of answers on the site's forms, to check a form before publishing it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egov_forms.interchange import reading, trying
from egov_forms.interchange.problems import FileRefused
from egov_forms.interchange.trying import FileUnusable, Outcome

DIFFERENT, UNUSABLE = 1, 2


class Command(BaseCommand):
    help = (
        "Tries a file of answers on the newest drafts and prints what came out beside what was "
        "expected. Exits with 1 on a difference, with 2 when the file cannot be used."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--published", action="store_true", help="the forms in force, not the newest drafts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = reading.load(options["file"])
            outcomes = list(trying.run(data, published=options["published"]))
            today = trying.today_of(data)
        except (FileRefused, FileUnusable) as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        different = [outcome for outcome in outcomes if not outcome.is_as_expected]
        if options["format"] == "json":
            report = {
                "today": today.isoformat(),
                "tried": len(outcomes),
                "different": len(different),
                "sets": [_as_json(outcome) for outcome in outcomes],
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._print(outcomes)
        if different:
            message = ngettext(
                "%(different)s of %(tried)s set is not as expected.",
                "%(different)s of %(tried)s sets are not as expected.",
                len(outcomes),
            )
            counts = {"different": len(different), "tried": len(outcomes)}
            raise CommandError(message % counts, returncode=DIFFERENT)

    def _print(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            word = _("as expected") if outcome.is_as_expected else _("DIFFERENT")
            case = outcome.case
            title = f" ({case.title})" if case.title else ""
            self.stdout.write(f"{case.procedure} {case.id}{title}: {word}")
            for line in _lines(outcome):
                self.stdout.write(f"    {line}")
        message = ngettext("%(count)s set tried.", "%(count)s sets tried.", len(outcomes))
        self.stdout.write(message % {"count": len(outcomes)})


def _lines(outcome: Outcome) -> list[str]:
    lines = []
    for path, wanted in outcome.case.computed.items():
        values = {
            "path": path,
            "wanted": _value(wanted),
            "got": _value(outcome.evaluation.computed.get(path)),
        }
        lines.append(_("%(path)s: expected %(wanted)s, computed %(got)s") % values)
    missing, unexpected = outcome.missing, outcome.unexpected
    expected = [error for error in outcome.errors if error not in unexpected]
    for message, errors in (
        (_("error as expected: %(path)s %(code)s"), expected),
        (_("error expected, did not come: %(path)s %(code)s"), missing),
        (_("error came, was not expected: %(path)s %(code)s"), unexpected),
    ):
        lines += [message % {"path": path, "code": code} for path, code in errors]
    lines += [
        _("the form has no question “%(key)s”; its answer was not used") % {"key": key}
        for key in outcome.unknown_answers
    ]
    return lines


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _as_json(outcome: Outcome) -> dict[str, Any]:
    case = outcome.case
    return {
        "procedure": case.procedure,
        "id": case.id,
        "kind": case.kind,
        "as_expected": outcome.is_as_expected,
        "expected": {"errors": _pairs(case.errors), "computed": dict(case.computed)},
        "actual": {
            "errors": _pairs(outcome.errors),
            "computed": dict(outcome.evaluation.computed),
        },
        "missing_errors": _pairs(outcome.missing),
        "unexpected_errors": _pairs(outcome.unexpected),
        "wrong_values": {
            path: {"expected": wanted, "computed": got}
            for path, (wanted, got) in outcome.wrong_values.items()
        },
        "unknown_answers": outcome.unknown_answers,
    }


def _pairs(errors: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"path": path, "code": code} for path, code in errors]
