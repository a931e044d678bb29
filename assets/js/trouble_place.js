/** What could not be read comes in; a plain sentence and a way to try again stand in the page. */

import { element, part } from "./element.js";
import { Trouble } from "./index.js";
import { _ } from "./words.js";

/**
 * Where it is said that something could not be read; then the list without a script is there too.
 *
 * @param {HTMLElement} root
 * @param {HTMLElement | null} still the list without a script
 */
export function mount(root, still) {
  const place = part(root, "[data-trouble]");
  return {
    clear() {
      place.hidden = true;
      place.replaceChildren();
      if (still) still.hidden = true;
    },

    /**
     * @param {unknown} error
     * @param {() => void} again
     * @param {{partly?: boolean}} [how] partly: some programs are in sight
     */
    show(error, again, { partly = false } = {}) {
      if (!(error instanceof Trouble)) console.error(error);
      const button = { type: "button", class: "button", onclick: again };
      place.replaceChildren(
        element("p", {}, element("strong", {}, troubleWords(error, partly))),
        element("p", {}, element("button", button, _("Try again"))),
      );
      place.hidden = false;
      if (!still) return;
      still.hidden = partly;
      still.dataset.shown = "";
    },
  };
}

/**
 * @param {unknown} error
 * @param {boolean} partly
 */
function troubleWords(error, partly) {
  if (partly) return _("Some programs could not be loaded. Those below are not all.");
  if (!navigator.onLine) return _("You are offline. The programs could not be loaded.");
  if (error instanceof Trouble && error.kind === "offline") {
    return _("The programs could not be loaded. Check your connection.");
  }
  return _("The programs could not be loaded. The fault is ours, not yours. You can look below.");
}
