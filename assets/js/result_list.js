/** Groups of results come in; headings and lists of cards come out, a slice at a time. */

import { afterPaint } from "./after_paint.js";
import { part, say } from "./element.js";
import { foundOf } from "./found_programs.js";
import { resultCard } from "./result_card.js";
import { _, ngettext, number } from "./words.js";

/** @typedef {import("./result_card.js").Asked} Asked */
/** @typedef {"yes" | "ask" | "no"} Answer */

/**
 * @typedef {object} Shown
 * @property {import("./results.js").Groups} groups
 * @property {Asked} asked
 */

const ANSWERS = /** @type {const} */ (["yes", "ask", "no"]);
const SLICE = 20;
const FIRST = 2;

/**
 * @param {HTMLElement} root
 * @param {{onGrow: () => void, heading: HTMLElement}} options `heading` takes the focus when what
 *   had it is gone
 */
export function mount(root, { onGrow, heading }) {
  const lists = Object.fromEntries(ANSWERS.map((answer) => [answer, group(root, answer)]));
  /** @type {Shown | null} */
  let shown = null;
  const later = afterPaint();

  for (const answer of ANSWERS) {
    lists[answer].more.addEventListener("click", () => grow(answer));
  }
  lists.no.root.addEventListener("toggle", () => {
    if (isOpen("no")) fill("no", lists.no.limit);
  });

  /** @param {Answer} answer */
  function grow(answer) {
    const { list } = lists[answer];
    const before = list.childElementCount;
    lists[answer].limit += SLICE;
    fill(answer, lists[answer].limit);
    /** @type {HTMLElement | null} */ (list.children[before]?.querySelector("a"))?.focus();
    onGrow();
  }

  /** @param {Answer} answer */
  function isOpen(answer) {
    const { root: place } = lists[answer];
    return !(place instanceof HTMLDetailsElement) || place.open;
  }

  /**
   * Makes the list so long, as far as there are results.
   *
   * @param {Answer} answer
   * @param {number} limit
   */
  function fill(answer, limit) {
    if (!shown) return;
    const { list, more } = lists[answer];
    const { groups, asked } = shown;
    const results = groups[answer];
    const next = results.slice(list.childElementCount, limit);
    list.append(...next.map((result) => resultCard(foundOf(result), asked)));
    const rest = results.length - list.childElementCount;
    more.hidden = rest === 0;
    const count = Math.min(rest, SLICE);
    say(more, ngettext("Show %(count)s more", "Show %(count)s more", count));
  }

  /**
   * @param {Shown} what
   * @param {Record<Answer, number>} limits
   * @param {{atOnce: boolean}} how at once, or the first cards now and the rest after the paint
   */
  function show(what, limits, { atOnce }) {
    const focused = placeOfFocus(root);
    shown = what;
    let room = atOnce ? Infinity : FIRST;
    for (const answer of ANSWERS) {
      const { list, root: place } = lists[answer];
      const { length } = what.groups[answer];
      lists[answer].limit = limits[answer];
      list.replaceChildren();
      place.hidden = length === 0;
      say(lists[answer].heading, headingWords(answer, length, what.asked.any));
      lists[answer].heading.classList.toggle("hidden", !what.asked.any); // the count stands above
      if (isOpen(answer)) {
        fill(answer, Math.min(limits[answer], room));
        room = Math.max(0, room - list.childElementCount);
      }
    }
    later(() => {
      for (const answer of ANSWERS) if (isOpen(answer)) fill(answer, lists[answer].limit);
      restoreFocus(root, focused, heading);
    });
    restoreFocus(root, focused, null);
  }

  return {
    show,

    /** How many of each group are in sight at most. */
    limits: () =>
      /** @type {Record<Answer, number>} */ (
        Object.fromEntries(ANSWERS.map((answer) => [answer, lists[answer].limit]))
      ),

    /**
     * @param {"save" | "compare"} kind
     * @param {ReadonlySet<string>} slugs
     */
    press(kind, slugs) {
      for (const button of root.querySelectorAll(`button[data-press="${kind}"]`)) {
        const { slug = "" } = /** @type {HTMLElement} */ (button).dataset;
        button.setAttribute("aria-pressed", String(slugs.has(slug)));
      }
    },
  };
}

/** How many of each group stand in sight at first. */
export const FIRST_LIMITS = Object.freeze({ yes: SLICE, ask: SLICE, no: SLICE });

/**
 * @param {HTMLElement} root
 * @param {Answer} answer
 */
function group(root, answer) {
  const place = part(root, `[data-group-of="${answer}"]`);
  return {
    root: place,
    heading: part(place, "h3"),
    list: part(place, ".result-list"),
    more: part(place, "[data-more]"),
    limit: SLICE,
  };
}

/**
 * @param {Answer} answer
 * @param {number} length
 * @param {boolean} any whether anything was asked
 */
function headingWords(answer, length, any) {
  const count = number(length);
  if (!any) return ngettext("%(count)s program", "%(count)s programs", length);
  if (answer === "yes") return _("Says yes to all you asked (%(count)s)", { count });
  if (answer === "ask") return _("Says yes to some: ask about the rest (%(count)s)", { count });
  return _("Says no to something you asked (%(count)s)", { count });
}

/**
 * Which card, and what of it, has the focus.
 *
 * @param {HTMLElement} root
 * @returns {{slug: string, press: string} | null}
 */
function placeOfFocus(root) {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !root.contains(active)) return null;
  const card = /** @type {HTMLElement | null} */ (active.closest("[data-program]"));
  return card ? { slug: card.dataset.program ?? "", press: active.dataset.press ?? "" } : null;
}

/**
 * @param {HTMLElement} root
 * @param {{slug: string, press: string} | null} focused
 * @param {HTMLElement | null} otherwise
 */
function restoreFocus(root, focused, otherwise) {
  if (!focused || root.contains(document.activeElement)) return;
  const card = root.querySelector(`[data-program="${CSS.escape(focused.slug)}"]`);
  const wanted = focused.press ? `[data-press="${focused.press}"]` : "a";
  const found = /** @type {HTMLElement | null} */ (card?.querySelector(wanted) ?? otherwise);
  found?.focus({ preventScroll: true });
}
