/**
 * The text of a listing comes in; its plain value comes out, and where each key, value and comment
 * stands, or why the text is refused: in the words of `check`, where this reader sees the same.
 *
 * Texts stay texts, as in `check`: 9:00 is no number and no is not false.
 */

import { Composer, Parser } from "../vendor/yaml/index.js";

/** @typedef {string | Plain[] | {[key: string]: Plain}} Plain */

/**
 * @typedef {object} Entry a key with its value, or an item of a list
 * @property {string} name "" in a list
 * @property {number} start of the key, or of the dash
 * @property {number} after the colon or dash; where an absent value would stand
 * @property {Part | null} part null where nothing stands behind the key
 * @property {number} end of the value, "~" included, or of the colon
 */

/**
 * @typedef {object} Part
 * @property {"map" | "list" | "text"} kind
 * @property {boolean} flow in brackets or braces
 * @property {number} start
 * @property {number} end behind its last sign
 * @property {string} text what a text means
 * @property {readonly Entry[]} entries
 */

/** @typedef {{line: number, column: number, message: string, hint: string, warning?: boolean}} Problem */

/** @typedef {{offset: number, end: number, text: string}} Comment */

/**
 * @typedef {object} Reading
 * @property {{[key: string]: Plain} | null} value null when the text is refused
 * @property {Part | null} root
 * @property {readonly Comment[]} comments
 * @property {readonly Problem[]} problems warnings too
 */

const SIZE_LIMIT = 256 * 1024;
const DEPTH_LIMIT = 64;
const EMPTY = new Set(["", "~", "null", "Null", "NULL"]);
const CURLY = /^[\u2018\u2019\u201a\u201c\u201d\u201e]/;
// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n|$)/;
const ODD_SPACE = /^[ -]*(?:[\w-]+:)?[ ]*([\u00a0\u2000-\u200a\u202f\u205f\u3000])/m;
const GLUED = /^([A-Za-z_][\w-]*):(?=\S)/;
const CUT = /^[ \t]+#[^\s#]/;
const ALIGN = "give keys that belong together the same number of spaces";

/**
 * @param {string} text with LF or CRLF line ends, without a byte order mark
 * @returns {Reading}
 */
export function read(text) {
  const early = refusedEarly(text);
  if (early) return refused([early]);
  const place = placesIn(text);
  const tokens = [...new Parser().parse(text)];
  const leaves = leavesOf(tokens);
  const marks = refusedMarks(tokens, leaves, place);
  if (marks.length > 0) return refused(marks);
  let made;
  try {
    made = [...new Composer(OPTIONS).compose(tokens)];
  } catch (error) {
    if (error instanceof RangeError) return refused([{ ...place(0), ...TOO_DEEP }]);
    throw error;
  }
  const [first] = made;
  if (!first) return refused([{ ...place(0), ...NOTHING }]);
  if (first.errors.length > 0) return refused([syntaxProblem(first.errors[0], text, place, leaves)]);
  const walk = new Walk(text, place);
  const root = walk.part(first.contents, 1);
  const tooDeep = walk.problems.filter(({ message }) => message === TOO_DEEP.message);
  if (tooDeep.length > 0) return refused(tooDeep);
  if (root === null) return refused([{ ...place(0), ...NOTHING }]);
  if (root.kind !== "map") return refused([{ ...place(root.start), ...NO_MAPPING }]);
  if (walk.problems.some(({ warning }) => !warning)) return refused(walk.problems);
  const value = /** @type {{[key: string]: Plain}} */ (plainOf(root));
  return { value, root, comments: commentsIn(leaves), problems: walk.problems };
}

/** @type {any} */
const OPTIONS = { schema: "failsafe", keepSourceTokens: true, uniqueKeys: false, prettyErrors: false };
const TOO_DEEP = {
  message: `the file is nested deeper than ${DEPTH_LIMIT} levels`,
  hint: "look for brackets that are never closed",
};
const NOTHING = {
  message: "the file is empty",
  hint: "copy an example and fill it in, or delete the file",
};
const NO_MAPPING = {
  message: "one value or a list stands where a mapping belongs",
  hint: "write 'key: value' on lines of its own",
};

/**
 * @param {readonly Problem[]} problems
 * @returns {Reading}
 */
function refused(problems) {
  return { value: null, root: null, comments: [], problems };
}

/**
 * The line and column of an offset, both from 1.
 *
 * @param {string} text
 */
