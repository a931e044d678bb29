/**
 * The finder page: the address says what is asked, and everything in sight follows it.
 *
 * One way only: a change makes a new state, the state makes the address, and form, chips, notices
 * and results are shown from it. Back and forward come in by the same door.
 */

import { format, moved, parse } from "./address.js";
import { advice } from "./advice.js";
import { afterPaint } from "./after_paint.js";
import { askedWords, whereWords } from "./asked_words.js";
import * as chipRow from "./chips.js";
import { element, part, say } from "./element.js";
import { sayingYes, tallied } from "./facets.js";
import * as finderForm from "./finder_form.js";
import { gather } from "./gathering.js";
import { Trouble, reopen, terms as readTerms } from "./index.js";
import { added, needsOf, toSays, unknownTerms, withScope } from "./needs.js";
import * as noticeList from "./notices.js";
import { unknownWords } from "./place_field.js";
import { FIRST_LIMITS, mount as mountResults } from "./result_list.js";
import { grouped } from "./results.js";
import { fullWords } from "./saving.js";
import * as sharing from "./sharing.js";
import { readSaved, subscribe, toggleCompared, toggleSaved } from "./store.js";
import { vocabularyOf } from "./vocabulary.js";
import { _, load, ngettext, number } from "./words.js";
import { shiftsFrom } from "./zones.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./gathering.js").Gathered} Gathered */
/** @typedef {import("./results.js").Groups} Groups */
/** @typedef {import("./results.js").Result} Result */
/** @typedef {import("./scope.js").Cell} Cell */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */

/**
 * What the browser keeps with each entry of its history.
 *
 * @typedef {object} Entry
 * @property {number} [scroll]
 * @property {Record<"yes" | "ask" | "no", number>} [limits]
 * @property {boolean} [whole] the reader asked for the whole country
 */

const MANY = 500;
const REST_MS = 150; // a scroll that pauses so long has come to rest

moveQuery();
const page = document.querySelector("[data-finder]");
if (page instanceof HTMLElement) start(page);

/** A question in the query would reach the host at the next load: it goes behind the `#`. */
function moveQuery() {
  if (location.search) {
    history.replaceState(history.state, "", hrefOf(moved(location.search, location.hash)));
  }
}

/** @param {string} fragment */
function hrefOf(fragment) {
  return fragment ? `${location.pathname}#${fragment}` : location.pathname;
}

/** @param {HTMLElement} root */
async function start(root) {
  const lang = document.documentElement.lang;
  const still = /** @type {HTMLElement | null} */ (document.querySelector("[data-static]"));
  const trouble = troublePlace(root, still);
  try {
    await load(lang).catch(() => {}); // in English rather than not at all
    const vocabulary = vocabularyOf(await readTerms(lang));
    trouble.clear();
    mount(root, vocabulary, trouble);
  } catch (error) {
    if (!(error instanceof Trouble)) console.error(error);
    root.dataset.ready = "";
    say(part(root, "[data-said]"), "");
    trouble.show(error, () => start(root));
  }
}

/**
 * Where it is said that something could not be read; then the list without a script is there too.
 *
 * @param {HTMLElement} root
 * @param {HTMLElement | null} still
 */
