/**
 * Where saved programs are kept: in this tab, or on this device when the reader asks for it.
 *
 * Every reading is fresh, so that several tabs agree. A browser that refuses storage loses nothing
 * while the page is open. What another version wrote is left alone. Nothing is ever thrown.
 */

import * as form from "./saved.js";

/** @typedef {import("./saved.js").Saved} Saved */

/**
 * `refused`: the browser keeps nothing for us, and what is saved lasts as long as the page.
 * `corrupt`, `in-part`: not all that was kept could be read. `expired`: it was kept for 30 days and
 * is gone. `other-version`: another version of this site, or another site, wrote it.
 *
 * @typedef {null | "refused" | "corrupt" | "in-part" | "expired" | "other-version"} Trouble
 */

/**
 * @typedef {object} Reading
 * @property {Saved} saved
 * @property {boolean} kept on this device, and not only in this tab
 * @property {Trouble} trouble
 */

/**
 * @typedef {object} Kept what one place of storage holds
 * @property {Saved | null} saved null when it holds nothing
 * @property {Trouble} trouble
 */

/** Written for a moment, so that other tabs hear: forget everything; keep this in your own tab. */
const FORGOTTEN = `${form.KEY}-forgotten`;
const TABS_ONLY = `${form.KEY}-tabs-only`;
const TOUCHED_AGAIN_MS = 60 * 60 * 1000;

/** What this page alone knows; all else is in storage. */
const page = {
  /** @type {Saved | null} the saved programs where storage cannot hold them */
  saved: null,
  /** @type {Trouble} */
  trouble: null,
  /** @type {Set<() => void>} */
  callbacks: new Set(),
};

addEventListener("storage", heard);
addEventListener("pageshow", (event) => event.persisted && tell());

/** @returns {Reading} */
export function readSaved() {
  if (page.saved) return { saved: page.saved, kept: false, trouble: page.trouble };
  const device = keptIn("localStorage");
  const tab = keptIn("sessionStorage");
  const saved = joined(device.saved, tab.saved);
  page.trouble = worst(tab.trouble, unlessRefused(device.trouble), page.trouble);
  if (OUT_OF_REACH.has(tab.trouble)) page.saved = saved;
  return { saved, kept: device.saved !== null && page.saved === null, trouble: page.trouble };
}

/**
 * Saves a program, or forgets it with its notes.
 *
 * @param {string} slug
 * @returns {boolean} whether it is saved now
 */
export function toggleSaved(slug) {
  const { saved } = readSaved();
  const there = saved.programs.some((each) => each.program === slug);
  write(there ? form.remove(saved, slug, Date.now()) : form.add(saved, slug, Date.now()));
  return !there;
}

/**
 * @param {string} slug
 * @param {string} text
 */
export function setNote(slug, text) {
  write(form.note(readSaved().saved, slug, text, Date.now()));
}

/**
 * @param {string} slug
 * @param {string} id of a line of the worksheet or of a call sheet
 * @param {string} text
 */
export function setLine(slug, id, text) {
  write(form.line(readSaved().saved, slug, id, text, Date.now()));
}

/**
 * A program has a new slug.
 *
 * @param {string} before
 * @param {string} after
 */
export function rename(before, after) {
  const { saved } = readSaved();
  const isThere = saved.programs.some((each) => each.program === before);
  if (isThere || saved.compared.includes(before)) write(form.renamed(saved, before, after));
}

/** @returns {readonly string[]} the programs to compare */
export function compared() {
  return readSaved().saved.compared;
}

/**
 * @param {readonly string[]} slugs
 */
export function setCompared(slugs) {
  write(form.compare(readSaved().saved, slugs, Date.now()));
}

/**
 * Takes a program into the comparison or out of it; a fifth is not taken.
 *
 * @param {string} slug
 * @returns {{ compared: readonly string[], full: boolean }} full: it was one too many
 */
export function toggleCompared(slug) {
  const before = compared();
  if (before.includes(slug)) {
    setCompared(before.filter((each) => each !== slug));
  } else if (before.length < form.MOST_COMPARED) {
    setCompared([...before, slug]);
  } else {
    return { compared: before, full: true };
  }
  return { compared: compared(), full: false };
}

/**
 * From now on on this device, or in this tab alone.
 *
 * @param {boolean} wanted
 * @returns {boolean} false when the browser does not let us, and all stays as it was
 */
export function keep(wanted) {
  const done = wanted ? keepOnDevice() : keepInTabs();
  tell();
  return done;
}

function keepOnDevice() {
  const { saved } = readSaved();
  if (page.saved || OUT_OF_REACH.has(keptIn("localStorage").trouble)) return false;
  if (!put("localStorage", form.touched(saved, Date.now()))) return false;
  take("sessionStorage");
  return true;
}

