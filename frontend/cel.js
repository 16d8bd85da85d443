// CEL as the server evaluates it: egov_forms/rules/expressions.py and cel_functions.py.

import { Environment } from "@marcbachmann/cel-js/evaluator";

const LONGEST_MATCHED = 500; // characters; the browser's engine backtracks, the server's does not
const DAY = 86_400_000;
const UNKNOWN = undefined;

class NoValue extends Error {}

function refuse() {
  throw new NoValue();
}

function number(value) {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" ? value : refuse();
}

function text(value) {
  return typeof value === "string" ? value : refuse();
}

function list(value) {
  return Array.isArray(value) ? value : refuse();
}

function utc(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

/** First and last day that a date or partial date can mean. */
function days(value) {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text(value)) ?? refuse();
  const [year, month, day] = match.slice(1).map((part) => (part ? Number(part) : undefined));
  const first = utc(year, month ?? 1, day ?? 1);
  const exists = first.getUTCFullYear() === year && first.getUTCMonth() === (month ?? 1) - 1;
  if (year < 1 || !exists) refuse();
  if (day) return [first, first];
  return [first, month ? utc(year, month + 1, 0) : utc(year, 12, 31)];
}

function day(value) {
  const [first, last] = days(value);
  return first.getTime() === last.getTime() ? first : refuse();
}

function iso(date) {
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date.toISOString().slice(0, 10) : refuse();
}

function pair(choose, a, b) {
  if (typeof a === "string" && typeof b === "string") return choose(a, b);
  return choose(number(a), number(b));
}

function canonical(value) {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value === "bigint") return Number(value);
  if (value === null || typeof value !== "object") return value;
  const keys = Object.keys(value).sort();
  return keys.map((key) => [key, canonical(value[key])]);
}

function addDays(value, count) {
  const whole = number(count);
  if (!Number.isInteger(whole) || Math.abs(whole) > 4_000_000) refuse();
  return iso(new Date(day(value).getTime() + whole * DAY));
}

function age(birth, on) {
  const born = days(birth)[0];
  const last = days(on)[1];
  const before =
    last.getUTCMonth() < born.getUTCMonth() ||
    (last.getUTCMonth() === born.getUTCMonth() && last.getUTCDate() < born.getUTCDate());
  return last.getUTCFullYear() - born.getUTCFullYear() - (before ? 1 : 0);
}

/** The fourth digit of a personal identification number: century and gender in one. */
function centuryDigit(id) {
  return /^\d{12}$/.test(text(id)) ? Number(id[3]) : refuse();
}

function size(value) {
  if (typeof value === "string") return [...value].length;
  if (Array.isArray(value)) return value.length;
  return value !== null && typeof value === "object" ? Object.keys(value).length : refuse();
}

function matches(value, pattern) {
  return value.length <= LONGEST_MATCHED ? new RegExp(pattern, "u").test(value) : refuse();
}

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
});

// Results are dyn, or the checker would refuse to compare a double with a whole number.
const FUNCTIONS = {
  "sum(dyn): dyn": (values) => list(values).reduce((total, one) => total + number(one), 0),
  "count(dyn): dyn": (values) => list(values).length,
  "unique(dyn): dyn": (values) => {
    const seen = list(values).map((one) => JSON.stringify(canonical(one)));
    return new Set(seen).size === seen.length;
  },
  "min(dyn, dyn): dyn": (a, b) => pair((x, y) => (y < x ? y : x), a, b),
  "max(dyn, dyn): dyn": (a, b) => pair((x, y) => (y > x ? y : x), a, b),
  "lower(dyn): dyn": (value) => text(value).toLowerCase(),
  "age(dyn, dyn): dyn": age,
  "year(dyn): dyn": (value) => days(value)[0].getUTCFullYear(),
  "add_days(dyn, dyn): dyn": addDays,
  "days_between(dyn, dyn): dyn": (a, b) => (day(b) - day(a)) / DAY,
  "earliest(dyn): dyn": (value) => iso(days(value)[0]),
  "latest(dyn): dyn": (value) => iso(days(value)[1]),
  "id_birth_year(dyn): dyn": (id) =>
    1900 + 100 * Math.floor(centuryDigit(id) / 2) + Number(id.slice(4, 6)),
  "id_gender(dyn): dyn": (id) => (centuryDigit(id) % 2 ? "female" : "male"),
  // The engine's own cannot be replaced, so calls of these two are renamed.
  "egov_size(dyn): dyn": size,
  "dyn.egov_size(): dyn": size,
  "string.egov_matches(string): dyn": matches,
};
for (const [signature, handler] of Object.entries(FUNCTIONS)) {
  environment.registerFunction(signature, handler);
}

const STRINGS_AND_CALLS =
  /[rR]?(?:"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\b(size|matches)(?=\s*\()/g;

const compiled = new Map();

/** The program of a source; null when this engine refuses what the server took. */
function compile(source) {
  if (!compiled.has(source)) {
    let program = null;
    try {
      const renamed = source.replace(STRINGS_AND_CALLS, (found, name) =>
        name ? `egov_${name}` : found,
      );
      program = environment.parse(renamed);
      if (!program.check().valid) program = null;
    } catch {
      program = null;
    }
    compiled.set(source, program);
  }
  return compiled.get(source);
}

export function isUnderstood(source) {
  return compile(source) !== null;
}

/** The value with whole numbers as numbers; undefined when it is unknown. */
export function evaluate(source, bindings) {
  const program = compile(source);
  if (program === null) return UNKNOWN;
  const answers = { ...bindings };
  delete answers.today;
  delete answers.row;
  try {
    const value = program({ ...bindings, answers });
    if (value === null) return UNKNOWN;
    if (typeof value === "bigint") return Number(value);
    return typeof value === "number" && !Number.isFinite(value) ? UNKNOWN : value;
  } catch {
    return UNKNOWN;
  }
}
