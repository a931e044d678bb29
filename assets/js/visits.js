/**
 * The browser's history: each question has one entry, which also knows where the reader stood.
 *
 * A change makes an entry; typing on in one field changes the entry that its first change made.
 */

import { format, moved, parse } from "./address.js";

/** @typedef {import("./address.js").State} State */

/**
 * What the browser keeps with an entry.
 *
 * @typedef {object} Entry
 * @property {number} [scroll]
 * @property {Record<"yes" | "ask" | "no", number>} [limits]
 * @property {boolean} [whole] the reader asked for the whole country
 */

/**
 * @typedef {object} Options
 * @property {() => State} current
 * @property {(state: State) => Promise<void>} show
 * @property {() => Record<"yes" | "ask" | "no", number>} limits how many results are in sight
 * @property {HTMLElement} form who leaves a field has done with typing
 */

const REST_MS = 150; // a scroll that pauses so long has come to rest

/** @returns {Entry} */
export function entry() {
  return history.state ?? {};
}

/** @param {Pick<State, "needs" | "scope">} state */
export function hrefOf(state) {
  return addressOf(format(state));
}

/** @param {string} fragment */
function addressOf(fragment) {
  return fragment ? `${location.pathname}#${fragment}` : location.pathname;
}

/** A question in the query would reach the host at the next load: it goes behind the `#`. */
export function moveQuery() {
  if (location.search) {
    history.replaceState(history.state, "", addressOf(moved(location.search, location.hash)));
  }
}

/** @param {HTMLElement} target */
export function goTo(target) {
  target.scrollIntoView();
  target.focus({ preventScroll: true });
}

/** @param {Options} options */
export function mount({ current, show, limits, form }) {
  let typing = "";
  let coming = false;
  let resting = 0;

  form.addEventListener("focusout", () => (typing = ""));
  document.addEventListener("click", stayOnPage);
  addEventListener("popstate", arrive);
  addEventListener("hashchange", arrive);
  addEventListener("scroll", () => {
    clearTimeout(resting);
    resting = setTimeout(remember, REST_MS);
  });
  history.scrollRestoration = "manual"; // the browser does it before the results are there

  /** The reader went back or forward, or wrote another address. */
  function arrive() {
    const id = decoded(location.hash.slice(1));
    if (id && !id.includes("=") && document.getElementById(id)) {
      history.replaceState(history.state, "", hrefOf(current()));
      return;
    }
    const next = parse(location.hash);
    if (hrefOf(next) !== hrefOf(current())) come(next);
  }

  /**
   * As it was left: so long, and at the same place.
   *
   * @param {State} state
   */
  async function come(state) {
    typing = "";
    coming = entry().limits !== undefined;
    await show(state);
    coming = false;
    const { scroll } = entry();
    if (scroll) scrollTo({ top: scroll, behavior: "instant" });
  }

  function remember() {
    const kept = { ...entry(), scroll: Math.round(scrollY), limits: limits() };
    history.replaceState(kept, "");
  }

  return {
    come,
    remember,

    /** Whether what is shown now has been in sight before. */
    isComing: () => coming,

    /**
     * @param {State} next
     * @param {string} [key] of the field in which the reader types
     */
    commit(next, key = "") {
      const address = hrefOf(next);
      if (address !== hrefOf(current())) {
        const goesOn = key !== "" && key === typing;
        history[goesOn ? "replaceState" : "pushState"]({ whole: entry().whole }, "", address);
      }
      typing = key;
      show(next);
    },
  };
}

/**
 * A link to a place on this page must not overwrite what is asked.
 *
 * @param {MouseEvent} event
 */
function stayOnPage(event) {
  const link = /** @type {HTMLElement} */ (event.target).closest?.("a[href^='#']");
  const target = link && document.getElementById(link.getAttribute("href")?.slice(1) ?? "");
  if (!target || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  goTo(target);
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone % is a mistake of who wrote the address
  }
}
