/**
 * A value of a listing and its field's form come in; what is wrong with it comes out, in the very
 * words of `check` (iopfinder/forms.py). Tests compare the two.
 */

import { RANGE_HINT, clockOf } from "./listing_clock.js";
import {
  DAY_NAMES,
  clockMeant,
  dateMeant,
  daysIn,
  daysMeant,
  moneyMeant,
  numberMeant,
  spanMeant,
  tidied,
  yesNoMeant,
} from "./listing_meant.js";
import { nameOf, pathOf, specOf, under } from "./listing_table.js";

/** @typedef {import("./listing_source.js").Plain} Plain */
/** @typedef {import("./listing_table.js").Spec} Spec */
/** @typedef {import("./listing_table.js").Table} Table */
/** @typedef {readonly (string | number)[]} Field */

/** @typedef {{field: Field, message: string, hint: string}} Problem */

/** @typedef {{value: string, message?: undefined, hint?: undefined} | {message: string, hint: string}} Parsed */

const OTHERS = "others";
const NO_OTHERS = "no-others";
const QUOTED = 60;

/**
 * What is wrong with a whole listing, field by field. What only two facts together can show is left
 * to `check`.
 *
 * @param {Plain} listing
 * @param {Table} table
 * @returns {Problem[]}
 */
export function problemsOf(listing, table) {
  return [...ofSection(listing, [], table)];
}

/**
 * What is wrong with the value of one field.
 *
 * @param {Plain} value
 * @param {Spec} spec
 * @param {Table} table
 * @param {Field} [field] where it stands
 * @returns {Problem[]}
 */
export function problemsIn(value, spec, table, field = []) {
  if (spec.kind !== "section") return [...ofForm(value, spec, table, field)];
  return spec.many ? [...ofSections(value, spec, field, table)] : [...ofSection(value, field, table)];
}

/**
 * @param {Plain} value
 * @param {Field} field
 * @param {Table} table
 * @returns {Generator<Problem>}
 */
function* ofSection(value, field, table) {
  const fields = under(table, pathOf(field));
  if (typeof value === "string" || Array.isArray(value)) {
    const message = `${shapeOf(value)} stands where a mapping belongs`;
    yield { field, message, hint: mappingHint(fields) };
    return;
  }
  const names = fields.map(nameOf);
  const unknown = Object.keys(value).filter((key) => !names.includes(key));
  const misspelled = unknown.map((key) => nearest(key, names));
  for (const spec of fields) {
    const name = nameOf(spec);
    if (name in value) yield* problemsIn(value[name], spec, table, [...field, name]);
    else if (spec.required && !misspelled.includes(name)) {
      yield { field: [...field, name], message: `'${name}' is missing`, hint: spec.missing ?? "" };
    }
  }
  for (const key of unknown) yield { field: [...field, key], ...unknownKey(key, field, names, table) };
}

/**
 * @param {Plain} value
 * @param {Spec} spec
 * @param {Field} field
 * @param {Table} table
 * @returns {Generator<Problem>}
 */
function* ofSections(value, spec, field, table) {
  if (!Array.isArray(value)) {
    const message = `${shapeOf(value)} stands where a list belongs`;
    yield { field, message, hint: listHint(value, spec, table) };
    return;
  }
  for (const [index, item] of value.entries()) {
    const opened = spec.shorthand && typeof item === "string" ? { [spec.shorthand]: item } : item;
    yield* ofSection(opened, [...field, index], table);
  }
}

/** @param {Plain} value */
function shapeOf(value) {
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "one value" : "a mapping";
}

/** @param {readonly Spec[]} fields */
function mappingHint(fields) {
  const known = fields.map(nameOf);
  const first = known.slice(0, 6).join(", ");
  return `write 'key: value' on lines of its own; its keys are ${first}${known.length > 6 ? " ..." : ""}`;
}

/**
 * @param {Plain} value
 * @param {Spec} spec
 * @param {Table} table
 */
function listHint(value, spec, table) {
  const isShort = spec.shorthand && typeof value === "string";
  if (spec.kind === "section" && !isShort) {
    const [first] = under(table, spec.path);
    return `put a dash before the first key of each item, as in '- ${nameOf(first)}: ...'`;
  }
  if (spec.kind === "days") {
    const said = typeof value === "string" ? daysMeant(value) : [];
    return `write ${said.length > 0 ? `[${said.join(", ")}]` : spec.written}`;
  }
  if (typeof value === "object" && !Array.isArray(value)) {
    const listed = Object.keys(value).filter((key) => value[key] !== "no");
    return `write [${listed.join(", ")}]`;
  }
  if (String(value).startsWith("-")) return "put a space after each dash";
  return `write [${String(value).replace(/^[[\]()]+|[[\]()]+$/g, "")}]`;
}

