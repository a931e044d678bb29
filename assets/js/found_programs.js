/** A result comes in, what its card shows comes out; and the words for all results. */

import { verdictOf } from "./says.js";
import { _, ngettext, number } from "./words.js";

/** @typedef {import("./result_card.js").Found} Found */
/** @typedef {import("./results.js").Groups} Groups */
/** @typedef {import("./results.js").Result} Result */

/**
 * What a card shows of a result: also the track that says most, and its times.
 *
 * @param {Result} result
 * @returns {Found}
 */
export function foundOf({ said, program, by, miles }) {
  const { cell, rows } = said;
  const { slug, answer, yes, ask, no, house } = verdictOf(said, program);
  return {
    ...{ slug, card: cell.cards[program], by, miles, answer, yes, ask, no, house },
    track: cell.tracks[rows[program]],
    times: cell.times[rows[program]],
  };
}

/**
 * The one line that is announced.
 *
 * @param {Groups} groups
 * @param {boolean} any whether anything was asked
 */
export function countWords({ yes, ask, no }, any) {
  const total = yes.length + ask.length + no.length;
  if (total === 0) return _("No program found.");
  if (!any) return ngettext("%(count)s program.", "%(count)s programs.", total);
  if (yes.length + ask.length === 0) {
    return ngettext(
      "None says yes to all you asked. %(count)s says no to something.",
      "None says yes to all you asked. %(count)s say no to something.",
      no.length,
    );
  }
  const all = ngettext("%(count)s says yes to all", "%(count)s say yes to all", yes.length);
  const rest = ngettext("%(count)s more to ask", "%(count)s more to ask", ask.length);
  return _("%(all)s, %(rest)s.", { all, rest });
}

/**
 * @param {number} done
 * @param {number} all
 */
export function progressWords(done, all) {
  return _("Loading programs: %(done)s of %(all)s parts.", {
    done: number(done),
    all: number(all),
  });
}
