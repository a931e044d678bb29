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
 * What a result shows of a program and no language changes.
 *
 * @typedef {object} Card
 * @property {string} name
 * @property {string} provider
 * @property {string} city
 * @property {string} state
 * @property {readonly [number, number] | null} at latitude and longitude
 * @property {readonly string[]} online states in which people may join online
 * @property {readonly (readonly (string | null)[])[]} marks reasons for doubt, each with its day
 * @property {string | null} confirmed
 * @property {readonly (readonly [number, number])[]} given facts given, and of how many, by question
 * @property {string} summary
 */

/**
 * One cell of the index as it is stored.
 *
 * @typedef {object} Stored
 * @property {[string, boolean][]} programs slug, and whether its facts are of the whole facility
 * @property {(string | null)[]} zones the IANA name of each program's clock
 * @property {(Answer | null)[]} switch what each says of moving between its tracks
 * @property {Card[]} cards
 * @property {[number, number][]} rows program and track of each row; track -1: it names no tracks
 * @property {(string | null)[]} tracks the name of each row's track
 * @property {Span[]} ages
 * @property {Span[]} hours
 * @property {(Times | null)[]} times
 * @property {Record<string, string>} yes sets of rows by facet/term, in base64
 * @property {Record<string, string>} no
 * @property {Record<string, string>} house rows of which the facility alone says yes
 */

/** @typedef {Map<string, Uint8Array>} Sets */
/** @typedef {Omit<Stored, "yes" | "no" | "house"> & {yes: Sets, no: Sets, house: Sets}} Cell */

/**
 * @typedef {object} Needs
 * @property {Record<string, readonly string[]>} [terms] chosen terms by facet
 * @property {number | null} [age]
 * @property {Span} [hours]
 * @property {readonly Interval[]} [free]
 * @property {number} [travel] minutes one way
 * @property {boolean} [changing] the reader's shifts change
 * @property {Readonly<Record<string, number>>} [shifts] minutes that the reader's clock is ahead of
 *   each zone's; times by video in a zone that is not there are a question
 */

/** @typedef {{facet: string, terms: readonly string[]}} Need */
/** @typedef {Answer | "house"} Written */

/**
 * @typedef {object} Verdict
 * @property {string} slug
 * @property {Answer} answer
 * @property {number | null} track the track that says most; null for a program that names none
 * @property {Need[]} yes
 * @property {Need[]} ask
 * @property {Need[]} no
 * @property {Need[]} house those of `ask` to which the facility as a whole says yes
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
  "payment",
];

/** @type {Record<Written, number>} */
const RANK = { no: 0, ask: 1, house: 1, yes: 2 };

/** The answer of each rank. */
export const ANSWERS = /** @type {const} */ (["no", "ask", "yes"]);

/**
 * The cell with its sets unpacked, once, for many questions.
 *
 * @param {Stored} stored
 * @returns {Cell}
 */
export function unpacked(stored) {
  return { ...stored, yes: sets(stored.yes), no: sets(stored.no), house: sets(stored.house) };
}

/**
 * @param {Record<string, string>} packed
 * @returns {Sets}
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
 * What a cell's programs say, each by its row that says most; the words are made when asked for.
 *
 * @typedef {object} Judged
 * @property {Cell} cell
 * @property {readonly Need[]} asked
 * @property {readonly (readonly Written[])[]} written of each need, by row
 * @property {Uint32Array} rows by program
 * @property {Uint8Array} ranks of the row's worst answer: 0 no, 1 ask, 2 yes
 * @property {Uint8Array} yes how many needs the row says yes to
 */

/**
 * @param {Cell} cell
 * @param {Needs} needs
 * @returns {Judged}
 */
export function judged(cell, needs) {
  const asked = askedOf(needs);
  const written = asked.map((need) => answersByRow(cell, need, needs));
  const { length } = cell.programs;
  const [rows, ranks, yes] = [new Uint32Array(length), new Uint8Array(length), new Uint8Array(length)];
  let last = -1;
  cell.rows.forEach(([program], row) => {
    let rank = RANK.yes;
    let count = 0;
    for (const answers of written) {
      rank = Math.min(rank, RANK[answers[row]]);
      if (answers[row] === "yes") count += 1;
    }
    const isFirst = program !== last; // the rows of a program stand side by side
    last = program;
    const [knownRank, knownYes] = [ranks[program], yes[program]];
    if (!isFirst && (knownRank > rank || (knownRank === rank && knownYes >= count))) return;
    rows[program] = row;
    ranks[program] = rank;
    yes[program] = count;
  });
  return { cell, asked, written, rows, ranks, yes };
}

/**
 * What every program of the cell says, in the cell's order.
 *
 * @param {Cell} cell
 * @param {Needs} needs
 * @returns {Verdict[]}
 */
