/**
 * Where a reader looks, and the loaded cells, come in; the programs in scope come out, and the
 * files that must be loaded to know them.
 *
 * A scope bounds the list and is no need: what lies outside it is not shown at all.
 */

import { miles, widening } from "./distance.js";

/** @typedef {import("./distance.js").Point} Point */
/** @typedef {import("./says.js").Card} Card */
/** @typedef {import("./says.js").Cell} Cell */

/**
 * @typedef {object} Where
 * @property {{latitude: number, longitude: number, state: string} | null} [place]
 * @property {number} [within] miles about the place
 * @property {string | null} [state] two capital letters
 * @property {ReadonlySet<string> | null} [named] slugs that a typed name means; null for all
 * @property {number} [loaded] the miles about the place whose cells are loaded; all, if left out
 */

/**
 * A program in scope: by its place, or because it serves the reader's state by video.
 *
 * @typedef {object} Entry
 * @property {number} program its index in the cell
 * @property {"place" | "video"} by
 * @property {number | null} miles from the reader; null when either place is not known
 */

/** @typedef {{cell: Cell, entries: readonly Entry[]}} Part */

/**
 * @typedef {object} Reach
 * @property {Part[]} parts the cells that hold any; a program stands in one of them, once
 * @property {number} count
 * @property {number | null} within the miles that hold; null when no place was named
 * @property {number | null} from the miles that were asked for, when `within` is wider
 * @property {number | null} more miles to load before this can stand; null: it stands
 */

/** @typedef {readonly [number, number, number, number]} Box south, west, north, east */

/**
 * @typedef {object} Manifest
 * @property {readonly {file: string, count: number, box: Box, states: readonly string[]}[]} cells
 * @property {Readonly<Record<string, readonly string[]>>} online
 */

/** The radius when the reader has chosen none, in miles. */
export const USUAL_RADIUS = 25;

/** With fewer programs than this in reach, the radius widens. */
export const FEW = 3;

/**
 * The programs in scope.
 *
 * Near a place, those with an address within the radius; where fewer than three are, the radius
 * widens step by step, and `from` says so. A typed name never widens it. With a state, those with
 * an address there. In both cases also those that serve the reader's state by video (the state that
 * was named, else that of the place). Without place and state, all.
 *
 * While `more` is a number, load the files of that radius (see `filesNeeded`) and ask again.
 *
 * @param {readonly Cell[]} cells
 * @param {Where} where
 * @returns {Reach}
 */
export function inScope(cells, where) {
  const all = candidates(cells, where);
  const asked = where.place ? (where.within ?? USUAL_RADIUS) : Infinity;
  const loaded = where.loaded ?? Infinity;
  const wanted = where.place ? radiusFor(distances(all, where), asked, loaded) : Infinity;
  const within = wanted > loaded ? Math.max(asked, loaded) : wanted;
  const parts = all.map((part) => reachedOf(part, where, within)).filter(hasEntries);
  return {
    parts,
    count: parts.reduce((sum, { entries }) => sum + entries.length, 0),
    within: where.place ? within : null,
    from: within > asked ? asked : null,
    more: where.place && wanted > loaded ? wanted : null,
  };
}

/**
 * @typedef {object} Candidate
 * @property {number} program
 * @property {number | null} miles
 */

/**
 * Each program and how far it is; the first cell that holds a program keeps it.
 *
 * @param {readonly Cell[]} cells
 * @param {Where} where
 * @returns {{cell: Cell, found: Candidate[]}[]}
 */
function candidates(cells, { place }) {
  /** @type {Set<string>} */
  const seen = new Set();
  const point = place ? /** @type {Point} */ ([place.latitude, place.longitude]) : null;
  return cells.map((cell) => {
    /** @type {Candidate[]} */
    const found = [];
    cell.cards.forEach(({ at }, program) => {
      const slug = cell.programs[program][0];
      if (seen.has(slug)) return;
      seen.add(slug);
      found.push({ program, miles: point && at ? miles(point, at) : null });
    });
    return { cell, found };
  });
}

/**
 * How far those are that a radius can reach.
 *
 * @param {ReturnType<typeof candidates>} all
 * @param {Where} where
 * @returns {number[]}
 */
