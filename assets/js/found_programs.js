/** The programs in scope come in; for each result what its card shows, and the words for all. */

import { _, ngettext, number } from "./words.js";

/** @typedef {import("./result_card.js").Found} Found */
/** @typedef {import("./results.js").Groups} Groups */
/** @typedef {import("./results.js").Result} Result */
/** @typedef {import("./scope.js").Part} Part */
/** @typedef {import("./says.js").Cell} Cell */

/**
 * What a card shows of a result: also the track that says most, and its times.
 *
 * @param {readonly Part[]} parts
 * @returns {(result: Result) => Found}
 */
export function foundIn(parts) {
  /** @type {Map<string, {cell: Cell, program: number}>} */
  const homes = new Map();
  for (const { cell, entries } of parts) {
    for (const { program } of entries) homes.set(cell.programs[program][0], { cell, program });
  }
  return ({ slug, card, by, miles, verdict }) => {
    const { answer, yes, ask, no, house, track } = verdict;
    const home = homes.get(slug);
    const row = home ? rowOf(home.cell, home.program, track) : -1;
    return {
      ...{ slug, card, by, miles, answer, yes, ask, no, house },
      track: home?.cell.tracks[row] ?? null,
      times: home?.cell.times[row] ?? null,
    };
  };
}

/**
 * @param {Cell} cell
 * @param {number} program
 * @param {number | null} track
 */
function rowOf(cell, program, track) {
  return cell.rows.findIndex(([each, index]) => each === program && index === (track ?? -1));
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
