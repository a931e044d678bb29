/**
 * Buttons that save a program or take it into the comparison, and the number of both in the header.
 *
 * A block `[data-save="slug"]` holds the buttons and a place to say what came of a press.
 */

import { say } from "./element.js";
import { compared, readSaved, subscribe, toggleCompared, toggleSaved, touch } from "./store.js";
import { _, number } from "./words.js";

/** @param {ParentNode} root */
export function mount(root) {
  touch();
  for (const block of root.querySelectorAll("[data-save]")) mountBlock(block);
  const paintAll = () => {
    for (const block of root.querySelectorAll("[data-save]")) paint(block);
    for (const place of root.querySelectorAll("[data-saved-count]")) count(place);
  };
  subscribe(paintAll);
  paintAll();
}

/** @param {Element} block */
function mountBlock(block) {
  const slug = block.getAttribute("data-save") ?? "";
  const press = /** @type {Record<string, () => string>} */ ({
    saved: () => savedWords(toggleSaved(slug)),
    compared: () => comparedWords(slug, toggleCompared(slug)),
  });
  for (const button of block.querySelectorAll("button[data-toggle]")) {
    const act = press[button.getAttribute("data-toggle") ?? ""];
    button.addEventListener("click", () => tell(block, act()));
  }
  block.removeAttribute("hidden");
}

/** @param {boolean} saved */
function savedWords(saved) {
  const { kept, trouble } = readSaved();
  if (trouble === "refused") return refusedWords();
  if (!saved) return _("No longer saved.");
  return kept ? _("Saved on this device.") : _("Saved until you close this tab.");
}

/**
 * @param {string} slug
 * @param {{compared: readonly string[], full: boolean}} answer
 */
function comparedWords(slug, answer) {
  if (answer.full) return fullWords();
  if (readSaved().trouble === "refused") return refusedWords();
  return answer.compared.includes(slug)
    ? _("Chosen to compare.")
    : _("No longer chosen to compare.");
}

/** Why a fifth program is not taken. */
export function fullWords() {
  return _("You can compare four programs at most. Take one away first.");
}

/** What a reader must know where the browser keeps nothing. */
export function refusedWords() {
  return _("Your browser does not let us keep anything. What you save is lost when you leave this page.");
}

/**
 * @param {Element} block
 * @param {string} words
 */
function tell(block, words) {
  const place = block.querySelector("[data-said]");
  if (place) say(place, words);
}

/** @param {Element} block */
function paint(block) {
  const slug = block.getAttribute("data-save") ?? "";
  const { saved } = readSaved();
  const on = /** @type {Record<string, boolean>} */ ({
    saved: saved.programs.some((each) => each.program === slug),
    compared: saved.compared.includes(slug),
  });
  for (const button of block.querySelectorAll("button[data-toggle]")) {
    button.setAttribute("aria-pressed", String(on[button.getAttribute("data-toggle") ?? ""]));
  }
}

/** @param {Element} place */
function count(place) {
  const slugs = new Set([...readSaved().saved.programs.map((each) => each.program), ...compared()]);
  const link = place.querySelector("a");
  if (link) say(link, _("Saved: %(count)s", { count: number(slugs.size) }));
  place.toggleAttribute("hidden", slugs.size === 0);
}