/**
 * @param {string} key
 * @param {Field} field of the section
 * @param {readonly string[]} known
 * @param {Table} table
 */
function unknownKey(key, field, known, table) {
  const above = pathOf(field);
  const message = `'${key}' is not a key ${above ? `of ${above}` : "of this file"}`;
  const close = nearest(key, known);
  const homes = homesOf(key, table);
  if (homes.length > 0 && !(close && alike(close) === alike(key))) {
    return { message, hint: homes[0] ? `it belongs under ${alternatives(homes.map((home) => `'${home}'`))}` : "it belongs at the left edge" };
  }
  if (close) return { message, hint: `did you mean '${close}'?` };
  if (known.length > 12) return { message, hint: "the field reference lists its keys" };
  return { message, hint: `its keys are ${known.join(", ")}` };
}

/**
 * The sections that a key can belong to, where it means the same in all of them; "" is the file.
 *
 * @param {string} key
 * @param {Table} table
 */
function homesOf(key, table) {
  const specs = table.fields.filter((spec) => nameOf(spec) === key);
  if (specs.some(({ path }) => path === key)) return [""];
  const isSame = specs.length === 1 || specs.some(({ track }) => track);
  return isSame ? specs.map(({ path }) => path.split(".").slice(0, -1).join(".")) : [];
}

/** @param {string} key */
function alike(key) {
  return key.toLowerCase().replace(/[_\- ]/g, "");
}

// Forms of one or several values

/**
 * @param {Plain} value
 * @param {Spec} spec
 * @param {Table} table
 * @param {Field} field
 * @returns {Generator<Problem>}
 */
function* ofForm(value, spec, table, field) {
  if (spec.items === "answers") yield* ofAnswers(value, spec, table, field);
  else if (spec.items) yield* ofList(value, spec, table, field);
  else {
    const found = parsed(value, spec, table);
    if (found.message !== undefined) yield { field, message: found.message, hint: found.hint };
  }
}

/**
 * @param {Plain} value
 * @param {Spec} spec
 * @param {Table} table
 * @param {Field} field
 * @returns {Generator<Problem>}
 */
function* ofList(value, spec, table, field) {
  if (!Array.isArray(value)) {
    const message = `${shapeOf(value)} stands where a list belongs`;
    yield { field, message, hint: listHint(value, spec, table) };
    return;
  }
  const found = value.map((item) => parsed(item, spec, table));
  for (const [index, { message, hint }] of found.entries()) {
    if (message !== undefined) yield { field: [...field, index], message, hint };
  }
  const values = found.map((each) => each.message ?? /** @type {any} */ (each).value);
  const twice = values.findIndex((each, index) => values.indexOf(each) < index);
  if (twice >= 0 && found.every(({ message }) => message === undefined)) {
    const message = "this stands twice in the list";
    yield { field: [...field, twice], message, hint: "keep one of the two" };
  }
}

/**
 * @param {Plain} value
 * @param {Spec} spec
 * @param {Table} table
 * @param {Field} field
 * @returns {Generator<Problem>}
 */
function* ofAnswers(value, spec, table, field) {
  const words = (spec.choices ?? []).map(([word]) => word);
  if (typeof value === "string") {
    const message = "one value stands where a list or a mapping belongs";
    const hint = `write [${value}], or a mapping of term to one of ${alternatives(words)}`;
    yield { field, message, hint };
    return;
  }
  const opened = Array.isArray(value) ? mapped(value, spec.middle ?? "") : { map: value };
  if ("problem" in opened) {
    const { index, message, hint } = /** @type {any} */ (opened.problem);
    yield { field: [...field, index], message, hint };
    return;
  }
  let isSound = true;
  for (const [term, word] of Object.entries(opened.map)) {
    for (const found of [termKey(term, spec, table), answerWord(word, spec, table)]) {
      if (found.message !== undefined) {
        isSound = false;
        yield { field: [...field, term], message: found.message, hint: found.hint };
      }
    }
  }
  if (!isSound) return;
  for (const [term, word] of Object.entries(opened.map)) {
    if (term !== OTHERS && !words.includes(String(word).trim())) {
      const hint = didYouMean(String(word).trim(), words, `write ${alternatives(words)}`);
      yield { field: [...field, term], message: `'${String(word).trim()}' is not known here`, hint };
      return;
    }
  }
  const others = OTHERS in opened.map ? String(opened.map[OTHERS]).trim() : "no";
  if (others !== "no") {
    const message = `'${others}' cannot be said of all others`;
    yield { field: [...field, OTHERS], message, hint: "write 'others: no', or leave it out" };
  }
}

