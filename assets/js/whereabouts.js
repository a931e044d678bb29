/** What to do when nobody knows where to look: the words and buttons for it come out. */

import { element } from "./element.js";
import { withScope } from "./needs.js";
import { hrefOf } from "./visits.js";
import { _, ngettext } from "./words.js";

/** @typedef {import("./address.js").State} State */

/**
 * A large site asks for the place first.
 *
 * @param {object} options
 * @param {number} options.count all programs
 * @param {readonly string[]} options.states those with programs
 * @param {State} options.state
 * @param {(code: string) => string} options.stateName
 * @param {() => void} options.onPlace the reader wants to write a place
 * @param {() => void} options.onWhole the reader wants to look everywhere
 */
export function askWhere({ count, states, state, stateName, onPlace, onWhole }) {
  return element(
    "section",
    { class: "callout callout-note" },
    element("p", {}, element("strong", {}, _("Where do you look?"))),
    element(
      "p",
      {},
      ngettext(
        "%(count)s program is listed here. Write a ZIP code or a city, or choose a state.",
        "%(count)s programs are listed here. Write a ZIP code or a city, or choose a state.",
        count,
      ),
    ),
    element(
      "p",
      { class: "note-buttons" },
      button("button", _("Write a place"), onPlace),
      button("button button-quiet", _("Look in the whole country"), onWhole),
    ),
    element("h3", { class: "note-title" }, _("Or choose a state")),
    element("ul", { class: "chips" }, ...stateLinks(states, state, stateName)),
  );
}

/**
 * @param {readonly string[]} codes
 * @param {State} state
 * @param {(code: string) => string} stateName
 */
function stateLinks(codes, state, stateName) {
  const links = codes.map((code) => {
    const href = hrefOf(withScope(state, { state: code }));
    return element("a", { href }, stateName(code));
  });
  const named = links.sort((one, other) => one.text.localeCompare(other.text));
  return named.map((link) => element("li", {}, link));
}

/**
 * The site does not know the place.
 *
 * @param {object} options
 * @param {() => void} options.onChange
 * @param {() => void} options.onDrop
 */
export function askAgain({ onChange, onDrop }) {
  return element(
    "p",
    { class: "note-buttons" },
    button("button", _("Change the place"), onChange),
    button("button button-quiet", _("Look without a place"), onDrop),
  );
}

/**
 * @param {string} looks
 * @param {string} words
 * @param {() => void} onclick
 */
function button(looks, words, onclick) {
  return element("button", { type: "button", class: looks, onclick }, words);
}
