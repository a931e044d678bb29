/**
 * One field of the listing comes in; what a clinic fills in comes out, by the field's form: radio
 * buttons, boxes, lists, sections. Each shows what the text says and changes nothing else of it.
 */

import { element } from "./element.js";
import { problemsIn } from "./listing_forms.js";
import { isMap } from "./listing_splice.js";
import { nameOf, under } from "./listing_table.js";
import { answersOf } from "./listing_words.js";

/** @typedef {import("./listing_source.js").Plain} Plain */
/** @typedef {import("./listing_table.js").Spec} Spec */
/** @typedef {import("./editor_desk.js").Desk} Desk */
/** @typedef {readonly (string | number)[]} Field */

/**
 * @typedef {object} Context
 * @property {Desk} desk
 * @property {(spec: Spec) => boolean} isShown whether a field stands here; others stand elsewhere
 * @property {Readonly<Record<string, (spec: Spec, field: Field, context: Context) => HTMLElement>>} own
 *   what a field has in place of its form's own
 */

const UNSAID = "Not stated";
const ASK = "Families read: The program does not say. Ask.";
const LONG = 250;
const SUMMARY = "summary";
const MOST_RADIOS = 7;
const FEW = 12;

/**
 * A field with its question, hint, control and messages.
 *
 * @param {Spec} spec
 * @param {Field} field where it stands in this listing
 * @param {Context} context
 * @returns {HTMLElement}
 */
export function fieldOf(spec, field, context) {
  const own = context.own[spec.path];
  if (own) return own(spec, field, context);
  if (spec.kind === "section") return spec.many ? itemsOf(spec, field, context) : sectionOf(spec, field, context);
  const make = spec.items ? LISTS[spec.kind === "answers" ? (spec.items ?? "") : spec.kind] : ONES[spec.kind];
  return (make ?? line)(spec, field, context);
}

/** @param {Field} field */
export function idOf(field) {
  return `f-${field.join("-")}`;
}

// Frames

/**
 * A question with one control below it.
 *
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 * @param {HTMLElement & {id: string}} control
 * @param {HTMLElement[]} [more]
 */
