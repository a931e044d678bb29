/** Saved programs come in; a form that chooses some of them comes out. */

import { findPrograms, note, wordsOf } from "./chosen_programs.js";
import { element } from "./element.js";
import { MOST_COMPARED } from "./saved.js";
import { fullWords } from "./saving.js";
import { readSaved, toggleSaved } from "./store.js";
import { _ } from "./words.js";

/** @typedef {import("./chosen_programs.js").Program} Program */

/**
 * @param {object} options
 * @param {readonly string[]} options.chosen
 * @param {readonly Program[]} options.known programs that are loaded already
 * @param {string} options.press what the button says
 * @param {number} options.least so many must be chosen
 * @param {string} options.tooFew what to do when they are fewer
 * @param {Node} options.empty when nothing is saved
 * @param {(slugs: string[]) => void} options.onChosen
 * @returns {Promise<Node>}
 */
export async function chooser({ chosen, known, press, least, tooFew, empty, onChosen }) {
  const { saved } = readSaved();
  const kept = saved.programs.map((each) => each.program);
  const slugs = [...new Set([...known.map(({ slug }) => slug), ...saved.compared, ...kept])];
  if (slugs.length === 0) return empty;
  const { programs, notes, failed } = await findPrograms(slugs);
  const said = element("p", { class: "small", role: "status" });
  const boxes = programs.map((program) => choice(program, chosen.includes(program.slug), kept));
  const form = element(
    "form",
    {
      class: "choose",
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        const wanted = new FormData(form).getAll("program").map(String);
        if (wanted.length > MOST_COMPARED) said.textContent = fullWords();
        else if (wanted.length < least) said.textContent = tooFew;
        else onChosen(wanted);
      },
    },
    element("ul", { class: "choose-list" }, ...boxes),
    notes.length > 0 && element("ul", { class: "problems" }, ...notes),
    !failed && removable(slugs, programs),
    element("p", {}, element("button", { class: "button", type: "submit" }, press)),
    said,
  );
  return form;
}

/**
 * @param {Program} program
 * @param {boolean} checked
 * @param {readonly string[]} kept
 */
function choice(program, checked, kept) {
  const { place, marks } = wordsOf(program);
  const { slug, name } = program;
  return element(
    "li",
    { data: { choice: slug } },
    element(
      "label",
      {},
      element("input", { type: "checkbox", name: "program", value: slug, checked }),
      element(
        "span",
        {},
        element("strong", { lang: "en" }, name),
        element("span", { class: "muted" }, ` ${place}`),
        ...marks.map((mark) => element("span", { class: "choose-mark" }, mark.title)),
      ),
    ),
    kept.includes(slug) &&
      element(
        "button",
        {
          type: "button",
          class: "button-plain",
          onclick: (/** @type {Event} */ event) => forgetOne(event, slug),
        },
        _("Remove"),
        element("span", { class: "hidden" }, ` ${name}`),
      ),
  );
}

/**
 * @param {Event} event
 * @param {string} slug
 */
function forgetOne(event, slug) {
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  const item = button.closest("li");
  const next = item?.nextElementSibling ?? item?.previousElementSibling;
  const hasNotes = readSaved().saved.programs.some(
    ({ program, note: text, lines }) =>
      program === slug && (text !== "" || Object.keys(lines).length > 0),
  );
  if (hasNotes && !confirm(_("Your notes on this program go too."))) return;
  toggleSaved(slug);
  item?.remove();
  /** @type {HTMLElement | null | undefined} */ (next?.querySelector("input"))?.focus();
}

/**
 * Saved programs that are gone, each with a way to be rid of it.
 *
 * @param {readonly string[]} slugs
 * @param {readonly Program[]} programs
 */
function removable(slugs, programs) {
  const there = new Set(programs.map(({ slug }) => slug));
  const gone = slugs.filter((slug) => !there.has(slug) && isSaved(slug));
  if (gone.length === 0) return null;
  return element(
    "ul",
    { class: "choose-gone" },
    ...gone.map((slug) => {
      const onclick = (/** @type {Event} */ event) => forgetOne(event, slug);
      const press = _("Remove %(program)s from what I saved", { program: slug });
      return note(element("button", { type: "button", class: "button-plain", onclick }, press));
    }),
  );
}

/** @param {string} slug */
function isSaved(slug) {
  return readSaved().saved.programs.some((each) => each.program === slug);
}
