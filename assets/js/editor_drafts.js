/**
 * Where a draft is kept: in this tab, so that it survives a reload; on this device for 30 days only
 * when somebody asks for it. "Forget everything" of the site takes both.
 */

import { KEY } from "./saved.js";

/** @typedef {import("./editor_desk.js").Draft} Draft */

const NAME = `${KEY}-listing`;
const FORM = 1;
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * The draft of this tab, else the one of this device; null when there is none.
 *
 * @returns {Draft | null}
 */
export function readDraft(now = Date.now()) {
  return draftIn("sessionStorage", now) ?? draftIn("localStorage", now);
}

/** Whether a draft is kept on this device. */
export function isKept(now = Date.now()) {
  return draftIn("localStorage", now) !== null;
}

/** Whether this tab holds a draft. */
export function isThere() {
  return draftIn("sessionStorage", Date.now()) !== null;
}

/**
 * @param {Draft} draft
 * @param {boolean} onDevice
 * @returns {boolean} false where the browser keeps nothing for us
 */
export function writeDraft(draft, onDevice, now = Date.now()) {
  const text = JSON.stringify({ form: FORM, used: now, ...draft });
  const inTab = put("sessionStorage", text);
  if (!onDevice) {
    take("localStorage");
    return inTab;
  }
  return put("localStorage", text) && inTab;
}

/** Takes the draft out of the tab and of the device. */
export function dropDraft() {
  take("sessionStorage");
  take("localStorage");
}

/**
 * @param {"sessionStorage" | "localStorage"} place
 * @param {number} now
 * @returns {Draft | null}
 */
function draftIn(place, now) {
  let found;
  try {
    found = JSON.parse(globalThis[place].getItem(NAME) ?? "null");
  } catch {
    return null;
  }
  if (found?.form !== FORM || typeof found.text !== "string" || typeof found.saved !== "string") return null;
  if (now - found.used > KEPT_MS) {
    take(place);
    return null;
  }
  const { slug, text, saved, isNew, mark } = found;
  return { slug: String(slug ?? ""), text, saved, isNew: Boolean(isNew), mark: Boolean(mark) };
}

/**
 * @param {"sessionStorage" | "localStorage"} place
 * @param {string} text
 */
function put(place, text) {
  try {
    globalThis[place].setItem(NAME, text);
    return true;
  } catch {
    return false;
  }
}

/** @param {"sessionStorage" | "localStorage"} place */
function take(place) {
  try {
    globalThis[place].removeItem(NAME);
  } catch {
    // It is refused, so nothing is there.
  }
}
