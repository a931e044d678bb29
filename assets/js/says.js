/**
 * What each program says to what a family needs: the same rule as the site's own reference.
 *
 * Yes, no, or ask (not stated). Needs are asked of one track together: a program's answer is the
 * best over its tracks of the worst over the needs. Never a score.
 */

import { answer as timesAnswer, inZone, merged } from "./times.js";

/** @typedef {import("./times.js").Interval} Interval */
/** @typedef {import("./times.js").Track} Times */
/** @typedef {import("./times.js").Answer} Answer */
/** @typedef {readonly [number, number | null] | null} Span a low and a high end; null high: open */

/**
 * One cell of the index as it is stored.
 *
 * @typedef {object} Stored
 * @property {[string, boolean][]} programs slug, and whether its facts are of the whole facility
 * @property {[number, number][]} rows program and track of each row; track -1: it names no tracks
 * @property {Span[]} ages
 * @property {Span[]} hours
 * @property {(Times | null)[]} times
 * @property {Record<string, string>} yes sets of rows by facet/term, in base64
 * @property {Record<string, string>} no
 */

/**
 * @typedef {Omit<Stored, "yes" | "no">
 *   & {yes: Map<string, Uint8Array>, no: Map<string, Uint8Array>}} Cell
 */

/**
 * @typedef {object} Needs
 * @property {Record<string, readonly string[]>} [terms] chosen terms by facet
 * @property {number | null} [age]
 * @property {Span} [hours]
 * @property {readonly Interval[]} [free]
 * @property {number} [travel] minutes one way
 * @property {number} [shift] minutes that the reader's clock is ahead of the program's
 */

/** @typedef {{facet: string, terms: readonly string[]}} Need */

/**
 * @typedef {object} Verdict
 * @property {string} slug
 * @property {Answer} answer
 * @property {number | null} track the track that says most; null for a program that names none
 * @property {Need[]} yes
 * @property {Need[]} ask
 * @property {Need[]} no
 */

/** In these a person has all that they choose; elsewhere one of the choices will do. */
export const ALL_OF = new Set(["condition", "group", "access", "medication", "language"]);

/** The facets in the order in which cards name them. */
export const ORDER = [
  "condition",
  "therapy",
  "group",
  "age",
  "format",
  "insurance",
  "medication",
  "language",
  "access",
  "aftercare",
  "license",
  "accreditation",
  "focus",
  "gender",
  "co-occurring",
  "accepting",
];

/** @type {Record<Answer, number>} */
const RANK = { no: 0, ask: 1, yes: 2 };

/**
 * The cell with its sets unpacked, once, for many questions.
 *
 * @param {Stored} stored
 * @returns {Cell}
 */
export function unpacked(stored) {
  return { ...stored, yes: sets(stored.yes), no: sets(stored.no) };
}

/**
 * @param {Record<string, string>} packed
 * @returns {Map<string, Uint8Array>}
 */
function sets(packed) {
  return new Map(
    Object.entries(packed).map(([key, text]) => [
      key,
      Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)),
    ]),
  );
}

/**
 * What every program of the cell says, in the cell's order.
 *
 * @param {Cell} cell
 * @param {Needs} needs
 * @returns {Verdict[]}
 */
export function verdicts(cell, needs) {
  const asked = askedOf(needs);
  /** @type {Map<number, {rank: number, count: number, verdict: Verdict}>} */
  const best = new Map();
  cell.rows.forEach(([program, track], row) => {
    const answers = asked.map((need) => rowAnswer(cell, row, need, needs));
    const rank = Math.min(RANK.yes, ...answers.map((answer) => RANK[answer]));
    const count = answers.filter((answer) => answer === "yes").length;
    const known = best.get(program);
    if (known && (known.rank > rank || (known.rank === rank && known.count >= count))) return;
    const verdict = verdictOf(cell.programs[program][0], track, rank, asked, answers);
    best.set(program, { rank, count, verdict });
  });
  return [...best.values()].map(({ verdict }) => verdict);
}