export function placesIn(text) {
  return (/** @type {number} */ offset) => {
    const before = text.slice(0, offset);
    const start = before.lastIndexOf("\n") + 1;
    return { line: before.split("\n").length, column: [...before.slice(start)].length + 1 };
  };
}

/** @param {string} text */
function refusedEarly(text) {
  const size = new TextEncoder().encode(text).length;
  const place = placesIn(text);
  if (size > SIZE_LIMIT) {
    return {
      ...place(0),
      message: `the file is ${Math.floor(size / 1024)} KiB long; the limit is ${SIZE_LIMIT / 1024} KiB`,
      hint: "a listing is a few KiB: move long texts to your website",
    };
  }
  const invisible = INVISIBLE.exec(text);
  if (invisible) {
    return {
      ...place(invisible.index),
      message: `the invisible character U+${hexOf(invisible[0])} stands here`,
      hint: "delete it and type the text again",
    };
  }
  const odd = ODD_SPACE.exec(text);
  if (odd) {
    return {
      ...place(odd.index + odd[0].length - 1),
      message: `the odd space U+${hexOf(odd[1])} stands here, often from a word processor`,
      hint: "delete it and type a usual space",
    };
  }
  return null;
}

/** @param {string} sign */
function hexOf(sign) {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

/**
 * Anchors, aliases, tags and a second part of the file: YAML has them, listings do not.
 *
 * @param {readonly any[]} tokens
 * @param {readonly any[]} leaves
 * @param {(offset: number) => {line: number, column: number}} place
 * @returns {Problem[]}
 */
function refusedMarks(tokens, leaves, place) {
  /** @type {Problem[]} */
  const problems = [];
  let files = 0;
  for (const token of tokens) {
    if (token.type === "document") {
      const mark = token.start.find((/** @type {any} */ each) => each.type === "doc-start");
      files += 1;
      if (files === 2) {
        problems.push({
          ...place(mark?.offset ?? token.offset),
          message: "a second document starts here",
          hint: "keep one document a file",
        });
      }
    }
  }
  for (const token of leaves) {
    const words = MARKS[token.type];
    if (words) problems.push({ ...place(token.offset), ...words(token.source) });
  }
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** @type {Readonly<Record<string, (source: string) => {message: string, hint: string}>>} */
const MARKS = {
  alias: (source) => ({
    message: `'${source}' is an alias`,
    hint: "put the text in quotes",
  }),
  anchor: (source) => ({
    message: `'${source}' is an anchor`,
    hint: "leave it out, or quote the text",
  }),
  tag: (source) => ({ message: `'${source}' is a tag`, hint: "leave it out, or quote the text" }),
};

const INSIDE = ["props", "start", "items", "key", "sep", "value", "end"];

/**
 * Every token that holds no others.
 *
 * @param {any} value
 * @param {any[]} [found]
 * @returns {any[]}
 */
function leavesOf(value, found = []) {
  if (Array.isArray(value)) {
    for (const each of value) leavesOf(each, found);
  } else if (value) {
    if (value.source !== undefined && value.type !== undefined) found.push(value);
    for (const name of INSIDE) {
      if (typeof value[name] === "object") leavesOf(value[name], found);
    }
  }
  return found;
}

/**
 * @param {readonly any[]} leaves
 * @returns {Comment[]}
 */
function commentsIn(leaves) {
  return leaves
    .filter(({ type }) => type === "comment")
    .map(({ offset, source }) => ({ offset, end: offset + source.length, text: source.trim() }))
    .sort((a, b) => a.offset - b.offset);
}

// What the reader of YAML refuses

/**
 * @param {{code: string, pos: [number, number], message: string}} error
 * @param {string} text
 * @param {(offset: number) => {line: number, column: number}} place
 * @param {readonly any[]} leaves
 * @returns {Problem}
 */
function syntaxProblem({ code, pos, message }, text, place, leaves) {
  const at = place(pos[0]);
  const line = text.split(/\r?\n/)[at.line - 1] ?? "";
  const tab = /^[ -]*\t/.exec(line);
  if (code === "TAB_AS_INDENT" || tab) {
    return {
      line: at.line,
      column: line.indexOf("\t") + 1,
      message: "a tab stands here",
      hint: "use spaces: two for each step to the right",
    };
  }
  if (message.startsWith("Missing closing") && message.includes("quote")) {
    const opened = leaves.filter(({ type, offset }) => type.endsWith("quoted-scalar") && offset < pos[0]);
    return {
      ...place(opened.at(-1)?.offset ?? pos[0]),
      message: "a quote is opened here and never closed",
      hint: "close it with the same quote",
    };
  }
  const glued = GLUED.exec(line.trim());
  if (glued) {
    return {
      line: at.line,
      column: line.indexOf(":") + 2,
      message: "a space is missing after ':'",
      hint: `write '${glued[1]}: ${line.trim().slice(glued[0].length)}'`,
    };
  }
  if (code === "BAD_SCALAR_START" || code === "UNEXPECTED_TOKEN") {
    return {
      ...at,
      message: "this line begins a value with a sign that YAML keeps for itself",
      hint: "put the text in quotes",
    };
  }
  const hint = code === "BAD_INDENT" ? ALIGN : "compare the line with an example";
  return { ...at, message: "this line cannot be read", hint };
}

// What it takes

class Walk {
  /**
   * @param {string} text
   * @param {(offset: number) => {line: number, column: number}} place
   */
  constructor(text, place) {
    this.text = text;
    this.place = place;
    /** @type {Problem[]} */
    this.problems = [];
  }

  /**
   * @param {any} node
   * @param {number} depth
   * @returns {Part | null} null for nothing
   */
  part(node, depth) {
    if (depth > DEPTH_LIMIT) {
      if (!this.problems.some(({ message }) => message === TOO_DEEP.message)) {
        this.problems.push({ ...this.place(node.range[0]), ...TOO_DEEP });
      }
      return null;
    }
    if (isEmpty(node)) return null;
    if (node.srcToken?.type === "block-map") return this.map(node, depth, false);
    if (node.srcToken?.type === "block-seq") return this.list(node, depth, false);
    if (node.srcToken?.type === "flow-collection") {
      return node.srcToken.start.source === "{"
        ? this.map(node, depth, true)
        : this.list(node, depth, true);
    }
    if (node.items) return this.map(node, depth, true); // `[a: b]`: a pair in brackets
    return this.leaf(node);
  }

  /** @param {any} node */
  leaf(node) {
    const [start, valueEnd] = node.range;
    const isBlock = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
    const end = isBlock ? this.blockEnd(start, valueEnd) : valueEnd;
    if (node.type === "PLAIN") this.look(node.value, start, end);
    return { kind: /** @type {const} */ ("text"), flow: !isBlock, start, end, text: node.value, entries: [] };
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  blockEnd(start, end) {
    const header = /^[|>][-+\d]*/.exec(this.text.slice(start)) ?? [""];
    if (header[0].includes("+")) return end;
    return start + this.text.slice(start, end).trimEnd().length;
  }

  /**
   * What is easily meant otherwise than it reads.
   *
   * @param {string} value
   * @param {number} start
   * @param {number} end
   */
  look(value, start, end) {
    if (CURLY.test(value)) {
      const message = "curly quotes are part of the text here";
      this.tell(start, message, 'use straight quotes ("), or none', true);
    }
    const rest = /[^\r\n]*/y;
    rest.lastIndex = end;
    const behind = rest.exec(this.text)?.[0] ?? "";
    const cut = CUT.exec(behind);
    if (cut) {
      this.tell(
        end + cut[0].length - 2,
        `the text from '${behind.trim()}' on is cut off: ' #' starts a comment`,
        'put the whole text in quotes, or write "# " with a space for a comment',
      );
    }
    if (this.text.slice(start, end).includes("\n")) {
      this.tell(
        start,
        "this text goes on over several lines",
        "if a ':' was lost, put it back; else write it on one line or start it with |",
        true,
      );
    }
  }

  /**
   * @param {any} node
   * @param {number} depth
   * @param {boolean} flow
   * @returns {Part}
   */
  map(node, depth, flow) {
    /** @type {Entry[]} */
    const entries = [];
    /** @type {Map<string, number>} */
    const starts = new Map();
    for (const pair of node.items) {
      const { key, value, srcToken } = pair;
      const start = key?.range?.[0] ?? srcToken?.key?.offset ?? node.range[0];
      if (!key || key.items || typeof key.value !== "string") {
        this.tell(start, "a key must be one word", "write 'key: value'");
        continue;
      }
      const name = key.value;
      const colon = (srcToken?.sep ?? []).find((/** @type {any} */ { type }) => type === "map-value-ind");
      const first = starts.get(name);
      if (first !== undefined) {
        const message = `'${name}' is written twice, first on line ${this.place(first).line}`;
        this.tell(start, message, "keep one of the two");
        continue;
      }
      if (!colon) {
        this.noColon(start, name);
        continue;
      }
      if (flow && key.type === "PLAIN" && /[^\s,\]}]/.test(this.text[colon.offset + 1] ?? "")) {
        const message = "a ':' stands here inside brackets or braces";
        this.tell(colon.offset, message, "put a space behind it, or put the text in quotes");
      }
      starts.set(name, start);
      const after = colon.offset + 1;
      const part = this.part(value, depth + 1);
      const end = part ? part.end : emptyEnd(value, after);
      entries.push({ name, start, after, part, end });
    }
    const start = flow || entries.length === 0 ? node.range[0] : entries[0].start;
    const end = flow ? node.range[1] : Math.max(start, ...entries.map((each) => each.end));
    return { kind: "map", flow, start, end, text: "", entries };
  }

  /**
   * @param {number} start
   * @param {string} name
   */
  noColon(start, name) {
    const glued = GLUED.exec(name);
    if (glued) {
      const behind = name.slice(glued[0].length);
      const hint = `write '${glued[1]}: ${behind}'`;
      this.tell(start + glued[0].length, "a space is missing after ':'", hint);
    } else {
      this.tell(
        start,
        `'${name}' has no ':': inside braces a comma ends the text before it`,
        /^[a-z_-]+ /.test(name)
          ? `write '${withColon(name)}', or put a text with a comma in quotes`
          : "put a text with a comma in quotes, or write 'key: value'",
      );
    }
  }

  /**
   * @param {any} node
   * @param {number} depth
   * @param {boolean} flow
   * @returns {Part}
   */
  list(node, depth, flow) {
    const tokens = node.srcToken.items.filter((/** @type {any} */ item) =>
      flow
        ? item.key || item.value || item.sep?.length
        : item.start.some((/** @type {any} */ { type }) => type === "seq-item-ind"),
    );
    if (node.items.length === 0) {
      const hint = "write an item, or delete the line: what is left out is not stated";
      this.tell(node.range[0], "the list is empty", hint);
    }
    const entries = node.items.map((/** @type {any} */ item, /** @type {number} */ index) => {
      const dash = tokens[index]?.start.find((/** @type {any} */ { type }) => type === "seq-item-ind");
      const value = item.key !== undefined && !item.srcToken?.type ? pairAsMap(item) : item;
      const part = this.part(value, depth + 1);
      const at = dash?.offset ?? part?.start ?? item.range?.[0] ?? node.range[0];
      if (part === null) {
        const hint = "write the item or delete its dash";
        this.tell(item.range?.[0] ?? at, "an item of this list is empty", hint);
      }
      const after = dash ? dash.offset + 1 : at;
      return { name: "", start: at, after, part, end: part?.end ?? after };
    });
    const start = flow ? node.range[0] : (entries[0]?.start ?? node.range[0]);
    const end = flow ? node.range[1] : Math.max(start, ...entries.map((/** @type {Entry} */ each) => each.end));
    return { kind: "list", flow, start, end, text: "", entries };
  }

  /**
   * @param {number} offset
   * @param {string} message
   * @param {string} hint
   * @param {boolean} [warning]
   */
  tell(offset, message, hint, warning = false) {
    this.problems.push({ ...this.place(offset), message, hint, ...(warning ? { warning } : {}) });
  }
}

/**
 * `phone: 503` of "phone 503".
 *
 * @param {string} text
 */
function withColon(text) {
  const [first, ...others] = text.split(" ");
  return `${first}: ${others.join(" ").trim()}`;
}

/** @param {any} pair */
function pairAsMap(pair) {
  const range = [pair.key.range[0], (pair.value ?? pair.key).range[1]];
  return { items: [pair], range };
}

/** @param {any} node */
function isEmpty(node) {
  if (!node) return true;
  return node.type === "PLAIN" && EMPTY.has(node.source ?? "");
}

/**
 * @param {any} node
 * @param {number} otherwise
 */
function emptyEnd(node, otherwise) {
  return node?.source ? node.range[1] : otherwise;
}

/**
 * The plain value; keys with nothing behind them are not in it.
 *
 * @param {Part} part
 * @returns {Plain}
 */
function plainOf({ kind, text, entries }) {
  if (kind === "text") return text;
  const there = entries.filter((each) => each.part !== null);
  if (kind === "list") return there.map(({ part }) => plainOf(/** @type {Part} */ (part)));
  /** @type {{[key: string]: Plain}} */
  const made = Object.create(null);
  for (const { name, part } of there) made[name] = plainOf(/** @type {Part} */ (part));
  return made;
}