/**
 * A plain list under a field whose terms have degrees means the middle one.
 *
 * @param {readonly Plain[]} list
 * @param {string} middle
 */
function mapped(list, middle) {
  /** @type {{[key: string]: Plain}} */
  const map = Object.create(null);
  for (const [index, item] of list.entries()) {
    if (typeof item !== "string") {
      const message = "a mapping stands in a list of terms";
      const hint = "take the dashes away: one 'term: word' on each line";
      return { problem: { index, message, hint } };
    }
    if (item in map || (item === NO_OTHERS && OTHERS in map)) {
      const message = `'${item}' stands twice in this list`;
      return { problem: { index, message, hint: "keep one of the two" } };
    }
    if (item === NO_OTHERS) map[OTHERS] = "no";
    else map[item] = middle;
  }
  return { map };
}

/**
 * @param {string} term
 * @param {Spec} spec
 * @param {Table} table
 * @returns {Parsed}
 */
function termKey(term, spec, table) {
  if (term === OTHERS) return { value: term };
  if (term === NO_OTHERS) {
    return { message: "'no-others' stands in lists only", hint: "write 'others: no'" };
  }
  const parse = (/** @type {string} */ text) => termIn(text, spec.vocabulary ?? "", [], table);
  const found = parse(term);
  if (found.message === undefined) return found;
  return spoken({ message: found.message, hint: tidyHint(parse, term, false) || found.hint }, term);
}

/**
 * @param {Plain} word
 * @param {Spec} spec
 * @param {Table} table
 * @returns {Parsed}
 */
function answerWord(word, spec, table) {
  if (typeof word === "string" && word.trim() === "no") return { value: "no" };
  return parsed(word, spec, table);
}

/**
 * One value by its form.
 *
 * @param {Plain} value
 * @param {Spec} spec
 * @param {Table} table
 * @returns {Parsed}
 */
export function parsed(value, spec, table) {
  if (typeof value !== "string") {
    const message = `${shapeOf(value)} stands where one value belongs`;
    return { message, hint: joinedHint(value, spec, table) || oneValueHint(spec) };
  }
  const text = value.trim();
  const parse = FORMS[spec.items === "answers" ? "choice" : spec.kind];
  const found = parse(text, spec, table);
  if (found.message === undefined) return found;
  const hint = tidyHint((each) => parse(each, spec, table), text, Boolean(spec.items)) || found.hint;
  return spoken({ message: found.message, hint }, text);
}

const CURLY = /[\u2018\u2019\u201a\u201c\u201d\u201e]/;

/**
 * What to write of a value that is right but for signs around it, or commas between.
 *
 * @param {(text: string) => Parsed} parse
 * @param {string} text
 * @param {boolean} inList
 */
function tidyHint(parse, text, inList) {
  const tidy = tidied(text);
  if (tidy !== text && parse(tidy).message === undefined) {
    const curly = CURLY.test(text) ? ", with straight quotes or none" : "";
    const needsQuotes = /^\p{Nd}+$/u.test(tidy) && (CURLY.test(text) || text.includes('"'));
    return needsQuotes ? `write "${tidy}"${curly}` : `write ${tidy}${curly}`;
  }
  const parts = text.split(/[\s;,/]+/);
  if (inList && parts.length > 1 && parts.every((part) => parse(part).message === undefined)) {
    return `put a comma between them: ${parts.join(", ")}`;
  }
  return "";
}

/**
 * What to write of a list of two ends: `[17:30, 20:30]`.
 *
 * @param {Plain} value
 * @param {Spec} spec
 * @param {Table} table
 */
function joinedHint(value, spec, table) {
  if (!Array.isArray(value) || value.length !== 2 || spec.kind === "text") return "";
  if (value.some((each) => typeof each !== "string")) return "";
  const joined = value.join("-");
  const parse = FORMS[spec.items === "answers" ? "choice" : spec.kind];
  return parse(joined, spec, table).message === undefined ? `write ${joined}` : "";
}

