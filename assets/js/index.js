/**
 * Names of places, programs and parts of the index come in; what the site's files say of them comes
 * out.
 *
 * Files with a hash in their name never change, so each is read once. When one is gone, the site has
 * been built anew: the manifest is read once more, and the file of the new build takes its place.
 * What cannot be read is a `Trouble`; the caller words it.
 */

import { unpacked } from "./says.js";

/** @typedef {import("./says.js").Cell} Cell */

/**
 * @typedef {object} Part one file of the index
 * @property {string} file
 * @property {number} count programs
 * @property {readonly [number, number, number, number]} box south, west, north, east
 * @property {readonly string[]} states
 */

/**
 * @typedef {object} Manifest
 * @property {number} count all programs
 * @property {readonly Part[]} cells
 * @property {Readonly<Record<string, readonly string[]>>} online files by state
 * @property {Readonly<Record<string, string>>} terms by language
 * @property {Readonly<Record<string, string>>} meanings by language
 * @property {Readonly<Record<string, string>>} rows by language
 * @property {Readonly<Record<string, string>>} words by language
 * @property {string} zips folder of the ZIP shards
 * @property {Readonly<Record<string, string>>} cities by state
 * @property {string} names a file that names others by prefix
 */

/**
 * @typedef {object} Place
 * @property {number} latitude
 * @property {number} longitude
 * @property {string} city
 * @property {string} state
 * @property {string | null} zone IANA name; unknown for a city
 */

/**
 * `offline`: no answer. `missing`: the site has no such file. `broken`: the answer makes no sense.
 * `renewed`: the site was built anew meanwhile; ask `open` again and begin afresh.
 *
 * @typedef {"offline" | "missing" | "broken" | "renewed"} Kind
 */

/** Why something could not be read. */
export class Trouble extends Error {
  /**
   * @param {Kind} kind
   * @param {string} file
   */
  constructor(kind, file) {
    super(`${kind}: ${file}`);
    this.kind = kind;
    this.file = file;
  }
}

const FOLDER = new URL("../../data/finder/", import.meta.url);
const MANIFEST = "manifest.json";
const ZIP = /^[0-9]{5}$/;
const CITY = /^(.+), ([A-Z]{2})$/;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MOST_AT_ONCE = 6;

/** @type {Map<string, Promise<any>>} what was read, by file; failures are forgotten */
const read = new Map();

/**
 * The manifest: which files there are.
 *
 * @returns {Promise<Manifest>}
 */
export function open() {
  return once(MANIFEST, () => json(MANIFEST, "no-cache"));
}

/**
 * Forgets what failed and what may be old, so that a reader can try again.
 *
 * @returns {Promise<Manifest>}
 */
export function reopen() {
  read.delete(MANIFEST);
  return open();
}

/**
 * The cells of these files in their order, as far as they can be read, and why others could not.
 *
 * @param {readonly string[]} files
 * @param {(cell: Cell, file: string) => void} [onEach] called as soon as one is there
 * @returns {Promise<{cells: Cell[], trouble: Trouble | null}>}
 */
export async function cells(files, onEach = () => {}) {
  /** @type {(Cell | null)[]} */
  const found = files.map(() => null);
  /** @type {Trouble | null} */
  let trouble = null;
  const waiting = [...files.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, file] = next;
      try {
        const one = await cell(file);
        found[index] = one;
        onEach(one, file);
      } catch (error) {
        if (!(error instanceof Trouble) || error.kind === "renewed") throw error;
        trouble = error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(MOST_AT_ONCE, files.length) }, worker));
  return { cells: found.filter((each) => each !== null), trouble };
}

/**
 * The programs that treat people of a state by video.
 *
 * @param {string} state
 * @param {(cell: Cell, file: string) => void} [onEach]
 */
export async function online(state, onEach) {
  const { online: files } = await open();
  return cells(files[state] ?? [], onEach);
}

/**
 * @param {string} file
 * @returns {Promise<Cell>}
 */
function cell(file) {
  return once(file, async () => {
    const stored = await json(file).catch(renewed);
    if (!Array.isArray(stored.programs) || !Array.isArray(stored.rows)) {
      throw new Trouble("broken", file);
    }
    return unpacked(stored);
  });
}

/**
 * A file of a cell is gone: the manifest that named it is old.
 *
 * @param {unknown} trouble
 * @returns {Promise<never>}
 */
async function renewed(trouble) {
  if (!isMissing(trouble)) throw trouble;
  await reopen();
  throw new Trouble("renewed", trouble.file);
}

/**
 * Where a ZIP or a city lies; null for one that nobody knows.
 *
 * @param {string} text a ZIP of five digits, or "city, ST"
 * @returns {Promise<Place | null>}
 */