function troublePlace(root, still) {
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
      place.replaceChildren(
        element("p", {}, element("strong", {}, troubleWords(error, partly))),
        element(
          "p",
          {},
          element("button", { type: "button", class: "button", onclick: again }, _("Try again")),
        ),
      );
      place.hidden = false;
      if (still) {
        still.hidden = partly;
        still.dataset.shown = "";
      }
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

/**
 * @param {HTMLElement} root
 * @param {Vocabulary} vocabulary
 * @param {ReturnType<typeof troublePlace>} trouble
 */
function mount(root, vocabulary, trouble) {
  /** @type {State} */
  let current = parse("");
  /** @type {{key: string, gathered: Gathered} | null} */
  let scope = null;
  /** @type {Map<string, {cell: Cell, program: number}>} where each program in scope stands */
  let homes = new Map();
  let turn = 0;
  let typing = "";
  let coming = false;
  const countLater = afterPaint();
  const drawLater = afterPaint();
  let resting = 0;

  const heading = part(root, "#results-title");
  const said = part(root, "[data-said]");
  const notes = part(root, "[data-notes]");
  const found = part(root, "[data-found]");
  const asked = part(root, "[data-asked]");
  const sort = /** @type {HTMLSelectElement} */ (part(root, "[data-sort]"));
  const formRoot = /** @type {HTMLFormElement} */ (part(root, "[data-form]"));
  const form = finderForm.mount(formRoot, { vocabulary, onChange: commit });
  const notices = noticeList.mount(part(root, "[data-danger]"), vocabulary);
  const results = mountResults(found, { onGrow: remember, heading });
  const words = part(root, "[data-words]");
  const search = once(async () => {
    const { mount: mountSearch } = await import("./search_box.js");
    return mountSearch(part(root, "[data-search]"), {
      vocabulary,
      onTerm: ({ facet, term }) => commit(added(current, facet, term)),
      onWords: (q) => commit(withScope(current, { q })),
    });
  });
  const chips = chipRow.mount(part(root, "[data-chips]"), {
    vocabulary,
    onChange: commit,
    onEmpty: () => words.focus(),
    stateName,
  });
  sharing.mount(part(root, "[data-share]"), () => current);

  sort.addEventListener("change", () => {
    const order = /** @type {import("./results.js").Sort} */ (sort.value);
    commit(withScope(current, { sort: order === "says" ? null : order }));
  });
  formRoot.addEventListener("focusout", () => (typing = ""));
  words.addEventListener("focus", startSearch);
  part(root, "[data-to-results]").addEventListener("click", () => goTo(heading));
  found.addEventListener("click", press);
  document.addEventListener("click", stayOnPage);
  addEventListener("popstate", arrive);
  addEventListener("hashchange", arrive);
  addEventListener("scroll", () => {
    clearTimeout(resting);
    resting = setTimeout(remember, REST_MS);
  });
  subscribe(paintSaved);

  /** @type {HTMLFieldSetElement} */ (part(root, "[data-fields]")).disabled = false;
  root.dataset.ready = "";
  openForWidth(formRoot);
  history.scrollRestoration = "manual"; // the browser does it before the results are there
  come(parse(location.hash)).then(() => setTimeout(mountRest, REST_MS));

  /** What nobody needs in the first moment. */
  function mountRest() {
    search().catch(report);
    import("./helper.js").then(mountHelper).catch(report);
  }

  /** @param {typeof import("./helper.js")} helper */
  function mountHelper(helper) {
    helper.mount(part(document, "[data-helper]"), {
      state: () => current,
      onDone: fromButton,
      beside: [root],
    });
  }

  // Changes

  /**
   * @param {State} next
   * @param {string} [key] typing in one field makes one entry in the history
   */
  function commit(next, key = "") {
    const address = hrefOf(format(next));
    if (address !== hrefOf(format(current))) {
      const goesOn = key !== "" && key === typing;
      history[goesOn ? "replaceState" : "pushState"]({ whole: entry().whole }, "", address);
    }
    typing = key;
    show(next);
  }

  /** The reader went back or forward, or wrote another address. */
  function arrive() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id && !id.includes("=") && document.getElementById(id)) {
      history.replaceState(history.state, "", hrefOf(format(current)));
      return;
    }
    const next = parse(location.hash);
    if (hrefOf(format(next)) !== hrefOf(format(current))) come(next);
  }

  /**
   * As it was left: so long, and at the same place.
   *
   * @param {State} state
   */
  async function come(state) {
    typing = "";
    coming = true;
    await show(state);
    coming = false;
    const { scroll } = entry();
    if (scroll) scrollTo({ top: scroll, behavior: "instant" });
  }

  function remember() {
    const kept = { ...entry(), scroll: Math.round(scrollY), limits: results.limits() };
    history.replaceState(kept, "");
  }

  /** A link to a place on this page must not overwrite what is asked. */
  function stayOnPage(/** @type {MouseEvent} */ event) {
    const link = /** @type {HTMLElement} */ (event.target).closest?.("a[href^='#']");
    const target = link && document.getElementById(link.getAttribute("href")?.slice(1) ?? "");
    if (!target || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goTo(target);
  }

  // What is in sight

  /** @param {State} state */
  async function show(state) {
    current = state;
    form.show(state);
    chips.show(state);
    notices.show(state);
    sort.value = state.scope.sort ?? "says";
    const key = keyOf(state);
    if (scope?.key !== key) return gatherAnew(key);
    if (coming || !isLarge(scope.gathered)) return draw(scope.gathered);
    root.setAttribute("aria-busy", "true");
    drawLater(() => {
      root.removeAttribute("aria-busy");
      if (scope) draw(scope.gathered);
    });
  }

  /** @param {string} key */
  async function gatherAnew(key, again = true) {
    turn += 1;
    const mine = turn;
    root.setAttribute("aria-busy", "true");
    if (!scope) say(said, _("Loading programs."));
    try {
      const gathered = await gather(current.scope, {
        whole: entry().whole === true,
        named: async (cells, text) => (await search()).named(cells, text),
        onProgress: (done, all) => {
          if (mine === turn && all > 3) say(said, progressWords(done, all));
        },
      });
      if (mine !== turn) return;
      trouble.clear();
      scope = { key, gathered };
      settle(gathered);
      draw(gathered);
    } catch (error) {
      if (mine !== turn) return;
      if (again && error instanceof Trouble && error.kind === "renewed") return gatherAnew(key, false);
      fail(error);
    } finally {
      if (mine === turn) root.removeAttribute("aria-busy");
    }
  }

  /** @param {unknown} error */
  function fail(error) {
    if (!(error instanceof Trouble)) console.error(error);
    scope = null;
    found.hidden = true;
    notes.hidden = true;
    say(said, "");
    trouble.show(error, tryAgain);
  }

  async function tryAgain() {
    say(said, _("Loading programs."));
    scope = null;
    await reopen().catch(() => {});
    await show(current);
    goTo(heading);
  }

  /**
   * What holds as long as the scope does.
   *
   * @param {Gathered} gathered
   */
  function settle(gathered) {
    if (gathered.kind !== "found") return form.scope(null);
    homes = new Map();
    for (const { cell, entries } of gathered.reach.parts) {
      for (const { program } of entries) homes.set(cell.programs[program][0], { cell, program });
    }
    form.scope(gathered.reach.parts);
  }

  /** @param {Gathered} gathered */
  function draw(gathered) {
    if (gathered.kind === "found") return drawFound(gathered);
    found.hidden = true;
    say(asked, "");
    if (gathered.kind === "unknown-place") {
      form.where.unknown();
      say(said, unknownWords(current.scope.near ?? ""));
      tell([unknownPlace()]);
    } else {
      say(said, _("Say where to look, and the programs stand here."));
      tell([nowhere(gathered)]);
    }
  }

  /** @param {Extract<Gathered, {kind: "found"}>} gathered */
  function drawFound(gathered) {
    const { reach, place, trouble: missing } = gathered;
    const needs = asSaid(current, gathered);
    const groups = grouped(reach.parts, needs, {
      today: today(),
      sort: current.scope.sort ?? "says",
    });
    const all = needsOf(current, vocabulary);
    const any = all.length > 0;
    const { saved, compared } = kept();
    results.show(
      {
        groups,
        found: (result) => foundOf(result),
        asked: {
          state: current,
          vocabulary,
          any,
          online: stateName(current.scope.state ?? place?.state ?? ""),
          saved,
          compared,
        },
      },
      entry().limits ?? FIRST_LIMITS,
      { atOnce: coming },
    );
    found.hidden = reach.count === 0;
    say(said, countWords(groups, any));
    say(asked, [whereWords(current.scope, reach.within), askedWords(all, current, vocabulary)].join(" "));
    const tally = memo(() => tallied(reach.parts, needs));
    tell(
      advice({
        state: current,
        vocabulary,
        reach,
        place,
        yes: groups.yes.length,
        any,
        unread: current.unknown.length > 0 || unknownTerms(current, vocabulary).length > 0,
        without: (need) => sayingYes(tally(), need),
        stateName,
        onChange: fromButton,
      }),
    );
    if (missing) trouble.show(missing, tryAgain, { partly: true });
    refusePlace();
    countLater(() => form.count(needs)); // who looks for programs does not wait for numbers
  }

  /**
   * What is asked of programs; clocks matter to times by video.
   *
   * @param {State} state
   * @param {Extract<Gathered, {kind: "found"}>} gathered
   */
  function asSaid(state, { reach, place }) {
    const needs = toSays(state, vocabulary);
    if (!state.needs.free) return needs;
    const zones = reach.parts.flatMap(({ cell }) => cell.zones);
    return { ...needs, shifts: shiftsFrom(zoneOf(state, place), zones, new Date()) };
  }

  /** An address may name a place that cannot be read. */
  function refusePlace() {
    const near = current.unknown.find(({ name }) => name === "near");
    if (near) form.where.refuse(near.value);
  }

  /** The button is gone after its press: the focus goes to what it changed. */
  function fromButton(/** @type {State} */ next) {
    commit(next);
    heading.focus();
  }

  /** @param {readonly HTMLElement[]} what */
  function tell(what) {
    notes.replaceChildren(...what);
    notes.hidden = what.length === 0;
  }

  function unknownPlace() {
    const change = { type: "button", class: "button", onclick: () => form.where.focus() };
    const drop = {
      type: "button",
      class: "button button-quiet",
      onclick: () => fromButton(withScope(current, { near: null, within: null })),
    };
    return element(
      "p",
      { class: "note-buttons" },
      element("button", change, _("Change the place")),
      element("button", drop, _("Look without a place")),
    );
  }

  /** @param {Extract<Gathered, {kind: "nowhere"}>} gathered */
  function nowhere({ count, states }) {
    return element(
      "section",
      { class: "callout callout-note" },
      element("p", {}, element("strong", {}, _("Where do you look?"))),
      element(
        "p",
        {},
        ngettext(
          "%(count)s program is listed here. Write a ZIP code or a city, or choose a state.",
          "%(count)s programs are listed here. Write a ZIP code or a city, or choose a state.",
          count,
        ),
      ),
      element(
        "p",
        { class: "note-buttons" },
        element(
          "button",
          { type: "button", class: "button", onclick: () => form.where.focus() },
          _("Write a place"),
        ),
        element(
          "button",
          { type: "button", class: "button button-quiet", onclick: lookEverywhere },
          _("Look in the whole country"),
        ),
      ),
      element("h3", { class: "note-title" }, _("Or choose a state")),
      element("ul", { class: "chips" }, ...stateLinks(states)),
    );
  }

  /** @param {readonly string[]} codes */
  function stateLinks(codes) {
    const links = codes.map((state) => {
      const href = hrefOf(format(withScope(current, { state })));
      return element("a", { href }, stateName(state));
    });
    const named = links.sort((one, other) => one.text.localeCompare(other.text));
    return named.map((link) => element("li", {}, link));
  }

  function lookEverywhere() {
    history.replaceState({ ...entry(), whole: true }, "");
    scope = null;
    heading.focus();
    show(current);
  }

  /** @param {Result} result */
  function foundOf(result) {
    const { verdict } = result;
    const home = homes.get(result.slug);
    const row = home ? rowOf(home.cell, home.program, verdict.track) : -1;
    const cell = /** @type {any} */ (home?.cell);
    return {
      slug: result.slug,
      card: result.card,
      by: result.by,
      miles: result.miles,
      answer: verdict.answer,
      yes: verdict.yes,
      ask: verdict.ask,
      no: verdict.no,
      house: verdict.house ?? [],
      track: cell?.tracks?.[row] ?? null,
      times: cell?.times[row] ?? null,
    };
  }

  // Saving

  /** @param {MouseEvent} event */
  function press(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest("button[data-press]");
    if (!(button instanceof HTMLElement)) return;
    const { press: kind, slug = "" } = button.dataset;
    if (kind === "save") toggleSaved(slug);
    else tellBeside(button, toggleCompared(slug).full ? fullWords() : "");
  }

  function paintSaved() {
    const { saved, compared } = kept();
    results.press("save", saved);
    results.press("compare", compared);
  }

  // Search by name

  async function startSearch() {
    try {
      const { learn } = await search();
      const gathered = scope?.gathered;
      if (gathered?.kind === "found") learn(gathered.reach.parts.map(({ cell }) => cell));
    } catch (error) {
      report(error);
      say(part(root, "[data-words-said]"), _("The search could not be loaded. Use the choices below."));
    }
  }

  /** @param {string} code */
  function stateName(code) {
    const select = /** @type {HTMLSelectElement} */ (part(formRoot, "[data-state]"));
    return [...select.options].find(({ value }) => value === code)?.text ?? code;
  }
}

