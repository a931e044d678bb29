/**
 * Times of the local week come in; what lies in them, and what a track says to free time, come out.
 *
 * Minute 0 is Monday 00:00 and the week has 10,080 minutes. Every range is half-open. A session
 * that starts on Sunday night may end past the week: it goes on on Monday.
 */

/** @typedef {readonly [number, number]} Interval a start and an end in minutes of the week */

/**
 * @typedef {object} Track
 * @property {readonly Interval[]} sessions each session whose time is stated, none of them merged
 * @property {number | null} attend how many sessions a person attends; null for all of them
 * @property {readonly number[]} untimedDays the day (Monday is 0) of each session without a time
 * @property {boolean} video nobody travels to its sessions
 */

/** @typedef {"yes" | "ask" | "no"} Answer */

export const DAY = 1440;
export const WEEK = 7 * DAY;

/**
 * The same minutes, each once, in order, inside the week. What passes the week's end goes on at its
 * start, and what starts before Monday starts at the end of Sunday.
 *
 * @param {readonly Interval[]} intervals
 * @returns {Interval[]}
 */
export function merged(intervals) {
  /** @type {[number, number][]} */
  const joined = [];
  for (const [start, end] of intervals.flatMap(wrapped).sort(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/**
 * @param {Interval} interval
 * @returns {Interval[]}
 */
function wrapped([start, end]) {
  if (end <= start) return [];
  if (end - start >= WEEK) return [[0, WEEK]];
  const first = inWeek(start);
  const last = first + end - start;
  return last <= WEEK ? [[first, last]] : [[first, WEEK], [0, last - WEEK]];
}

/** @param {number} minute */
function inWeek(minute) {
  return ((minute % WEEK) + WEEK) % WEEK;
}

/**
 * The minutes that are not taken.
 *
 * @param {readonly Interval[]} free
 * @param {readonly Interval[]} taken
 * @returns {Interval[]}
 */
export function without(free, taken) {
  return merged(taken).reduce(
    (rest, [from, until]) =>
      rest.flatMap(([start, end]) =>
        [
          /** @type {Interval} */ ([start, Math.min(end, from)]),
          /** @type {Interval} */ ([Math.max(start, until), end]),
        ].filter(([first, last]) => first < last),
      ),
    merged(free),
  );
}

/**
 * Whether all minutes of the interval are free, also across the end of Sunday.
 *
 * @param {readonly Interval[]} free as `merged` gives it
 * @param {Interval} interval
 */
export function covers(free, interval) {
  return wrapped(interval).every(([start, end]) =>
    free.some(([from, until]) => from <= start && end <= until),
  );
}

/**
 * A session with the way there and the way back.
 *
 * @param {Interval} session
 * @param {number} travel minutes one way
 * @returns {Interval}
 */
export function widened([start, end], travel) {
  return [start - travel, end + travel];
}

/**
 * What a track says to a person's free time.
 *
 * Yes when as many sessions as a person attends lie in it, with travel on both sides. No when they
 * cannot, even if each session without a stated time lay in free time on its day. Else ask. A track
 * without any day is a question. Both sides stand in one zone (see `inZone`).
 *
 * @param {Track} track
 * @param {readonly Interval[]} free as `merged` gives it
 * @param {number} travel minutes one way; by video nobody travels
 * @returns {Answer}
 */
export function answer(track, free, travel) {
  const total = track.sessions.length + track.untimedDays.length;
  if (total === 0) return "ask";
  const needed = Math.min(track.attend ?? total, total);
  const way = track.video ? 0 : travel;
  const sure = track.sessions.filter((session) => covers(free, widened(session, way))).length;
  if (sure >= needed) return "yes";
  const possible = track.untimedDays.filter((day) => hasFreeTime(free, day)).length;
  return sure + possible >= needed ? "ask" : "no";
}

/**
 * @param {readonly Interval[]} free
 * @param {number} day
 */
function hasFreeTime(free, day) {
  return free.some(([start, end]) => start < (day + 1) * DAY && day * DAY < end);
}

/**
 * The same moments on the clock of another zone; each keeps its length, and none are merged.
 *
 * For video, shift the reader's free time to the program's zone, and merge it again: so the days of
 * sessions without a time stay the program's own.
 *
 * @param {readonly Interval[]} intervals
 * @param {number} offsetMinutes how far the other zone's clock is ahead; negative when it is behind
 * @returns {Interval[]}
 */
export function inZone(intervals, offsetMinutes) {
  return intervals.map(([start, end]) => {
    const shifted = inWeek(start + offsetMinutes);
    return /** @type {Interval} */ ([shifted, shifted + end - start]);
  });
}
