/** The fields of the place: near what, how far, or a whole state. */

import { element, part, say } from "./element.js";
import { whereOf } from "./first_answers.js";
import { withScope } from "./needs.js";
import { USUAL_RADIUS } from "./scope.js";
import { _, ngettext } from "./words.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {(state: State, key?: string) => void} Change */

const COMPLETE = /^\s*(?:[0-9]{5}|[^,]+,\s*[A-Za-z]{2})\s*$/;
const REST_MS = 500; // who empties the field mostly writes another place: nothing is shown between
const ZIP_BEGUN = /^\s*[0-9]{1,4}\s*$/;

/**
 * @param {HTMLElement} root
 * @param {{onChange: Change}} options
 */
export function mount(root, { onChange }) {
  const near = /** @type {HTMLInputElement} */ (part(root, "[data-near]"));
  const within = /** @type {HTMLSelectElement} */ (part(root, "[data-within]"));
  const whole = /** @type {HTMLSelectElement} */ (part(root, "[data-state]"));
  const error = part(root, "[data-place-error]");
  const states = new Map([...whole.options].map(({ value, text }) => [value, text]));
  states.delete("");
  /** @type {State} */
  let shown = { needs: {}, scope: {}, unknown: [] };

  let rest = 0;

  near.addEventListener("input", () => {
    clearTimeout(rest);
    if (COMPLETE.test(near.value)) take();
    else if (near.value.trim() === "") rest = setTimeout(take, REST_MS);
  });
  near.addEventListener("change", take);
  near.addEventListener("keydown", (event) => {
    if (event.key === "Enter") take();
  });
  within.addEventListener("change", () => {
    const miles = Number(within.value);
    onChange(withScope(shown, { within: miles === USUAL_RADIUS ? null : miles }));
  });
  whole.addEventListener("change", () => {
    wrong("");
    onChange(withScope(shown, { state: whole.value || null, near: null }));
  });

  function take() {
    const where = whereOf(near.value, states);
    if (!where) return wrong(unreadable(near.value));
    wrong("");
    if (where.near === (shown.scope.near ?? null) && !where.state) return;
    onChange(withScope(shown, { near: where.near, state: where.state }), "near");
  }

  /** @param {string} text */
  function wrong(text) {
    say(error, text);
    near.setAttribute("aria-invalid", String(text !== ""));
  }

  return {
    /** @param {State} state */
    show(state) {
      const before = shown.scope;
      shown = state;
      const { scope } = state;
      const same = whereOf(near.value, states)?.near === (scope.near ?? null);
      if (document.activeElement !== near && (!same || before.state !== scope.state)) {
        near.value = scope.near ?? "";
        wrong("");
      } else if (!same && scope.near) {
        near.value = scope.near;
      }
      whole.value = states.has(scope.state ?? "") ? (scope.state ?? "") : "";
      offerRadius(within, scope.within ?? USUAL_RADIUS);
      within.disabled = !scope.near;
    },

    /**
     * What an address named, though no place can be read from it.
     *
     * @param {string} text
     */
    refuse(text) {
      near.value = text;
      wrong(unreadable(text));
    },

    /** The site does not know the place. */
    unknown() {
      wrong(unknownWords(shown.scope.near ?? ""));
    },

    focus() {
      near.focus();
    },
  };
}

/**
 * An address may ask for a radius that the list does not hold.
 *
 * @param {HTMLSelectElement} within
 * @param {number} miles
 */
function offerRadius(within, miles) {
  const there = [...within.options].some(({ value }) => Number(value) === miles);
  if (!there) {
    const words = ngettext("%(count)s mile", "%(count)s miles", miles);
    within.append(element("option", { value: miles }, words));
  }
  within.value = String(miles);
}

/** @param {string} text */
function unreadable(text) {
  if (ZIP_BEGUN.test(text)) return _("A ZIP code has five digits.");
  return _("Write a ZIP code, or a city with its state: Portland, OR.");
}

/**
 * @param {string} near
 */
export function unknownWords(near) {
  return /^[0-9]/.test(near)
    ? _("We do not know the ZIP %(zip)s. Check it, or write a city and state.", { zip: near })
    : _("We do not know %(place)s. Check it, or write a ZIP code.", { place: near });
}
