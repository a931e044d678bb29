/**
 * The state of an address comes in; what is asked, need by need, and the state after a change come
 * out.
 *
 * A state is never changed in place. A need that is not there is left out of it, so that equal
 * questions have equal addresses.
 */

import { askedOf } from "./says.js";
import { merged } from "./times.js";
import { knownTerms, label, unknownTerms as unknownIn } from "./vocabulary.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./address.js").Scope} Scope */
/** @typedef {import("./says.js").Need} Need */
/** @typedef {import("./says.js").Needs} Says */
/** @typedef {import("./times.js").Interval} Interval */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */

/**
 * One value that a reader can take away.
 *
 * @typedef {object} Chip
 * @property {string} key "facet/term", or the name of the number or time
 * @property {"term" | "age" | "hours" | "free" | "shifts"} kind
 * @property {string} facet
 * @property {readonly string[]} terms the one term; none for numbers and times
 * @property {string} label the term's words; empty for numbers and times, which the page words
 * @property {"and" | "or" | null} next how the next chip joins it; null for the last
 */

/**
 * The one need without which most programs say yes to all the rest.
 *
 * @typedef {object} Relaxed
 * @property {Need} need
 * @property {number} count programs that say yes to all the rest
 * @property {State} state the state without the need
 */

/** Numbers that belong to times, and go with them. */
const OF_TIMES = ["travel", "tz"];

/**
 * What `says` asks. Unknown terms are left out: no program can answer them.
 *
 * @param {State} state
 * @param {Vocabulary} vocabulary
 * @param {Says["shifts"]} [shifts] how far the reader's clock is ahead of each zone's
 * @returns {Says}
 */
export function toSays({ needs }, vocabulary, shifts = {}) {
  return {
    terms: knownTerms(vocabulary, needs),
    age: needs.age ?? null,
    hours: needs.hours ?? null,
    free: needs.free ?? [],
    travel: needs.travel ?? 0,
    changing: needs.shifts === "change",
    shifts,
  };
}

/**
 * @param {State} state
 * @param {Vocabulary} vocabulary
 * @returns {{facet: string, term: string}[]}
 */
export function unknownTerms({ needs }, vocabulary) {
  const { free: _free, hours: _hours, ...terms } = needs;
  return unknownIn(vocabulary, terms);
}

/**
 * Each need in the order of cards; the terms of which one will do are one need.
 *
 * @param {State} state
 * @param {Vocabulary} vocabulary
 * @returns {Need[]}
 */
export function needsOf(state, vocabulary) {
  return askedOf(toSays(state, vocabulary));
}

/**
 * Every value on its own, in the order of cards.
 *
 * @param {State} state
 * @param {Vocabulary} vocabulary
 * @returns {Chip[]}
 */
export function chips(state, vocabulary) {
  const needs = needsOf(state, vocabulary).map((need) => chipsOf(need, vocabulary));
  return needs.flatMap((values, place) =>
    values.map((chip, index) => {
      if (index < values.length - 1) return { ...chip, next: /** @type {const} */ ("or") };
      return { ...chip, next: place < needs.length - 1 ? /** @type {const} */ ("and") : null };
    }),
  );
}

/**
 * @param {Need} need
 * @param {Vocabulary} vocabulary
 * @returns {Omit<Chip, "next">[]}
 */
function chipsOf({ facet, terms }, vocabulary) {
  if (terms.length === 0) {
    const kind = /** @type {Chip["kind"]} */ (facet);
    return [{ key: facet, kind, facet, terms, label: "" }];
  }
  return terms.map((term) => ({
    key: `${facet}/${term}`,
    kind: "term",
    facet,
    terms: [term],
    label: label(vocabulary, facet, term),
  }));
}

/**
 * @param {State} state
 * @param {string} facet
 * @param {string} term
 */
export function has(state, facet, term) {
  return termsOf(state, facet).includes(term);
}

/**
 * @param {State} state
 * @param {string} facet
 * @param {string} term
 * @returns {State}
 */
export function added(state, facet, term) {
  return withNeed(state, facet, [...new Set([...termsOf(state, facet), term])].sort());
}

/**
 * @param {State} state
 * @param {string} facet
 * @param {string} term
 * @returns {State}
 */
