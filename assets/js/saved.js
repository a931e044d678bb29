/**
 * Saved programs and notes, and what is done to them, come in; the new value comes out.
 *
 * Values are never changed in place. Where they are kept, and whether at all, is the caller's part.
 */

/**
 * @typedef {object} Keeping
 * @property {string} program its slug
 * @property {string} note the reader's own words; empty for none
 */

/**
 * @typedef {object} Saved
 * @property {1} version
 * @property {number} used when the reader last used it, in milliseconds since 1970; 0 for never
 * @property {readonly Keeping[]} programs in the order in which they were saved, each once
 */

/** @typedef {"nothing" | "corrupt" | "foreign" | "other-version"} Reason */

/** The name under which the value is kept: it says nothing of health to who looks at a device. */
export const KEY = "keep";
export const DAYS_KEPT = 30;

const VERSION = 1;
const DAY_MS = 24 * 60 * 60 * 1000;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * Nothing saved: also what "Forget everything" leaves.
 *
 * @returns {Saved}
 */
export function forget() {
  return { version: VERSION, used: 0, programs: [] };
}

/**
 * @param {Saved} saved
 * @param {string} program
 * @param {number} now
 * @returns {Saved}
 */
export function add(saved, program, now) {
  const known = saved.programs.some((each) => each.program === program);
  const programs = known ? saved.programs : [...saved.programs, { program, note: "" }];
  return { ...saved, used: now, programs };
}

/**
 * Without the program, and without its note.
 *
 * @param {Saved} saved
 * @param {string} program
 * @param {number} now
 * @returns {Saved}
 */
export function remove(saved, program, now) {
  const programs = saved.programs.filter((each) => each.program !== program);
  return { ...saved, used: now, programs };
}

/**
 * With this note in the place of an older one; a program with a note is a saved one.
 *
 * @param {Saved} saved
 * @param {string} program
 * @param {string} text empty to remove the note and keep the program
 * @param {number} now
 * @returns {Saved}
 */
export function note(saved, program, text, now) {
  const all = add(saved, program, now);
  const programs = all.programs.map((each) =>
    each.program === program ? { program, note: text } : each,
  );
  return { ...all, programs };
}

/**
 * What is left of it at this moment: nothing once 30 days have passed since the last use.
 *
 * @param {Saved} saved
 * @param {number} now
 * @returns {Saved}
 */
export function current(saved, now) {
  return now - saved.used < DAYS_KEPT * DAY_MS ? saved : forget();
}

/**
 * The reader has looked at it again: the 30 days begin anew.
 *
 * @param {Saved} saved
 * @param {number} now
 * @returns {Saved}
 */
export function touched(saved, now) {
  return { ...saved, used: now };
}

/**
 * @param {Saved} saved
 * @returns {string}
 */
export function encode(saved) {
  return JSON.stringify(saved);
}

/**
 * What `encode` wrote; anything else is nothing saved, with the reason. Never throws.
 *
 * @param {string | null} text null when nothing is kept
 * @returns {{ saved: Saved, reason: Reason | null }}
 */
export function decode(text) {
  if (text === null || text === "") return nothing("nothing");
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return nothing("corrupt");
  }
  if (!isRecord(value) || !Number.isInteger(value.version)) return nothing("foreign");
  if (value.version !== VERSION) return nothing("other-version");
  return isSaved(value) ? { saved: value, reason: null } : nothing("corrupt");
}

/**
 * @param {Reason} reason
 * @returns {{ saved: Saved, reason: Reason }}
 */
function nothing(reason) {
  return { saved: forget(), reason };
}

/**
 * @param {any} value
 * @returns {value is Saved}
 */
function isSaved(value) {
  return (
    hasOnly(value, ["version", "used", "programs"]) &&
    Number.isFinite(value.used) &&
    Array.isArray(value.programs) &&
    value.programs.every(isKeeping) &&
    areDifferent(value.programs)
  );
}

/** @param {readonly Keeping[]} programs */
function areDifferent(programs) {
  return new Set(programs.map((each) => each.program)).size === programs.length;
}

/**
 * @param {any} value
 * @returns {value is Keeping}
 */
function isKeeping(value) {
  return (
    isRecord(value) &&
    hasOnly(value, ["program", "note"]) &&
    typeof value.program === "string" &&
    SLUG.test(value.program) &&
    typeof value.note === "string"
  );
}

/** @param {any} value */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {object} value
 * @param {readonly string[]} names
 */
function hasOnly(value, names) {
  return Object.keys(value).every((name) => names.includes(name));
}
