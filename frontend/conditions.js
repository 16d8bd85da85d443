// Shows and hides the questions of a step while one types. The server decides; this saves a
// round trip. The mirror of egov_forms/evaluation/run.py.

import { read, readNumber, round } from "./answers.js";
import { evaluate, isUnderstood } from "./cel.js";

/** The questions of a form, or of one row of a group, by key. */
function wrappers(scope, prefix) {
  const found = new Map();
  for (const element of scope.querySelectorAll("[data-egov-field]")) {
    const name = element.dataset.egovField;
    if (name.startsWith(prefix) && !name.slice(prefix.length).includes("-")) {
      found.set(name.slice(prefix.length), element);
    }
  }
  return found;
}

/** True, false, or undefined for a condition that this engine does not understand. */
function holds(source, bindings) {
  if (!source) return true;
  return isUnderstood(source) ? evaluate(source, bindings) === true : undefined;
}

function computed(field, bindings) {
  const value = evaluate(field.computed, bindings);
  return typeof value === "number" && field.places !== undefined
    ? round(value, field.places)
    : value;
}

class Step {
  constructor(form, logic) {
    this.form = form;
    this.logic = logic;
    this.hasChanged = false;
  }

  update() {
    const bindings = { ...this.logic.bound };
    this.bind(this.logic.fields, this.form, "", bindings, bindings);
    this.showTexts(bindings);
  }

  /** Bind the fields in the order of their dependencies; `target` is the form or a row. */
  bind(fields, scope, prefix, bindings, target) {
    const found = wrappers(scope, prefix);
    for (const field of fields) {
      const wrapper = found.get(field.key);
      if (field.type === "group") target[field.key] = [];
      if (field.type === "checkbox") target[field.key] = false;
      if (field.computed) {
        if (holds(field.show_when, bindings)) this.set(target, field, computed(field, bindings));
      } else if (wrapper && this.show(wrapper, bindings)) {
        if (field.type === "group") target[field.key] = this.rows(field, wrapper, bindings);
        else this.set(target, field, read(wrapper, prefix + field.key, field));
      }
    }
  }

  set(target, field, value) {
    if (value !== undefined) target[field.key] = value;
  }

  rows(field, wrapper, bindings) {
    return [...wrapper.querySelectorAll("[data-egov-row]")].map((scope, index) => {
      const row = {};
      const prefix = `${field.key}-${index}-`;
      this.bind(field.columns, scope, prefix, { ...bindings, row }, row);
      return row;
    });
  }

  show(wrapper, bindings) {
    const shown = holds(wrapper.dataset.egovShowWhen, bindings);
    // What the server has found fault with stays in sight until something is changed.
    const isKept = !this.hasChanged && wrapper.querySelector(".egov-error");
    wrapper.hidden = shown === false && !isKept;
    return shown !== false;
  }

  /** Texts without an answer are not among the fields. */
  showTexts(bindings) {
    const known = new Set(this.logic.fields.map((field) => field.key));
    for (const [key, wrapper] of wrappers(this.form, "")) {
      if (!known.has(key)) this.show(wrapper, bindings);
    }
  }
}

function start() {
  const logic = document.getElementById("egov-logic");
  const form = document.querySelector("[data-egov-field]")?.closest("form");
  if (!logic || !form) return;
  const step = new Step(form, JSON.parse(logic.textContent));
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      step.hasChanged = true;
      step.update();
    });
  }
  window.addEventListener("pageshow", () => step.update()); // the browser may refill inputs
  step.update();
}

window.egovConditions = { evaluate, readNumber };
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
