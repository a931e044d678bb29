/**
 * Saved programs, notes and the set to compare, and what is done to them, come in; the new value
 * comes out.
 *
 * Values are never changed in place. Where they are kept, and whether at all, is the caller's part.
 */

/**
 * @typedef {object} Keeping
 * @property {string} program its slug
 * @property {string} note the reader's own words; empty for none
 * @property {Readonly<Record<string, string>>} lines what the reader wrote into its sheets, by the
 *   line's id; an empty line is none
 */

/**
 * @typedef {object} Saved
 * @property {2} version
 * @property {number} used when the reader last used it, in milliseconds since 1970; 0 for never
 * @property {readonly Keeping[]} programs in the order in which they were saved, each once
 * @property {readonly string[]} compared slugs to compare, four at most, in their order
 */

/**
 * `in-part`: something could not be read, and the rest is there. `other-version`: another version
 * of this site wrote it, so it is not ours to overwrite; so is what is `foreign`.
 *
 * @typedef {"nothing" | "corrupt" | "in-part" | "foreign" | "other-version"} Reason
 */

/** The name under which the value is kept: it says nothing of health to who looks at a device. */
export const KEY = "keep";
export const DAYS_KEPT = 30;
export const MOST_COMPARED = 4;

const VERSION = 2;
const DAY_MS = 24 * 60 * 60 * 1000;
/** How slugs and the ids of lines are written. */
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * Nothing saved: also what "Forget everything" leaves.
 *
 * @returns {Saved}
 */
export function forget() {
  return { version: VERSION, used: 0, programs: [], compared: [] };
}

/**
 * @param {Saved} saved
 * @param {string} program
 * @param {number} now
 * @returns {Saved}
 */
export function add(saved, program, now) {
  const programs = isThere(saved, program) ? saved.programs : [...saved.programs, blank(program)];
  return { ...saved, used: now, programs };
}

/**
 * Without the program, its note and its lines. Whether it is compared is another matter.
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
  return changed(saved, program, now, (each) => ({ ...each, note: text }));
}

/**
 * With this text in one line of the program's sheets; a program with a line is a saved one.
 *
 * @param {Saved} saved
 * @param {string} program
 * @param {string} id
 * @param {string} text empty to clear the line and keep the program
 * @param {number} now
 * @returns {Saved}
 */
export function line(saved, program, id, text, now) {
  return changed(saved, program, now, (each) => {
    const { [id]: _before, ...others } = each.lines;
    return { ...each, lines: text === "" ? others : { ...others, [id]: text } };
  });
}

/**
 * With these programs to compare; what is more than four is left out.
 *
 * @param {Saved} saved
 * @param {readonly string[]} programs
 * @param {number} now
 * @returns {Saved}
 */
export function compare(saved, programs, now) {
  const compared = [...new Set(programs)].slice(0, MOST_COMPARED);
  return { ...saved, used: now, compared };
}

/**
 * A program has a new slug: what was kept under the old one stands under the new one.
 *
 * @param {Saved} saved
 * @param {string} before
 * @param {string} after
 * @returns {Saved}
 */
export function renamed(saved, before, after) {
  const kept = saved.programs.find((each) => each.program === before);
  const there = saved.programs.find((each) => each.program === after);
  const moved = kept && { ...kept, program: after };
  const others = saved.programs.filter((each) => each !== kept && each !== there);
  const one = moved && there ? joined(there, { ...saved, programs: [moved] }) : (there ?? moved);
  const compared = saved.compared.map((each) => (each === before ? after : each));
  return {
    ...saved,
    programs: one ? [...others, one] : others,
    compared: [...new Set(compared)],
  };
}

/**
 * Two readings as one: what only the second holds follows what the first holds, and where both
 * hold different words for one thing, both stand.
 *
 * @param {Saved} first
 * @param {Saved} second
 * @returns {Saved}
 */
export function together(first, second) {
  const more = second.programs.filter((each) => !isThere(first, each.program));
  return {
    ...first,
    used: Math.max(first.used, second.used),
    programs: [...first.programs.map((each) => joined(each, second)), ...more],
    compared: first.compared.length > 0 ? first.compared : second.compared,
  };
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
 * What `encode` wrote, now or in the form before; of anything else what can be read, with the
 * reason why it is not all. Never throws.
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
  if (value.version === 1) return read(upgraded(value));
  return value.version === VERSION ? read(value) : nothing("other-version");
}

