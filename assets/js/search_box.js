/**
 * A field in which a reader types a word or a name. Terms that the word may mean become needs,
 * programs open, and words that mean nothing bound the list by name.
 *
 * A combobox by the ARIA pattern: the focus stays in the field, the arrows move through the list.
 */

import { element, part, say } from "./element.js";
import { names } from "./index.js";
import {
  addPrograms,
  meant,
  programIndex,
  programsNamed,
  shardOf,
  slugsNamed,
  suggestions,
  termIndex,
  wordsOf,
} from "./search.js";
import { _ } from "./words.js";

/** @typedef {import("./search.js").TermFound} TermFound */
/** @typedef {import("./search.js").ProgramFound} ProgramFound */
/** @typedef {import("./scope.js").Cell} Cell */
/** @typedef {{kind: "words", text: string}} WordsFound look for the words in names */
/** @typedef {TermFound | ProgramFound | WordsFound} Suggestion */

/**
 * @typedef {object} Options
 * @property {import("./vocabulary.js").Vocabulary} vocabulary
 * @property {import("./vocabulary.js").Meanings} meanings
 * @property {(term: TermFound) => void} onTerm
 * @property {(text: string) => void} onWords
 */

const ROOT = new URL("../../", import.meta.url);

/**
 * @param {HTMLElement} root
 * @param {Options} options
 */
export function mount(root, { vocabulary, meanings, onTerm, onWords }) {
  const terms = termIndex(vocabulary, meanings);
  const programs = programIndex();
  /** @type {WeakSet<Cell>} */
  const learned = new WeakSet();
  const input = /** @type {HTMLInputElement} */ (part(root, "[data-words]"));
  const list = part(root, "[data-words-list]");
  const said = part(root, "[data-words-said]");
  /** @type {Suggestion[]} */
  let offered = [];
  let active = -1;

  input.addEventListener("input", () => {
    offer();
    learnNames(input.value).then(offer, () => {});
  });
  input.addEventListener("keydown", pressed);
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps focus
  list.addEventListener("click", (event) => {
    const item = /** @type {HTMLElement} */ (event.target).closest("[role=option]");
    if (item) take(offered[[...list.children].indexOf(item)]);
  });

  function offer() {
    if (document.activeElement !== input) return;
    const text = input.value.trim();
    /** @type {Suggestion[]} */
    const found = suggestions(text, { terms, programs });
    offered = wordsOf(text).length > 0 ? [...found, { kind: "words", text }] : [];
    draw();
  }

  /** @param {string} text */
  async function learnNames(text) {
    const shard = shardOf(text);
    if (!shard) return;
    const found = await names(shard);
    addPrograms(
      programs,
      found.map(([slug, name, city, state]) => ({ slug, name, city, state })),
    );
  }

  function draw() {
    active = -1;
    list.replaceChildren(...offered.map(option));
    list.hidden = offered.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  function close() {
    offered = [];
    draw();
  }

  /** @param {number} index */
  function activate(index) {
    active = index;
    [...list.children].forEach((each, place) => {
      each.setAttribute("aria-selected", String(place === index));
    });
    const item = list.children[index];
    if (!item) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const last = offered.length - 1;
    const act = {
      ArrowDown: () => (list.hidden ? offer() : activate(active < last ? active + 1 : 0)),
      ArrowUp: () => (list.hidden ? offer() : activate(active > 0 ? active - 1 : last)),
      Enter: () => enter(),
      Escape: () => (list.hidden ? empty() : close()),
    }[event.key];
    if (!act || event.isComposing) return;
    event.preventDefault();
    act();
  }

  function empty() {
    input.value = "";
    say(said, "");
  }

  /** What stands alone is taken; what may mean several things is asked back. */
  function enter() {
    const text = input.value.trim();
    if (active >= 0) return take(offered[active]);
    if (wordsOf(text).length === 0) return empty();
    const found = meant(terms, text);
    const named = found.filter(({ how }) => how === "exact");
    if (named.length === 1) return take(named[0]);
    if (found.length === 0 && programsNamed(programs, text).length === 0) {
      return take({ kind: "words", text });
    }
    offer();
    activate(0);
    say(said, _("It may mean several things. Choose one from the list."));
  }

  /** @param {Suggestion | undefined} what */
  function take(what) {
    if (!what) return;
    if (what.kind === "program") {
      location.assign(new URL(`programs/${what.slug}/`, ROOT));
      return;
    }
    input.value = "";
    close();
    if (what.kind === "term") {
      onTerm(what);
      say(said, _("Added: %(need)s.", { need: what.label }));
    } else {
      onWords(what.text);
      say(said, _("The list now shows programs with these words in their name, place or provider."));
    }
  }

  /** @param {readonly Cell[]} cells */
  function learn(cells) {
    const others = cells.filter((each) => !learned.has(each));
    for (const cell of others) {
      learned.add(cell);
      addPrograms(programs, namesIn(cell));
    }
    if (others.length > 0) offer(); // of what was typed meanwhile
  }

  return {
    learn,
    enter,

    /**
     * The slugs of the programs that words name.
     *
     * @param {readonly Cell[]} cells
     * @param {string} text
     */
    named(cells, text) {
      learn(cells);
      return slugsNamed(programs, text);
    },
  };
}

/** @param {Cell} cell */
function namesIn({ cards, programs }) {
  return cards.map(({ name, provider, city, state }, index) => {
    const [slug] = programs[index];
    return { slug, name, provider, city, state };
  });
}

/**
 * @param {Suggestion} what
 * @param {number} index
 */
function option(what, index) {
  return element(
    "li",
    { role: "option", id: `words-${index}`, class: "search-option", "aria-selected": "false" },
    ...optionWords(what),
  );
}

/** @param {Suggestion} what */
function optionWords(what) {
  if (what.kind === "term") {
    return [
      element("span", {}, what.label),
      element("span", { class: "small muted" }, what.facetLabel),
    ];
  }
  if (what.kind === "program") {
    const place = [what.city, what.state].filter(Boolean).join(", ");
    return [
      element("span", { lang: "en" }, what.name),
      element("span", { class: "small muted" }, place ? _("Program in %(place)s", { place }) : _("Program online")),
    ];
  }
  return [element("span", {}, _("Programs named \u201c%(words)s\u201d", { words: what.text }))];
}
