/** What was chosen comes in; the danger notices and phone lines that belong to it stand in sight. */

import { notices } from "./vocabulary.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */

/**
 * @param {HTMLElement} root holds every notice and line, hidden
 * @param {Vocabulary} vocabulary
 */
export function mount(root, vocabulary) {
  const dangers = /** @type {NodeListOf<HTMLElement>} */ (
    root.querySelectorAll("[data-danger-of]")
  );
  const lines = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-line]"));

  return {
    /** @param {State} state */
    show({ needs }) {
      const wanted = new Set(notices(vocabulary, needs));
      const beside = new Set(linesOf(vocabulary, needs));
      for (const each of dangers) each.hidden = !wanted.has(each.dataset.dangerOf ?? "");
      for (const each of lines) {
        each.hidden = !beside.has(each.dataset.line ?? "") || isSaidAbove(each);
      }
    },
  };

  /**
   * A notice in sight may hold the same line.
   *
   * @param {HTMLElement} line
   */
  function isSaidAbove(line) {
    const words = line.textContent?.trim() ?? "";
    return [...dangers].some((each) => !each.hidden && each.textContent?.includes(words));
  }
}

/**
 * @param {Vocabulary} vocabulary
 * @param {Readonly<Record<string, any>>} needs
 * @returns {string[]}
 */
function linesOf(vocabulary, needs) {
  return [...vocabulary.values()].flatMap((facet) => {
    const chosen = Array.isArray(needs[facet.id]) ? needs[facet.id] : [];
    return chosen.flatMap((/** @type {string} */ id) => facet.terms.get(id)?.lines ?? []);
  });
}