/**
 * The first form had neither lines nor a set to compare.
 *
 * @param {any} value
 */
function upgraded(value) {
  const programs = list(value.programs).map((each) =>
    isRecord(each) ? { lines: {}, ...each } : each,
  );
  return { compared: [], ...value, version: VERSION, programs };
}

/**
 * @param {any} value
 * @returns {{ saved: Saved, reason: Reason | null }}
 */
function read(value) {
  if (isSaved(value)) return { saved: value, reason: null };
  const programs = once(list(value.programs).filter(isKeeping), (each) => each.program);
  const compared = once(list(value.compared).filter(isSlug), (slug) => slug);
  if (programs.length + compared.length === 0) return nothing("corrupt");
  const saved = {
    version: /** @type {const} */ (VERSION),
    used: Number.isFinite(value.used) ? value.used : 0,
    programs: programs.map(({ program, note, lines }) => ({ program, note, lines })),
    compared: compared.slice(0, MOST_COMPARED),
  };
  return { saved, reason: "in-part" };
}

/**
 * @param {Reason} reason
 * @returns {{ saved: Saved, reason: Reason }}
 */
function nothing(reason) {
  return { saved: forget(), reason };
}

/**
 * @param {string} program
 * @returns {Keeping}
 */
function blank(program) {
  return { program, note: "", lines: {} };
}

/**
 * @param {Saved} saved
 * @param {string} program
 */
function isThere(saved, program) {
  return saved.programs.some((each) => each.program === program);
}

/**
 * @param {Saved} saved
 * @param {string} program
 * @param {number} now
 * @param {(each: Keeping) => Keeping} change
 * @returns {Saved}
 */
function changed(saved, program, now, change) {
  const all = add(saved, program, now);
  const programs = all.programs.map((each) => (each.program === program ? change(each) : each));
  return { ...all, programs };
}

/**
 * @param {Keeping} keeping
 * @param {Saved} other
 * @returns {Keeping}
 */
function joined(keeping, other) {
  const same = other.programs.find((each) => each.program === keeping.program);
  if (!same) return keeping;
  const lines = Object.entries(keeping.lines).map(([id, text]) => [
    id,
    both(text, same.lines[id] ?? ""),
  ]);
  return {
    ...keeping,
    note: both(keeping.note, same.note),
    lines: { ...same.lines, ...Object.fromEntries(lines) },
  };
}

/**
 * @param {string} one
 * @param {string} other
 */
function both(one, other) {
  return one.includes(other) ? one : [one, other].filter(Boolean).join("\n");
}

/**
 * @param {any} value
 * @returns {any[]}
 */
function list(value) {
  return Array.isArray(value) ? value : [];
}

/**
 * @template Value
 * @param {readonly Value[]} values
 * @param {(value: Value) => string} name
 * @returns {Value[]} of those with one name the first
 */
function once(values, name) {
  return values.filter(
    (value, index) => values.findIndex((other) => name(other) === name(value)) === index,
  );
}

/**
 * @param {any} value
 * @returns {value is Saved}
 */
function isSaved(value) {
  return (
    hasOnly(value, ["version", "used", "programs", "compared"]) &&
    Number.isFinite(value.used) &&
    Array.isArray(value.programs) &&
    value.programs.every(isKeeping) &&
    areDifferent(value.programs.map((/** @type {Keeping} */ each) => each.program)) &&
    Array.isArray(value.compared) &&
    value.compared.every(isSlug) &&
    areDifferent(value.compared) &&
    value.compared.length <= MOST_COMPARED
  );
}

/** @param {readonly string[]} slugs */
function areDifferent(slugs) {
  return new Set(slugs).size === slugs.length;
}

/**
 * @param {any} value
 * @returns {value is Keeping}
 */
function isKeeping(value) {
  return (
    isRecord(value) &&
    hasOnly(value, ["program", "note", "lines"]) &&
    isSlug(value.program) &&
    typeof value.note === "string" &&
    isRecord(value.lines) &&
    Object.entries(value.lines).every(([id, text]) => SLUG.test(id) && typeof text === "string")
  );
}

/**
 * @param {any} value
 * @returns {value is string}
 */
function isSlug(value) {
  return typeof value === "string" && SLUG.test(value);
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
