/** The buttons of all cards: a press saves a program or takes it into the comparison. */

import { part, say } from "./element.js";
import { fullWords } from "./saving.js";
import { readSaved, subscribe, toggleCompared, toggleSaved } from "./store.js";

/**
 * The slugs that are saved, and those to compare.
 *
 * @returns {{saved: ReadonlySet<string>, compared: ReadonlySet<string>}}
 */
export function kept() {
  const { saved } = readSaved();
  return {
    saved: new Set(saved.programs.map(({ program }) => program)),
    compared: new Set(saved.compared),
  };
}

/**
 * @param {HTMLElement} root holds the cards
 * @param {(kind: "save" | "compare", slugs: ReadonlySet<string>) => void} paint
 */
export function mount(root, paint) {
  root.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest("button[data-press]");
    if (button instanceof HTMLElement) press(button);
  });
  subscribe(() => {
    const { saved, compared } = kept();
    paint("save", saved);
    paint("compare", compared);
  });
}

/** @param {HTMLElement} button */
function press(button) {
  const { press: kind, slug = "" } = button.dataset;
  if (kind === "save") {
    toggleSaved(slug);
    return;
  }
  const { full } = toggleCompared(slug);
  const beside = /** @type {HTMLElement} */ (button.parentElement);
  say(part(beside, "[data-card-said]"), full ? fullWords() : "");
}