/** @returns {Entry} */
function entry() {
  return history.state ?? {};
}

/**
 * What must be read anew when it changes.
 *
 * @param {State} state
 */
function keyOf({ scope: { near, within, state, q } }) {
  return JSON.stringify([near, within, state, q, entry().whole ?? false]);
}

/**
 * Where so many programs are asked, form and chips answer at once and results in the next moment.
 *
 * @param {Gathered} gathered
 */
function isLarge(gathered) {
  return gathered.kind === "found" && gathered.reach.count > MANY;
}

/** @param {HTMLElement} target */
function goTo(target) {
  target.scrollIntoView();
  target.focus({ preventScroll: true });
}

/**
 * On a wide screen there is room for the parts that are folded on a phone.
 *
 * @param {HTMLElement} form
 */
function openForWidth(form) {
  if (!matchMedia("(min-width: 62rem)").matches) return;
  for (const name of ["paid"]) {
    const details = form.querySelector(`details[data-part="${name}"]`);
    if (details instanceof HTMLDetailsElement) details.open = true;
  }
}

/**
 * @param {Cell} cell
 * @param {number} program
 * @param {number | null} track
 */
function rowOf(cell, program, track) {
  return cell.rows.findIndex(([each, index]) => each === program && index === (track ?? -1));
}

