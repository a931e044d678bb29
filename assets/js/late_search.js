/** The search field before its script is there: nothing that a reader types or presses is lost. */

import { part, say } from "./element.js";
import { meanings } from "./index.js";
import { _ } from "./words.js";

/** @typedef {import("./scope.js").Cell} Cell */
/** @typedef {import("./search_box.js").Options} Options */

/**
 * @param {HTMLElement} root
 * @param {Omit<Options, "meanings"> & {loaded: () => readonly Cell[]}} options `loaded`: cells whose programs can be
 *   found by name
 */
export function mount(root, { loaded, ...options }) {
  const field = part(root, "[data-words]");
  let isThere = false;

  const search = once(async () => {
    const [{ mount: mountSearch }, known] = await Promise.all([
      import("./search_box.js"),
      meanings(document.documentElement.lang),
    ]);
    isThere = true;
    return mountSearch(root, { ...options, meanings: known });
  });

  field.addEventListener("focus", async () => {
    try {
      const { learn } = await search();
      learn(loaded());
    } catch (error) {
      console.error(error);
      const words = _("The search could not be loaded. Use the choices below.");
      say(part(root, "[data-words-said]"), words);
    }
  });
  field.addEventListener("keydown", async ({ key }) => {
    if (key !== "Enter" || isThere) return;
    const { enter } = await search();
    enter();
  });

  return { search, focus: () => field.focus() };
}

/**
 * Done once it succeeds; a failure is tried again at the next wish.
 *
 * @template T
 * @param {() => Promise<T>} make
 * @returns {() => Promise<T>}
 */
function once(make) {
  /** @type {Promise<T> | null} */
  let made = null;
  return () => {
    made ??= make().catch((error) => {
      made = null;
      throw error;
    });
    return made;
  };
}
