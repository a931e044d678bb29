/** What a reader asked for comes in; the words for it come out. */

import { freeWords } from "./time_words.js";
import { label } from "./vocabulary.js";
import { _, number } from "./words.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./says.js").Need} Need */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */

/**
 * One need as a card or a sentence names it.
 *
 * @param {Pick<Need, "facet" | "terms">} need
 * @param {State} state
 * @param {Vocabulary} vocabulary
 * @returns {string}
 */
export function needWords({ facet, terms }, state, vocabulary) {
  const { needs } = state;
  if (facet === "age") return _("Age %(years)s", { years: number(needs.age ?? 0) });
  if (facet === "hours") return hoursWords(needs.hours);
  if (facet === "free") return _("Your free times");
  if (facet === "shifts") return _("Shifts that change");
  return either(terms.map((term) => label(vocabulary, facet, term)));
}

/** @param {readonly [number, number] | undefined} hours */
function hoursWords(hours) {
  const [least, most] = hours ?? [0, 0];
  if (least === most) return _("%(hours)s hours a week", { hours: number(least) });
  return _("%(least)s to %(most)s hours a week", { least: number(least), most: number(most) });
}

/**
 * @param {readonly string[]} words
 */
function either(words) {
  if (words.length < 2) return words.join("");
  const language = document.documentElement.lang;
  return new Intl.ListFormat(language, { type: "disjunction" }).format(words);
}

/**
 * Everything that was asked, in one sentence: for print, and for who hears the page.
 *
 * @param {readonly Need[]} asked
 * @param {State} state
 * @param {Vocabulary} vocabulary
 * @returns {string} empty when nothing was asked
 */
export function askedWords(asked, state, vocabulary) {
  const words = asked.map((need) =>
    need.facet === "free" ? freeWords(state.needs.free ?? []) : needWords(need, state, vocabulary),
  );
  if (words.length === 0) return "";
  return _("You asked for: %(needs)s.", { needs: words.join("; ") });
}

/**
 * Where was looked, as "near 97204, within 25 miles".
 *
 * @param {State["scope"]} scope
 * @param {number | null} within the miles that hold
 * @returns {string} empty without a place
 */
export function whereWords(scope, within) {
  if (scope.near && within !== null) {
    return _("Near %(place)s, within %(miles)s miles.", {
      place: scope.near,
      miles: number(within),
    });
  }
  return scope.state ? _("In %(state)s and online.", { state: scope.state }) : "";
}
