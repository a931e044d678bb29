/** The state comes in and stands in the form; what a reader changes there comes out as a state. */

import { element, part, say } from "./element.js";
import { counted, shown as inSight, tallied } from "./facets.js";
import { ageOf } from "./first_answers.js";
import { parse } from "./address.js";
import { meanings } from "./index.js";
import * as place from "./place_field.js";
import { label } from "./vocabulary.js";
import { toggled, has, withAge, withFree, withHours, withShifts, withTravel } from "./needs.js";
import { _, ngettext, number } from "./words.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./facets.js").Count} Count */
/** @typedef {import("./facets.js").Counts} Counts */
/** @typedef {import("./scope.js").Part} Part */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */
/** @typedef {(state: State, key?: string) => void} Change `key`: typing in one field is one change */

/** Where there is room, nothing of the form is folded but its details. */
const WIDE = matchMedia("(min-width: 62rem)");

/**
 * @param {HTMLFormElement} form
 * @param {{vocabulary: Vocabulary, onChange: Change}} options
 */
export function mount(form, { vocabulary, onChange }) {
  /** @type {State} */
  let shown = { needs: {}, scope: {}, unknown: [] };
  /** @type {readonly Part[]} */
  let parts = [];
  /** @type {import("./says.js").Needs} */
  let asked = {};
  /** @type {ReturnType<typeof tallied> | null} of the scope, without any need; null: not yet made */
  let unasked = null;
  let isKnown = false;
  /** @type {any} */
  let grid = null;
  let isCalm = false;
  const groups = [...form.querySelectorAll("[data-group]")].map((root) => group(root));
  const where = place.mount(part(form, "[data-place]"), { onChange });
  const age = field(form, "[data-age]", "[data-age-error]");
  const from = field(form, "[data-hours-from]", "[data-hours-error]");
  const to = field(form, "[data-hours-to]", "[data-hours-error]");

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    const { facet, term } = /** @type {HTMLElement} */ (event.target).dataset;
    if (facet && term) onChange(toggled(shown, facet, term));
  });
  form.addEventListener("toggle", opened, { capture: true });
  form.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button?.hasAttribute("data-fold")) unfold(button);
    else groups.find((each) => each.button === button)?.unfold();
  });
  age.input.addEventListener("input", () => takeAge(false));
  age.input.addEventListener("change", () => takeAge(true));
  for (const { input } of [from, to]) {
    input.addEventListener("input", () => takeHours(false));
    input.addEventListener("change", () => takeHours(true));
  }

  /** @param {boolean} done the reader has left the field */
  function takeAge(done) {
    const found = ageOf(age.input.value);
    age.wrong(found || !done ? "" : _("Write the age as a number of years, from 0 to 120."));
    if (found && found.age !== (shown.needs.age ?? null)) onChange(withAge(shown, found.age), "age");
  }

  /** @param {boolean} done */
  function takeHours(done) {
    const found = hoursOf(from.input.value.trim(), to.input.value.trim());
    const wrong = _("Write hours a week as two numbers, the smaller one first.");
    from.wrong(found === null && done ? wrong : "");
    if (found === null || String(found) === String(shown.needs.hours ?? "")) return;
    onChange(withHours(shown, found || null), "hours");
  }

  /** @param {Event} event */
  function opened(event) {
    const details = /** @type {HTMLDetailsElement} */ (event.target);
    if (!details.open) return;
    if (details.dataset.part === "when") mountGrid();
    sort();
    count();
  }

  /**
   * What is folded on a narrow screen only: a wide one shows it anyway.
   *
   * @param {HTMLElement} button
   */
  function unfold(button) {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
    sort();
    count();
  }

  async function mountGrid() {
    if (grid) return;
    grid = {};
    const { mount: mountWeek } = await import("./week_grid.js");
    grid = mountWeek(part(form, "[data-week-grid]"), {
      ...weekOf(shown),
      onChange: (/** @type {any} */ week) => onChange(withWeek(shown, week), "week"),
    });
  }

  /** Counts stand beside the values in sight, and nowhere else: they are asked for when seen. */
  function count() {
    if (!isKnown) return;
    const tally = tallied(parts, asked);
    for (const each of groups) {
      if (each.isOpen()) each.count(counted(tally, vocabularyFacet(each.facet)));
    }
  }

  /** Which values stand in sight. */
  function sort() {
    if (!isKnown) return;
    unasked ??= tallied(parts, {});
    for (const each of groups) {
      const facet = vocabulary.get(each.facet);
      if (facet && each.isOpen()) each.sort(facet, counted(unasked, facet), shown);
    }
  }

  /** What is chosen is said in plain words too, as soon as they are there. */
  async function explainChosen() {
    const words = await meanings(document.documentElement.lang);
    for (const each of groups) each.explain(words[each.facet] ?? {});
  }

  /** @param {string} id */
  function vocabularyFacet(id) {
    const facet = vocabulary.get(id);
    if (!facet) throw new Error(`The file of terms has no ${id}`);
    return facet;
  }

  return {
    where,

    /** @param {State} state */
    show(state) {
      shown = state;
      for (const each of groups) each.check(state);
      if (isCalm) explainChosen().catch(console.error);
      where.show(state);
      age.show(state.needs.age === undefined ? "" : String(state.needs.age), ageWritten);
      from.show(state.needs.hours ? String(state.needs.hours[0]) : "", Number);
      to.show(state.needs.hours ? String(state.needs.hours[1]) : "", Number);
      grid?.show?.(weekOf(state));
      for (const each of form.querySelectorAll("[data-chosen]")) {
        say(each, chosenWords(/** @type {HTMLElement} */ (each), state, vocabulary));
      }
    },

    /**
     * The programs that counts count; null while nobody knows which.
     *
     * @param {readonly Part[] | null} inScope
     * @param {{atOnce: boolean}} how `atOnce` the values in sight are chosen now, else with `count`
     */
    scope(inScope, { atOnce }) {
      parts = inScope ?? [];
      unasked = null;
      isKnown = inScope !== null;
      if (!inScope) for (const each of groups) each.uncount();
      if (atOnce) sort();
    },

    /**
     * @param {import("./says.js").Needs} needs
     */
    count(needs) {
      asked = needs;
      if (!unasked) sort();
      count();
    },

    /** The first results stand: what nobody needs at once may come. */
    calm() {
      isCalm = true;
      explainChosen().catch(console.error);
    },
  };
}

