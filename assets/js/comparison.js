/**
 * An address and what programs say come in; which programs to compare, the rows of the comparison
 * and the text of its table come out.
 *
 * Nothing is ever thrown: what cannot be read of an address is collected.
 */

import { format as formatState, parse as parseState } from "./address.js";
import { MOST_COMPARED } from "./saved.js";

/** @typedef {import("./address.js").State} State */

/**
 * @typedef {object} Asked
 * @property {readonly string[]} programs slugs, four at most, each once
 * @property {readonly string[]} over slugs that are more than four
 * @property {State} state what the reader needs, where they look, and what could not be read
 */

/**
 * One fact of one program in words. `source` says whose it is when not the program's; `old` the day
 * on which it held, when that is longer ago than it keeps.
 *
 * @typedef {object} Fact
 * @property {readonly string[]} words
 * @property {string} source
 * @property {string} old
 */

/**
 * @typedef {object} Line a fact that a comparison may show
 * @property {string} field
 * @property {string} label
 * @property {string} [section] of what it is, where the label alone does not say it
 * @property {boolean} counted it tells programs apart, so that it matters when nobody states it
 * @property {boolean} [own] a text in the listing's own words, in English
 */

/**
 * @typedef {object} Part one question of the checklist
 * @property {string} part
 * @property {string} title
 * @property {string} question
 * @property {readonly Line[]} rows
 */

/**
 * @typedef {object} Row
 * @property {string} field
 * @property {string} label
 * @property {string} section
 * @property {boolean} main it stands in the short table
 * @property {boolean} own
 * @property {readonly (Fact | null)[]} cells one for each program; null: it does not say
 * @property {boolean} differs
 */

/**
 * @typedef {object} Section
 * @property {string} part
 * @property {string} title
 * @property {string} question
 * @property {readonly Row[]} rows that at least one program states
 * @property {readonly string[]} unsaid labels of what matters and none of them states
 */

/** Facts that matter to a reader's safety, or to whether they can begin at all. */
const ALSO_MAIN = new Set([
  "focus",
  "safety.self_harm",
  "safety.suicidal_thoughts",
  "availability.accepting",
  "schedule.formats",
]);

const PARAMETER = "programs";
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const FORMULA = /^[=+\-@\t\r]/;
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * @param {string} fragment with or without its `#`
 * @returns {Asked}
 */
export function parse(fragment) {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  const named = parameters
    .getAll(PARAMETER)
    .flatMap((text) => text.split(","))
    .map((text) => text.trim())
    .filter((text) => text !== "");
  parameters.delete(PARAMETER);
  const state = parseState(parameters.toString());
  const slugs = [...new Set(named.filter((text) => SLUG.test(text)))];
  const odd = named.filter((text) => !SLUG.test(text));
  return {
    programs: slugs.slice(0, MOST_COMPARED),
    over: slugs.slice(MOST_COMPARED),
    state: { ...state, unknown: [...odd.map(malformed), ...state.unknown] },
  };
}

/**
 * @param {string} value
 * @returns {import("./address.js").Unknown}
 */
function malformed(value) {
  return { name: PARAMETER, value, reason: "malformed" };
}

/**
 * The address of a comparison, without `#`; `parse` gives it back. Names alone stand in it when no
 * state is given.
 *
 * @param {readonly string[]} programs
 * @param {Pick<State, "needs" | "scope">} [state]
 */
export function format(programs, state = { needs: {}, scope: {} }) {
  const names = programs.length > 0 ? `${PARAMETER}=${programs.join(",")}` : "";
  return [names, formatState(state)].filter(Boolean).join("&");
}

/**
 * The same programs with one moved by `steps`, as far as there is room.
 *
 * @param {readonly string[]} programs
 * @param {string} slug
 * @param {number} steps to the right; negative to the left
 */
export function moved(programs, slug, steps) {
  const others = programs.filter((each) => each !== slug);
  const place = Math.min(Math.max(programs.indexOf(slug) + steps, 0), others.length);
  return [...others.slice(0, place), slug, ...others.slice(place)];
}

/**
 * What the programs say, question by question.
 *
 * @param {readonly Part[]} outline
 * @param {readonly Readonly<Record<string, Fact>>[]} programs the facts of each by field
 * @returns {Section[]}
 */
export function sections(outline, programs) {
  return outline.map(({ part, title, question, rows }) => {
    const all = rows.map((line) => ({ ...row(line, programs), counted: line.counted }));
    const isSaid = (/** @type {Row} */ each) => each.cells.some((cell) => cell !== null);
    return {
      part,
      title,
      question,
      rows: all.filter(isSaid).map(({ counted: _counted, ...each }) => each),
      unsaid: all.filter((each) => each.counted && !isSaid(each)).map(({ label }) => label),
    };
  });
}

/**
 * @param {Line} line
 * @param {readonly Readonly<Record<string, Fact>>[]} programs
 * @returns {Row}
 */
function row({ field, label, section = "", counted, own = false }, programs) {
  const cells = programs.map((facts) => (Object.hasOwn(facts, field) ? facts[field] : null));
  const main = counted || ALSO_MAIN.has(field);
  return { field, label, section, main, own, cells, differs: areDifferent(cells) };
}

/**
 * What is not stated differs from what is; so does a fact of the house from one of the program.
 *
 * @param {readonly (Fact | null)[]} cells
 */
export function areDifferent(cells) {
  const said = cells.map((cell) => cell && [cell.source, ...cell.words].join("\n"));
  return new Set(said).size > 1;
}

/**
 * Rows of texts as a file that spreadsheets open: nothing in it can run as a formula.
 *
 * @param {readonly (readonly string[])[]} rows
 */
export function csv(rows) {
  const lines = rows.map((cells) => cells.map(quoted).join(","));
  return BYTE_ORDER_MARK + lines.map((line) => `${line}\r\n`).join("");
}

/** @param {string} text */
function quoted(text) {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
