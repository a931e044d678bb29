/** "Keep on this device", "Forget everything", and what became of what was kept before. */

import { say } from "./element.js";
import { forgetEverything, keep, readSaved, subscribe } from "./store.js";
import { refusedWords } from "./saving.js";
import { _ } from "./words.js";

/** @typedef {import("./store.js").Trouble} Trouble */

/** @param {ParentNode} root */
export function mount(root) {
  for (const panel of root.querySelectorAll("[data-keeping]")) mountPanel(panel);
  const paint = () => {
    for (const box of root.querySelectorAll("input[data-keep]")) {
      /** @type {HTMLInputElement} */ (box).checked = readSaved().kept;
    }
    for (const place of root.querySelectorAll("[data-told]")) {
      say(place, troubleWords(readSaved().trouble));
    }
  };
  subscribe(paint);
  paint();
}

/** @param {Element} panel */
function mountPanel(panel) {
  const said = panel.querySelector("[data-keeping-said]");
  /** @param {string} words */
  const tell = (words) => said && say(said, words);
  panel.querySelector("input[data-keep]")?.addEventListener("change", (event) => {
    const box = /** @type {HTMLInputElement} */ (event.currentTarget);
    tell(keptWords(box.checked, keep(box.checked)));
  });
  panel.querySelector("button[data-forget]")?.addEventListener("click", async () => {
    tell(forgottenWords(await forgetAll()));
  });
  panel.removeAttribute("hidden");
}

/** All that is kept, and what this page's address says of the reader. */
async function forgetAll() {
  const forgotten = forgetEverything();
  if (location.hash) location.replace("#"); // so that the page hears of it
  history.replaceState(null, "", location.pathname);
  return forgotten;
}

/**
 * @param {boolean} wanted
 * @param {boolean} done
 */
function keptWords(wanted, done) {
  if (!done) return _("Your browser does not let us keep anything on this device.");
  return wanted
    ? _("Kept on this device, until 30 days after you last looked.")
    : _("No longer kept on this device. It stays until you close this tab.");
}

/** @param {boolean} offlineToo */
function forgottenWords(offlineToo) {
  const done = _(
    "Done. Saved programs, notes and choices are gone from this site, also in other tabs.",
  );
  const partly = _(
    "Saved programs, notes and choices are gone from this site, also in other tabs. The offline copy could not be removed.",
  );
  const stays = _(
    "We cannot remove your browser's history, files you downloaded, or links you sent. Other open tabs may still show what you chose: close them.",
  );
  return `${offlineToo ? done : partly} ${stays}`;
}

/**
 * What a reader must know of what was kept, "" when all is well.
 *
 * @param {Trouble} trouble
 */
export function troubleWords(trouble) {
  if (trouble === null) return "";
  return {
    refused: refusedWords,
    corrupt: () => _("What you saved before could not be read. It is damaged. You can save anew."),
    "in-part": () => _("Some of what you saved before is damaged. What could be read is still here."),
    expired: () => _("What you kept here was not used for 30 days. It has been removed."),
    "other-version": () =>
      _("What is kept on this device is from another version of this site. We left it as it is. What you save now stays until you close this tab."),
  }[trouble]();
}
