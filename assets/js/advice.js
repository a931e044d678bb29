/** How a search went comes in; what to say about it, and what to do next, comes out. */

import { needWords } from "./asked_words.js";
import { element } from "./element.js";
import { added, relaxed, withScope } from "./needs.js";
import { _, ngettext, number } from "./words.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./index.js").Place} Place */
/** @typedef {import("./says.js").Need} Need */
/** @typedef {import("./scope.js").Reach} Reach */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */

/**
 * @typedef {object} Outcome
 * @property {State} state
 * @property {Vocabulary} vocabulary
 * @property {Reach} reach
 * @property {Place | null} place
 * @property {number} yes programs that say yes to all
 * @property {boolean} any whether anything was asked
 * @property {boolean} unread a part of the address was not understood
 * @property {(need: Need) => number} without programs that say yes to all but this
 * @property {(code: string) => string} stateName
 * @property {(state: State) => void} onChange
 */

const HELPLINE = "1-800-662-4357";

/**
 * @param {Outcome} outcome
 * @returns {HTMLElement[]} none when all is said by the results themselves
 */
export function advice(outcome) {
  return [unread(outcome), empty(outcome), none(outcome), widened(outcome)].filter(
    (each) => each !== null,
  );
}

/** @param {Outcome} outcome */
function unread({ unread: partly }) {
  if (!partly) return null;
  return note(
    element("p", {}, _("A part of this address could not be read. It was left out. The rest stands.")),
  );
}

/** @param {Outcome} outcome */
function empty(outcome) {
  if (outcome.reach.count > 0) return null;
  return note(
    element("p", {}, element("strong", {}, emptyWords(outcome.state))),
    element("p", {}, _("That does not mean that there is no help. What you can do:")),
    wayList(ways(outcome)),
  );
}

/** @param {State} state */
function emptyWords({ scope }) {
  if (scope.q) return _("No program here has these words in its name, place or provider.");
  return _("No program is listed here yet.");
}

/** @param {Outcome} outcome */
function none(outcome) {
  const { reach, yes, any, state, vocabulary, onChange } = outcome;
  if (!any || yes > 0 || reach.count === 0) return null;
  const found = relaxed(outcome.without, state, vocabulary);
  const without = found && [
    button(_("Take away: %(need)s", { need: needWords(found.need, state, vocabulary) }), () =>
      onChange(found.state),
    ),
    " ",
    ngettext("to see %(count)s program", "to see %(count)s programs", found.count),
  ];
  return note(
    element("p", {}, element("strong", {}, _("No program here says yes to all of this."))),
    element("p", {}, _("That does not mean that there is no help. What you can do:")),
    wayList([...(without ? [element("span", {}, ...without)] : []), ...ways(outcome)]),
  );
}

/**
 * Online programs, unless they are what was asked for; the helpline, always.
 *
 * @param {Outcome} outcome
 * @returns {(Node | string)[]}
 */
function ways(outcome) {
  const call = element("span", {});
  call.append(
    _("Call the SAMHSA helpline:"),
    " ",
    element("a", { href: "tel:+18006624357" }, HELPLINE),
    ". ",
    _("It is free, day and night, and gives places to call."),
  );
  return [wordsButton(outcome), onlineButton(outcome), call].filter((way) => way !== null);
}

/** @param {Outcome} outcome */
function wordsButton({ reach, state, onChange }) {
  if (!state.scope.q || reach.count > 0) return null;
  return button(_("Look without these words"), () => onChange(withScope(state, { q: null })));
}

/** @param {Outcome} outcome */
function onlineButton({ state, place, stateName, onChange }) {
  const code = state.scope.state ?? place?.state;
  const asked = /** @type {Record<string, any>} */ (state.needs).format ?? [];
  if (!code || asked.includes("telehealth")) return null;
  const next = added(withScope(state, { near: null, within: null, state: code }), "format", "telehealth");
  const words = _("Look at online programs for %(state)s", { state: stateName(code) });
  return button(words, () => onChange(next));
}

/** @param {Outcome} outcome */
function widened(outcome) {
  const { reach, any, yes } = outcome;
  if (reach.from === null || reach.within === null || reach.count === 0) return null;
  const online = any && yes === 0 ? null : onlineButton(outcome);
  return note(
    element(
      "p",
      {},
      _("Fewer than three programs lie within %(from)s miles. We looked within %(within)s miles.", {
        from: number(reach.from),
        within: number(reach.within),
      }),
    ),
    online && element("p", {}, online),
  );
}

/** @param {readonly (Node | string)[]} all */
function wayList(all) {
  return element("ul", { class: "ways" }, ...all.map((way) => element("li", {}, way)));
}

/**
 * @param {string} words
 * @param {() => void} onclick
 */
function button(words, onclick) {
  return element("button", { type: "button", class: "button-small", onclick }, words);
}

/** @param {...(Node | string | null | false)} children */
function note(...children) {
  return element("section", { class: "callout callout-note" }, ...children);
}
