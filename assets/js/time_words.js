/** Minutes of the week come in; times and days as people say them come out. */

import { DAY, WEEK, merged } from "./times.js";
import { _ } from "./words.js";

/** @typedef {import("./times.js").Interval} Interval */

/**
 * One time of day on one or more days; an `end` over 1440 lies on the next day.
 *
 * @typedef {object} Daily
 * @property {number[]} days Monday is 0
 * @property {number} start minutes of the day
 * @property {number} end
 */

const HOUR = 60;
const NOON = DAY / 2;
const EARLY = 6 * HOUR; // a night that ends by then is told as one with the evening before it

/**
 * A minute of the day as in "5:30 pm", "noon" or "midnight".
 *
 * @param {number} minute of the day, or of the next one
 */
export function timeWords(minute) {
  const ofDay = minute % DAY;
  if (ofDay === 0) return _("midnight");
  return ofDay === NOON ? _("noon") : hourWords(ofDay);
}

/**
 * The same for a narrow place: noon is "12 pm".
 *
 * @param {number} minute of the day, or of the next one
 */
export function hourWords(minute) {
  const ofDay = minute % DAY;
  const time = digits(ofDay);
  return ofDay < NOON ? _("%(time)s am", { time }) : _("%(time)s pm", { time });
}

/** @param {number} minute of the day */
function digits(minute) {
  const hour = Math.floor(minute / HOUR) % 12 || 12;
  const rest = minute % HOUR;
  return rest ? `${hour}:${String(rest).padStart(2, "0")}` : String(hour);
}

/**
 * As in "5:30 to 8:30 pm", "9 am to noon", "10 pm to 2 am (next day)" or "all day".
 *
 * @param {number} start minute of the day
 * @param {number} end over 1440 on the next day
 */
export function spanWords(start, end) {
  if (start === 0 && end === DAY) return _("all day");
  const shared = sameHalf(start, end) && start % NOON !== 0 && end % NOON !== 0;
  const names = { start: shared ? digits(start) : timeWords(start), end: timeWords(end) };
  return end > DAY ? _("%(start)s to %(end)s (next day)", names) : _("%(start)s to %(end)s", names);
}

/**
 * @param {number} start
 * @param {number} end
 */
function sameHalf(start, end) {
  return Math.floor(start / NOON) === Math.floor(end / NOON);
}

/** @param {number} day Monday is 0 */
export function dayName(day) {
  return [
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
  ][day];
}

/** @param {number} day Monday is 0 */
export function shortDayName(day) {
  return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")][day];
}

/**
 * As in "Mon to Fri", "Sat and Sun" or "Mon, Wed and Fri": three in a row are a range.
 *
 * @param {readonly number[]} days
 */
export function daysWords(days) {
  if (new Set(days).size === 7) return _("Every day");
  const names = runs(days).flatMap((run) =>
    run.length < 3
      ? run.map(shortDayName)
      : [
          _("%(first_day)s to %(last_day)s", {
            first_day: shortDayName(run[0]),
            last_day: shortDayName(run[run.length - 1]),
          }),
        ],
  );
  if (names.length < 2) return names.join("");
  const last = names[names.length - 1];
  return _("%(days)s and %(last_day)s", { days: names.slice(0, -1).join(", "), last_day: last });
}

/**
 * Days in the week's order, those that follow one another together.
 *
 * @param {readonly number[]} days
 * @returns {number[][]}
 */
function runs(days) {
  /** @type {number[][]} */
  const found = [];
  for (const day of [...new Set(days)].sort()) {
    const last = found.at(-1);
    if (last && last[last.length - 1] === day - 1) last.push(day);
    else found.push([day]);
  }
  return found;
}

/**
 * The times of a week with the days on which they are, in the order in which they begin.
 *
 * @param {readonly Interval[]} intervals
 * @returns {Daily[]}
 */
export function dailyTimes(intervals) {
  /** @type {Map<string, Daily>} */
  const found = new Map();
  for (const [start, end] of joinedOnSunday(merged(intervals)).flatMap(pieces)) {
    const day = Math.floor(start / DAY);
    const time = { days: [day % 7], start: start - day * DAY, end: end - day * DAY };
    const key = `${time.start}-${time.end}`;
    found.get(key)?.days.push(day % 7) ?? found.set(key, time);
  }
  return [...found.values()].sort((a, b) => first(a) - first(b) || a.start - b.start);
}

/** @param {Daily} time */
function first({ days }) {
  return Math.min(...days);
}

/**
 * The minutes of the week that a time of day on its days stands for.
 *
 * @param {Daily} time
 * @returns {Interval[]}
 */
export function weekly({ days, start, end }) {
  return days.map((day) => /** @type {const} */ ([day * DAY + start, day * DAY + end]));
}

/**
 * A night from Sunday to Monday in one piece, that begins on Sunday and ends past the week.
 *
 * @param {Interval[]} intervals
 * @returns {Interval[]}
 */
function joinedOnSunday(intervals) {
  const first = intervals.at(0);
  const last = intervals.at(-1);
  if (!first || !last || first === last || first[0] > 0 || last[1] < WEEK) return intervals;
  return [...intervals.slice(1, -1), [last[0], WEEK + first[1]]];
}

/**
 * Cut at each midnight, but for a night that ends early in the morning.
 *
 * @param {Interval} interval
 * @returns {Interval[]}
 */
function pieces([start, end]) {
  const midnight = (Math.floor(start / DAY) + 1) * DAY;
  const isNight = start % DAY > 0 && end <= midnight + EARLY;
  if (end <= midnight || isNight) return [[start, end]];
  return [[start, midnight], ...pieces([midnight, end])];
}

/**
 * Free time as in "Mon to Fri 5 to 9 pm; Sat and Sun all day".
 *
 * @param {readonly Interval[]} free
 */
export function freeWords(free) {
  return dailyTimes(free).map(dailyWords).join("; ");
}

/** @param {Daily} time */
export function dailyWords({ days, start, end }) {
  return _("%(days)s %(times)s", { days: daysWords(days), times: spanWords(start, end) });
}

/**
 * When a track meets: "Mon to Thu 5:30 to 8:30 pm; Sat (times not stated)".
 *
 * @param {Pick<import("./times.js").Track, "sessions" | "untimedDays">} track
 */
export function sessionsWords({ sessions, untimedDays }) {
  const timed = dailyTimes(sessions).map(dailyWords);
  if (untimedDays.length === 0) return timed.join("; ");
  const days = daysWords(untimedDays);
  return [...timed, _("%(days)s (times not stated)", { days })].join("; ");
}