function keepInTabs() {
  const { saved, kept } = readSaved();
  if (!kept) return true;
  if (!put("sessionStorage", saved)) return false;
  signal(TABS_ONLY, form.encode(saved));
  take("localStorage");
  return true;
}

/** The reader is here: what is kept on this device is kept for another 30 days. */
export function touch() {
  const { saved, kept, trouble } = readSaved();
  const now = Date.now();
  if (kept && trouble === null && now - saved.used > TOUCHED_AGAIN_MS) {
    put("localStorage", form.touched(saved, now));
  }
}

/**
 * Removes all that this site keeps: in this tab, on this device, in other tabs, and offline copies.
 *
 * @returns {Promise<boolean>} false when an offline copy may be left
 */
export async function forgetEverything() {
  page.saved = null;
  page.trouble = null;
  sweep("sessionStorage");
  sweep("localStorage");
  signal(FORGOTTEN, "1");
  tell();
  try {
    const names = (await globalThis.caches?.keys()) ?? [];
    await Promise.all(names.map((name) => caches.delete(name)));
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {() => void} callback called after each change, here or in another tab
 */
export function subscribe(callback) {
  page.callbacks.add(callback);
}

function tell() {
  for (const callback of page.callbacks) callback();
}

/** @param {StorageEvent} event */
function heard({ key, newValue }) {
  if (key === FORGOTTEN && newValue !== null) {
    page.saved = null;
    sweep("sessionStorage");
  } else if (key === TABS_ONLY && newValue !== null) {
    put("sessionStorage", form.decode(newValue).saved);
  }
  if (key === null || key.startsWith(form.KEY)) tell();
}

/** @param {Saved} saved */
function write(saved) {
  const { kept } = readSaved();
  if (page.saved || !put(kept ? "localStorage" : "sessionStorage", saved)) {
    page.saved = saved;
    page.trouble = "refused";
  } else if (kept) {
    take("sessionStorage");
  }
  tell();
}

/**
 * @param {"localStorage" | "sessionStorage"} place
 * @returns {Kept}
 */
function keptIn(place) {
  let text;
  try {
    text = globalThis[place].getItem(form.KEY);
  } catch {
    return { saved: null, trouble: "refused" };
  }
  const { saved, reason } = form.decode(text);
  if (reason === "nothing") return { saved: null, trouble: null };
  if (reason === "foreign") return { saved: null, trouble: "other-version" };
  if (reason === "other-version") return { saved: null, trouble: reason };
  if (reason !== null) return { saved, trouble: reason };
  if (form.current(saved, Date.now()) === saved) return { saved, trouble: null };
  take(place);
  return { saved: null, trouble: "expired" };
}

/**
 * @param {Saved | null} first
 * @param {Saved | null} second
 * @returns {Saved}
 */
function joined(first, second) {
  if (first && second) return form.together(first, second);
  return first ?? second ?? form.forget();
}

/** With these a place of storage is not ours to write to. */
const OUT_OF_REACH = new Set(/** @type {Trouble[]} */ (["refused", "other-version"]));

/**
 * That a device keeps nothing is no trouble while nobody asks it to.
 *
 * @param {Trouble} trouble
 * @returns {Trouble}
 */
function unlessRefused(trouble) {
  return trouble === "refused" ? null : trouble;
}

/** What keeps us from keeping anything comes before what was lost. */
const WORST = /** @type {const} */ (["refused", "other-version", "corrupt", "in-part", "expired"]);

/**
 * @param {Trouble[]} troubles
 * @returns {Trouble}
 */
function worst(...troubles) {
  return WORST.find((each) => troubles.includes(each)) ?? null;
}

/**
 * @param {"localStorage" | "sessionStorage"} place
 * @param {Saved} saved
 * @returns {boolean} whether the browser took it
 */
function put(place, saved) {
  try {
    globalThis[place].setItem(form.KEY, form.encode(saved));
    return true;
  } catch {
    return false;
  }
}

/** @param {"localStorage" | "sessionStorage"} place */
function take(place) {
  try {
    globalThis[place].removeItem(form.KEY);
  } catch {
    // It is refused, so nothing is there.
  }
}

/** @param {"localStorage" | "sessionStorage"} place */
function sweep(place) {
  try {
    const names = Object.keys(globalThis[place]).filter((name) => name.startsWith(form.KEY));
    for (const name of names) globalThis[place].removeItem(name);
  } catch {
    // It is refused, so nothing is there.
  }
}

/**
 * Other tabs hear of what is written to this device, even if it goes at once.
 *
 * @param {string} name
 * @param {string} text
 */
function signal(name, text) {
  try {
    localStorage.setItem(name, text);
    localStorage.removeItem(name);
  } catch {
    // It is refused, so other tabs share nothing with this one.
  }
}
