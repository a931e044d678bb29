/** The ways in which a page leaves this device: each is a button that says what goes along. */

import { element, say } from "./element.js";
import { _ } from "./words.js";

/**
 * @param {string} words
 * @param {string} explained
 * @param {() => void} onclick
 * @param {Node | null} [more]
 */
export function way(words, explained, onclick, more = null) {
  return element(
    "div",
    { class: "share-row" },
    element("button", { type: "button", class: "button-small", onclick }, words),
    element("p", { class: "small muted" }, explained),
    more,
  );
}

/** A link on its way to the clipboard; where the browser forbids that, to a field. */
export function linkCopier() {
  const said = element("p", { class: "small", role: "status" });
  const link = element("input", {
    type: "text",
    readonly: true,
    class: "share-link",
    "aria-label": _("Link to copy"),
    hidden: true,
  });

  return {
    parts: [link, said],

    /** @param {string} words */
    tell: (words) => say(said, words),

    /**
     * @param {string} fragment of this page
     * @param {string} words once it is copied
     */
    async copy(fragment, words) {
      const address = fragment ? `${location.pathname}#${fragment}` : location.pathname;
      const { href } = new URL(address, location.href);
      const copied = await isCopied(href);
      link.hidden = copied;
      link.value = href;
      if (!copied) link.select();
      say(said, copied ? words : _("Copy the link from this field."));
    },
  };
}

/** @param {string} text */
async function isCopied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
