/** The needs of a state come in; a row of chips comes out, each of which can be taken away. */

import { element } from "./element.js";
import { chips, cleared, withScope, withoutChip } from "./needs.js";
import { needWords } from "./asked_words.js";
import { freeWords } from "./time_words.js";
import { _ } from "./words.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./needs.js").Chip} Chip */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */

/**
 * @typedef {object} Options
 * @property {Vocabulary} vocabulary
 * @property {(state: State) => void} onChange
 * @property {() => void} onEmpty takes the focus when the last chip is gone
 * @property {(code: string) => string} stateName
 */

/**
 * @param {HTMLElement} root
 * @param {Options} options
 */
export function mount(root, { vocabulary, onChange, onEmpty, stateName }) {
  /** @type {State} */
  let shown = { needs: {}, scope: {}, unknown: [] };
  /** @type {State | null} what "Clear all" took away */
  let before = null;

  root.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button) return;
    if (button.dataset.chip) takeAway(button.dataset.chip);
    else if (button.dataset.scope) takeBound(button.dataset.scope);
    else if ("clear" in button.dataset) clear();
    else if ("undo" in button.dataset) undo();
  });

  /** @param {string} key */
  function takeAway(key) {
    const all = chips(shown, vocabulary);
    const place = all.findIndex((chip) => chip.key === key);
    if (place < 0) return;
    const next = all[place + 1] ?? all[place - 1];
    onChange(withoutChip(shown, all[place]));
    if (next) buttonOf(next.key)?.focus();
    else onEmpty();
  }

  /** @param {string} name of a bound of the list */
  function takeBound(name) {
    onChange(withScope(shown, { [name]: null }));
    onEmpty();
  }

  function clear() {
    const state = shown;
    onChange(cleared(shown));
    before = state;
    draw();
    /** @type {HTMLElement | null} */ (root.querySelector("[data-undo]"))?.focus();
  }

  function undo() {
    const state = before;
    before = null;
    if (state) onChange({ ...shown, needs: state.needs });
    /** @type {HTMLElement | null} */ (root.querySelector("[data-clear]"))?.focus();
  }

  /** @param {string} key */
  function buttonOf(key) {
    return [...root.querySelectorAll("button")].find((button) => button.dataset.chip === key);
  }

  function draw() {
    const all = chips(shown, vocabulary);
    const bounds = boundsOf(shown, stateName);
    root.replaceChildren(
      ...(all.length > 0 ? [list(all)] : []),
      ...(bounds.length > 0 ? [element("ul", { class: "need-chips" }, ...bounds)] : []),
      ...clearing(all.length),
      ...(before && all.length === 0 ? [undoing()] : []),
    );
    root.hidden = root.childElementCount === 0;
  }

  /** @param {readonly Chip[]} all */
  function list(all) {
    return element("ul", { class: "need-chips" }, ...all.map(item));
  }

  /** @param {Chip} chip */
  function item(chip) {
    return element(
      "li",
      {},
      removable(chipWords(chip), { chip: chip.key }),
      chip.next && element("span", { class: "need-join" }, joining(chip.next)),
    );
  }

  /** @param {Chip} chip */
  function chipWords(chip) {
    return chip.facet === "free"
      ? _("Free: %(times)s", { times: freeWords(shown.needs.free ?? []) })
      : needWords(chip, shown, vocabulary);
  }

  return {
    /** @param {State} state */
    show(state) {
      if (state !== shown) before = null;
      shown = state;
      draw();
    },
  };
}

/**
 * @param {string} words
 * @param {Record<string, string>} data
 */
function removable(words, data) {
  const name = _("Take away: %(need)s", { need: words });
  return element(
    "button",
    { type: "button", class: "need-chip", "aria-label": name, data },
    words,
    element("span", { class: "need-cross", "aria-hidden": "true" }, "\u00d7"),
  );
}

/**
 * What bounds the list and stands in no field of its own, or in one that is far away.
 *
 * @param {State} state
 * @param {(code: string) => string} stateName
 */
function boundsOf({ scope }, stateName) {
  const bounds = [
    scope.q && removable(_("Named \u201c%(words)s\u201d", { words: scope.q }), { scope: "q" }),
    scope.state &&
      removable(_("Only %(state)s", { state: stateName(scope.state) }), { scope: "state" }),
  ];
  return bounds.filter((each) => each).map((each) => element("li", {}, each || ""));
}

/** @param {"and" | "or"} next */
function joining(next) {
  return next === "and" ? _("and") : _("or");
}

/** @param {number} count */
function clearing(count) {
  if (count < 2) return [];
  return [
    element("button", { type: "button", class: "button-plain", data: { clear: "" } }, _("Clear all")),
  ];
}

function undoing() {
  return element(
    "p",
    {},
    _("You took everything away."),
    " ",
    element("button", { type: "button", class: "button-plain", data: { undo: "" } }, _("Undo")),
  );
}
