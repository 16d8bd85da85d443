"""A definition prepared for evaluation: types, compiled expressions, order of dependencies."""

from collections.abc import Callable, Mapping
from weakref import WeakKeyDictionary

from egov_forms.fields import FieldType
from egov_forms.fields.gone import type_of
from egov_forms.rules.definition import Definition, Field, Rule
from egov_forms.rules.expressions import Expression, compile_


def _expression(source: str | bool | None) -> Expression | None:
    return compile_(source) if isinstance(source, str) else None


class FieldPlan:
    """A field with its type and compiled expressions."""

    def __init__(self, item: Field, step: int = 0) -> None:
        self.field = item
        self.key = item.key
        self.step = step
        self.type: FieldType = type_of(item)
        self.show_when = _expression(item.show_when)
        self.computed = _expression(item.computed)
        self.required = _expression(item.required)
        self.columns = [FieldPlan(column) for column in item.columns]
        self.ordered = _in_order(self.columns, lambda plan: plan.cells)

    @property
    def expressions(self) -> list[Expression]:
        return [part for part in (self.show_when, self.computed) if part]

    @property
    def cells(self) -> set[str]:
        return {name for part in self.expressions for name in part.row_cells}

    @property
    def reads(self) -> set[str]:
        parts = [*self.expressions, *(p for column in self.columns for p in column.expressions)]
        return {name for part in parts for name in part.reads}


def _in_order(plans: list[FieldPlan], reads: Callable[[FieldPlan], set[str]]) -> list[FieldPlan]:
    """Every plan after those that it reads."""
    by_key = {plan.key: plan for plan in plans}
    done: dict[str, FieldPlan] = {}

    def add(plan: FieldPlan, above: frozenset[str]) -> None:
        if plan.key in done or plan.key in above:
            return
        for key in sorted(reads(plan)):
            if key in by_key:
                add(by_key[key], above | {plan.key})
        done[plan.key] = plan

    for plan in plans:
        add(plan, frozenset())
    return list(done.values())


class RulePlan:
    """`reads`, `row_cells` and `group_cells` go through computed fields to what was entered."""

    def __init__(self, rule: Rule, fields: Mapping[str, FieldPlan]) -> None:
        self.rule = rule
        self.when = _expression(rule.when)
        self.assert_ = compile_(rule.assert_)
        self.reads: set[str] = set()
        self.row_cells: set[str] = set()
        self.group_cells: set[tuple[str, str]] = set()
        self._fields = fields
        for part in filter(None, (self.when, self.assert_)):
            self._add(part)
            for cell in part.row_cells:
                self._add_cell(rule.each or "", cell, in_row=True)
        self.owner = fields[rule.path.split(".")[0].removesuffix("[]")].step
        self.last = max([self.owner, *(fields[name].step for name in self.reads if name in fields)])

    def _add(self, part: Expression) -> None:
        for name in part.reads - self.reads:
            self.reads.add(name)
            if name in self._fields and (computed := self._fields[name].computed):
                self._add(computed)
        for group, cell in part.group_cells:
            self._add_cell(group, cell, in_row=False)

    def _add_cell(self, group: str, cell: str, in_row: bool) -> None:
        """A cell of the rule's own row, or of every row of a group."""
        if cell in self.row_cells if in_row else (group, cell) in self.group_cells:
            return
        if in_row:
            self.row_cells.add(cell)
        else:
            self.group_cells.add((group, cell))
        columns = self._fields[group].columns if group in self._fields else []
        for column in columns:
            if column.key == cell and column.computed:
                self._add(column.computed)
                for name in column.computed.row_cells:
                    self._add_cell(group, name, in_row)


class Plan:
    """What can be prepared once for a definition."""

    def __init__(self, definition: Definition) -> None:
        self.steps = definition.steps
        self.numbers = {step.key: number for number, step in enumerate(self.steps)}
        self.shown = [_expression(step.show_when) for step in self.steps]
        self.by_step = [
            [FieldPlan(item, number) for item in step.fields]
            for number, step in enumerate(self.steps)
        ]
        self.ordered = [_in_order(plans, lambda plan: plan.reads) for plans in self.by_step]
        self.fields = {plan.key: plan for plans in self.by_step for plan in plans}
        self.rules = [RulePlan(rule, self.fields) for rule in definition.rules]


_plans: "WeakKeyDictionary[Definition, Plan]" = WeakKeyDictionary()


def plan_of(definition: Definition) -> Plan:
    plan = _plans.get(definition)
    if plan is None:
        plan = _plans[definition] = Plan(definition)
    return plan
