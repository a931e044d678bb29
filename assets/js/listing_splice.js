/**
 * A listing's text and a change come in; the text with that change and no other comes out.
 *
 * Only the lines of what changed are written anew. What nobody touched keeps its bytes: comments,
 * order, quotes, line ends, keys that the model does not know. Each change is read back, and where
 * the text would not say just what it should, nothing is changed.
 */

import { read } from "./listing_source.js";

/** @typedef {import("./listing_source.js").Plain} Plain */
/** @typedef {import("./listing_source.js").Part} Part */
/** @typedef {import("./listing_source.js").Entry} Entry */
/** @typedef {readonly (string | number)[]} Field */

/**
 * What a splice must know of the model.
 *
 * @typedef {object} Model
 * @property {(field: Field) => readonly string[]} order of the keys below a field
 * @property {(field: Field) => boolean} isText whether a bare number would be read as one elsewhere
 */

/** A change that cannot be written without changing more than was asked. */
export class Unwritable extends Error {}

const WIDTH = 100;
const STEP = "  ";
const RETYPED = new RegExp(
  "^(?:[-+]?(?:\\d[\\d_,]*(?:\\.[\\d_]*)?|\\.[\\d_]+)(?:e[-+]?\\d+)?" +
    "|[-+]?0(?:x[\\da-f_]+|o?[0-7_]+|b[01_]+)" +
    "|[-+]?\\d[\\d_]*(?::[0-5]?\\d)+(?:\\.[\\d_]*)?" +
    "|[-+]?\\.inf|\\.nan" +
    "|\\d{4}-\\d\\d?-\\d\\d?(?:(?:t|[ \\t]+)\\d.*)?" +
    "|y|n|yes|no|on|off|true|false" +
    "|<<|=)$",
  "i",
);
const PLAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}_ ./()&'+$%@;=!*\u2013-]|:(?=[^\s,\]}:]))*(?<! )$/u;
const PLAIN_IN_BLOCK =
  /^[\p{L}\p{N}](?:[\p{L}\p{N}_ ,./()&'+$%@;=!?*\u2013-]|:(?=[^\s,\]}:]))*(?<! )$/u;
const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/u;
const ESCAPED = /[^\x20-\x7e\xa0-\u200a\u2010-\u2027\u202f-\ud7ff\ue000-\ufefe]/gu;

/**
 * The text in which `field` has this value, and the comments that went with what was taken out.
 *
 * `undefined` takes the field out, and each section that nothing is left of. Throws `Unwritable`.
 *
 * @param {string} text as `read` takes it
 * @param {Field} field
 * @param {Plain | undefined} value
 * @param {Model} model
 * @returns {{text: string, lost: string[]}}
 */
export function put(text, field, value, model) {
  const before = read(text);
  if (before.value === null) throw new Unwritable("the text cannot be read");
  const wanted = changed(before.value, field, value) ?? Object.create(null);
  if (same(wanted, before.value)) return { text, lost: [] };
  let after = text;
  for (const step of stepsTo(before.value, wanted, [])) after = applied(after, step, model);
  const made = read(after);
  if (made.value === null || !same(made.value, wanted)) throw new Unwritable(field.join("."));
  return { text: after, lost: missing(before.comments, made.comments) };
}

/**
 * Comments that are no longer there.
 *
 * @param {readonly {text: string}[]} before
 * @param {readonly {text: string}[]} after
 */
function missing(before, after) {
  const left = after.map(({ text }) => text);
  return before
    .map(({ text }) => text)
    .filter((text) => {
      const index = left.indexOf(text);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
}

// Values

/** @param {unknown} value */
export function isMap(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/**
 * What stands at a field, undefined where nothing does.
 *
 * @param {Plain | undefined} value
 * @param {Field} field
 * @returns {Plain | undefined}
 */
export function at(value, field) {
  let found = value;
  for (const key of field) {
    if (found === undefined || typeof found === "string") return undefined;
    if (Array.isArray(found) !== (typeof key === "number")) return undefined;
    found = /** @type {any} */ (found)[key];
  }
  return found;
}

/**
 * @param {Plain | undefined} one
 * @param {Plain | undefined} other
 * @returns {boolean}
 */
export function same(one, other) {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, index) => same(each, other[index]));
  }
  if (isMap(one) && isMap(other)) {
    const [first, second] = [/** @type {any} */ (one), /** @type {any} */ (other)];
    const keys = Object.keys(first);
    return (
      keys.length === Object.keys(second).length &&
      keys.every((key) => key in second && same(first[key], second[key]))
    );
  }
  return one === other;
}

/**
 * The whole value with another one at a field; sections and lists of which nothing is left go.
 *
 * @param {Plain | undefined} whole
 * @param {Field} field
 * @param {Plain | undefined} value
 * @returns {Plain | undefined}
 */
export function changed(whole, field, value) {
  if (field.length === 0) return isNothing(value) ? undefined : value;
  const [key, ...rest] = field;
  if (typeof key === "number") {
    const list = Array.isArray(whole) ? [...whole] : [];
    const inner = changed(list[key], rest, value);
    if (inner === undefined) list.splice(key, 1);
    else list[key] = inner;
    return list.length > 0 ? list : undefined;
  }
  /** @type {{[key: string]: Plain}} */
  const map = Object.assign(Object.create(null), isMap(whole) ? whole : {});
  const inner = changed(map[key], rest, value);
  if (inner === undefined) delete map[key];
  else map[key] = inner;
  return Object.keys(map).length > 0 ? map : undefined;
}

/** @param {Plain | undefined} value */
function isNothing(value) {
  return value === undefined || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}

// Steps from one value to the other

/**
 * @typedef {object} Step
 * @property {"add" | "remove" | "write" | "replace" | "insert"} kind
 * @property {Field} field
 * @property {Plain} [value]
 */

/**
 * @param {Plain} before
 * @param {Plain} after
 * @param {Field} field
 * @returns {Generator<Step>}
 */
function* stepsTo(before, after, field) {
  if (same(before, after)) return;
  if (typeof before === "string" && typeof after === "string") {
    yield { kind: "write", field, value: after };
  } else if (Array.isArray(before) && Array.isArray(after)) {
    yield* listSteps(before, after, field);
  } else if (isMap(before) && isMap(after)) {
    yield* mapSteps(/** @type {any} */ (before), /** @type {any} */ (after), field);
  } else {
    yield { kind: "replace", field, value: after };
  }
}

/**
 * New keys come before old ones go, so that no section is empty on the way.
 *
 * @param {{[key: string]: Plain}} before
 * @param {{[key: string]: Plain}} after
 * @param {Field} field
 * @returns {Generator<Step>}
 */
function* mapSteps(before, after, field) {
  for (const [key, value] of Object.entries(after)) {
    if (key in before) yield* stepsTo(before[key], value, [...field, key]);
    else yield { kind: "add", field: [...field, key], value };
  }
  for (const key of Object.keys(before)) {
    if (!(key in after)) yield { kind: "remove", field: [...field, key] };
  }
}

/**
 * @param {Plain[]} before
 * @param {Plain[]} after
 * @param {Field} field
 * @returns {Generator<Step>}
 */
function* listSteps(before, after, field) {
  const first = countWhile(before, after);
  const last = countWhile(before.slice(first).reverse(), after.slice(first).reverse());
  const old = before.slice(first, before.length - last);
  const fresh = after.slice(first, after.length - last);
  const stay = keptOf(old, fresh);
  if (stay.length === 0) {
    const both = Math.min(old.length, fresh.length);
    for (let index = 0; index < both; index += 1) {
      yield* stepsTo(old[index], fresh[index], [...field, first + index]);
    }
    for (const [index, value] of fresh.slice(both).entries()) {
      yield { kind: "insert", field: [...field, first + both + index], value };
    }
    for (const _each of old.slice(both)) yield { kind: "remove", field: [...field, first + both] };
    return;
  }
  // Items that stay, in their order; all others go or come.
  let index = first;
  let next = 0;
  for (const each of fresh) {
    while (next < old.length && !same(old[next], each) && !stay.some((one) => same(one, old[next]))) {
      next += 1;
      yield { kind: "remove", field: [...field, index] };
    }
    if (next < old.length && same(old[next], each)) next += 1;
    else yield { kind: "insert", field: [...field, index], value: each };
    index += 1;
  }
  while (next < old.length) {
    next += 1;
    yield { kind: "remove", field: [...field, index] };
  }
}

/**
 * The items of the one that stand in the other too, if they stand there in the same order.
 *
 * @param {readonly Plain[]} one
 * @param {readonly Plain[]} other
 */
function keptOf(one, other) {
  const found = one.filter((each) => other.some((also) => same(each, also)));
  const there = other.filter((each) => one.some((also) => same(each, also)));
  return same(/** @type {Plain[]} */ (found), /** @type {Plain[]} */ (there)) ? found : [];
}

/**
 * @param {readonly Plain[]} one
 * @param {readonly Plain[]} other
 */
function countWhile(one, other) {
  let count = 0;
  while (count < one.length && count < other.length && same(one[count], other[count])) count += 1;
  return count;
}

// One step in the text

/**
 * @param {string} text
 * @param {Step} step
 * @param {Model} model
 */
function applied(text, step, model) {
  const { root } = read(text);
  if (!root) throw new Unwritable(step.field.join("."));
  return new Page(text, root, model)[step.kind](step.field, step.value ?? "");
}

class Page {
  /**
   * @param {string} text
   * @param {Part} root
   * @param {Model} model
   */
  constructor(text, root, model) {
    this.text = text;
    this.root = root;
    this.model = model;
    this.line = text.includes("\r\n") ? "\r\n" : "\n";
  }

  /**
   * @param {Field} field
   * @param {Plain} value
   */
  write(field, value) {
    const { parent, entry } = this.found(field);
    const inBlock = parent.kind === "map" && !parent.flow;
    const written = this.worded(String(value), field, inBlock, this.column(entry.start));
    const part = /** @type {Part} */ (entry.part);
    return this.spliced(part.start, part.end, written);
  }

  /**
   * @param {Field} field
   * @param {Plain} value
   */
  add(field, value) {
    const parent = this.part(field.slice(0, -1));
    const name = String(field.at(-1));
    const there = parent.entries.find((each) => each.name === name);
    if (there) return this.filled(parent, there, field, value);
    const neighbor = this.neighbor(parent, field);
    const key = this.keyWords(name, field);
    if (parent.flow) {
      const piece = `${key}: ${this.inline(value, field)}`;
      return this.addedInline(parent, neighbor, piece);
    }
    const indent = parent.entries.length > 0 ? this.column(parent.entries[0].start) : 0;
    return this.addedLines(neighbor, this.lines(key, value, field, indent), indent);
  }

  /**
   * @param {Field} field
   * @param {Plain} value
   */
  insert(field, value) {
    const parent = this.part(field.slice(0, -1));
    const index = Number(field.at(-1));
    const neighbor =
      index > 0
        ? { after: parent.entries[index - 1] }
        : { before: parent.entries[0] };
    if (parent.flow) return this.addedInline(parent, neighbor, this.inline(value, field));
    const indent = this.column(parent.entries[0].start);
    return this.addedLines(neighbor, this.item(value, field, indent), indent);
  }

  /** @param {Field} field */
  remove(field) {
    const { parent, entry, index } = this.found(field);
    const next = parent.entries[index + 1];
    const last = parent.entries[index - 1];
    if (parent.flow) {
      if (next) return this.spliced(entry.start, next.start, "");
      return this.spliced(last ? last.end : entry.start, entry.end, "");
    }
    const start = this.lineStart(entry.start);
    if (this.text.slice(start, entry.start).trim() !== "") {
      return this.spliced(entry.start, next ? next.start : entry.end, ""); // behind a dash
    }
    return this.spliced(this.above(entry), this.below(entry), "");
  }

  /**
   * @param {Field} field
   * @param {Plain} value
   */
  replace(field, value) {
    const { parent, entry } = this.found(field);
    if (parent.flow || parent.kind === "list") {
      const part = /** @type {Part} */ (entry.part);
      return this.spliced(part.start, part.end, this.inline(value, field));
    }
    const bare = this.spliced(entry.after, entry.end, "");
    const { root } = read(bare);
    return root ? new Page(bare, root, this.model).add(field, value) : bare;
  }

  /**
   * A key that stands there with nothing behind it, or with "~".
   *
   * @param {Part} parent
   * @param {Entry} entry
   * @param {Field} field
   * @param {Plain} value
   */
  filled(parent, entry, field, value) {
    if (parent.flow) {
      return this.spliced(entry.after, entry.end, ` ${this.inline(value, field)}`);
    }
    const indent = this.column(entry.start);
    const [first, ...others] = this.lines("", value, field, indent);
    const head = first.trim() === ":" ? "" : ` ${first.trim().slice(2)}`;
    const end = this.lineEnd(entry.end);
    const rest = others.map((line) => `${this.line}${line}`).join("");
    const middle = this.text.slice(entry.end, end);
    return this.spliced(entry.after, end, `${head}${middle}${rest}`);
  }

  // Where things stand

  /**
   * @param {Field} field
   * @returns {Part}
   */
  part(field) {
    return field.length === 0 ? this.root : /** @type {Part} */ (this.found(field).entry.part);
  }

  /** @param {Field} field */
  found(field) {
    const parent = this.part(field.slice(0, -1));
    const key = field.at(-1);
    const index =
      typeof key === "number" ? key : (parent?.entries ?? []).findIndex(({ name }) => name === key);
    const entry = parent?.entries[index];
    if (!entry) throw new Unwritable(field.join("."));
    return { parent, entry, index };
  }

  /**
   * Beside which entry a new key belongs by the model's order.
   *
   * @param {Part} parent
   * @param {Field} field
   * @returns {{after?: Entry, before?: Entry}}
   */
  neighbor(parent, field) {
    const order = this.model.order(field.slice(0, -1));
    const rank = (/** @type {string} */ name) => {
      const found = order.indexOf(name);
      return found < 0 ? order.length : found;
    };
    const own = rank(String(field.at(-1)));
    const lower = parent.entries.filter(({ name }) => rank(name) < own);
    const highest = Math.max(...lower.map(({ name }) => rank(name)));
    const after = lower.filter(({ name }) => rank(name) === highest).at(-1);
    if (after) return { after };
    const before = parent.entries.find(({ name }) => rank(name) > own);
    return before ? { before } : { after: parent.entries.at(-1) };
  }

  /** @param {number} offset */
  lineStart(offset) {
    return this.text.lastIndexOf("\n", offset - 1) + 1;
  }

  /** @param {number} offset before the line's end */
  lineEnd(offset) {
    const end = this.text.indexOf("\n", offset);
    if (end < 0) return this.text.length;
    return this.text[end - 1] === "\r" && end > offset ? end - 1 : end;
  }

  /** @param {number} offset behind the line's end */
  nextLine(offset) {
    const end = this.text.indexOf("\n", offset);
    return end < 0 ? this.text.length : end + 1;
  }

  /** @param {number} offset */
  column(offset) {
    return offset - this.lineStart(offset);
  }

  /**
   * Where an entry begins with the comments that stand right above it. Those at the very top of the
   * file are the file's own.
   *
   * @param {Entry} entry
   */
  above(entry) {
    const own = this.lineStart(entry.start);
    const indent = this.column(entry.start);
    let start = own;
    while (start > 0) {
      const line = this.lineStart(start - 1);
      const words = this.text.slice(line, start).trimEnd();
      if (!words.trimStart().startsWith("#") || words.indexOf("#") !== indent) break;
      start = line;
    }
    return start === 0 ? own : start;
  }

  /**
   * Where an entry ends with the comments below it that stand further to the right than its key.
   *
   * @param {Entry} entry
   */
  below(entry) {
    const indent = this.column(entry.start);
    let end = this.nextLine(entry.end);
    let look = end;
    while (look < this.text.length) {
      const line = this.text.slice(look, this.nextLine(look));
      const words = line.trim();
      if (words !== "" && !(words.startsWith("#") && line.indexOf("#") > indent)) break;
      look += line.length;
      if (words !== "") end = look;
    }
    return end;
  }

  // Writing

  /**
   * @param {number} start
   * @param {number} end
   * @param {string} piece
   */
  spliced(start, end, piece) {
    return this.text.slice(0, start) + piece + this.text.slice(end);
  }

  /**
   * @param {Part} parent
   * @param {{after?: Entry, before?: Entry}} neighbor
   * @param {string} piece
   */
  addedInline(parent, { after, before }, piece) {
    if (after) return this.spliced(after.end, after.end, `, ${piece}`);
    if (before) return this.spliced(before.start, before.start, `${piece}, `);
    return this.spliced(parent.start + 1, parent.start + 1, piece);
  }

  /**
   * @param {{after?: Entry, before?: Entry}} neighbor
   * @param {readonly string[]} lines
   * @param {number} indent
   */
  addedLines({ after, before }, lines, indent) {
    const written = lines.join(this.line);
    if (after) {
      const end = this.below(after);
      const isOpen = end === this.text.length && !this.text.endsWith("\n");
      return this.spliced(end, end, isOpen ? this.line + written : written + this.line);
    }
    if (!before) return written + this.line + this.text; // nothing but comments, if any
    const start = this.lineStart(before.start);
    if (this.text.slice(start, before.start).trim() === "") {
      const place = this.above(before);
      return this.spliced(place, place, written + this.line);
    }
    const piece = written.trimStart() + this.line + " ".repeat(indent);
    return this.spliced(before.start, before.start, piece);
  }

  /**
   * The lines of a key with its value, in a block.
   *
   * @param {string} key
   * @param {Plain} value
   * @param {Field} field
   * @param {number} indent
   * @returns {string[]}
   */
  lines(key, value, field, indent) {
    const pad = " ".repeat(indent);
    if (typeof value === "string") {
      return `${pad}${key}: ${this.worded(value, field, true, indent)}`.split(this.line);
    }
    if (Array.isArray(value)) {
      if (value.every((each) => typeof each === "string")) return this.words(`${pad}${key}:`, value, field, indent);
      const items = value.flatMap((each, index) => this.item(each, [...field, index], indent + 2));
      return [`${pad}${key}:`, ...items];
    }
    return [`${pad}${key}:`, ...this.mapLines(value, field, indent + 2)];
  }

  /**
   * @param {{[key: string]: Plain}} map
   * @param {Field} field
   * @param {number} indent
   */
  mapLines(map, field, indent) {
    return this.sorted(map, field).flatMap(([name, value]) =>
      this.lines(this.keyWords(name, [...field, name]), value, [...field, name], indent),
    );
  }

  /**
   * @param {{[key: string]: Plain}} map
   * @param {Field} field
   */
  sorted(map, field) {
    const order = this.model.order(field);
    const rank = (/** @type {string} */ name) => (order.includes(name) ? order.indexOf(name) : order.length);
    return Object.entries(map).sort(([one], [other]) => rank(one) - rank(other));
  }

  /**
   * An item behind its dash.
   *
   * @param {Plain} value
   * @param {Field} field
   * @param {number} indent
   * @returns {string[]}
   */
  item(value, field, indent) {
    const pad = " ".repeat(indent);
    if (!isMap(value)) return [`${pad}- ${this.inline(value, field)}`];
    const [first, ...others] = this.mapLines(/** @type {any} */ (value), field, indent + 2);
    return [`${pad}- ${first.trimStart()}`, ...others];
  }

  /**
   * A list of words in brackets, over as many lines as it needs.
   *
   * @param {string} head
   * @param {readonly Plain[]} value
   * @param {Field} field
   * @param {number} indent
   */
  words(head, value, field, indent) {
    const pieces = value.map((each, index) => this.inline(each, [...field, index]));
    const lines = [];
    let line = `${head} [`;
    for (const [index, piece] of pieces.entries()) {
      const word = piece + (index === pieces.length - 1 ? "]" : ",");
      if (index > 0 && line.length + 1 + word.length > WIDTH) {
        lines.push(line);
        line = " ".repeat(indent + 2) + word;
      } else {
        line += index > 0 ? ` ${word}` : word;
      }
    }
    return [...lines, line];
  }

  /**
   * @param {Plain} value
   * @param {Field} field
   * @returns {string}
   */
  inline(value, field) {
    if (typeof value === "string") return this.worded(value, field, false, 0);
    if (Array.isArray(value)) {
      return `[${value.map((each, index) => this.inline(each, [...field, index])).join(", ")}]`;
    }
    const pieces = this.sorted(value, field).map(
      ([name, inner]) =>
        `${this.keyWords(name, [...field, name])}: ${this.inline(inner, [...field, name])}`,
    );
    return `{${pieces.join(", ")}}`;
  }

  /**
   * @param {string} name
   * @param {Field} field
   */
  keyWords(name, field) {
    return this.model.order(field.slice(0, -1)).includes(name) ? name : scalar(name, PLAIN, false);
  }

  /**
   * A text as it is written: bare where every reader of YAML keeps it, in lines where it has some.
   *
   * @param {string} text
   * @param {Field} field
   * @param {boolean} inBlock
   * @param {number} indent of its key
   */
  worded(text, field, inBlock, indent) {
    const lines = text.replace(/\n$/, "").split("\n");
    const isLiteral =
      inBlock && text.includes("\n") && lines[0] !== "" && lines.at(-1) !== "" && lines.every(isPlainLine);
    if (isLiteral) {
      const pad = " ".repeat(indent) + STEP;
      const head = text.endsWith("\n") ? "|" : "|-";
      return [head, ...lines.map((line) => (line ? pad + line : ""))].join(this.line);
    }
    const bare = typeof field.at(-1) !== "number" && !this.model.isText(field);
    return scalar(text, inBlock ? PLAIN_IN_BLOCK : PLAIN, bare);
  }
}

/** @param {string} line */
function isPlainLine(line) {
  return line === line.trim() && !UNPRINTABLE.test(line);
}

/**
 * @param {string} text
 * @param {RegExp} plain
 * @param {boolean} bare whether what YAML could read as another type stays without quotes
 */
function scalar(text, plain, bare) {
  const isRetyped = text.toLowerCase() === "null" || (!bare && RETYPED.test(text));
  if (plain.test(text) && !UNPRINTABLE.test(text) && !isRetyped) return text;
  return JSON.stringify(text).replace(ESCAPED, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    return code <= 0xffff
      ? `\\u${code.toString(16).padStart(4, "0")}`
      : `\\U${code.toString(16).padStart(8, "0")}`;
  });
}
