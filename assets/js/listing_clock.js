/** A time of day as people write it comes in; minutes of the day, or what is wrong with it, come out. */

const HOUR = 60;
const NOON = 12 * HOUR;
const DAY = 24 * HOUR;
const LONGEST_NIGHT = 12 * HOUR;
const SEPARATOR = /\s*(?:[-\u2012-\u2015\u2212]|\bto\b)\s*/i;
const TIME = /^([0-9]{1,2})(?::([0-9]{2}))?\s*(?:([ap])(?:\.?\s?m)?\.?)?$/i;
export const RANGE_HINT = "write its start and end, as 17:30-20:30";

/** @typedef {{hour: number, minute: number, half: string, settled: boolean}} Time */

/** @type {Readonly<Record<string, Time>>} */
const NAMED_TIMES = {
  noon: { hour: 12, minute: 0, half: "pm", settled: true },
  "12 noon": { hour: 12, minute: 0, half: "pm", settled: true },
  midnight: { hour: 12, minute: 0, half: "am", settled: true },
  "12 midnight": { hour: 12, minute: 0, half: "am", settled: true },
};

/**
 * Start and end in minutes of the day, the end over 1440 on the next one; or what is wrong.
 *
 * @param {string} text
 * @returns {{start: number, end: number, message?: undefined} | {message: string, hint: string}}
 */
export function clockOf(text) {
  const parts = text.trim().split(SEPARATOR).slice(0, 3);
  const times = parts.map(timeOf);
  const bad = times.findIndex((time) => time === null);
  if (bad >= 0) return { message: `'${parts[bad]}' is not a time`, hint: RANGE_HINT };
  if (times.length === 1) return { message: `'${text}' has no end`, hint: RANGE_HINT };
  if (times.length > 2) {
    const message = `'${text}' is more than one range`;
    return { message, hint: "give each range its own session" };
  }
  const [given, end] = /** @type {Time[]} */ (times);
  const start = withHalfOf(given, end);
  const isHalfMissing = start.half !== "" && end.half === "" && end.hour >= 1 && end.hour <= 12;
  if (!start.settled || !end.settled || isHalfMissing) {
    return { message: `'${text}' could be am or pm`, hint: "write 5pm-8pm or 5:00-8:00" };
  }
  return rangeOf(minuteOf(start), minuteOf(end), text);
}

/**
 * @param {string} text
 * @returns {Time | null}
 */
function timeOf(text) {
  const named = Object.hasOwn(NAMED_TIMES, text.toLowerCase()) ? NAMED_TIMES[text.toLowerCase()] : null;
  if (named) return named;
  const found = TIME.exec(text);
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  const half = found[3] ? `${found[3].toLowerCase()}m` : "";
  const isPossible = half ? hour >= 1 && hour <= 12 : hour < 24 || (hour === 24 && minute === 0);
  if (!isPossible || minute >= HOUR) return null;
  return { hour, minute, half, settled: Boolean(half || found[2]) || hour > 12 };
}

/**
 * In "5:30-8:30 pm" both are pm; in "9-12 pm" that would end first, so the start is am.
 *
 * @param {Time} start
 * @param {Time} end
 * @returns {Time}
 */
function withHalfOf(start, end) {
  if (start.half || !end.half || start.hour < 1 || start.hour > 12) return start;
  const same = { ...start, half: end.half, settled: true };
  if (minuteOf(same) < minuteOf(end)) return same;
  return { ...same, half: end.half === "pm" ? "am" : "pm" };
}

/** @param {Time} time */
function minuteOf({ hour, minute, half }) {
  if (!half) return hour * HOUR + minute;
  return (hour % 12) * HOUR + minute + (half === "pm" ? NOON : 0);
}

/**
 * @param {number} start
 * @param {number} end
 * @param {string} text
 */
function rangeOf(start, end, text) {
  if (start === DAY) {
    const hint = "write 0:00 for midnight at the start";
    return { message: "'24:00' can only end a session", hint };
  }
  if (start === end) {
    return { message: `'${text}' starts and ends at the same time`, hint: RANGE_HINT };
  }
  if (end > start) return { start, end };
  if (end + DAY - start > LONGEST_NIGHT) {
    return { message: `'${text}' ends before it starts`, hint: RANGE_HINT };
  }
  return { start, end: end + DAY };
}