/**
 * The clock of the reader: as chosen, that of the place, or that of the device.
 *
 * @param {State} state
 * @param {import("./index.js").Place | null} place
 */
function zoneOf({ needs }, place) {
  return needs.tz ?? place?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function kept() {
  const { saved } = readSaved();
  return {
    saved: new Set(saved.programs.map(({ program }) => program)),
    compared: new Set(saved.compared),
  };
}

/** Today on the reader's calendar, as 2026-12-01. */
function today() {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((each) => String(each).padStart(2, "0")).join("-");
}

/**
 * @param {Groups} groups
 * @param {boolean} any
 */
function countWords({ yes, ask, no }, any) {
  const total = yes.length + ask.length + no.length;
  if (total === 0) return _("No program found.");
  if (!any) return ngettext("%(count)s program.", "%(count)s programs.", total);
  if (yes.length + ask.length === 0) {
    return ngettext(
      "None says yes to all you asked. %(count)s says no to something.",
      "None says yes to all you asked. %(count)s say no to something.",
      no.length,
    );
  }
  const all = ngettext("%(count)s says yes to all", "%(count)s say yes to all", yes.length);
  const rest = ngettext("%(count)s more to ask", "%(count)s more to ask", ask.length);
  return _("%(all)s, %(rest)s.", { all, rest });
}

/**
 * @param {number} done
 * @param {number} all
 */
function progressWords(done, all) {
  return _("Loading programs: %(done)s of %(all)s parts.", {
    done: number(done),
    all: number(all),
  });
}

/**
 * @param {HTMLElement} button
 * @param {string} words
 */
function tellBeside(button, words) {
  const place = part(/** @type {HTMLElement} */ (button.parentElement), "[data-card-said]");
  say(place, words);
}

/** @param {unknown} error */
function report(error) {
  console.error(error);
}

/**
 * @template T
 * @param {() => T} make
 * @returns {() => T}
 */
function memo(make) {
  /** @type {T | undefined} */
  let made;
  return () => (made ??= make());
}

/**
 * Done once it succeeds; a failure is tried again at the next wish.
 *
 * @template T
 * @param {() => Promise<T>} make
 * @returns {() => Promise<T>}
 */
function once(make) {
  /** @type {Promise<T> | null} */
  let made = null;
  return () => {
    made ??= make().catch((error) => {
      made = null;
      throw error;
    });
    return made;
  };
}
