/** A scope comes in; the programs that lie in it come out, once their files are read. */

import { cells, open, place as placeOf } from "./index.js";
import { USUAL_RADIUS, filesNeeded, inScope } from "./scope.js";

/** @typedef {import("./address.js").Scope} Scope */
/** @typedef {import("./index.js").Manifest} Manifest */
/** @typedef {import("./index.js").Place} Place */
/** @typedef {import("./index.js").Trouble} Trouble */
/** @typedef {import("./scope.js").Cell} Cell */
/** @typedef {import("./scope.js").Reach} Reach */

/**
 * `nowhere`: a site this large is not read as a whole unless the reader says so.
 *
 * @typedef {{kind: "found", reach: Reach, place: Place | null, trouble: Trouble | null}
 *   | {kind: "unknown-place"}
 *   | {kind: "nowhere", count: number, states: readonly string[]}} Gathered
 */

/**
 * @typedef {object} Options
 * @property {boolean} whole the reader asked for the whole country
 * @property {(cells: readonly Cell[], words: string) => Promise<ReadonlySet<string> | null>} named slugs of
 *   the programs that words name
 * @property {(done: number, all: number) => void} onProgress
 */

/** A site with more programs than this asks where to look first. */
export const LARGE = 300;

/**
 * @param {Scope} scope
 * @param {Options} options
 * @returns {Promise<Gathered>}
 */
export async function gather(scope, options) {
  const manifest = await open();
  const place = scope.near ? await placeOf(scope.near) : null;
  if (scope.near && !place) return { kind: "unknown-place" };
  if (manifest.count <= LARGE) return all(manifest, place, scope, options);
  if (!place && !scope.state && !options.whole) return nowhere(manifest);
  return near(manifest, place, scope, options);
}

/**
 * @param {Manifest} manifest
 * @returns {Gathered}
 */
function nowhere({ cells: parts, count, online }) {
  const states = new Set([...parts.flatMap((part) => part.states), ...Object.keys(online)]);
  return { kind: "nowhere", count, states: [...states].sort() };
}

/**
 * A small site is read as a whole.
 *
 * @param {Manifest} manifest
 * @param {Place | null} place
 * @param {Scope} scope
 * @param {Options} options
 * @returns {Promise<Gathered>}
 */
async function all(manifest, place, scope, options) {
  const files = filesNeeded(manifest, null, Infinity);
  const { loaded, trouble } = await readAll([...files.cells, ...files.online], options.onProgress);
  return { kind: "found", reach: await reachOf(loaded, place, scope, Infinity, options), place, trouble };
}

/**
 * Of a large site as much is read as the radius needs, and more when it widens.
 *
 * @param {Manifest} manifest
 * @param {Place | null} place
 * @param {Scope} scope
 * @param {Options} options
 * @returns {Promise<Gathered>}
 */
async function near(manifest, place, scope, options) {
  let radius = place ? (scope.within ?? USUAL_RADIUS) : Infinity;
  for (;;) {
    const files = filesNeeded(manifest, place, radius, scope.state ?? null);
    const { loaded, trouble } = await readAll([...files.cells, ...files.online], options.onProgress);
    const reach = await reachOf(loaded, place, scope, radius, options);
    if (reach.more === null) return { kind: "found", reach, place, trouble };
    radius = reach.more;
  }
}

/**
 * @param {readonly Cell[]} loaded
 * @param {Place | null} place
 * @param {Scope} scope
 * @param {number} radius
 * @param {Options} options
 */
async function reachOf(loaded, place, { within, state, q }, radius, { named }) {
  return inScope(loaded, {
    place,
    within,
    state: state ?? null,
    named: q ? await named(loaded, q) : null,
    loaded: radius,
  });
}

/**
 * What can be read; when nothing can, the trouble is thrown.
 *
 * @param {readonly string[]} files
 * @param {(done: number, all: number) => void} onProgress
 */
async function readAll(files, onProgress) {
  let done = 0;
  const { cells: found, trouble } = await cells(files, () => onProgress(++done, files.length));
  if (trouble && found.length === 0) throw trouble;
  return { loaded: /** @type {Cell[]} */ (/** @type {unknown} */ (found)), trouble };
}
