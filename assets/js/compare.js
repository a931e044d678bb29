/** The comparison's page: its address comes in, two to four programs side by side come out. */

import { chooser } from "./chooser.js";
import { offersForgotten, open, readable, tryAgain } from "./chosen_page.js";
import { findPrograms, problems } from "./chosen_programs.js";
import { format, moved, parse, sections } from "./comparison.js";
import { sharing } from "./compare_share.js";
import { compareTable, filterRows } from "./compare_table.js";
import { element, part, say } from "./element.js";
import * as index from "./index.js";
import { MOST_COMPARED } from "./saved.js";
import { readSaved, setCompared, setNote, subscribe } from "./store.js";
import { vocabularyOf } from "./vocabulary.js";
import { _, ngettext } from "./words.js";
import { rewrite } from "./writing.js";
import { readerZone } from "./zones.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./chosen_programs.js").Program} Program */
/** @typedef {import("./comparison.js").Asked} Asked */
/** @typedef {import("./comparison.js").Section} Section */

const LEAST_COMPARED = 2;
const OF_COMPARISON = ["[data-table]", "[data-share]", "[data-add]", "[data-pair]"];

await open("[data-compare]", mount);

/** @param {HTMLElement} root */
export function mount(root) {
  let latest = 0;
  /** @type {readonly string[]} what takes the focus once the page is changed: the first that is there */
  let focus = [];
  /** @type {[string, string]} the two programs that a narrow screen shows */
  let pair = ["", ""];
  const only = /** @type {HTMLInputElement} */ (part(root, "[data-only-differences]"));
  const every = /** @type {HTMLInputElement} */ (part(root, "[data-every-fact]"));

  /** Reads the address anew; an older reading that comes late is dropped. */
  async function show() {
    latest += 1;
    const mine = latest;
    const asked = parse(location.hash);
    const found = await findPrograms(asked.programs);
    const enough = found.programs.length >= LEAST_COMPARED;
    const outline = enough ? await readable(readOutline(asked)) : null;
    if (mine !== latest) return;
    renewAddress(asked, found);
    part(root, "[data-problems]").replaceChildren(
      ...problems(asked),
      ...found.notes,
      ...(found.failed || (enough && !outline) ? [tryAgain(show)] : []),
    );
    const comparing = outline !== null;
    part(root, "[data-comparison]").hidden = !comparing;
    part(root, "[data-chooser]").hidden = comparing;
    for (const place of comparing ? ["[data-chooser-list]"] : OF_COMPARISON) {
      part(root, place).replaceChildren(); // nothing of the reader's stays where none can see it
    }
    if (comparing) compare(asked.state, found.programs, outline);
    else await choose(asked, found.programs);
    takeFocus();
  }

  /**
   * @param {State} state
   * @param {readonly Program[]} programs
   * @param {Outline} outline
   */
  function compare(state, programs, { rows, vocabulary, zone }) {
    const lang = document.documentElement.lang;
    const facts = programs.map(({ words }) => (words[lang] ?? words.en).facts);
    const made = sections(rows, facts);
    const slugs = programs.map(({ slug }) => slug);
    const links = {
      sheets: /** @type {HTMLAnchorElement} */ (part(root, "[data-sheets-link]")),
      results: /** @type {HTMLAnchorElement} */ (part(root, "[data-results-link]")),
    };
    const sheets = links.sheets.href.split("#")[0];
    const notes = () => slugs.map(noteOf);
    const table = compareTable(
      { programs, sections: made, state, vocabulary, zone, notes: notes(), sheets },
      {
        move: (slug, steps) => {
          const tool = steps < 0 ? ["left", "right"] : ["right", "left"];
          change(state, moved(slugs, slug, steps), tool.map((each) => toolOf(slug, each)));
        },
        remove: (slug) => {
          const rest = slugs.filter((each) => each !== slug);
          change(state, rest, [...rest.map((each) => toolOf(each, "remove")), "h2:not([hidden])"]);
        },
        note: setNote,
      },
    );
    part(root, "[data-table]").replaceChildren(table);
    links.sheets.href = `${sheets}#${format(slugs, state)}`;
    links.results.href = [links.results.href.split("#")[0], format([], state)]
      .filter(Boolean)
      .join("#");
    part(root, "[data-share]").replaceChildren(
      sharing({ programs, sections: made, state, notes }),
    );
    showPair(table, programs);
    showAdding(state, programs);
    filter();
  }

  function filter() {
    const table = root.querySelector("table");
    if (!table) return;
    const hidden = filterRows(table, { all: every.checked, differences: only.checked });
    say(part(root, "[data-hidden-rows]"), hiddenWords(hidden));
  }

  /**
   * What the reader changes here is what they compare from now on.
   *
   * @param {Pick<State, "needs" | "scope">} state
   * @param {readonly string[]} slugs
   * @param {readonly string[]} next selectors of what takes the focus
   */
  function change(state, slugs, next) {
    setCompared(slugs);
    focus = next;
    location.hash = format(slugs, state);
  }

  function takeFocus() {
    const places = focus.map((each) => root.querySelector(each));
    focus = [];
    const place = places.find((each) => each instanceof HTMLElement && isReachable(each));
    /** @type {HTMLElement | undefined} */ (place)?.focus();
  }

  /**
   * Which two programs a narrow screen shows; wide ones and paper show all.
   *
   * @param {HTMLTableElement} table
   * @param {readonly Program[]} programs
   */
  function showPair(table, programs) {
    const slugs = programs.map(({ slug }) => slug);
    const place = part(root, "[data-pair]");
    place.hidden = programs.length <= LEAST_COMPARED;
    if (!pair.every((each) => slugs.includes(each))) pair = [slugs[0], slugs[1]];
    const paint = () => {
      for (const cell of table.querySelectorAll("[data-column]")) {
        const shown = pair.indexOf(cell.getAttribute("data-column") ?? "");
        cell.setAttribute("data-place", String(shown + 1));
      }
    };
    /**
     * @param {0 | 1} side
     * @param {string} label
     */
    const select = (side, label) => {
      const made = element(
        "select",
        {
          onchange: () => {
            const other = pair[1 - side];
            pair = side === 0 ? [made.value, other] : [other, made.value];
            if (pair[0] === pair[1]) pair[1 - side] = slugs.find((each) => each !== pair[side]) ?? "";
            showPair(table, programs);
            place.querySelectorAll("select")[side].focus();
          },
        },
        ...programs.map(({ slug, name }) =>
          element("option", { value: slug, selected: slug === pair[side] }, name),
        ),
      );
      return element("label", {}, element("span", { class: "small" }, label), made);
    };
    place.replaceChildren(select(0, _("Left")), select(1, _("Right")));
    paint();
  }

  /**
   * @param {State} state
   * @param {readonly Program[]} programs
   */
  async function showAdding(state, programs) {
    const place = part(root, "[data-add]");
    const slugs = programs.map(({ slug }) => slug);
    const { saved } = readSaved();
    const more = [...saved.programs.map(({ program }) => program), ...saved.compared];
    const others = [...new Set(more)].filter((slug) => !slugs.includes(slug));
    place.replaceChildren();
    if (others.length === 0 || slugs.length >= MOST_COMPARED) return;
    const found = await findPrograms(others);
    const addable = found.programs.filter(({ slug }) => !slugs.includes(slug));
    if (addable.length === 0) return;
    const select = element(
      "select",
      {},
      ...addable.map(({ slug, name }) => element("option", { value: slug }, name)),
    );
    const onclick = () =>
      change(state, [...slugs, select.value], [toolOf(select.value, "remove")]);
    place.replaceChildren(
      element("label", {}, element("span", {}, _("Add one that you saved")), select),
      element("button", { type: "button", class: "button-small", onclick }, _("Add")),
    );
  }

  /**
   * @param {Asked} asked
   * @param {readonly Program[]} programs
   */
  async function choose({ state }, programs) {
    const { saved } = readSaved();
    const named = programs.map(({ slug }) => slug);
    const made = await chooser({
      chosen: named.length > 0 ? named : saved.compared,
      known: programs,
      press: _("Compare"),
      least: LEAST_COMPARED,
      tooFew: _("Choose at least two programs."),
      empty: emptyWords(),
      onChosen: (slugs) => change(state, slugs, ["[data-comparison-title]"]),
    });
    part(root, "[data-chooser-list]").replaceChildren(made);
  }

  function emptyWords() {
    const { href } = /** @type {HTMLAnchorElement} */ (part(root, "[data-results-link]"));
    return element(
      "div",
      { class: "empty" },
      element("p", {}, _("Nothing is chosen or saved yet. That is fine.")),
      element("p", {}, _("Look for programs, and press “Save” or “Compare” at those that you may call. Then come back here.")),
      element("p", {}, element("a", { class: "button", href: href.split("#")[0] }, _("Find programs"))),
    );
  }

  only.addEventListener("change", filter);
  every.addEventListener("change", filter);
  addEventListener("hashchange", show);
  subscribe(() => {
    for (const box of root.querySelectorAll("textarea[data-note]")) {
      const area = /** @type {HTMLTextAreaElement} */ (box);
      rewrite(area, noteOf(area.dataset.note ?? ""));
    }
    if (offersForgotten(root)) show();
  });
  return { show };
}

