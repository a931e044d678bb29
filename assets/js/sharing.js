/** The state comes in; a link to it goes to the clipboard, with or without what was asked. */

import { format, shared } from "./address.js";
import { element, say } from "./element.js";
import { _ } from "./words.js";

/** @typedef {import("./address.js").State} State */

/**
 * @param {HTMLElement} root
 * @param {() => State} current
 */
export function mount(root, current) {
  const said = element("p", { class: "small", role: "status" });
  const link = element("input", {
    type: "text",
    readonly: true,
    class: "share-link",
    "aria-label": _("Link to copy"),
    hidden: true,
  });
  root.append(
    element(
      "details",
      { class: "share" },
      element("summary", {}, _("Share or print")),
      element(
        "div",
        { class: "share-inside" },
        row(
          _("Copy link"),
          _("It holds everything you chose here, health words too. Whoever has the link can see it."),
          () => copy(true),
        ),
        row(
          _("Copy link without your needs"),
          _("It holds only where you look and in what order. What you need is left out."),
          () => copy(false),
        ),
        row(_("Print"), _("The paper shows the programs and what you asked."), () => print()),
        link,
        said,
      ),
    ),
  );

  /** @param {boolean} needs */
  async function copy(needs) {
    const state = shared(current(), { needs });
    const address = new URL(location.pathname, location.href);
    address.hash = format(state);
    const copied = await navigator.clipboard.writeText(address.href).then(
      () => true,
      () => false,
    );
    link.hidden = copied;
    link.value = address.href;
    if (!copied) link.select();
    say(said, copied ? copiedWords(needs) : _("Copy the link from this field."));
  }
}

/** @param {boolean} needs */
function copiedWords(needs) {
  return needs
    ? _("Copied, with everything you chose.")
    : _("Copied. What you need is not in it.");
}

/**
 * @param {string} words
 * @param {string} explained
 * @param {() => void} onclick
 */
function row(words, explained, onclick) {
  return element(
    "div",
    { class: "share-row" },
    element("button", { type: "button", class: "button-small", onclick }, words),
    element("p", { class: "small muted" }, explained),
  );
}
