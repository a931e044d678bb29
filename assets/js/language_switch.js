/** The link to the page in the other language takes along what stands behind `#`. */

import { keepFresh } from "./fragment_link.js";

/** @param {Document} root */
export function mount(root) {
  for (const link of root.querySelectorAll("a[data-language-switch]")) {
    const anchor = /** @type {HTMLAnchorElement} */ (link);
    const page = anchor.href.split("#")[0];
    keepFresh(anchor, () => page + location.hash);
  }
}
