/**
 * Programs in scope and needs come in; three ordered groups of results come out: those that say
 * yes to all, those to ask about the rest, and those that say no to something.
 *
 * The order within a group never judges a program; `/about/ranking/` says it in words.
 */

import { verdicts } from "./says.js";

/** @typedef {import("./scope.js").Part} Part */
/** @typedef {import("./scope.js").Entry} Entry */
/** @typedef {import("./scope.js").Card} Card */
/** @typedef {import("./says.js").Needs} Needs */
/** @typedef {import("./says.js").Verdict} Verdict */
/** @typedef {"says" | "distance" | "confirmed" | "name"} Sort */

/**
 * @typedef {object} Result
 * @property {string} slug
 * @property {Card} card
 * @property {Verdict} verdict
 * @property {"place" | "video"} by
 * @property {number | null} miles
 * @property {boolean} stale confirmed over a year ago, or never
 */

/** @typedef {{yes: Result[], ask: Result[], no: Result[]}} Groups */

/**
 * A result with what it is ordered by: of each number the smaller stands first.
 *
 * @typedef {object} Ranked
 * @property {Result} result
 * @property {number} stale
 * @property {number} unsaid minus the number of yes
 * @property {number} unhoused minus the number of questions to which its facility says yes
 * @property {number} far miles; very many for a program that is in scope by video
 * @property {number} age days since it was confirmed
 * @property {number} hash
 * @property {string} name
 */

/** Older than this, in days, each fact of a listing is a question. */
export const STALE_DAYS = 365;

/** Further, and older, than anything. */
const ENDLESS = 1e9;

/** @type {Readonly<Record<Sort, (one: Ranked, other: Ranked) => number>>} */
const FIRST = Object.freeze({
  says: () => 0,
  distance: (one, other) => one.far - other.far,
  confirmed: (one, other) => one.age - other.age,
  name: (one, other) => byText(one.name, other.name),
});

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
  /** @type {{yes: Ranked[], ask: Ranked[], no: Ranked[]}} */
  const groups = { yes: [], ask: [], no: [] };
  for (const { cell, entries } of parts) {
    const said = verdicts(cell, needs);
    for (const entry of entries) {
      const verdict = said[entry.program];
      groups[verdict.answer].push(ranked(cell.cards[entry.program], entry, verdict, now));
    }
  }
  const { yes, ask, no } = groups;
  return { yes: inOrder(yes, sort), ask: inOrder(ask, sort), no: inOrder(no, sort) };
}

/**
 * @param {Card} card
 * @param {Entry} entry
 * @param {Verdict} verdict
 * @param {number} now
 * @returns {Ranked}
 */
function ranked(card, { by, miles }, verdict, now) {
  const age = card.confirmed ? now - dayNumber(card.confirmed) : ENDLESS;
  const stale = age > STALE_DAYS;
  const { slug } = verdict;
  return {
    result: { slug, card, verdict, by, miles, stale },
    stale: Number(stale),
    unsaid: -verdict.yes.length,
    unhoused: -verdict.house.length,
    far: by === "place" ? (miles ?? 0) : ENDLESS,
    age,
    hash: hash(slug),
    name: "",
  };
}

/**
 * @param {Ranked[]} group
 * @param {Sort} sort
 * @returns {Result[]}
 */
function inOrder(group, sort) {
  const first = FIRST[sort];
  const named = sort === "name" ? group.map((each) => ({ ...each, name: nameOf(each) })) : group;
  named.sort((one, other) => first(one, other) || usually(one, other));
  return named.map(({ result }) => result);
}

/**
 * @param {Ranked} one
 * @param {Ranked} other
 */
function usually(one, other) {
  return (
    one.stale - other.stale ||
    one.unsaid - other.unsaid ||
    one.unhoused - other.unhoused ||
    one.far - other.far ||
    one.age - other.age ||
    one.hash - other.hash ||
    byText(one.result.slug, other.result.slug)
  );
}

/** @param {Ranked} each */
function nameOf({ result }) {
  return result.card.name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
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
