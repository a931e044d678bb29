/** The state comes in; a link to it goes to the clipboard, with or without what was asked. */

import { format, shared } from "./address.js";
import { element } from "./element.js";
import { linkCopier, way } from "./share_ways.js";
import { _ } from "./words.js";

/** @typedef {import("./address.js").State} State */

/**
 * @param {HTMLElement} root
 * @param {() => State} current
 */
export function mount(root, current) {
  const link = linkCopier();
  /** @param {boolean} needs */
  const fragment = (needs) => format(shared(current(), { needs }));
  root.append(
    element(
      "details",
      { class: "share" },
      element("summary", {}, _("Share or print")),
      element(
        "div",
        { class: "share-inside" },
        way(
          _("Copy link"),
          _("It holds everything you chose here, health words too. Whoever has the link can see it."),
          () => link.copy(fragment(true), _("Copied, with everything you chose.")),
        ),
        way(
          _("Copy link without your needs"),
          _("It holds only where you look and in what order. What you need is left out."),
          () => link.copy(fragment(false), _("Copied. What you need is not in it.")),
        ),
        way(_("Print"), _("The paper shows the programs and what you asked."), () => print()),
        ...link.parts,
      ),
    ),
  );
}
