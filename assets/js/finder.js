/** The finder page starts: its words and terms are read, and it comes to life or says why not. */

import { part, say } from "./element.js";
import { mount } from "./finder_view.js";
import { terms } from "./index.js";
import * as troublePlace from "./trouble_place.js";
import { moveQuery } from "./visits.js";
import { vocabularyOf } from "./vocabulary.js";
import { load } from "./words.js";

moveQuery();
const page = document.querySelector("[data-finder]");
if (page instanceof HTMLElement) start(page);

/** @param {HTMLElement} root */
async function start(root) {
  const { lang } = document.documentElement;
  const still = /** @type {HTMLElement | null} */ (document.querySelector("[data-static]"));
  const trouble = troublePlace.mount(root, still);
  try {
    await load(lang);
    const vocabulary = vocabularyOf(await terms(lang));
    mount(root, vocabulary, trouble);
    trouble.clear();
  } catch (error) {
    root.dataset.ready = "";
    say(part(root, "[data-said]"), "");
    trouble.show(error, () => start(root));
  }
}
