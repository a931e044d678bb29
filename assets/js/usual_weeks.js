/**
 * Free time comes in; which of the usual weeks it is made of, and the free time after one of them
 * was chosen or left, come out.
 *
 * Three of them describe a whole week (who works 9 to 5): one is chosen in place of all else. The
 * others are parts of a week (evenings, weekends): they add up.
 */

import { PRESETS, presetOf, timesOf } from "./presets.js";
import { covers, merged, without } from "./times.js";

/** @typedef {import("./times.js").Interval} Interval */

const WHOLE = Object.freeze(["nine-to-five", "nights", "school"]);

/**
 * The usual weeks that this free time is made of.
 *
 * @param {readonly Interval[]} free
 * @returns {string[]}
 */
export function weeksIn(free) {
  const whole = presetOf(free);
  if (whole) return [whole];
  const known = merged(free);
  return [...PRESETS]
    .filter(([name]) => !WHOLE.includes(name))
    .filter(([, times]) => times.every((time) => covers(known, time)))
    .map(([name]) => name);
}

/**
 * Free time after a usual week was pressed: chosen if it was not, else left.
 *
 * @param {readonly Interval[]} free
 * @param {string} week
 * @returns {Interval[]}
 */
export function pressed(free, week) {
  const now = weeksIn(free);
  if (WHOLE.includes(week)) return now.includes(week) ? [] : timesOf([week]);
  const others = now.filter((name) => name !== week && !WHOLE.includes(name));
  const isWhole = now.some((name) => WHOLE.includes(name));
  if (now.includes(week)) return merged([...without(free, timesOf([week])), ...timesOf(others)]);
  return merged([...(isWhole ? [] : free), ...timesOf([week])]);
}