/** @param {string} text */
function ageWritten(text) {
  return ageOf(text)?.age;
}

/**
 * @param {State} state
 */
function weekOf({ needs }) {
  return { free: needs.free ?? [], travel: needs.travel ?? 0, shifts: needs.shifts === "change" };
}

/**
 * @param {State} state
 * @param {{free: readonly import("./times.js").Interval[], travel: number, shifts?: boolean}} week
 */
function withWeek(state, { free, travel, shifts = false }) {
  return withShifts(withTravel(withFree(state, free), travel), shifts);
}

/**
 * Hours a week as two numbers; one alone stands for both.
 *
 * @param {string} from
 * @param {string} to
 * @returns {[number, number] | undefined | null} undefined for none, null when unreadable
 */
function hoursOf(from, to) {
  if (from === "" && to === "") return undefined;
  return parse(`hours=${from || to}-${to || from}`).needs.hours ?? null;
}

/**
 * @param {HTMLElement} form
 * @param {string} selector
 * @param {string} errorSelector
 */
function field(form, selector, errorSelector) {
  const input = /** @type {HTMLInputElement} */ (part(form, selector));
  const error = part(form, errorSelector);
  /** @param {string} text */
  const wrong = (text) => {
    say(error, text);
    input.setAttribute("aria-invalid", String(text !== ""));
  };
  return {
    input,
    wrong,

    /**
     * Writes a value, but never over what the reader is typing and means the same.
     *
     * @param {string} text
     * @param {(text: string) => any} meaning
     */
    show(text, meaning) {
      if (input.value !== text && meaning(input.value) !== meaning(text)) {
        input.value = text;
        wrong("");
      }
    },
  };
}