export function removed(state, facet, term) {
  const rest = termsOf(state, facet).filter((each) => each !== term);
  return withNeed(state, facet, rest);
}

/**
 * @param {State} state
 * @param {string} facet
 * @param {string} term
 * @returns {State}
 */
export function toggled(state, facet, term) {
  return has(state, facet, term) ? removed(state, facet, term) : added(state, facet, term);
}

/**
 * @param {State} state
 * @param {number | null} age years; null for none
 * @returns {State}
 */
export function withAge(state, age) {
  return withNeed(state, "age", age);
}

/**
 * @param {State} state
 * @param {readonly [number, number] | null} hours a week, from and to
 * @returns {State}
 */
export function withHours(state, hours) {
  return withNeed(state, "hours", hours);
}

/**
 * Travel and zone stay, so that who clears the week and begins anew need not choose them again.
 *
 * @param {State} state
 * @param {readonly Interval[]} free in any order; none: times are no need
 * @returns {State}
 */
export function withFree(state, free) {
  return withNeed(state, "free", merged(free));
}

/**
 * @param {State} state
 * @param {number} minutes one way
 * @returns {State}
 */
export function withTravel(state, minutes) {
  return withNeed(state, "travel", minutes || null);
}

/**
 * @param {State} state
 * @param {string | null} zone an IANA name
 * @returns {State}
 */
export function withZone(state, zone) {
  return withNeed(state, "tz", zone);
}

/**
 * Whether the reader's shifts change; it is no time.
 *
 * @param {State} state
 * @param {boolean} change
 * @returns {State}
 */
export function withShifts(state, change) {
  return withNeed(state, "shifts", change ? "change" : null);
}

/**
 * Where to look and in what order: what is null or empty is no longer chosen.
 *
 * @param {State} state
 * @param {{[name in keyof Scope]?: Scope[name] | null}} changes
 * @returns {State}
 */
export function withScope(state, changes) {
  const chosen = Object.entries({ ...state.scope, ...changes });
  return { ...state, scope: Object.fromEntries(chosen.filter(([, value]) => isThere(value))) };
}

/**
 * Without the value of one chip.
 *
 * @param {State} state
 * @param {Pick<Chip, "facet" | "terms">} chip
 * @returns {State}
 */
export function withoutChip(state, { facet, terms }) {
  if (terms.length > 0) return terms.reduce((rest, term) => removed(rest, facet, term), state);
  const gone = facet === "free" ? [facet, ...OF_TIMES] : [facet];
  return gone.reduce((rest, name) => withNeed(rest, name, null), state);
}

/**
 * Without any need; the place and the order stay.
 *
 * @param {State} state
 * @returns {State}
 */
export function cleared(state) {
  return { ...state, needs: {} };
}

/**
 * Which one need to take away when no program says yes to all: the one without which most
 * programs say yes to all the rest. Of equal ones the first in the order of cards. Null when there
 * is no need, or when taking one away would not help.
 *
 * @param {(need: Need, rest: State) => number} count programs that say yes to all but that need
 * @param {State} state
 * @param {Vocabulary} vocabulary
 * @returns {Relaxed | null}
 */
export function relaxed(count, state, vocabulary) {
  /** @type {Relaxed | null} */
  let best = null;
  for (const need of needsOf(state, vocabulary)) {
    const rest = withoutChip(state, need);
    const found = count(need, rest);
    if (found > (best?.count ?? 0)) best = { need, count: found, state: rest };
  }
  return best;
}

/**
 * @param {State} state
 * @param {string} facet
 * @returns {readonly string[]}
 */
function termsOf({ needs }, facet) {
  return /** @type {Record<string, any>} */ (needs)[facet] ?? [];
}

/**
 * @param {State} state
 * @param {string} name
 * @param {unknown} value
 * @returns {State}
 */
function withNeed(state, name, value) {
  const { [name]: _old, ...others } = /** @type {Record<string, unknown>} */ (state.needs);
  const needs = isThere(value) ? { ...others, [name]: value } : others;
  return { ...state, needs: /** @type {State["needs"]} */ (needs) };
}

/** @param {unknown} value */
function isThere(value) {
  return value !== undefined && value !== null && value !== "" && !isEmptyList(value);
}

/** @param {unknown} value */
function isEmptyList(value) {
  return Array.isArray(value) && value.length === 0;
}
