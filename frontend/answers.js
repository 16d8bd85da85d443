// What the inputs of a page say, as expressions see it. Undefined: empty or not readable.

const LARGEST = Number.MAX_SAFE_INTEGER;
const UNITS = /(?:đồng|vnđ|vnd|₫|đ)$/i;
const GROUPED = /^\d{1,3}([.,])\d{3}(?:\1\d{3})*$/;

function controls(wrapper, name) {
  return [...wrapper.querySelectorAll("input, select, textarea")].filter(
    (control) => control.name === name,
  );
}

function typed(wrapper, name) {
  return (controls(wrapper, name)[0]?.value ?? "").normalize("NFC").trim();
}

function ticked(wrapper, name) {
  return controls(wrapper, name)
    .filter((control) => control.checked)
    .map((control) => control.value);
}

function line(wrapper, name) {
  const [first] = controls(wrapper, name);
  const value = first?.type === "radio" ? (ticked(wrapper, name)[0] ?? "") : typed(wrapper, name);
  return value === "" ? undefined : value.replace(/\r\n?/g, "\n");
}

function digits(wrapper, name) {
  return line(wrapper, name)
    ?.normalize("NFKC")
    .replace(/[\s.\-]+/g, "");
}

/** The parts before and after the decimal sign; null when it is no number. */
function split(text, usesComma) {
  const decimal = usesComma ? "," : ".";
  const signs = text.match(/[.,]/g) ?? [];
  if (!signs.length || (signs.length > 1 && new Set(signs).size === 1)) return [text, ""];
  const last = signs[signs.length - 1];
  const isGroup = signs.length === 1 && last !== decimal && GROUPED.test(text) && text[0] !== "0";
  if (isGroup) return [text, ""];
  const at = text.lastIndexOf(last);
  const [whole, fraction] = [text.slice(0, at), text.slice(at + 1)];
  return fraction === "" || whole.includes(last) ? null : [whole, fraction];
}

/** What a person typed as a number, by the rules of the server's fields/formats.py. */
export function readNumber(raw, { places = 0, fractions = false, usesComma = true } = {}) {
  const text = raw.replace(/\s+/g, "");
  if (!/^[+-]?\d[\d.,]{0,60}$/.test(text)) return undefined;
  const parts = fractions
    ? split(text.replace(/^[+-]/, ""), usesComma)
    : [text.replace(/^[+-]/, ""), ""];
  if (!parts) return undefined;
  const whole = /^\d+$/.test(parts[0])
    ? parts[0]
    : GROUPED.test(parts[0])
      ? parts[0].replace(/[.,]/g, "")
      : undefined;
  if (whole === undefined || whole.length > 40) return undefined;
  const value = round(Number(`${whole}.${parts[1] || "0"}`), places);
  if (value === undefined) return undefined;
  return text[0] === "-" ? -value : value;
}

/** Half up, on the decimal digits and not on the binary fraction. */
export function round(value, places) {
  if (!Number.isFinite(value) || Math.abs(value) > LARGEST) return undefined;
  const scaled = Math.round(Number(`${Math.abs(value)}e${places}`));
  return Number.isFinite(scaled) ? Math.sign(value) * Number(`${scaled}e-${places}`) : value;
}

function numeric(wrapper, name, field) {
  const raw = line(wrapper, name)?.replace(field.type === "money" ? UNITS : /$^/, "");
  const usesComma = !document.documentElement.lang.startsWith("en");
  const fractions = field.type === "decimal";
  return raw && readNumber(raw, { places: field.places, fractions, usesComma });
}

function date(wrapper, name, field) {
  const [day, month, year] = ["day", "month", "year"].map((part) =>
    typed(wrapper, `${name}-${part}`),
  );
  const needed = field.type === "date" ? [day, month, year] : day ? [month, year] : [year];
  const shapes = [/^\d{0,2}$/.test(day), /^\d{0,2}$/.test(month), /^\d{4}$/.test(year)];
  if (needed.includes("") || shapes.includes(false)) return undefined;
  const parts = [year, month, day].filter((part) => part !== "");
  return parts.map((part, at) => (at ? part.padStart(2, "0") : part)).join("-");
}

function address(wrapper, name) {
  const found = {};
  for (const part of ["country", "province", "ward", "detail"]) {
    const value = typed(wrapper, `${name}-${part}`);
    if (value) found[part] = value;
  }
  if (found.country === "VN") delete found.country;
  if (found.country) {
    delete found.province;
    delete found.ward;
  }
  return Object.keys(found).length ? found : undefined;
}

function files(wrapper, name) {
  const kept = [...wrapper.querySelectorAll(".egov-files__name")].map((item) => ({
    name: item.textContent.trim(),
  }));
  const chosen = controls(wrapper, name).flatMap((control) => [...(control.files ?? [])]);
  const all = [
    ...kept,
    ...chosen.map((file) => ({ name: file.name, size: file.size, content_type: file.type })),
  ];
  return all.length ? all : undefined;
}

const READERS = {
  integer: numeric,
  money: numeric,
  decimal: numeric,
  date,
  date_partial: date,
  address,
  file: files,
  citizen_id: digits,
  tax_code: line,
  phone: digits,
  multichoice: (wrapper, name) => {
    const values = ticked(wrapper, name);
    return values.length ? values : undefined;
  },
  checkbox: (wrapper, name) => ticked(wrapper, name).length > 0,
};

/** The value of the question in `wrapper`, whose inputs begin with `name`. */
export function read(wrapper, name, field) {
  return (READERS[field.type] ?? line)(wrapper, name, field);
}
