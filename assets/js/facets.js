/**
 * Programs in scope and needs come in; how many programs each choice of a facet would leave, and
 * which choices stand in sight, come out.
 *
 * Counted over bit sets of rows (a row is a track), cell by cell; nothing is merged. All needs are
 * asked of one row together, as `says` does, and a program counts once over its rows.
 */

import { answersByRow, askedOf } from "./says.js";

/** @typedef {import("./scope.js").Cell} Cell */
/** @typedef {import("./scope.js").Part} Part */
/** @typedef {import("./says.js").Needs} Needs */
/** @typedef {import("./says.js").Need} Need */
/** @typedef {import("./vocabulary.js").Facet} Facet */

/**
 * One cell's rows: those in scope, and those that say yes to each need, in the order of the needs.
 *
 * @typedef {object} Tallied
 * @property {Cell} cell
 * @property {Uint8Array} rows
 * @property {readonly Uint8Array[]} yes
 */

/** @typedef {{needs: readonly Need[], parts: readonly Tallied[]}} Tally */

/**
 * @typedef {object} Count
 * @property {number} yes programs that say yes to it and to all the others
 * @property {number} ask programs that say yes to all the others and have not stated it
 */

/**
 * @typedef {object} Counts
 * @property {number} total programs that say yes to all the needs that this facet leaves standing
 * @property {ReadonlyMap<string, Count>} terms
 */

/** So many values of a facet stand in sight. */
export const IN_SIGHT = 12;

/** A value to which more of the listings at hand say yes tells nothing apart. */
export const NEARLY_ALL = 0.9;

/** In these a value is never put behind "show all" for being rare: who needs it needs it. */
export const NEVER_RARE = new Set(["condition", "group", "language", "access"]);

/**
 * What is counted from, once for a scope and its needs.
 *
 * @param {readonly Part[]} parts
 * @param {Needs} needs
 * @returns {Tally}
 */
export function tallied(parts, needs) {
  const asked = askedOf(needs);
  return {
    needs: asked,
    parts: parts.map(({ cell, entries }) => ({
      cell,
      rows: rowsOf(cell, new Set(entries.map(({ program }) => program))),
      yes: asked.map((need) => rowsThatSayYes(cell, need, needs)),
    })),
  };
}

/**
 * The counts of all values of one facet.
 *
 * The others are the needs of the other facets. Where a person has all that they choose, they are
 * also the other choices of this facet: each count is then what is left when that value is chosen
 * as well. Where one choice will do, this facet's own choices are not asked: each count is what
 * that value alone would leave. "To ask" counts the programs with a row that says yes to all the
 * others and has not stated the value, and without one that says yes to all of it.
 *
 * @param {Tally} tally
 * @param {Facet} facet
 * @returns {Counts}
 */
export function counted(tally, facet) {
  const others = leftOf(tally, (need) => facet.all || need.facet !== facet.id);
  const terms = [...facet.terms.keys()].map((term) => {
    const own = { facet: facet.id, terms: [term] };
    const bases = facet.all && isAsked(tally, own) ? butFor(tally, own) : others;
    return /** @type {const} */ ([term, countOf(tally, bases, `${facet.id}/${term}`)]);
  });
  return { total: programsIn(tally, others), terms: new Map(terms) };
}

/**
 * How many programs say yes to all needs, or to all but one.
 *
 * @param {Tally} tally
 * @param {Need} [taken] the need that is taken away
 * @returns {number}
 */
export function sayingYes(tally, taken) {
  return programsIn(tally, butFor(tally, taken));
}

/**
 * Which values stand in sight, and which behind "show all"; both in the vocabulary's order.
 *
 * In sight are the chosen ones and at most twelve in all (more only when more are chosen). A value
 * to which nearly all listings say yes stands behind. Where rarity does not count against a value
 * the vocabulary's order decides, elsewhere the number of listings. What the vocabulary does not
 * show stands nowhere, unless it is chosen.
 *
 * @param {Facet} facet
 * @param {Counts} counts of the scope with no needs asked, so that values stay where they are at
 *   each choice
 * @param {readonly string[]} chosen
 * @returns {{sight: string[], rest: string[]}}
 */
export function shown(facet, counts, chosen) {
  const picked = new Set(chosen);
  const offered = [...facet.terms.values()]
    .filter((term) => term.shown !== false || picked.has(term.id))
    .map((term) => term.id);
  /** @param {string} term */
  const saying = (term) => counts.terms.get(term)?.yes ?? 0;
  const telling = offered.filter(
    (term) => !picked.has(term) && saying(term) <= counts.total * NEARLY_ALL,
  );
  const ranked = NEVER_RARE.has(facet.id)
    ? telling
    : [...telling].sort((one, other) => saying(other) - saying(one));
  const room = Math.max(0, IN_SIGHT - picked.size);
  const sight = new Set([...picked, ...ranked.slice(0, room)]);
  return {
    sight: offered.filter((term) => sight.has(term)),
    rest: offered.filter((term) => !sight.has(term)),
  };
}