/** @param {Element} root */
function group(root) {
  const facet = /** @type {HTMLElement} */ (root).dataset.group ?? "";
  const button = /** @type {HTMLElement} */ (part(root, "[data-show-all]"));
  const items = [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-choice]"))];
  const boxes = items.map((item) => /** @type {HTMLInputElement} */ (part(item, "input")));
  const counts = items.map((item) => part(item, "[data-count]"));
  boxes.forEach((box, index) => {
    describe(box, counts[index], `count-${facet}-${box.dataset.term}`);
  });
  /** @type {Map<HTMLElement, HTMLElement>} */
  const plain = new Map();
  const rule = root.querySelector("[data-rule]");
  let unfolded = false;
  let sight = new Set(items.filter((item) => !item.hidden).map(({ dataset }) => dataset.choice ?? ""));

  function paint() {
    for (const [index, item] of items.entries()) {
      const { checked } = boxes[index];
      hide(item, !unfolded && !checked && !sight.has(item.dataset.choice ?? ""));
      hide(plain.get(item) ?? null, !checked);
    }
    hide(rule, !boxes.some(({ checked }) => checked));
    hide(button, items.length <= sight.size);
    if (button.getAttribute("aria-expanded") !== String(unfolded)) {
      button.setAttribute("aria-expanded", String(unfolded));
    }
    const all = ngettext("Show %(count)s", "Show all %(count)s", items.length);
    say(button, unfolded ? _("Show fewer") : all);
  }

  paint();
  return {
    facet,
    button,

    isOpen: () => isOpen(root),

    unfold() {
      unfolded = !unfolded;
      const hidden = items.findIndex((item) => item.hidden);
      paint();
      if (unfolded && hidden >= 0) boxes[hidden].focus();
    },

    /** @param {State} state */
    check(state) {
      items.forEach((item, index) => {
        const { choice = "" } = item.dataset;
        const chosen = has(state, facet, choice);
        if (boxes[index].checked !== chosen) boxes[index].checked = chosen;
      });
      paint();
    },

    /** @param {Readonly<Record<string, import("./vocabulary.js").Meaning>>} words by term */
    explain(words) {
      items.forEach((item, index) => {
        const { plain: text } = words[item.dataset.choice ?? ""] ?? {};
        if (!boxes[index].checked || !text || plain.has(item)) return;
        plain.set(item, explain(item, boxes[index], text));
      });
    },

    /**
     * @param {import("./vocabulary.js").Facet} terms
     * @param {Counts} all
     * @param {State} state
     */
    sort(terms, all, state) {
      const chosen = /** @type {Record<string, any>} */ (state.needs)[facet] ?? [];
      sight = new Set(inSight(terms, all, chosen).sight);
      paint();
    },

    uncount() {
      for (const place of counts) say(place, "");
    },

    /** @param {Counts} found */
    count({ terms }) {
      items.forEach((item, index) => {
        const count = terms.get(item.dataset.choice ?? "");
        if (count) say(counts[index], countWords(count));
      });
    },
  };
}

/**
 * What a term means, under it, once it is chosen.
 *
 * @param {HTMLElement} item
 * @param {HTMLInputElement} box
 * @param {string} words
 */
function explain(item, box, words) {
  const id = `plain-${box.dataset.facet}-${box.dataset.term}`;
  const place = element("p", { class: "choice-plain" }, words);
  item.append(place);
  describe(box, place, id);
  return place;
}

/**
 * @param {HTMLInputElement} box
 * @param {HTMLElement} place what is said there stands beside the choice, and is read out with it
 * @param {string} id
 */
function describe(box, place, id) {
  place.id = id;
  const others = box.getAttribute("aria-describedby");
  box.setAttribute("aria-describedby", others ? `${id} ${others}` : id);
}

/**
 * Whether a reader sees it. (The page could be asked, but then it lays itself out anew each time.)
 *
 * @param {Element} place
 */
function isOpen(place) {
  if (place.closest("details:not([open])")) return false;
  const fold = place.closest(".fold-inside")?.previousElementSibling;
  return WIDE.matches || fold?.getAttribute("aria-expanded") !== "false";
}

/**
 * @param {Element | null} place
 * @param {boolean} hidden
 */
function hide(place, hidden) {
  if (place && place.hasAttribute("hidden") !== hidden) place.toggleAttribute("hidden", hidden);
}

/** @param {Count} count */
function countWords({ yes, ask }) {
  if (ask === 0) return number(yes);
  if (yes === 0) return _("%(count)s to ask", { count: number(ask) });
  return _("%(yes)s, and %(ask)s to ask", { yes: number(yes), ask: number(ask) });
}

/**
 * What is chosen in a folded part, so that nobody forgets it.
 *
 * @param {HTMLElement} place
 * @param {State} state
 * @param {Vocabulary} vocabulary
 */
function chosenWords(place, state, vocabulary) {
  const root = /** @type {HTMLElement | null} */ (place.closest("[data-part]"));
  const boxes = root?.querySelectorAll("input[data-term]:checked") ?? [];
  const words = [...boxes].map((box) => {
    const { facet = "", term = "" } = /** @type {HTMLElement} */ (box).dataset;
    return label(vocabulary, facet, term);
  });
  if (root?.dataset.part === "when") {
    if (state.needs.free) words.push(_("Times chosen"));
    if (state.needs.shifts) words.push(_("Shifts that change"));
    if (state.needs.hours) words.push(_("Hours chosen"));
  }
  return words.length > 0 ? `: ${words.join(", ")}` : "";
}