function distances(all, { state }) {
  return all.flatMap(({ cell, found }) =>
    found
      .filter(({ program }) => isIn(cell.cards[program], state))
      .map((each) => each.miles ?? Infinity),
  );
}

/**
 * The radius that holds three programs, the widest if none does, or the first that is not loaded.
 *
 * @param {readonly number[]} known
 * @param {number} asked
 * @param {number} loaded
 */
function radiusFor(known, asked, loaded) {
  let within = asked;
  for (;;) {
    const wider = widening(within);
    const reached = known.filter((distance) => distance <= within).length;
    if (within > loaded || wider === null || reached >= FEW) return within;
    within = wider;
  }
}

/**
 * @param {ReturnType<typeof candidates>[number]} part
 * @param {Where} where
 * @param {number} within
 * @returns {Part}
 */
function reachedOf({ cell, found }, where, within) {
  const entries = found
    .filter(({ program }) => !where.named || where.named.has(cell.programs[program][0]))
    .map(({ program, miles: far }) => {
      return { program, miles: far, by: reachedBy(cell.cards[program], far, where, within) };
    });
  return { cell, entries: /** @type {Entry[]} */ (entries.filter(({ by }) => by !== null)) };
}

/**
 * @param {Card} card
 * @param {number | null} distance
 * @param {Where} where
 * @param {number} within
 * @returns {Entry["by"] | null}
 */
function reachedBy(card, distance, { place, state }, within) {
  if (!place && !state) return card.city ? "place" : "video";
  const isNear = !place || (distance !== null && distance <= within);
  if (isNear && isIn(card, state)) return "place";
  return card.online.includes(state ?? place?.state ?? "") ? "video" : null;
}

/**
 * Whether it has an address in the state, or anywhere when no state was named.
 *
 * @param {Card} card
 * @param {string | null | undefined} state
 */
function isIn(card, state) {
  return Boolean(card.city) && (!state || card.state === state);
}

/** @param {Part} part */
function hasEntries({ entries }) {
  return entries.length > 0;
}

/**
 * The files that hold all programs in scope, the nearest cells first. Without place and state,
 * all files.
 *
 * @param {Manifest} manifest
 * @param {Where["place"]} place
 * @param {number} radius miles
 * @param {string | null} [state]
 * @returns {{cells: string[], online: string[]}}
 */
export function filesNeeded(manifest, place, radius, state = null) {
  /** @type {Point | null} */
  const point = place ? [place.latitude, place.longitude] : null;
  const cells = manifest.cells
    .filter((cell) => !state || cell.states.includes(state))
    .map(({ file, box }) => ({ file, away: point ? milesToBox(point, box) : 0 }))
    .filter(({ away }) => !point || away <= radius)
    .sort((one, other) => one.away - other.away);
  return {
    cells: cells.map(({ file }) => file),
    online: onlineFiles(manifest, state ?? place?.state),
  };
}

/**
 * @param {Manifest} manifest
 * @param {string | undefined} state
 */
function onlineFiles({ online }, state) {
  if (state === undefined) return [...new Set(Object.values(online).flat())];
  return Object.hasOwn(online, state) ? [...online[state]] : [];
}

/**
 * Miles to the nearest point of a box; 0 inside it. On a side that runs north and south the nearest
 * point is not the one due east or west: a great circle bends towards the pole.
 *
 * @param {Point} point
 * @param {Box} box
 */
export function milesToBox([latitude, longitude], [south, west, north, east]) {
  if (west <= longitude && longitude <= east) {
    return miles([latitude, longitude], [between(latitude, south, north), longitude]);
  }
  const sides = [west, east].map((side) => {
    const nearest = latitudeNearest(latitude, side - longitude);
    return miles([latitude, longitude], [between(nearest, south, north), side]);
  });
  return Math.min(...sides);
}

const DEGREE = Math.PI / 180;

/**
 * The latitude of the point nearest to one at `latitude`, on a meridian so many degrees away.
 *
 * @param {number} latitude
 * @param {number} degrees
 */
function latitudeNearest(latitude, degrees) {
  const [angle, turn] = [latitude * DEGREE, degrees * DEGREE];
  return Math.atan2(Math.sin(angle), Math.cos(angle) * Math.cos(turn)) / DEGREE;
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function between(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