/**
 * @typedef {object} Outline
 * @property {readonly import("./comparison.js").Part[]} rows
 * @property {import("./vocabulary.js").Vocabulary | null} vocabulary null when nothing was asked
 * @property {string} zone of the reader's clock
 */

/**
 * @param {Asked} asked
 * @returns {Promise<Outline>}
 */
async function readOutline({ state }) {
  const lang = document.documentElement.lang;
  const asksSomething = Object.keys(state.needs).length > 0;
  const { near } = state.scope;
  const [rows, terms, place] = await Promise.all([
    index.rows(lang),
    asksSomething ? index.terms(lang) : null,
    asksSomething && near ? index.place(near) : null,
  ]);
  const zone = readerZone(state.needs, place);
  return { rows, vocabulary: terms && vocabularyOf(terms), zone };
}

/** @param {{same: number, more: number}} hidden */
function hiddenWords({ same, more }) {
  const words = [
    same > 0 &&
      ngettext(
        "%(count)s row is hidden: they say the same.",
        "%(count)s rows are hidden: they say the same.",
        same,
      ),
    more > 0 &&
      ngettext("%(count)s more fact is hidden.", "%(count)s more facts are hidden.", more),
  ];
  return words.filter(Boolean).join(" ");
}

/**
 * A program that has moved stands under its new name in the address as well.
 *
 * @param {Asked} asked
 * @param {import("./chosen_programs.js").Found} found
 */
function renewAddress({ programs, state, over }, found) {
  const slugs = found.programs.map(({ slug }) => slug);
  const isMoved = slugs.some((slug) => !programs.includes(slug));
  if (!isMoved || over.length > 0 || state.unknown.length > 0 || found.failed) return;
  history.replaceState(history.state, "", `#${format(slugs, state)}`);
}

/** @param {string} slug */
function noteOf(slug) {
  return readSaved().saved.programs.find(({ program }) => program === slug)?.note ?? "";
}

/**
 * @param {string} slug
 * @param {string} tool
 */
function toolOf(slug, tool) {
  return `[data-tool="${tool}"][data-slug="${slug}"]:not(:disabled)`;
}

/** @param {HTMLElement} element */
function isReachable(element) {
  return element.checkVisibility();
}