export async function place(text) {
  if (ZIP.test(text)) return zip(text);
  const city = CITY.exec(text);
  return city ? cityPlace(city[1], city[2]) : null;
}

/**
 * @param {string} text
 * @returns {Promise<Place | null>}
 */
async function zip(text) {
  const shard = await named((manifest) => `${manifest.zips}/${text.slice(0, 3)}.json`);
  const found = shard?.zips?.[text];
  if (!found) return null;
  const [latitude, longitude, city, state, zone] = found;
  return { latitude, longitude, city, state, zone: shard.zones[zone] ?? null };
}

/**
 * @param {string} name in any letters, with or without marks on them
 * @param {string} state
 * @returns {Promise<Place | null>}
 */
async function cityPlace(name, state) {
  const cities = (await named((manifest) => manifest.cities[state])) ?? {};
  const found = Object.keys(cities).find((city) => folded(city) === folded(name));
  if (!found) return null;
  const [latitude, longitude] = cities[found];
  return { latitude, longitude, city: found, state, zone: null };
}

/** @param {string} name */
function folded(name) {
  const letters = name.normalize("NFD").toLowerCase().replace(/[^a-z0-9]+/g, " ");
  return letters.trim().replace(/^st /, "saint ").replace(/^ft /, "fort ");
}

/**
 * Everything about one program; `{moved: slug}` when it has a new name, null when there is none.
 *
 * @param {string} slug
 */
export async function program(slug) {
  if (!SLUG.test(slug)) return null;
  const file = `programs/${slug}.json`;
  return once(file, () => json(file)).catch(absent);
}

/**
 * The file of terms: labels in a language.
 *
 * @param {string} language
 */
export function terms(language) {
  return needed((manifest) => manifest.terms[language] ?? manifest.terms.en);
}

/**
 * What terms mean in plain words, and their other names, in a language.
 *
 * @param {string} language
 * @returns {Promise<import("./vocabulary.js").Meanings>}
 */
export function meanings(language) {
  return needed((manifest) => manifest.meanings[language] ?? manifest.meanings.en);
}

/**
 * The rows of a comparison, in a language.
 *
 * @param {string} language
 */
export function rows(language) {
  return needed((manifest) => manifest.rows[language] ?? manifest.rows.en);
}

/**
 * What the scripts say, in a language other than English; null when the site does not speak it.
 *
 * @param {string} language
 * @returns {Promise<Record<string, string | string[]> | null>}
 */
export function words(language) {
  return named((manifest) => manifest.words[language]);
}

/**
 * Programs whose name has a word that begins so: slug, name, city and state.
 *
 * @param {string} prefix the first two letters, a-z or 0-9
 * @returns {Promise<readonly [string, string, string, string][]>}
 */
export async function names(prefix) {
  const files = await needed((manifest) => manifest.names);
  const file = files[prefix];
  return file ? once(file, () => json(file).catch(renewed)) : [];
}

/**
 * @param {(manifest: Manifest) => string | undefined} pick
 */
async function needed(pick) {
  const found = await named(pick);
  if (found === null) throw new Trouble("missing", MANIFEST);
  return found;
}

/**
 * The file that the manifest names; null when neither this manifest nor a new one has it.
 *
 * @param {(manifest: Manifest) => string | undefined} pick
 */
async function named(pick) {
  const file = pick(await open());
  if (!file) return null;
  const found = await once(file, () => json(file)).catch(absent);
  if (found !== null) return found;
  const other = pick(await reopen());
  return other && other !== file ? once(other, () => json(other)).catch(absent) : null;
}

/** @param {unknown} trouble */
function absent(trouble) {
  if (isMissing(trouble)) return null;
  throw trouble;
}

/**
 * @param {unknown} trouble
 * @returns {trouble is Trouble}
 */
function isMissing(trouble) {
  return trouble instanceof Trouble && trouble.kind === "missing";
}

/**
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} reading
 * @returns {Promise<T>}
 */
function once(file, reading) {
  const known = read.get(file);
  if (known) return known;
  const found = reading();
  read.set(file, found);
  found.catch(() => read.delete(file));
  return found;
}

/**
 * @param {string} file
 * @param {RequestCache} [cache]
 * @returns {Promise<any>}
 */
async function json(file, cache = "default") {
  const answer = await fetch(new URL(file, FOLDER), { cache }).catch(() => null);
  if (!answer) throw new Trouble("offline", file);
  if (answer.status === 404) throw new Trouble("missing", file);
  if (!answer.ok) throw new Trouble("offline", file);
  try {
    const value = await answer.json();
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // told below: half a file, or none at all
  }
  throw new Trouble("broken", file);
}
