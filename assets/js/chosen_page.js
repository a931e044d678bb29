/** What the pages of chosen programs have in common: how they begin, and what fails there. */

import { note } from "./chosen_programs.js";
import { element } from "./element.js";
import { Trouble } from "./index.js";
import { readSaved } from "./store.js";
import { _, load } from "./words.js";

/**
 * The page's own part stands in for what the page says without script, once it is ready.
 *
 * @param {string} selector of the page's own part
 * @param {(root: HTMLElement) => {show: () => Promise<void>}} mount
 */
export async function open(selector, mount) {
  const root = document.querySelector(selector);
  if (!(root instanceof HTMLElement)) return;
  await load(document.documentElement.lang);
  await mount(root).show();
  root.hidden = false;
  for (const other of document.querySelectorAll("[data-static]")) other.setAttribute("hidden", "");
}

/**
 * @template T
 * @param {Promise<T>} reading of the site's files
 * @returns {Promise<T | null>} null when they could not be read: trying again may help
 */
export async function readable(reading) {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Trouble) return null;
    throw error;
  }
}

/** @param {() => void} again */
export function tryAgain(again) {
  const words = _("Check your connection, then try again.");
  const attributes = { type: "button", class: "button-small", onclick: () => again() };
  return note(words, " ", element("button", attributes, _("Try again")));
}

/**
 * Whether this page still offers what the reader has made it forget.
 *
 * @param {HTMLElement} root
 */
export function offersForgotten(root) {
  const { programs, compared } = readSaved().saved;
  return programs.length + compared.length === 0 && root.querySelector("[data-choice]") !== null;
}