/**
 * @param {string} slug
 * @param {number} track
 * @param {number} rank
 * @param {readonly Need[]} asked
 * @param {readonly Answer[]} answers
 * @returns {Verdict}
 */
function verdictOf(slug, track, rank, asked, answers) {
  /** @param {Answer} wanted */
  const those = (wanted) => asked.filter((_need, index) => answers[index] === wanted);
  const answer = /** @type {Answer} */ (["no", "ask", "yes"][rank]);
  return {
    slug,
    answer,
    track: track < 0 ? null : track,
    yes: those("yes"),
    ask: those("ask"),
    no: those("no"),
  };
}

/**
 * Each need that a card can name, in the order of the facets; hours and times come last.
 *
 * @param {Needs} needs
 * @returns {Need[]}
 */
export function askedOf(needs) {
  /** @type {Need[]} */
  const asked = [];
  for (const facet of ORDER) {
    if (facet === "age" && needs.age != null) asked.push({ facet, terms: [] });
    const terms = needs.terms?.[facet] ?? [];
    if (ALL_OF.has(facet)) asked.push(...terms.map((term) => ({ facet, terms: [term] })));
    else if (terms.length) asked.push({ facet, terms });
  }
  if (needs.hours) asked.push({ facet: "hours", terms: [] });
  if (needs.free?.length) asked.push({ facet: "free", terms: [] });
  return asked;
}

/**
 * @param {Cell} cell
 * @param {number} row
 * @param {Need} need
 * @param {Needs} needs
 * @returns {Answer}
 */
function rowAnswer(cell, row, need, needs) {
  const facility = cell.programs[cell.rows[row][0]][1];
  if (need.facet === "age") return scoped(ageAnswer(cell.ages[row], needs.age ?? 0), facility);
  if (need.facet === "hours") return scoped(hoursAnswer(cell.hours[row], needs.hours), facility);
  if (need.facet === "free") return scoped(freeAnswer(cell.times[row], needs), facility);
  return need.terms
    .map((term) => termAnswer(cell, row, `${need.facet}/${term}`))
    .reduce((one, other) => (RANK[one] >= RANK[other] ? one : other));
}

/**
 * A facility's yes leaves its program a question; its no is a no. (Terms are stored that way.)
 *
 * @param {Answer} answer
 * @param {boolean} facility
 * @returns {Answer}
 */
function scoped(answer, facility) {
  return facility && answer === "yes" ? "ask" : answer;
}

/**
 * @param {Cell} cell
 * @param {number} row
 * @param {string} key
 * @returns {Answer}
 */
function termAnswer(cell, row, key) {
  if (holds(cell.yes.get(key), row)) return "yes";
  return holds(cell.no.get(key), row) ? "no" : "ask";
}

/**
 * @param {Uint8Array | undefined} set
 * @param {number} row
 */
function holds(set, row) {
  return set !== undefined && (set[row >> 3] & (1 << (row & 7))) !== 0;
}

/**
 * @param {Span} stated
 * @param {number} age
 * @returns {Answer}
 */
function ageAnswer(stated, age) {
  if (!stated) return "ask";
  const [low, high] = stated;
  return low <= age && (high === null || age <= high) ? "yes" : "no";
}

/**
 * Stated hours inside the asked range: yes; partly inside: ask; outside: no.
 *
 * @param {Span} stated
 * @param {Span | undefined} asked
 * @returns {Answer}
 */
function hoursAnswer(stated, asked) {
  if (!stated || !asked) return "ask";
  const [low, high] = [stated[0], stated[1] ?? Infinity];
  const [least, most] = [asked[0], asked[1] ?? Infinity];
  if (low > most || high < least) return "no";
  return least <= low && high <= most ? "yes" : "ask";
}

/**
 * @param {Times | null} times
 * @param {Needs} needs
 * @returns {Answer}
 */
function freeAnswer(times, needs) {
  if (!times) return "ask";
  const shift = times.video ? -(needs.shift ?? 0) : 0;
  return timesAnswer(times, merged(inZone(needs.free ?? [], shift)), needs.travel ?? 0);
}
