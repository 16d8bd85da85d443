"""One evaluation: bind every field, check those within reach, run the rules."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from egov_forms.fields import FieldError
from egov_forms.rules.expressions import UNKNOWN, Expression

from .plan import FieldPlan, Plan, RulePlan
from .result import Error, Evaluation


class Run:
    """One evaluation. `bound` is what expressions see; `wrong` holds errors by path."""

    def __init__(self, plan: Plan, answers: Mapping[str, Any], today: date, last: int) -> None:
        self.plan = plan
        self.given = answers
        self.today = today
        self.last = last
        self.bound: dict[str, Any] = {"today": today.isoformat()}
        self.steps: list[str] = []
        self.visible: set[str] = set()
        self.required: set[str] = set()
        self.computed: dict[str, Any] = {}
        self.values: dict[str, Any] = {}
        self.row_views: dict[str, list[dict[str, Any]]] = {}
        self.wrong: dict[str, list[Error]] = {}
        self.errors: list[Error] = []
        self.warnings: list[Error] = []

    def evaluation(self) -> Evaluation:
        for number, step in enumerate(self.plan.steps):
            condition = self.plan.shown[number]
            shown = condition is None or condition.holds(self.bound)
            if shown:
                self.steps.append(step.key)
            for plan in self.plan.ordered[number]:
                self.bind(plan, shown)
        for plans in self.plan.by_step[: self.last + 1]:
            for plan in plans:
                if plan.key in self.visible:
                    self.check(plan)
        for rule in self.plan.rules:
            if rule.last <= self.last:
                self.rule(rule)
        return Evaluation(
            steps=tuple(self.steps),
            visible=frozenset(self.visible),
            required=frozenset(self.required),
            computed=self.computed,
            errors=tuple(self.errors),
            warnings=tuple(self.warnings),
            answers={key: self.values[key] for key in self.plan.fields if key in self.values},
        )

    # Binding: what is shown, and with which value.

    def bind(self, plan: FieldPlan, step_shown: bool) -> None:
        key = plan.key
        if plan.columns:
            self.bound[key] = []  # a group and a checkbox are never unbound
        elif plan.field.type == "checkbox":
            self.bound[key] = False
        if not step_shown or not _holds(plan.show_when, self.bound):
            return
        self.visible.add(key)
        if not plan.type.has_answer:
            return
        if plan.type.nests:
            self.bind_rows(plan)
            return
        value = self.value(plan, self.given, self.bound, key)
        if value is not None and not plan.type.is_empty(value):
            self.bound[key] = plan.type.to_cel(plan.field, value)
            # What nobody was asked yet is not answered with a box left empty.
            if value is not False or plan.step <= self.last or key in self.given:
                self.values[key] = value

    def value(
        self, plan: FieldPlan, given: Mapping[str, Any], bound: Mapping[str, Any], path: str
    ) -> Any:
        """The canonical value; None when there is none or it cannot be read."""
        try:
            if plan.computed is None:
                return plan.type.parse(plan.field, given.get(plan.key))
            result = plan.computed.evaluate(bound)
            value = None if result is UNKNOWN else plan.type.from_cel(plan.field, result)
        except FieldError as error:
            if plan.computed is None:
                self.wrong[path] = [_error(path, item) for item in error.all]
            return None
        if value is not None:
            self.computed[path] = value
        return value

    def bind_rows(self, plan: FieldPlan) -> None:
        rows: list[dict[str, Any]] = []
        views: list[dict[str, Any]] = []
        for index, given in enumerate(self.given_rows(plan)):
            view: dict[str, Any] = {}
            bound = {**self.bound, "row": view}
            path = f"{plan.key}[{index}]"
            self.visible.add(path)
            rows.append(self.bind_cells(plan, given, bound, path))
            views.append(view)
        self.row_views[plan.key] = views
        if rows:
            self.bound[plan.key] = views
            self.values[plan.key] = rows

    def given_rows(self, plan: FieldPlan) -> list[dict[str, Any]]:
        try:
            return plan.type.rows(plan.field, self.given.get(plan.key))
        except FieldError as error:
            self.wrong[plan.key] = [_error(plan.key, item) for item in error.all]
            return []

    def bind_cells(
        self, plan: FieldPlan, given: Mapping[str, Any], bound: dict[str, Any], path: str
    ) -> dict[str, Any]:
        """The row's canonical cells; `bound["row"]` fills on the way."""
        cells: dict[str, Any] = {}
        view = bound["row"]
        for column in plan.ordered:
            if column.field.type == "checkbox":
                view[column.key] = False
            if not _holds(column.show_when, bound):
                continue
            place = f"{path}.{column.key}"
            self.visible.add(place)
            value = self.value(column, given, bound, place)
            if value is not None and not column.type.is_empty(value):
                cells[column.key] = value
                view[column.key] = column.type.to_cel(column.field, value)
        return {column.key: cells[column.key] for column in plan.columns if column.key in cells}

    # Checking: what is required, and what is wrong.

    def check(self, plan: FieldPlan) -> None:
        step = self.plan.steps[plan.step].key
        found = list(self.field_errors(plan, self.values, self.bound, plan.key))
        for index, row in enumerate(self.values.get(plan.key, ()) if plan.columns else ()):
            bound = {**self.bound, "row": self.row_views[plan.key][index]}
            for column in plan.columns:
                path = f"{plan.key}[{index}].{column.key}"
                if path in self.visible:
                    found += self.field_errors(column, row, bound, path)
        for error in found:
            self.errors.append(Error(error.path, error.code, error.params, None, step, step))

    def field_errors(
        self, plan: FieldPlan, values: Mapping[str, Any], bound: Mapping[str, Any], path: str
    ) -> Iterator[Error]:
        if plan.computed is not None or not plan.type.has_answer:
            return
        required = plan.required.holds(bound) if plan.required else plan.field.required is True
        if required:
            self.required.add(path)
        if path in self.wrong:
            yield from self.wrong[path]
            return
        found = []
        if plan.key in values:
            wrong = plan.type.check(plan.field, values[plan.key], self.today, bound)
            found = [_error(path, item) for error in wrong for item in error.all]
        elif required:
            found = [Error(path, "required")]
        if found:
            self.wrong[path] = found
        yield from found

    # Rules, over fields that have no error of their own.

    def rule(self, plan: RulePlan) -> None:
        group = plan.rule.each
        if any(name in self.wrong for name in plan.reads) or self.wrong_cells(plan):
            return
        if group is None:
            self.run_rule(plan, self.bound, plan.rule.path)
            return
        for index, view in enumerate(self.row_views.get(group, ())):
            if not any(f"{group}[{index}].{cell}" in self.wrong for cell in plan.row_cells):
                path = plan.rule.path.replace("[]", f"[{index}]", 1)
                self.run_rule(plan, {**self.bound, "row": view}, path)

    def wrong_cells(self, plan: RulePlan) -> bool:
        return any(
            f"{group}[{index}].{cell}" in self.wrong
            for group, cell in plan.group_cells
            for index in range(len(self.row_views.get(group, ())))
        )

    def run_rule(self, plan: RulePlan, bound: Mapping[str, Any], path: str) -> None:
        rule = plan.rule
        if not _holds(plan.when, bound) or plan.assert_.evaluate(bound) is not False:
            return
        after = self.plan.steps[plan.last].key
        error = Error(path, rule.code, {}, rule.message, self.shown_owner(plan), after)
        (self.warnings if rule.severity == "warning" else self.errors).append(error)

    def shown_owner(self, plan: RulePlan) -> str:
        """The step of the rule's path, or when it is hidden the last shown one that was read."""
        owner = self.plan.steps[plan.owner].key
        if owner in self.steps:
            return owner
        reached = [step.key for step in self.plan.steps[: plan.last + 1]]
        return next((key for key in reversed(reached) if key in self.steps), owner)


def _holds(condition: Expression | None, bound: Mapping[str, Any]) -> bool:
    return condition is None or condition.holds(bound)


def _error(path: str, error: FieldError) -> Error:
    return Error(path + error.path, error.code, error.params)
