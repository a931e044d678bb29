/**
 * Free time of the week comes in; its cells of a grid, and the same time after a touch of the grid,
 * come out; and the times that can be chosen in one step.
 *
 * Free time is merged minutes of the week (see `times`). Cells are only a view of it: minutes that
 * are not touched stay as they are, to the minute.
 */

import { DAY, merged, without } from "./times.js";

/** @typedef {import("./times.js").Interval} Interval */

/** @typedef {"nine-to-five" | "nights" | "school" | "evenings" | "mornings" | "weekends"} Preset */

/**
 * A cell of the week: all of its minutes are free, some, or none.
 *
 * @typedef {"all" | "some" | "none"} Filled
 */

/** @typedef {readonly [number, number]} Place day (Monday is 0) and slot */

const HOUR = 60;
const HALF_HOUR = 30;
const MORNING = 6 * HOUR;
const WEEKDAYS = Object.freeze([0, 1, 2, 3, 4]);
const WEEKEND = Object.freeze([5, 6]);
const ALL_DAYS = Object.freeze([...WEEKDAYS, ...WEEKEND]);

/**
 * The minutes of the day that a row of the grid stands for: the night until 6:00 in one, then half
 * hours until midnight.
 *
 * @type {readonly Interval[]}
 */
export const SLOTS = Object.freeze([
  [0, MORNING],
  ...Array.from({ length: (DAY - MORNING) / HALF_HOUR }, (_, index) => {
    const start = MORNING + index * HALF_HOUR;
    return /** @type {Interval} */ ([start, start + HALF_HOUR]);
  }),
]);

/**
 * The presets and what they leave free. A preset takes away only what its words rule out: a call
 * corrects a yes too many, but a no too many hides a program.
 *
 * | preset | free |
 * |---|---|
 * | I work 9 to 5 | weekdays until 9:00 and from 17:00, weekends |
 * | I work nights (22:00 to 6:00, asleep 7:00 to 13:00) | every day 13:00 to 22:00 |
 * | School until 3 | weekdays from 15:00, weekends |
 * | Weekday evenings | weekdays from 17:00 |
 * | Mornings | every day until 12:00 |
 * | Weekends | Saturday and Sunday |
 *
 * "My shifts change" is no time: it is the need `shifts=change`. It asks for a program that lets
 * people switch between its tracks (`switch_tracks`), or has two tracks that fit.
 *
 * @type {ReadonlyMap<Preset, readonly Interval[]>}
 */
export const PRESETS = new Map([
  ["nine-to-five", week([WEEKDAYS, 0, 9], [WEEKDAYS, 17, 24], [WEEKEND, 0, 24])],
  ["nights", week([ALL_DAYS, 13, 22])],
  ["school", week([WEEKDAYS, 15, 24], [WEEKEND, 0, 24])],
  ["evenings", week([WEEKDAYS, 17, 24])],
  ["mornings", week([ALL_DAYS, 0, 12])],
  ["weekends", week([WEEKEND, 0, 24])],
]);

/**
 * @param {...[readonly number[], number, number]} parts days, and from and to which hour
 * @returns {readonly Interval[]}
 */
function week(...parts) {
  return merged(
    parts.flatMap(([days, from, to]) =>
      days.map((day) => /** @type {const} */ ([day * DAY + from * HOUR, day * DAY + to * HOUR])),
    ),
  );
}

/**
 * The free time of one or more presets together; unknown names add nothing.
 *
 * @param {readonly string[]} presets
 * @returns {Interval[]}
 */
export function timesOf(presets) {
  return merged(presets.flatMap((name) => PRESETS.get(/** @type {Preset} */ (name)) ?? []));
}

/**
 * The preset that means exactly these times, or null.
 *
 * @param {readonly Interval[]} free
 * @returns {Preset | null}
 */
export function presetOf(free) {
  const wanted = String(merged(free));
  for (const [name, times] of PRESETS) if (String(times) === wanted) return name;
  return null;
}

/**
 * The grid: by day, how much of each slot is free.
 *
 * @param {readonly Interval[]} free
 * @returns {Filled[][]}
 */
export function cellsOf(free) {
  const known = merged(free);
  return ALL_DAYS.map((day) => SLOTS.map((_, slot) => filled(known, minutesOf([day, slot]))));
}

/**
 * The minutes of all wholly free cells, and no others.
 *
 * @param {readonly (readonly Filled[])[]} cells
 * @returns {Interval[]}
 */
export function timesOfCells(cells) {
  return merged(
    cells.flatMap((slots, day) =>
      slots.flatMap((state, slot) => (state === "all" ? [minutesOf([day, slot])] : [])),
    ),
  );
}

/**
 * With these cells free, or not free; all other minutes stay.
 *
 * @param {readonly Interval[]} free
 * @param {readonly Place[]} places
 * @param {boolean} isFree
 * @returns {Interval[]}
 */
export function painted(free, places, isFree) {
  const touched = places.map(minutesOf);
  return isFree ? merged([...free, ...touched]) : without(free, touched);
}

/**
 * With the cells turned over together: free if any of their minutes is not, else not free. One
 * cell, a whole day and a whole row of the grid are all touched so.
 *
 * @param {readonly Interval[]} free
 * @param {readonly Place[]} places
 * @returns {Interval[]}
 */
export function toggled(free, places) {
  const known = merged(free);
  const areFree = places.every((place) => filled(known, minutesOf(place)) === "all");
  return painted(free, places, !areFree);
}

/**
 * The cells between two corners, both with them, in any direction.
 *
 * @param {Place} one
 * @param {Place} other
 * @returns {Place[]}
 */
export function rectangle([dayA, slotA], [dayB, slotB]) {
  return span(dayA, dayB).flatMap((day) =>
    span(slotA, slotB).map((slot) => /** @type {Place} */ ([day, slot])),
  );
}

/**
 * @param {number} day
 * @returns {Place[]}
 */
export function wholeDay(day) {
  return rectangle([day, 0], [day, SLOTS.length - 1]);
}

/**
 * @param {Place} place
 * @returns {Interval}
 */
function minutesOf([day, slot]) {
  const [start, end] = SLOTS[slot];
  return [day * DAY + start, day * DAY + end];
}

/**
 * @param {readonly Interval[]} free as `merged` gives it
 * @param {Interval} cell
 * @returns {Filled}
 */
function filled(free, [start, end]) {
  const minutes = free.reduce(
    (sum, [from, until]) => sum + Math.max(0, Math.min(until, end) - Math.max(from, start)),
    0,
  );
  if (minutes === 0) return "none";
  return minutes === end - start ? "all" : "some";
}

/**
 * @param {number} one
 * @param {number} other
 */
function span(one, other) {
  const least = Math.min(one, other);
  return Array.from({ length: Math.abs(one - other) + 1 }, (_, index) => least + index);
}