export function verdicts(cell, needs) {
  const all = judged(cell, needs);
  return cell.programs.map((_, program) => verdictOf(all, program));
}

/**
 * @param {Judged} judged
 * @param {number} program
 * @returns {Verdict}
 */
export function verdictOf({ cell, asked, written, rows, ranks }, program) {
  const row = rows[program];
  const [, track] = cell.rows[row];
  /** @param {...Written} wanted */
  const those = (...wanted) => asked.filter((_, index) => wanted.includes(written[index][row]));
  return {
    slug: cell.programs[program][0],
    answer: ANSWERS[ranks[program]],
    track: track < 0 ? null : track,
    yes: those("yes"),
    ask: those("ask", "house"),
    no: those("no"),
    house: those("house"),
  };
}

/**
 * Each need that a card can name, in the order of the facets; hours, times and shifts come last.
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
  if (needs.changing) asked.push({ facet: "shifts", terms: [] });
  return asked;
}

/**
 * What is written of each row; "house" is a question to which the facility as a whole says yes.
 *
 * @param {Cell} cell
 * @param {Need} need
 * @param {Needs} needs
 * @returns {Written[]}
 */
export function answersByRow(cell, need, needs) {
  if (need.terms.length > 0) return termAnswers(cell, need);
  const answers = RULES[/** @type {keyof typeof RULES} */ (need.facet)](cell, needs);
  return answers.map((answer, row) => scoped(answer, cell.programs[cell.rows[row][0]][1]));
}

/** Needs that are numbers and times; each gives an answer a row. */
const RULES = Object.freeze({
  /** @type {(cell: Cell, needs: Needs) => Answer[]} */
  age: (cell, { age }) => cell.ages.map((stated) => ageAnswer(stated, age ?? 0)),
  /** @type {(cell: Cell, needs: Needs) => Answer[]} */
  hours: (cell, { hours }) => cell.hours.map((stated) => hoursAnswer(stated, hours)),
  free: freeAnswers,
  shifts: changeAnswers,
});

/**
 * A facility's yes leaves its program a question; its no is a no. (Terms are stored that way.)
 *
 * @param {Answer} answer
 * @param {boolean} facility
 * @returns {Written}
 */
function scoped(answer, facility) {
  return facility && answer === "yes" ? "house" : answer;
}

/**
 * The best that is written of any of the need's terms.
 *
 * @param {Cell} cell
 * @param {Need} need
 * @returns {Written[]}
 */
function termAnswers(cell, { facet, terms }) {
  const keys = terms.map((term) => `${facet}/${term}`);
  const [yes, house, no] = [cell.yes, cell.house, cell.no].map((sets) =>
    keys.map((key) => sets.get(key)),
  );
  return cell.rows.map((_, row) => {
    if (anyHolds(yes, row)) return "yes";
    if (anyHolds(house, row)) return "house";
    return no.every((set) => holds(set, row)) ? "no" : "ask";
  });
}

/**
 * @param {readonly (Uint8Array | undefined)[]} sets
 * @param {number} row
 */
function anyHolds(sets, row) {
  for (const set of sets) if (holds(set, row)) return true;
  return false;
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
 * By video the reader's free time is put on the program's clock; when that is not known, ask.
 *
 * @param {Cell} cell
 * @param {Needs} needs
 * @returns {Answer[]}
 */
function freeAnswers(cell, { free = [], travel = 0, shifts = {} }) {
  /** @type {Map<number, Interval[]>} */
  const clocks = new Map();
  /** @param {number} shift */
  const freeAt = (shift) => {
    const known = clocks.get(shift) ?? merged(inZone(free, -shift));
    clocks.set(shift, known);
    return known;
  };
  return cell.rows.map(([program], row) => {
    const times = cell.times[row];
    const shift = times?.video ? shifts[cell.zones[program] ?? ""] : 0;
    return times && shift !== undefined ? timesAnswer(times, freeAt(shift), travel) : "ask";
  });
}

/**
 * Whether one whose shifts change can come: as the program says of moving between its tracks; where
 * it does not say, yes with two tracks whose different times both lie in the free time.
 *
 * @param {Cell} cell
 * @param {Needs} needs
 * @returns {Answer[]}
 */
function changeAnswers(cell, needs) {
  const free = needs.free?.length ? freeAnswers(cell, needs) : null;
  /** @type {Set<string>[]} */
  const fitting = cell.programs.map(() => new Set());
  cell.rows.forEach(([program], row) => {
    const sessions = cell.times[row]?.sessions ?? [];
    const fits = sessions.length > 0 && (!free || free[row] === "yes");
    if (fits) fitting[program].add(String(sessions));
  });
  return cell.rows.map(
    ([program]) => cell.switch[program] ?? (fitting[program].size > 1 ? "yes" : "ask"),
  );
}
