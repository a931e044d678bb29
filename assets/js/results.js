/**
 * Programs in scope and needs come in; three ordered groups of results come out: those that say
 * yes to all, those to ask about the rest, and those that say no to something.
 *
 * The order within a group never judges a program; `/about/ranking/` says it in words.
 */

import { ANSWERS, judged } from "./says.js";

/** @typedef {import("./scope.js").Part} Part */
/** @typedef {import("./scope.js").Entry} Entry */
/** @typedef {import("./scope.js").Cell} Cell */
/** @typedef {import("./says.js").Judged} Judged */
/** @typedef {import("./says.js").Needs} Needs */
/** @typedef {"says" | "distance" | "confirmed" | "name"} Sort */

/**
 * A program in scope, and what it is ordered by: of each number the smaller stands first.
 *
 * @typedef {object} Result
 * @property {Judged} said what its cell's programs say
 * @property {number} program its index in the cell
 * @property {"place" | "video"} by
 * @property {number | null} miles
 * @property {number} rank confirmed over a year ago, or never; then the number of yes, of questions
 *   to which its facility says yes
 * @property {number} far miles; very many for a program that is in scope by video
 * @property {number} age days since it was confirmed
 * @property {number} hash
 */

/** @typedef {{yes: Result[], ask: Result[], no: Result[]}} Groups */

/** Older than this, in days, each fact of a listing is a question. */
export const STALE_DAYS = 365;

/** Further, and older, than anything. */
const ENDLESS = 1e9;

/** More than there are needs. */
const MANY = 1000;

/**
 * What the programs in scope say, in three groups.
 *
 * Within a group: confirmed over a year ago, or never, last; then the number of yes; the number of
 * questions to which the facility says yes; distance; the newest confirmation; a hash of the slug,
 * so that no program stands first for its name. `sort` names what counts before all that.
 *
 * @param {readonly Part[]} parts
 * @param {Needs} needs
 * @param {{today: string, sort?: Sort}} order `today` as 2026-12-01
 * @returns {Groups}
 */
export function grouped(parts, needs, { today, sort = "says" }) {
  const now = dayNumber(today);
  /** @type {Groups} */
  const groups = { yes: [], ask: [], no: [] };
  for (const { cell, entries } of parts) {
    const said = judged(cell, needs);
    const standing = standingOf(cell);
    for (const entry of entries) {
      const answer = ANSWERS[said.ranks[entry.program]];
      groups[answer].push(resultOf(said, entry, standing, now));
    }
  }
  const order = ORDERS[sort]();
  for (const answer of ANSWERS) groups[answer].sort(order);
  return groups;
}

/**
 * @param {Judged} said
 * @param {Entry} entry
 * @param {Standing} standing
 * @param {number} now
 * @returns {Result}
 */
function resultOf(said, { program, by, miles }, { hashes, days }, now) {
  const age = now - days[program];
  return {
    said,
    program,
    by,
    miles,
    rank: ((age > STALE_DAYS ? MANY : 0) - said.yes[program]) * MANY - housesOf(said, program),
    far: by === "place" ? (miles ?? 0) : ENDLESS,
    age,
    hash: hashes[program],
  };
}

/**
 * @param {Judged} said
 * @param {number} program
 */
function housesOf({ written, rows }, program) {
  let count = 0;
  for (const answers of written) if (answers[rows[program]] === "house") count += 1;
  return count;
}

/**
 * What no question changes of a cell's programs.
 *
 * @typedef {object} Standing
 * @property {Uint32Array} hashes of the slugs
 * @property {Float64Array} days on which they were confirmed; long ago for never
 */

/** @type {WeakMap<Cell, Standing>} */
const known = new WeakMap();

/**
 * @param {Cell} cell
 * @returns {Standing}
 */
function standingOf(cell) {
  const standing = known.get(cell) ?? {
    hashes: Uint32Array.from(cell.programs, ([slug]) => hash(slug)),
    days: Float64Array.from(cell.cards, ({ confirmed }) =>
      confirmed ? dayNumber(confirmed) : -ENDLESS,
    ),
  };
  known.set(cell, standing);
  return standing;
}

/** @typedef {(one: Result, other: Result) => number} Order */

/** @type {Readonly<Record<Sort, () => Order>>} */
const ORDERS = Object.freeze({
  says: () => usually,
  distance: () => (one, other) => one.far - other.far || usually(one, other),
  confirmed: () => (one, other) => one.age - other.age || usually(one, other),
  name: byName,
});

/** @type {Order} */
function usually(one, other) {
  return (
    one.rank - other.rank ||
    one.far - other.far ||
    one.age - other.age ||
    one.hash - other.hash ||
    byText(slugOf(one), slugOf(other))
  );
}

/** @returns {Order} that reads each name once */
function byName() {
  /** @type {Map<Result, string>} */
  const names = new Map();
  /** @param {Result} result */
  const nameOf = (result) => {
    const name = names.get(result) ?? plain(result.said.cell.cards[result.program].name);
    names.set(result, name);
    return name;
  };
  return (one, other) => byText(nameOf(one), nameOf(other)) || usually(one, other);
}

/** @param {string} name */
function plain(name) {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** @param {Result} result */
export function slugOf({ said: { cell }, program }) {
  return cell.programs[program][0];
}

/**
 * @param {string} one
 * @param {string} other
 */
function byText(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/**
 * The same number for the same text, everywhere and for ever (FNV-1a, 32 bits, by UTF-16 units).
 *
 * @param {string} text
 */
export function hash(text) {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/**
 * Days from 1 January 1970 to a day of the Gregorian calendar. (No clock is asked, and a day has no
 * time zone. After H. Hinnant, "chrono-compatible low-level date algorithms": years from March.)
 *
 * @param {string} day as 2026-12-01
 */
export function dayNumber(day) {
  const [year, month, date] = day.split("-").map(Number);
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = (month + 9) % 12;
  const [leaps, skipped, kept] = [4, 100, 400].map((years) => Math.floor(marchYear / years));
  const days = Math.floor((153 * marchMonth + 2) / 5) + date - 1;
  return marchYear * 365 + leaps - skipped + kept + days - 719468;
}
