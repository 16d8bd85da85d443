/* Builds simple conditions from lists and writes them as CEL into the text box, which stays the
   truth: what the lists cannot say is typed there, and the server checks it in any case. */
(() => {
  const NUMBERS = ["integer", "decimal", "money"];
  const NOT_ASKED = ["static", "group", "file"];

  const texts = () => JSON.parse(document.getElementById("egov-condition-texts").textContent);

  /* Operators by name: how they are written, how they are read back, what they need. */
  const OPERATORS = {
    is: { write: (key, value) => `${key} == ${value}`, symbol: "==" },
    isNot: { write: (key, value) => `${key} != ${value}`, symbol: "!=" },
    over: { write: (key, value) => `${key} > ${value}`, symbol: ">" },
    atLeast: { write: (key, value) => `${key} >= ${value}`, symbol: ">=" },
    under: { write: (key, value) => `${key} < ${value}`, symbol: "<" },
    atMost: { write: (key, value) => `${key} <= ${value}`, symbol: "<=" },
    includes: { write: (key, value) => `${value} in ${key}` },
    ticked: { write: (key) => `${key} == true`, bare: true },
    notTicked: { write: (key) => `${key} == false`, bare: true },
    filled: { write: (key) => `has(${member(key)})`, bare: true },
    empty: { write: (key) => `!has(${member(key)})`, bare: true },
  };

  function member(key) {
    return key.includes(".") ? key : `answers.${key}`;
  }

  function operatorsFor(type) {
    if (type === "checkbox") return ["ticked", "notTicked"];
    if (type === "multichoice") return ["includes", "filled", "empty"];
    if (type === "address") return ["filled", "empty"];
    const compared = ["is", "isNot", "filled", "empty"];
    if (NUMBERS.includes(type) || type.startsWith("date")) {
      return [...compared, "over", "atLeast", "under", "atMost"];
    }
    return compared;
  }

  /* A choice as citizens read it, with the value that is stored. */
  function named(input) {
    const texts = input.name.slice(0, -"value".length) + "label-";
    const label = document.querySelector(`[name^="${texts}"]`)?.value;
    return label ? `${label} (${input.value})` : input.value;
  }

  /* The questions of the form as the page holds them now; cells of the own group as row.key. */
  function questions(textarea) {
    const own = (textarea.name || textarea.id).match(/^(steps-.*-columns)-/);
    const found = [];
    document.querySelectorAll('input[name^="steps-"][name$="-value-key"]').forEach((input) => {
      const prefix = input.name.slice(0, -"-value-key".length);
      const type = document.querySelector(`input[name="${prefix}-type"]`)?.value;
      const gone = document.querySelector(`input[name="${prefix}-deleted"]`)?.value === "1";
      const isCell = prefix.includes("-columns-");
      const isStep = !prefix.includes("-fields-");
      if (!input.value || gone || isStep || NOT_ASKED.includes(type)) return;
      if (isCell && !(own && prefix.startsWith(own[1]))) return;
      if (textarea.name.startsWith(`${prefix}-`)) return;
      const label = document.querySelector(`[name^="${prefix}-value-label-"]`)?.value;
      const choices = [...document.querySelectorAll(`[name^="${prefix}-value-choices-"]`)]
        .filter((element) => element.name.endsWith("-value-value") && element.value)
        .map((element) => [element.value, named(element)]);
      const key = isCell ? `row.${input.value}` : input.value;
      found.push({ key, type: type || "text", label: label || input.value, choices });
    });
    return found;
  }

  function literal(value, type) {
    if (NUMBERS.includes(type)) {
      const number = Number(value.replace(",", "."));
      if (!Number.isFinite(number)) return "0.0";
      return Number.isInteger(number) ? number.toFixed(1) : String(number);
    }
    return JSON.stringify(value);
  }

  /* One comparison as {key, operator, value}, or null when the lists have no words for it. */
  function parseOne(source) {
    const text = source.trim();
    let match = text.match(/^(!?)has\((?:answers\.(\w+)|(row\.\w+))\)$/);
    if (match) return { key: match[2] || match[3], operator: match[1] ? "empty" : "filled" };
    match = text.match(/^((?:row\.)?\w+) == (true|false)$/);
    if (match) return { key: match[1], operator: match[2] === "true" ? "ticked" : "notTicked" };
    match = text.match(/^("(?:[^"\\]|\\.)*") in ((?:row\.)?\w+)$/);
    if (match) return { key: match[2], operator: "includes", value: JSON.parse(match[1]) };
    match = text.match(/^((?:row\.)?\w+) (==|!=|>=|<=|>|<) ("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?)$/);
    if (!match) return null;
    const operator = Object.keys(OPERATORS).find((name) => OPERATORS[name].symbol === match[2]);
    const value = match[3].startsWith('"') ? JSON.parse(match[3]) : String(Number(match[3]));
    return { key: match[1], operator, value };
  }

  function parse(source) {
    if (!source.trim()) return { join: "&&", lines: [] };
    for (const join of ["&&", "||"]) {
      const lines = source.split(join).map(parseOne);
      if (lines.every(Boolean)) return { join, lines };
    }
    return null;
  }

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function select(options, chosen) {
    const made = element("select");
    options.forEach(([value, label]) => made.add(new Option(label, value, false, value === chosen)));
    return made;
  }

  class Builder {
    constructor(textarea) {
      this.textarea = textarea;
      this.words = texts();
      this.root = element("details", { className: "egov-condition" });
      this.root.append(element("summary", { textContent: this.words.build }));
      this.root.addEventListener("toggle", () => this.root.open && this.fill());
      textarea.after(this.root);
    }

    fill() {
      this.root.querySelectorAll(":scope > :not(summary)").forEach((child) => child.remove());
      this.questions = questions(this.textarea);
      if (!this.questions.length) {
        this.root.append(element("p", { textContent: this.words.none }));
        return;
      }
      const now = parse(this.textarea.value);
      if (!now) {
        const note = { className: "egov-condition__note", textContent: this.words.rich };
        this.root.append(element("p", note));
      }
      const { all, any } = this.words;
      this.join = select([["&&", all], ["||", any]], now?.join);
      this.lines = element("div");
      const label = element("label", { textContent: `${this.words.match} ` }, this.join);
      this.root.append(element("p", {}, label), this.lines, this.buttons());
      const lines = now?.lines.length ? now.lines : [{}];
      lines.forEach((line) => this.add(line));
    }

    buttons() {
      const { add, write } = this.words;
      const plain = { type: "button", className: "button button-small button-secondary" };
      const adds = element("button", { ...plain, textContent: add });
      adds.addEventListener("click", () => this.add({}).querySelector("select").focus());
      const writes = element("button", { ...plain, textContent: write });
      writes.addEventListener("click", () => this.write());
      return element("div", { className: "egov-condition__buttons" }, adds, writes);
    }

    add(line) {
      const row = element("fieldset", { className: "egov-condition__row" });
      const options = this.questions.map(({ key, label }) => [key, `${label} (${key})`]);
      if (line.key && !options.some(([key]) => key === line.key)) {
        options.push([line.key, line.key]);
      }
      row.key = select(options, line.key);
      row.operator = element("select");
      row.value = element("input", { type: "text", value: line.value ?? "" });
      const { question, operator, value, remove } = this.words;
      const removes = { type: "button", className: "button button-small no", textContent: remove };
      row.append(
        element("label", { textContent: question }, row.key),
        element("label", { textContent: operator }, row.operator),
        element("label", { textContent: value }, row.value),
        element("button", removes),
      );
      row.lastChild.addEventListener("click", () => row.remove());
      row.key.addEventListener("change", () => this.offer(row));
      row.operator.addEventListener("change", () => this.ask(row));
      this.offer(row, line.operator);
      this.lines.append(row);
      return row;
    }

    typeOf(row) {
      return this.questions.find(({ key }) => key === row.key.value) || { type: "text", choices: [] };
    }

    /* The comparisons and values that the chosen question allows. */
    offer(row, chosen) {
      const { type, choices } = this.typeOf(row);
      const names = operatorsFor(type);
      if (chosen && !names.includes(chosen)) names.push(chosen);
      row.operator.replaceChildren(
        ...names.map((name) => new Option(this.words.operators[name], name, false, name === chosen)),
      );
      const value = choices.length
        ? select(choices, row.value.value)
        : element("input", { type: "text", value: row.value.value });
      row.value.replaceWith(value);
      row.value = value;
      this.ask(row);
    }

    ask(row) {
      row.value.parentElement.hidden = Boolean(OPERATORS[row.operator.value].bare);
    }

    write() {
      const lines = [...this.lines.children].map((row) => {
        const value = literal(row.value.value, this.typeOf(row).type);
        return OPERATORS[row.operator.value].write(row.key.value, value);
      });
      this.textarea.value = lines.join(` ${this.join.value} `);
      this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
      this.textarea.dispatchEvent(new Event("change", { bubbles: true }));
      this.textarea.focus();
    }
  }

  class ConditionController extends window.StimulusModule.Controller {
    connect() {
      if (!this.builder && document.getElementById("egov-condition-texts")) {
        this.builder = new Builder(this.element);
      }
    }
  }

  window.wagtail.app.register("egov-condition", ConditionController);
})();