/** @param {Spec} spec */
function oneValueHint(spec) {
  if (spec.items === "answers") return `write ${alternatives((spec.choices ?? []).map(([word]) => word))}`;
  if (spec.items) return "take the inner brackets or dashes away";
  return spec.kind === "text" ? "write it as one text" : `write ${spec.written}`;
}

/**
 * What is said of a long text quotes its beginning only.
 *
 * @param {Parsed} found
 * @param {string} value
 * @returns {Parsed}
 */
function spoken(found, value) {
  const signs = [...value];
  if (found.message === undefined || signs.length <= QUOTED) return found;
  const short = `${signs.slice(0, QUOTED).join("").trimEnd()} ...`;
  return {
    message: found.message.split(value).join(short),
    hint: found.hint.split(value).join(short),
  };
}

/**
 * @param {string} message
 * @param {string} hint
 * @returns {Parsed}
 */
function wrong(message, hint) {
  return { message, hint };
}

// Words that were meant

/**
 * `a`, `a or b`, `a, b or c`.
 *
 * @param {readonly string[]} known
 */
function alternatives(known) {
  if (known.length === 1) return known[0];
  return `${known.slice(0, -1).join(", ")} or ${known.at(-1)}`;
}

/**
 * @param {string} text
 * @param {readonly string[]} known
 * @param {string} otherwise
 */
function didYouMean(text, known, otherwise) {
  const close = (known.includes("yes") && yesNoMeant(text)) || nearest(text, known);
  return close ? `did you mean '${close}'?` : otherwise;
}

/**
 * The known word that looks most like the text, or "" when none does: as Python's difflib finds it.
 *
 * @param {string} text
 * @param {readonly string[]} known
 */
export function nearest(text, known) {
  const lower = new Map(known.map((word) => [word.toLowerCase(), word]));
  const given = text.toLowerCase();
  const letters = sortedSigns(given);
  for (const word of lower.keys()) if (sortedSigns(word) === letters) return lower.get(word) ?? "";
  let best = "";
  let score = 0;
  for (const word of lower.keys()) {
    const ratio = similarity(word, given);
    if (ratio < 0.6) continue;
    if (ratio > score || (ratio === score && word > best)) [best, score] = [word, ratio];
  }
  return best ? (lower.get(best) ?? "") : "";
}

/** @param {string} text */
function sortedSigns(text) {
  return [...text].sort().join("");
}

/**
 * Twice the signs in matching runs, by all signs.
 *
 * @param {string} one
 * @param {string} other
 */
function similarity(one, other) {
  const [a, b] = [[...one], [...other]];
  if (a.length + b.length === 0) return 1;
  if ((2 * Math.min(a.length, b.length)) / (a.length + b.length) < 0.6) return 0;
  return (2 * matched(a, b, 0, a.length, 0, b.length)) / (a.length + b.length);
}

/**
 * @param {readonly string[]} a
 * @param {readonly string[]} b
 * @param {number} fromA
 * @param {number} toA
 * @param {number} fromB
 * @param {number} toB
 * @returns {number}
 */
function matched(a, b, fromA, toA, fromB, toB) {
  let [bestA, bestB, size] = [fromA, fromB, 0];
  let lengths = new Map();
  for (let i = fromA; i < toA; i += 1) {
    const next = new Map();
    for (let j = fromB; j < toB; j += 1) {
      if (a[i] !== b[j]) continue;
      const run = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, run);
      if (run > size) [bestA, bestB, size] = [i - run + 1, j - run + 1, run];
    }
    lengths = next;
  }
  if (size === 0) return 0;
  return (
    size +
    matched(a, b, fromA, bestA, fromB, bestB) +
    matched(a, b, bestA + size, toA, bestB + size, toB)
  );
}

/**
 * The id that a writer of `text` most likely meant, or "".
 *
 * @param {string} text
 * @param {string} vocabulary
 * @param {Table} table
 */
function meant(text, vocabulary, table) {
  const known = table.vocabularies[vocabulary];
  if (!known) return "";
  const said = new Map(known.spoken);
  const lower = text.toLowerCase();
  const exact = said.get(lower);
  if (exact !== undefined) return exact;
  const ids = known.terms.map(([id]) => id);
  const close = nearest(lower.replaceAll(" ", "-").replaceAll("_", "-"), ids);
  return close || (said.get(nearest(lower, [...said.keys()])) ?? "");
}

/**
 * @param {string} text
 * @param {string} vocabulary
 * @param {readonly string[]} also
 * @param {Table} table
 * @returns {Parsed}
 */