function labelled(spec, field, context, control, more = []) {
  const id = idOf(field);
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-hint ${id}-wrong`);
  return element(
    "div",
    { class: "ed-field", data: { field: JSON.stringify(field), words: wordsOf(spec) } },
    element("label", { class: "ed-label", for: id }, spec.question, mark(spec)),
    hintOf(spec, id),
    messageOf(spec, field, context),
    control,
    ...more,
    seenOf(spec),
  );
}

/**
 * A question with several controls below it.
 *
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 * @param {HTMLElement[]} controls
 */
export function grouped(spec, field, context, controls) {
  const id = idOf(field);
  return element(
    "fieldset",
    {
      class: "ed-field",
      id,
      tabindex: "-1",
      "aria-describedby": `${id}-hint ${id}-wrong`,
      data: { field: JSON.stringify(field), words: wordsOf(spec) },
    },
    element("legend", { class: "ed-label" }, spec.question, mark(spec)),
    hintOf(spec, id),
    messageOf(spec, field, context),
    ...controls,
    seenOf(spec),
  );
}

/** @param {Spec} spec */
function mark({ required, path }) {
  if (!required) return null;
  const words = path.startsWith("location.") ? " (needed with an address)" : " (needed)";
  return element("span", { class: "ed-required" }, words);
}

/**
 * @param {Spec} spec
 * @param {string} id
 */
function hintOf({ hint }, id) {
  return element("p", { class: "ed-hint", id: `${id}-hint`, hidden: !hint }, hint ?? "");
}

/**
 * What is wrong with the answer, in the words of `check`.
 *
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
function messageOf(spec, field, { desk }) {
  const place = element("p", { class: "field-error", id: `${idOf(field)}-wrong`, data: { wrong: "" } });
  showProblem(place, spec, field, desk);
  return place;
}

/**
 * @param {HTMLElement} place
 * @param {Spec} spec
 * @param {Field} field
 * @param {Desk} desk
 */
function showProblem(place, spec, field, desk) {
  const value = desk.at(field);
  const isOwn = spec.kind !== "section";
  const found = value === undefined || !isOwn ? [] : problemsIn(value, spec, desk.table, field);
  place.textContent = found.map(({ message, hint }) => `${sentence(message)} ${sentence(hint)}`).join(" ");
  const control = place.ownerDocument.getElementById(idOf(field)) ?? place.parentElement;
  if (control?.matches("input, select, textarea")) control.setAttribute("aria-invalid", String(found.length > 0));
}

/** @param {string} words */
export function sentence(words) {
  if (!words) return "";
  const first = words[0].toUpperCase() + words.slice(1);
  return /[.?!]$/.test(first) ? first : `${first}.`;
}

/** @param {Spec} spec */
function seenOf({ seen = [] }) {
  if (seen.length === 0) return null;
  return element(
    "details",
    { class: "ed-seen" },
    element("summary", {}, "What families see"),
    element("ul", { class: "ed-seen-list" }, ...seen.map((words) => element("li", {}, words))),
  );
}

/** @param {Spec} spec */
function wordsOf({ question, hint = "", label, path, choices = [] }) {
  const said = choices.map(([, words]) => words).join(" ");
  return `${question} ${hint} ${label} ${path} ${said}`.toLowerCase();
}

/**
 * Messages beside the fields that stand on the page, after a change.
 *
 * @param {ParentNode} root
 * @param {Desk} desk
 * @param {(path: string) => Spec | undefined} find
 */
export function showProblems(root, desk, find) {
  for (const place of root.querySelectorAll("[data-field]")) {
    const field = JSON.parse(/** @type {HTMLElement} */ (place).dataset.field ?? "[]");
    const spec = find(field.filter((/** @type {unknown} */ key) => typeof key === "string").join("."));
    const words = place.querySelector(":scope > [data-wrong]");
    if (spec && words) showProblem(/** @type {HTMLElement} */ (words), spec, field, desk);
  }
}

// One value

/**
 * A value in a shape that no control can show is shown as it is, and stays.
 *
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
function asItIs(spec, field, context) {
  const note = element("p", { class: "ed-as-is" }, "This answer is written in a way that this page cannot show. Change it in the text of the file, below.");
  return grouped(spec, field, context, [note]);
}

/**
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
function line(spec, field, context) {
  const { desk } = context;
  const value = desk.at(field);
  if (value !== undefined && typeof value !== "string") return asItIs(spec, field, context);
  const isLong = (spec.limit ?? 0) > LONG || spec.path === SUMMARY;
  const kind = INPUTS[spec.kind] ?? {};
  const control = isLong
    ? element("textarea", { rows: (spec.limit ?? 0) > 1000 ? 8 : 2 })
    : element("input", { type: "text", autocomplete: "off", spellcheck: spec.kind === "text", ...kind });
  control.value = value ?? "";
  control.addEventListener("change", () => {
    const text = control.value.replaceAll("\r\n", "\n").trim();
    const written = text.includes("\n") ? `${text.replace(/[ \t]+$/gm, "")}\n` : text;
    if (!desk.change(field, written === "" ? undefined : written)) {
      const there = desk.at(field);
      control.value = typeof there === "string" ? there : "";
    }
  });
  if (spec.kind === "date") {
    const today = element("button", { type: "button", class: "button-plain" }, "Today");
    today.addEventListener("click", () => {
      control.value = dayNow();
      control.dispatchEvent(new Event("change"));
    });
    return labelled(spec, field, context, control, [today]);
  }
  return labelled(spec, field, context, control);
}

/** The day on this device, as 2026-10-01. */
export function dayNow(now = new Date()) {
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** @type {Readonly<Record<string, Record<string, string>>>} */
const INPUTS = {
  number: { inputmode: "decimal", class: "ed-short" },
  span: { class: "ed-short" },
  money: { class: "ed-short" },
  phone: { inputmode: "tel", class: "ed-short" },
  date: { class: "ed-short", placeholder: "2026-10-01" },
  zip: { inputmode: "numeric", class: "ed-short" },
  npi: { inputmode: "numeric", class: "ed-short" },
  state: { class: "ed-short" },
  clock: { class: "ed-short" },
  email: { inputmode: "email" },
  link: { inputmode: "url" },
};

/**
 * Yes, no and not stated; or the words of a choice and not stated.
 *
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
function choice(spec, field, context) {
  const { desk } = context;
  const value = desk.at(field);
  if (value !== undefined && typeof value !== "string") return asItIs(spec, field, context);
  const choices = spec.choices ?? [];
  if (choices.length > MOST_RADIOS) return select(spec, field, context, choices);
  const said = spec.kind === "yes-no" ? asYesNo(value) : value;
  const known = choices.some(([word]) => word === said);
  const options = [...choices, ...(said !== undefined && !known ? [[said, said]] : [])];
  const radios = radioGroup({
    name: idOf(field),
    options: /** @type {[string, string][]} */ (options),
    value: said,
    unsaid: spec.counts || spec.core ? ASK : "",
    onChoose: (word) => desk.change(field, word),
    now: () => {
      const there = desk.at(field);
      return typeof there === "string" ? there : undefined;
    },
  });
  return grouped(spec, field, context, [radios]);
}

/** @param {string | undefined} value */
function asYesNo(value) {
  const lower = value?.toLowerCase();
  if (lower === "true") return "yes";
  return lower === "false" ? "no" : (lower ?? undefined);
}

/**
 * @param {object} given
 * @param {string} given.name
 * @param {readonly (readonly [string, string])[]} given.options
 * @param {string | undefined} given.value
 * @param {string} given.unsaid what families read when nothing is stated
 * @param {(word: string | undefined) => boolean} given.onChoose
 * @param {() => string | undefined} given.now
 */
export function radioGroup({ name, options, value, unsaid, onChoose, now }) {
  const all = /** @type {(readonly [string, string])[]} */ ([...options, ["", UNSAID]]);
  const inputs = all.map(([word, label], index) => {
    const input = element("input", { type: "radio", name, value: word, id: `${name}-${index}` });
    input.checked = (value ?? "") === word;
    input.addEventListener("change", () => {
      if (onChoose(word === "" ? undefined : word)) return;
      for (const each of inputs) each.box.checked = each.box.value === (now() ?? "");
    });
    const note = word === "" && unsaid ? element("span", { class: "ed-unsaid" }, unsaid) : null;
    return { box: input, label: element("label", {}, input, element("span", {}, label, note && " ", note)) };
  });
  return element("div", { class: "ed-radios" }, ...inputs.map((each) => each.label));
}

/**
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 * @param {readonly (readonly [string, string])[]} choices
 */
function select(spec, field, context, choices) {
  const { desk } = context;
  const value = desk.at(field);
  if (value !== undefined && typeof value !== "string") return asItIs(spec, field, context);
  const known = choices.some(([word]) => word === value);
  const options = [["", UNSAID], ...choices, ...(value !== undefined && !known ? [[value, value]] : [])];
  const control = element(
    "select",
    {},
    ...options.map(([word, label]) => element("option", { value: word }, label)),
  );
  control.value = value ?? "";
  control.addEventListener("change", () => {
    if (!desk.change(field, control.value === "" ? undefined : control.value)) {
      const there = desk.at(field);
      control.value = typeof there === "string" ? there : "";
    }
  });
  return labelled(spec, field, context, control);
}

/**
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
function term(spec, field, context) {
  const { table } = context.desk;
  const known = table.vocabularies[spec.vocabulary ?? ""]?.terms ?? [];
  const choices = known.map(([id, label]) => /** @type {const} */ ([id, label]));
  const all = spec.other ? [...choices, /** @type {const} */ (["other", "Other"])] : choices;
  if (all.length <= MOST_RADIOS) return choice({ ...spec, choices: all }, field, context);
  return select(spec, field, context, all);
}

/**
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
function zone(spec, field, context) {
  return select(spec, field, context, context.desk.table.zones);
}

/** @type {Readonly<Record<string, (spec: Spec, field: Field, context: Context) => HTMLElement>>} */
const ONES = { "yes-no": choice, choice, term, "time-zone": zone };

// Lists

/**
 * @param {Plain | undefined} value
 * @returns {string[] | null} null for what is no list of words
 */
function wordsIn(value) {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.some((each) => typeof each !== "string")) return null;
  return /** @type {string[]} */ (value);
}

/**
 * Boxes to tick; what the list holds besides has a box too.
 *
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 * @param {readonly (readonly [string, string, string?])[]} options
 * @param {string} [note] said at the end
 */
function boxes(spec, field, context, options, note = "") {
  const { desk } = context;
  const value = wordsIn(desk.at(field));
  if (value === null) return asItIs(spec, field, context);
  const unknown = value.filter((word) => !options.some(([id]) => id === word));
  const all = [...options, ...unknown.map((word) => /** @type {const} */ ([word, word, ""]))];
  const made = all.map(([word, label, plain = ""], index) => {
    const box = element("input", { type: "checkbox", value: word, id: `${idOf(field)}-${index}` });
    box.checked = value.includes(word);
    box.addEventListener("change", () => {
      const now = wordsIn(desk.at(field)) ?? [];
      const next = box.checked ? [...now, word] : now.filter((each) => each !== word);
      const closing = next.includes("no-others") ? [...next.filter((each) => each !== "no-others"), "no-others"] : next;
      if (!desk.change(field, closing.length > 0 ? closing : undefined)) box.checked = !box.checked;
    });
    return element("label", { title: plain || null }, box, element("span", {}, label));
  });
  const list = element("div", { class: "ed-boxes" }, ...made);
  const last = note ? element("p", { class: "ed-hint" }, note) : null;
  return grouped(spec, field, context, [filtered(list, made.length, spec), last].filter((each) => each !== null));
}

/**
 * A long list with a field above it that narrows it down.
 *
 * @param {HTMLElement} list
 * @param {number} count
 * @param {Spec} spec
 */
function filtered(list, count, spec) {
  if (count <= FEW) return list;
  const search = element("input", {
    type: "search",
    autocomplete: "off",
    "aria-label": `Narrow down: ${spec.question}`,
    placeholder: "Type to narrow down",
  });
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const each of /** @type {Iterable<HTMLElement>} */ (list.children)) {
      each.hidden = !each.textContent?.toLowerCase().includes(wanted) && !each.querySelector(":checked:not([value=''])");
    }
  });
  return element("div", { class: "ed-filtered" }, search, list);
}

/**
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
function choices(spec, field, context) {
  return boxes(spec, field, context, spec.choices ?? []);
}

/**
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
function termBoxes(spec, field, context) {
  const known = context.desk.table.vocabularies[spec.vocabulary ?? ""]?.terms ?? [];
  if (spec.items !== "terms") return boxes(spec, field, context, known);
  const closing = /** @type {const} */ (["no-others", "None of the others: say no to all the rest", ""]);
  const note = "What you do not tick is not stated, which is not a no.";
  return boxes(spec, field, context, [...known, closing], note);
}

/**
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
function stateBoxes(spec, field, context) {
  const { desk } = context;
  const value = wordsIn(desk.at(field));
  if (value === null) return asItIs(spec, field, context);
  const chosen = element("ul", { class: "ed-chosen" });
  const adding = element("select", { id: `${idOf(field)}-add`, "aria-label": `Add a state: ${spec.question}` });
  const draw = () => {
    const now = wordsIn(desk.at(field)) ?? [];
    chosen.replaceChildren(
      ...now.map((code) => {
        const label = new Map(desk.table.states).get(code) ?? code;
        const remove = element("button", { type: "button", class: "button-plain" }, `Remove ${label}`);
        remove.addEventListener("click", () => {
          const rest = (wordsIn(desk.at(field)) ?? []).filter((each) => each !== code);
          if (desk.change(field, rest.length > 0 ? rest : undefined)) draw();
          adding.focus();
        });
        return element("li", {}, label, " ", remove);
      }),
    );
    adding.replaceChildren(
      element("option", { value: "" }, "Add a state"),
      ...desk.table.states
        .filter(([code]) => !now.includes(code))
        .map(([code, label]) => element("option", { value: code }, label)),
    );
  };
  adding.addEventListener("change", () => {
    if (adding.value && desk.change(field, [...(wordsIn(desk.at(field)) ?? []), adding.value])) draw();
  });
  draw();
  return grouped(spec, field, context, [chosen, adding]);
}

/**
 * Texts, one on each line.
 *
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
function lines(spec, field, context) {
  const { desk } = context;
  const value = wordsIn(desk.at(field));
  if (value === null) return asItIs(spec, field, context);
  const control = element("textarea", { rows: 3 });
  control.value = value.join("\n");
  control.addEventListener("change", () => {
    const written = control.value.split("\n").map((each) => each.trim()).filter(Boolean);
    if (!desk.change(field, written.length > 0 ? written : undefined)) {
      control.value = (wordsIn(desk.at(field)) ?? []).join("\n");
    }
  });
  const note = element("p", { class: "ed-hint" }, "One on each line.");
  return labelled(spec, field, context, control, [note]);
}

/**
 * A word for each term: rows of radio buttons.
 *
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
function answers(spec, field, context) {
  const { desk } = context;
  const value = desk.at(field);
  const isList = wordsIn(value) !== null;
  if (!isList && !isMap(value)) return asItIs(spec, field, context);
  const { given } = answersOf(value, spec, desk.table);
  const said = new Map(given);
  const known = desk.table.vocabularies[spec.vocabulary ?? ""]?.terms ?? [];
  const sorted = [...known].sort(([one], [other]) => Number(said.has(other)) - Number(said.has(one)));
  const rows = sorted.map(([id, label, plain]) => {
    const radios = radioGroup({
      name: `${idOf(field)}-${id}`,
      options: spec.choices ?? [],
      value: said.get(id),
      unsaid: "",
      onChoose: (word) => desk.change(field, withAnswer(desk.at(field), id, word, spec)),
      now: () => new Map(answersOf(desk.at(field), spec, desk.table).given).get(id),
    });
    return element(
      "fieldset",
      { class: "ed-answer" },
      element("legend", {}, label),
      plain && element("p", { class: "ed-plain" }, plain),
      radios,
    );
  });
  const list = element("div", { class: "ed-answers" }, ...rows);
  return grouped(spec, field, context, [filtered(list, rows.length, spec), closing(spec, field, context)]);
}

/**
 * "No to all the rest", for mappings.
 *
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
function closing(spec, field, { desk }) {
  const box = element("input", { type: "checkbox", id: `${idOf(field)}-others` });
  box.checked = answersOf(desk.at(field), spec, desk.table).closed;
  box.addEventListener("change", () => {
    const next = withAnswer(desk.at(field), "others", box.checked ? "no" : undefined, spec);
    if (!desk.change(field, next)) box.checked = !box.checked;
  });
  return element(
    "p",
    { class: "ed-closing" },
    element("label", {}, box, " ", "Say no to all the rest. Else what you leave at “Not stated” stays a question."),
  );
}

/**
 * The answers of a field with another word for one term; a plain list becomes a mapping only where
 * it must.
 *
 * @param {Plain | undefined} value
 * @param {string} id
 * @param {string | undefined} word
 * @param {Spec} spec
 * @returns {Plain | undefined}
 */
function withAnswer(value, id, word, spec) {
  const list = Array.isArray(value) ? /** @type {string[]} */ (value) : null;
  const inList = id === "others" ? "no-others" : id;
  if (list && (word === undefined || word === (id === "others" ? "no" : spec.middle))) {
    const rest = list.filter((each) => each !== inList);
    const next = word === undefined ? rest : list.includes(inList) ? list : [...rest, inList];
    return next.length > 0 ? next : undefined;
  }
  /** @type {{[key: string]: Plain}} */
  const map = Object.create(null);
  if (list) for (const each of list) map[each === "no-others" ? "others" : each] = each === "no-others" ? "no" : (spec.middle ?? "");
  else Object.assign(map, isMap(value) ? value : {});
  if (word === undefined) delete map[id];
  else map[id] = word;
  return Object.keys(map).length > 0 ? map : undefined;
}

/** @type {Readonly<Record<string, (spec: Spec, field: Field, context: Context) => HTMLElement>>} */
const LISTS = {
  answers,
  terms: termBoxes,
  term: termBoxes,
  choices,
  state: stateBoxes,
  text: lines,
  id: lines,
};

// Sections

/**
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 * @returns {HTMLElement}
 */
function sectionOf(spec, field, context) {
  const value = context.desk.at(field);
  if (value !== undefined && !isMap(value)) return asItIs(spec, field, context);
  const inside = under(context.desk.table, spec.path).filter(context.isShown);
  const made = inside.map((inner) => fieldOf(inner, [...field, nameOf(inner)], context));
  return grouped(spec, field, context, [element("div", { class: "ed-inside" }, ...made)]);
}

/**
 * Sections that stand there several times, each with a button that removes it.
 *
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 */
export function itemsOf(spec, field, context) {
  const { desk } = context;
  const list = element("div", { class: "ed-items" });
  const add = element("button", { type: "button", class: "button-small" }, `Add ${ADDED[spec.path] ?? "one"}`);
  const first = under(desk.table, spec.path)[0];
  /** @type {number} */
  let blanks = 0;

  const count = () => {
    const value = desk.at(field);
    return Array.isArray(value) ? value.length : 0;
  };

  /** @param {number | null} [focus] */
  function draw(focus = null) {
    const total = count() + blanks;
    const made = Array.from({ length: total }, (_each, index) => itemOf(index));
    list.replaceChildren(...made);
    if (focus !== null) made[focus]?.querySelector(/** @type {any} */ ("input, select, textarea"))?.focus();
  }

  /** @param {number} index */
  function itemOf(index) {
    const place = [...field, index];
    const value = desk.at(place);
    const shown = { ...context, desk: unfolded(desk, place, first, spec) };
    const isOdd = value !== undefined && typeof value !== "string" && !isMap(value);
    const parts = isOdd
      ? [asItIs(spec, place, context)]
      : under(desk.table, spec.path).map((inner) => fieldOf(inner, [...place, nameOf(inner)], shown));
    const title = `${ITEM[spec.path] ?? spec.label} ${index + 1}`;
    const remove = element("button", { type: "button", class: "button-plain" }, `Remove ${title.toLowerCase()}`);
    remove.addEventListener("click", () => {
      if (index >= count()) blanks -= 1;
      else if (!desk.change(place, undefined)) return;
      draw();
      add.focus();
    });
    return element("fieldset", { class: "ed-item" }, element("legend", {}, title), ...parts, remove);
  }

  add.addEventListener("click", () => {
    if (blanks === 0) blanks = 1;
    draw(count() + blanks - 1);
  });
  desk.subscribe(() => {
    if (list.isConnected && list.children.length > 0 && list.children.length <= count()) blanks = 0;
  });
  draw();
  return grouped(spec, field, context, [list, add]);
}

/**
 * The desk for an item that may be written in short, and that may not stand in the text yet.
 *
 * @param {Desk} desk
 * @param {Field} place
 * @param {Spec} first
 * @param {Spec} spec
 * @returns {Desk}
 */
function unfolded(desk, place, first, spec) {
  const short = [...place, nameOf(first)];
  return Object.create(desk, {
    at: {
      value: (/** @type {Field} */ field) => {
        const item = desk.at(place);
        if (spec.shorthand && typeof item === "string" && field.join() === short.join()) return item;
        return desk.at(field);
      },
    },
  });
}

/** @type {Readonly<Record<string, string>>} */
const ADDED = {
  "staff.licenses": "a license",
  "staff.accreditation": "a group",
  "cost.plans": "a plan",
  "cost.medicaid_plans": "a Medicaid plan",
  "cost.extra_fees": "a fee",
  "schedule.tracks": "a group with its times",
};

/** @type {Readonly<Record<string, string>>} */
const ITEM = {
  "staff.licenses": "License",
  "staff.accreditation": "Group",
  "cost.plans": "Plan",
  "cost.medicaid_plans": "Plan",
  "cost.extra_fees": "Fee",
  "schedule.tracks": "Group",
};