/**
 * @param {Cell} cell
 * @param {ReadonlySet<number>} programs
 */
function rowsOf(cell, programs) {
  return setOf(cell, (row) => programs.has(cell.rows[row][0]));
}

/**
 * @param {Cell} cell
 * @param {(row: number) => boolean} isIn
 */
function setOf(cell, isIn) {
  const set = new Uint8Array((cell.rows.length + 7) >> 3);
  cell.rows.forEach((_, row) => {
    if (isIn(row)) set[row >> 3] |= 1 << (row & 7);
  });
  return set;
}

/**
 * @param {Cell} cell
 * @param {Need} need
 * @param {Needs} needs
 * @returns {Uint8Array}
 */
function rowsThatSayYes(cell, need, needs) {
  if (need.terms.length === 0) {
    const answers = answersByRow(cell, need, needs);
    return setOf(cell, (row) => answers[row] === "yes");
  }
  const set = new Uint8Array((cell.rows.length + 7) >> 3);
  for (const term of need.terms) {
    cell.yes.get(`${need.facet}/${term}`)?.forEach((byte, index) => (set[index] |= byte));
  }
  return set;
}

/**
 * The rows in scope that say yes to each need that is kept.
 *
 * @param {Tallied} part
 * @param {readonly Need[]} needs
 * @param {(need: Need) => boolean} keep
 * @returns {Uint8Array}
 */
function left({ rows, yes }, needs, keep) {
  const set = rows.slice();
  yes.forEach((saying, index) => {
    if (keep(needs[index])) for (let at = 0; at < set.length; at += 1) set[at] &= saying[at];
  });
  return set;
}

/**
 * @param {Tally} tally
 * @param {(need: Need) => boolean} keep
 * @returns {Uint8Array[]}
 */
function leftOf({ parts, needs }, keep) {
  return parts.map((part) => left(part, needs, keep));
}

/**
 * What all needs but this one leave.
 *
 * @param {Tally} tally
 * @param {Need} [taken]
 */
function butFor(tally, taken) {
  return leftOf(tally, (need) => !isSame(need, taken));
}

/**
 * @param {Tally} tally
 * @param {Need} wanted
 */
function isAsked({ needs }, wanted) {
  return needs.some((need) => isSame(need, wanted));
}

/**
 * @param {Need} one
 * @param {Need} [other]
 */
function isSame(one, other) {
  return other?.facet === one.facet && other.terms.join() === one.terms.join();
}

/**
 * @param {Tally} tally
 * @param {readonly Uint8Array[]} bases what the others leave of each cell
 * @param {string} key
 * @returns {Count}
 */
function countOf(tally, bases, key) {
  let [yes, ask] = [0, 0];
  tally.parts.forEach(({ cell }, index) => {
    const base = bases[index];
    const [saysYes, saysNo] = [cell.yes.get(key), cell.no.get(key)];
    const sure = saysYes ? countPrograms(cell, base, (at) => saysYes[at]) : 0;
    const open = countPrograms(cell, base, (at) => (saysYes?.[at] ?? 0) | ~(saysNo?.[at] ?? 0));
    yes += sure;
    ask += open - sure; // of those that do not say no, all that have no row with a yes
  });
  return { yes, ask };
}

/**
 * @param {Tally} tally
 * @param {readonly Uint8Array[]} bases
 */
function programsIn(tally, bases) {
  return tally.parts.reduce(
    (sum, { cell }, index) => sum + countPrograms(cell, bases[index], () => 0xff),
    0,
  );
}

/**
 * How many programs have a row in both sets. The rows of a program stand side by side.
 *
 * @param {Cell} cell
 * @param {Uint8Array} set
 * @param {(at: number) => number} other a byte of the other set
 */
function countPrograms(cell, set, other) {
  const oneRowEach = cell.rows.length === cell.programs.length;
  let [count, last] = [0, -1];
  for (let at = 0; at < set.length; at += 1) {
    let byte = set[at] && set[at] & other(at);
    if (oneRowEach) count += ONES[byte];
    else {
      for (; byte; byte &= byte - 1) {
        const [program] = cell.rows[at * 8 + LOWEST[byte]];
        if (program !== last) count += 1;
        last = program;
      }
    }
  }
  return count;
}

/** How many bits of a byte are set, and which is the lowest. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte);
const ONES = Uint8Array.from(BYTES, (byte) => byte.toString(2).replaceAll("0", "").length);
const LOWEST = Uint8Array.from(BYTES, (byte) => 31 - Math.clz32(byte & -byte));