function termIn(text, vocabulary, also, table) {
  const known = table.vocabularies[vocabulary]?.terms ?? [];
  if (known.some(([id]) => id === text) || also.includes(text)) return { value: text };
  if (text === OTHERS && also.includes(NO_OTHERS)) {
    return wrong("'others' stands in mappings only", "write 'no-others'");
  }
  const close = meant(text, vocabulary, table);
  const otherwise = `the terms stand in content/vocabulary/${vocabulary}.yaml`;
  return wrong(
    `'${text}' is not a term of ${vocabulary}`,
    close ? `did you mean '${close}'?` : otherwise,
  );
}

// Forms of one value

const NUMBER = /^[0-9]+(?:\.[0-9]+)?$/;
const SPAN = /^([0-9]+(?:\.[0-9]+)?)\s*(?:(\+)|(?:-|\u2013|to)\s*([0-9]+(?:\.[0-9]+)?))?$/;
const MONEY =
  /^\$?\s?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6})(?:\.([0-9]{1,2}))?(?:\s*(?:per|a|an|\/)\s*(session|day|week|month|program))?$/;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LONGEST_ID = 80;
const EMAIL = /^[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/;
const EMAIL_WITHIN = /[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}/;
const ON_A_HOST =
  /^\/\/(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?::[0-9]{1,5})?(?:[/?#].*)?$/;

/** @type {Readonly<Record<string, RegExp>>} what stands behind the scheme of a whole address */
const WHOLE = {
  https: ON_A_HOST,
  http: ON_A_HOST,
  mailto: EMAIL,
  tel: /^\+?[0-9]{3,15}$/,
};

/** @type {Readonly<Record<string, string>>} */
const LINK_EXAMPLES = {
  https: "https://oak.example.org/iop",
  http: "http://oak.example.org/iop",
  mailto: "mailto:intake@oak.example.org",
  tel: "tel:+15035550142",
};

/** @type {Readonly<Record<string, string>>} what people say in place of a zone's name */
const SPOKEN_ZONES = Object.fromEntries(
  Object.entries({
    "America/New_York": "eastern et est edt us/eastern",
    "America/Chicago": "central ct cst cdt us/central",
    "America/Denver": "mountain mt mst mdt us/mountain",
    "America/Phoenix": "arizona us/arizona",
    "America/Los_Angeles": "pacific pt pst pdt us/pacific",
    "America/Anchorage": "alaska akst akdt us/alaska",
    "Pacific/Honolulu": "hawaii hst us/hawaii",
    "America/Puerto_Rico": "atlantic ast",
  }).flatMap(([zone, words]) => words.split(" ").map((word) => [word, zone])),
);

/** @type {Readonly<Record<string, (text: string, spec: Spec, table: Table) => Parsed>>} */
const FORMS = {
  text: (text, { limit = 200 }) => {
    const { length } = [...text];
    if (length <= limit) return { value: text };
    return wrong(`this text has ${length} characters; the limit is ${limit}`, "make it shorter");
  },
  "yes-no": (text) => {
    const lower = text.toLowerCase();
    if (["yes", "true"].includes(lower)) return { value: "yes" };
    if (["no", "false"].includes(lower)) return { value: "no" };
    const said = yesNoMeant(text);
    const hint = said ? `did you mean '${said}'?` : "write yes or no, or leave it out";
    return wrong(`'${text}' is neither yes nor no`, hint);
  },
  choice: choiceOf,
  choices: choiceOf,
  term: (text, { vocabulary = "", other = false }, table) =>
    termIn(text, vocabulary, other ? ["other"] : [], table),
  answers: (text, { vocabulary = "" }, table) => termIn(text, vocabulary, [NO_OTHERS], table),
  number: (text, { unit = "", most = 9999 }) => {
    if (!NUMBER.test(text)) {
      const said = numberMeant(text);
      return wrong(`'${text}' is not a number`, `write ${said || `the number of ${unit} in digits`}`);
    }
    if (Number(text) > most) return wrong(`${text} ${unit} is too much`, `write ${most} or less`);
    return { value: String(Number(text)) };
  },
  span: (text, spec, table) => (spec.unit === "years" ? yearsOf(text, table) : spanOf(text, spec)),
  id: (text, { subject }) => {
    const { length } = [...text];
    if (length > LONGEST_ID) {
      const message = `'${text}' has ${length} signs; ${LONGEST_ID} is the most for ${subject}`;
      return wrong(message, "shorten it");
    }
    if (SLUG.test(text)) return { value: text };
    const hint = "use small letters, digits and hyphens, as in oak-evening-iop";
    return wrong(`'${text}' is not ${subject}`, hint);
  },
  date: (text) => {
    const hint = "write year-month-day, as 2026-10-01";
    const said = dateMeant(text);
    if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) {
      return wrong(`'${text}' is not a date`, said ? `did you mean ${said}?` : hint);
    }
    if (isDay(text)) return { value: text };
    return wrong(`'${text}' is not a day of the calendar`, said ? `that month ends on ${said}` : hint);
  },
  clock: (text) => {
    const found = clockOf(text);
    if (found.message === undefined) return { value: `${found.start}-${found.end}` };
    const said = found.hint === RANGE_HINT ? clockMeant(text) : "";
    return wrong(found.message, said ? `write ${said}` : found.hint);
  },
  days: (text, _spec, { days }) => {
    const lower = text.toLowerCase();
    const short = own(DAY_NAMES, lower) ?? lower;
    if (days.includes(short)) return { value: short };
    return wrong(`'${text}' is not a day`, daysHint(lower, days));
  },
  money: (text) => {
    const found = MONEY.exec(text);
    if (found) return { value: `${moneyOf(found)} ${found[3] ?? ""}` };
    const otherwise = "dollars, as 350 per week (session, day, week, month or program)";
    return wrong(`'${text}' is not one amount of money`, `write ${moneyMeant(text) || otherwise}`);
  },
  phone: (text, _spec, { phones }) => {
    const hint = "write it with its area code, as 503-555-0142 or 503-555-0142 x12";
    const found = usPhone(text, phones);
    if (found) return { value: `${found.digits}x${found.extension}` };
    const like = text.replace(/[Oo]/g, "0").replace(/[Il]/g, "1");
    const said = usPhone(like, phones) ? shownPhone(like) : "";
    return wrong(`'${text}' is not a US phone number`, said ? `did you mean ${said}?` : hint);
  },
  link: linkOf,
  email: (text) =>
    EMAIL.test(text)
      ? { value: text }
      : wrong(
          `'${text}' is not an email address`,
          `write ${EMAIL_WITHIN.exec(text)?.[0] ?? "it as intake@oak.example.org"}`,
        ),
  state: (text, _spec, { states }) => {
    const names = states.map(([code, name]) => /** @type {const} */ ([name.toLowerCase(), code]));
    const code = new Map(names).get(text.toLowerCase()) ?? text.toUpperCase();
    const labels = new Map(states);
    if (labels.has(code)) return { value: code };
    const close = new Map(names).get(nearest(text, names.map(([name]) => name)));
    const hint = close ? `did you mean ${close} (${labels.get(close)})?` : "write its two letters, as OR";
    return wrong(`'${text}' is not a US state or territory`, hint);
  },
  "time-zone": (text, _spec, { zones }) => {
    const known = zones.map(([zone]) => zone);
    if (known.includes(text)) return { value: text };
    const said = own(SPOKEN_ZONES, text.toLowerCase().split(" ")[0]) ?? text;
    const hint = didYouMean(said, known, "write it as America/Chicago");
    return wrong(`'${text}' is not a time zone of the United States`, hint);
  },
  zip: (text) => {
    if (/^[0-9]{5}(?:-[0-9]{4})?$/.test(text)) return { value: text.slice(0, 5) };
    const lostZero = /^(?:[1-8][0-9]{3}|[5-9][0-9]{2})$/.test(text);
    const whole = text.length === 4 ? `0${text}` : `00${text}`;
    const within = text.match(/(?<!\d)\d{5}(?!\d)/g) ?? [];
    const isMeant = lostZero || within.length === 1;
    const hint = isMeant ? `did you mean "${lostZero ? whole : within[0]}"?` : 'write five digits, as "02139"';
    return wrong(`'${text}' is not a ZIP code`, hint);
  },
  npi: (text) => {
    const hint = "copy the ten digits from the NPI registry";
    if (!/^[12][0-9]{9}$/.test(text)) {
      return wrong(`'${text}' is not an NPI: ten digits, the first 1 or 2`, hint);
    }
    if (luhn(`80840${text}`) % 10 === 0) return { value: text };
    return wrong(`'${text}' is not an NPI: its last digit does not check`, hint);
  },
};

/**
 * @template T
 * @param {Readonly<Record<string, T>>} table
 * @param {string} key
 * @returns {T | undefined}
 */
function own(table, key) {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/**
 * @param {string} text
 * @param {Spec} spec
 * @returns {Parsed}
 */
function choiceOf(text, { choices = [] }) {
  const words = choices.map(([word]) => word);
  if (words.includes(text)) return { value: text };
  return wrong(`'${text}' is not known here`, didYouMean(text, words, `write ${alternatives(words)}`));
}

/**
 * A span's ends; the top is null for `9+`.
 *
 * @param {string} text
 * @returns {{low: number, high: number | null} | null}
 */
export function endsOf(text) {
  const found = SPAN.exec(text.trim());
  if (!found) return null;
  const low = Number(found[1]);
  if (found[2]) return { low, high: null };
  return { low, high: found[3] === undefined ? low : Number(found[3]) };
}

/**
 * @param {string} text
 * @param {Spec} spec
 * @param {string} [written]
 * @returns {Parsed}
 */
function spanOf(text, { unit = "", most = 9999 }, written = "9, 9-12 or 9+") {
  const ends = endsOf(text);
  if (!ends) {
    const hint = `write ${spanMeant(text) || written}`;
    return wrong(`'${text}' is not a number or range of ${unit}`, hint);
  }
  const { low, high } = ends;
  if (high !== null && high < low) {
    return wrong(`'${text}' ends below where it starts`, `write ${high}-${low}`);
  }
  if (Math.max(low, high ?? 0) > most) {
    return wrong(`'${text}' is too much: over ${most} ${unit}`, "check the number");
  }
  return { value: `${low}-${high}` };
}

/**
 * @param {string} text
 * @param {Table} table
 * @returns {Parsed}
 */
function yearsOf(text, table) {
  const bands = table.vocabularies.ages;
  const band = own(bands?.years ?? {}, text.toLowerCase());
  if (band) return { value: `${band[0]}-${band[1]}` };
  if (!/^\p{Nd}/u.test(text)) {
    const close = meant(text, "ages", table);
    const known = alternatives(["13-17", "18+", ...(bands?.terms ?? []).map(([id]) => id)]);
    const hint = close ? `did you mean '${close}'?` : `write ${known}`;
    return wrong(`'${text}' is not an age range`, hint);
  }
  return spanOf(text, /** @type {any} */ ({ unit: "years", most: 120 }), "13-17 or 18+");
}

/** @param {string} text as 2026-10-01 */
function isDay(text) {
  const [year, month, day] = text.split("-").map(Number);
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  return day <= daysIn(year, month);
}

/**
 * @param {string} text
 * @param {readonly string[]} days
 */
function daysHint(text, days) {
  const said = daysMeant(text);
  if (said.length > 1) return `write each day: ${said.join(", ")}`;
  if (said.length === 1) return `did you mean '${said[0]}'?`;
  const known = [...days, ...Object.keys(DAY_NAMES)];
  return didYouMean(text, known, "write mon, tue, wed, thu, fri, sat or sun");
}

/** @param {RegExpExecArray} found by MONEY; US cents */
function moneyOf(found) {
  return Number(found[1].replaceAll(",", "")) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
}

/**
 * An amount in US cents and what it pays for, null for what is none.
 *
 * @param {string} text
 */
export function amountOf(text) {
  const found = MONEY.exec(text.trim());
  return found && { cents: moneyOf(found), per: found[3] ?? "" };
}

/**
 * @param {string} text
 * @param {Spec} spec
 * @returns {Parsed}
 */
function linkOf(text, { schemes = ["https"] }) {
  const hint = `write the whole address, as ${LINK_EXAMPLES[schemes[0]]}`;
  const scheme = (/^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1] ?? "").toLowerCase();
  const host = /^[^:]*:?\/\/([^/?#]*)/.exec(text)?.[1] ?? "";
  if (host.includes("[") !== host.includes("]")) return wrong(`'${text}' is not an address`, hint);
  if (!schemes.includes(scheme)) {
    const whole = `https://${text.includes("://") ? text.slice(text.indexOf("://") + 3) : text}`;
    const isMeant = ["", "http"].includes(scheme) && ON_A_HOST.test(whole.slice("https:".length));
    if (isMeant) return wrong(`'${text}' is not an address that starts with ${alternatives(schemes)}:`, `write ${whole}`);
    return wrong(`'${text}' is not an address that starts with ${alternatives(schemes)}:`, hint);
  }
  if (!WHOLE[scheme].test(text.slice(text.indexOf(":") + 1))) {
    return wrong(`'${text}' is not a whole address`, hint);
  }
  if (/[\s<>"'`{}|\\^]/.test(text)) return wrong(`'${text}' has a space or quote in it`, hint);
  return { value: text };
}

/** @param {string} digits */
function luhn(digits) {
  return [...digits].reverse().reduce((total, digit, place) => {
    const doubled = Number(digit) * (1 + (place % 2));
    return total + doubled - (doubled > 9 ? 9 : 0);
  }, 0);
}

// Phone numbers of the United States

const PUNCTUATION =
  "-x\u2010-\u2015\u2212\u30fc\uff0d-\uff0f \u00a0\u00ad\u200b\u2060\u3000()\uff08\uff09\uff3b\uff3d.\\[\\]/~\u2053\u223c\uff5e";
const EXTENSION =
  "(?:;ext=(\\d{1,20})|[ \\u00a0\\t,]*(?:e?xt(?:ensi(?:o\\u0301?|\\u00f3))?n?|anexo)[:.]?[ \\u00a0\\t,-]*(\\d{1,20})#?" +
  "|[ \\u00a0\\t,]*(?:[x#~]|int)[:.]?[ \\u00a0\\t,-]*(\\d{1,9})#?|[- ]+(\\d{1,6})#)";
const VIABLE = new RegExp(
  `^(?:\\d{2}|\\+*(?:[${PUNCTUATION}*]*\\d){3,}[${PUNCTUATION}*A-Za-z\\d]*(?:${EXTENSION})?)$`,
  "i",
);
const EXTENSION_AT_END = new RegExp(`${EXTENSION}$`, "i");
const KEYPAD = "22233344455566677778889999";
const LONGEST = 17;

/**
 * Ten digits and an extension, or what stands there in place of them; null for what is no number.
 *
 * @param {string} text
 * @returns {{digits: string, extension: string} | null}
 */
export function phoneOf(text) {
  const start = text.search(/[+\d]/);
  if (start < 0 || text.length > 250) return null;
  const possible = text
    .slice(start)
    .replace(/[^\p{L}\p{N}#]+$/u, "")
    .replace(/[\\/] *x.*$/s, "");
  if (!VIABLE.test(possible)) return null;
  const found = EXTENSION_AT_END.exec(possible);
  const isBehind = found !== null && VIABLE.test(possible.slice(0, found.index));
  const extension = isBehind ? (found.slice(1).find((each) => each !== undefined) ?? "") : "";
  const number = isBehind ? possible.slice(0, found.index) : possible;
  const digits = digitsOf(number);
  const isAbroad = number.startsWith("+") && !digits.startsWith("1");
  const national = !isAbroad && digits.length > 10 && digits.startsWith("1") ? digits.slice(1) : digits;
  if (national.length < 2 || national.length > LONGEST) return null;
  return { digits: isAbroad ? "" : national, extension };
}

/**
 * @param {string} text
 * @param {readonly string[]} phones patterns of ten digits
 */
function usPhone(text, phones) {
  const found = phoneOf(text);
  const isOne = found && phones.some((pattern) => new RegExp(`^(?:${pattern})$`).test(found.digits));
  return isOne ? found : null;
}

/** @param {string} number letters count when there are three of them */
function digitsOf(number) {
  const hasWords = (number.match(/[A-Za-z]/g) ?? []).length >= 3;
  return [...number.toUpperCase()]
    .map((sign) => {
      if (/\d/.test(sign)) return sign;
      return hasWords && /[A-Z]/.test(sign) ? KEYPAD[sign.charCodeAt(0) - 65] : "";
    })
    .join("");
}

/**
 * The way people read a number: 503-555-0142 ext. 12.
 *
 * @param {string} text
 */
export function shownPhone(text) {
  const found = phoneOf(text.trim());
  if (!found) return text;
  const { digits, extension } = found;
  const shown = `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`;
  return extension ? `${shown} ext. ${extension}` : shown;
}

/**
 * Two letters of a state, or the text as it is.
 *
 * @param {string} text
 * @param {Table} table
 */
export function stateOf(text, table) {
  return FORMS.state(text.trim(), /** @type {any} */ ({}), table).value ?? text;
}

/**
 * The short name of a day, or the text as it is.
 *
 * @param {string} text
 * @param {Table} table
 */
export function dayOf(text, table) {
  return FORMS.days(text.trim(), /** @type {any} */ ({}), table).value ?? text;
}
