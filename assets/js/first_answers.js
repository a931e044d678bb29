/**
 * What a reader writes into the first questions comes in; the state that it asks for comes out, or
 * what is wrong with it.
 */

import { parse } from "./address.js";
import { added, removed, withAge, withFree, withScope, withShifts } from "./needs.js";
import { merged } from "./times.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./times.js").Interval} Interval */

/** @typedef {{near: string | null, state: string | null}} Where */
/** @typedef {{facet: string, term: string}} Choice */

/**
 * Answers to the first questions; what is left out was not asked, and stays as it is.
 *
 * @typedef {object} Answers
 * @property {Where} [where]
 * @property {number | null} [age]
 * @property {{offered: readonly Choice[], chosen: readonly Choice[]}} [terms]
 * @property {{free: readonly Interval[], shifts: boolean}} [times]
 */

const NUMBER = /^[0-9]{1,3}$/;
const OLDEST = 120;

/**
 * A place as people write it: "97204", "Portland, OR", "portland oregon", "Oregon" or "or".
 *
 * @param {string} text
 * @param {ReadonlyMap<string, string>} states names by code
 * @returns {Where | null} null when it is no place that can be read
 */
export function whereOf(text, states) {
  const written = text.trim().replace(/\s+/g, " ");
  if (written === "") return { near: null, state: null };
  const state = stateOf(written, states);
  if (state) return { near: null, state };
  const near = zipOf(written) ?? cityOf(written, states);
  return near ? { near, state: null } : null;
}

/**
 * @param {string} text
 * @param {ReadonlyMap<string, string>} states
 */
function stateOf(text, states) {
  const wanted = text.toLowerCase();
  const found = [...states].find(
    ([code, name]) => code.toLowerCase() === wanted || name.toLowerCase() === wanted,
  );
  return found ? found[0] : null;
}

/** @param {string} text */
function zipOf(text) {
  return text.includes(",") ? null : nearOf(text);
}

/** @param {string} text */
function nearOf(text) {
  return parse(new URLSearchParams({ near: text }).toString()).scope.near ?? null;
}

/**
 * A city with its state behind it, in whatever way the two are parted.
 *
 * @param {string} text
 * @param {ReadonlyMap<string, string>} states
 */
function cityOf(text, states) {
  const words = text.split(/[\s,]+/);
  for (const count of [1, 2, 3, 4]) {
    if (words.length <= count) break;
    const state = stateOf(words.slice(-count).join(" "), states);
    if (state) return nearOf(`${words.slice(0, -count).join(" ")}, ${state}`);
  }
  return null;
}

/**
 * Years as people write them.
 *
 * @param {string} text
 * @returns {{age: number | null} | null} null when it is no age
 */
export function ageOf(text) {
  const written = text.trim();
  if (written === "") return { age: null };
  const age = NUMBER.test(written) ? Number(written) : OLDEST + 1;
  return age <= OLDEST ? { age } : null;
}

/**
 * A state with the answers in it. What was not asked stays: of the terms only those on offer are
 * exchanged.
 *
 * @param {State} state
 * @param {Answers} answers
 * @returns {State}
 */
export function answered(state, { where, age, terms, times }) {
  let next = state;
  if (where) next = withScope(next, { near: where.near, state: where.state });
  if (age !== undefined) next = withAge(next, age);
  if (terms) next = withTerms(next, terms);
  if (times) next = withShifts(withFree(next, merged(times.free)), times.shifts);
  return next;
}

/**
 * @param {State} state
 * @param {NonNullable<Answers["terms"]>} terms
 */
function withTerms(state, { offered, chosen }) {
  const without = offered.reduce((next, { facet, term }) => removed(next, facet, term), state);
  return chosen.reduce((next, { facet, term }) => added(next, facet, term), without);
}
