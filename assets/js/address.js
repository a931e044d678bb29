/**
 * The text behind `#` comes in, what a reader asks for comes out, and the other way round.
 *
 * Nothing is ever thrown: what cannot be read is collected, with a reason. Values stand in one
 * order and once, so that equal questions have equal addresses.
 */

import { DAY, WEEK, merged } from "./times.js";

/** @typedef {import("./times.js").Interval} Interval */

/**
 * Where to look and in what order: bounds of the list, and no needs. Only what is chosen is there.
 *
 * @typedef {object} Scope
 * @property {string} [near] a ZIP of five digits, or "city, ST"
 * @property {number} [within] miles
 * @property {string} [state] two capital letters
 * @property {string} [q]
 * @property {"says" | "distance" | "confirmed" | "name"} [sort]
 */

/**
 * What the reader needs: lists of term ids by facet, and these. Only what is chosen is there.
 *
 * @typedef {object} Numbers
 * @property {number} [age] years
 * @property {Interval[]} [free] minutes of the week, as `merged` gives them
 * @property {number} [travel] minutes one way
 * @property {string} [tz] an IANA name
 * @property {[number, number]} [hours] a week, from and to
 * @property {"change"} [shifts] the reader's shifts change: no one set of times will do
 *
 * @typedef {Numbers & Partial<Record<Facet, string[]>>} Needs
 */

/**
 * @typedef {"condition" | "therapy" | "format" | "gender" | "group" | "focus" | "insurance"
 *   | "medication" | "language" | "access" | "aftercare" | "license" | "accreditation"
 *   | "co-occurring" | "accepting" | "payment"} Facet
 */

/**
 * `malformed`: not of the parameter's form. `out-of-range`: a number nobody can mean. `repeated`:
 * another value of a parameter that has but one; the first counts.
 *
 * @typedef {"unknown-parameter" | "malformed" | "out-of-range" | "repeated"} Reason
 */

/**
 * @typedef {object} Unknown
 * @property {string} name
 * @property {string} value as it was written
 * @property {Reason} reason
 */

/**
 * @typedef {object} State
 * @property {Needs} needs
 * @property {Scope} scope
 * @property {Unknown[]} unknown
 */

/**
 * One kind of parameter: `read` gives what one text means, or the reason why it means nothing;
 * `together` the value of all that were read; `write` the texts of that value.
 *
 * @typedef {object} Kind
 * @property {boolean} several
 * @property {(text: string) => { value: any } | { reason: Reason }} read
 * @property {(values: any[]) => any} together
 * @property {(value: any) => string[]} write
 */

export const DAY_NAMES = Object.freeze(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);

const HOUR = 60;
const MOST_HOURS = WEEK / HOUR;
const TERM = /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/;
const ZIP = /^([0-9]{5})(?:-[0-9]{4})?$/;
const CITY = /^([^,]*[^,\s])\s*,\s*([A-Za-z]{2})$/;
const STATE = /^[A-Za-z]{2}$/;
const ZONE = /^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/;
const SHIFTS = /^change$/;
const SORT = /^(?:says|distance|confirmed|name)$/;
const NUMBER = /^[0-9]{1,6}$/;
const HOURS = /^([0-9]{1,3})(?:-([0-9]{1,3}))?$/;
const WINDOW = /^([a-z,-]+)\.([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})$/;

const MALFORMED = Object.freeze({ reason: /** @type {const} */ ("malformed") });
const OUT_OF_RANGE = Object.freeze({ reason: /** @type {const} */ ("out-of-range") });

/** @type {Kind} */
const terms = {
  several: true,
  read: (text) => (TERM.test(text) ? { value: text } : MALFORMED),
  together: (ids) => [...new Set(ids)].sort(),
  write: (ids) => ids,
};

/** @type {Kind} */
const windows = {
  several: true,
  read: readWindow,
  together: (intervals) => merged(intervals.flat()),
  write: windowTexts,
};

/**
 * @param {Kind["read"]} read
 * @param {(value: any) => string} write
 * @returns {Kind}
 */
function single(read, write = String) {
  return { several: false, read, together: ([first]) => first, write: (value) => [write(value)] };
}

/**
 * @param {RegExp} form
 * @param {(text: string) => string} normal
 */
function word(form, normal = (text) => text) {
  return single((text) => (form.test(text) ? { value: normal(text) } : MALFORMED));
}

/**
 * @param {number} least
 * @param {number} most
 */
function whole(least, most) {
  return single((text) => {
    if (!NUMBER.test(text)) return MALFORMED;
    const value = Number(text);
    return least <= value && value <= most ? { value } : OUT_OF_RANGE;
  });
}

/** The parameters, in the order in which an address names them. */
const SCOPE = new Map([
  ["near", single(readPlace)],
  ["within", whole(1, 500)],
  ["state", word(STATE, (letters) => letters.toUpperCase())],
  ["q", single((text) => ({ value: text }))],
  ["sort", word(SORT)],
]);

const NEEDS = new Map([
  ["condition", terms],
  ["therapy", terms],
  ["format", terms],
  ["age", whole(0, 120)],
  ["gender", terms],
  ["group", terms],
  ["focus", terms],
  ["insurance", terms],
  ["medication", terms],
  ["language", terms],
  ["access", terms],
  ["aftercare", terms],
  ["license", terms],
  ["accreditation", terms],
  ["co-occurring", terms],
  ["accepting", terms],
  ["payment", terms],
  ["free", windows],
  ["travel", whole(0, 240)],
  ["tz", word(ZONE)],
  ["hours", single(readHours, ([least, most]) => `${least}-${most}`)],
  ["shifts", word(SHIFTS)],
]);

/**
 * What an address asks for. A parameter without a value is one that was not chosen.
 *
 * @param {string} fragment with or without its `#`
 * @returns {State}
 */
export function parse(fragment) {
  return stateOf(parameters(fragment, "#"));
}

/**
 * The address of a state, without `#`; `parse` gives the state back. Unknown things are left out.
 *
 * @param {Pick<State, "needs" | "scope">} state
 * @returns {string}
 */
export function format({ needs, scope }) {
  const text = new URLSearchParams([...pairs(SCOPE, scope), ...pairs(NEEDS, needs)]).toString();
  return text.replaceAll("%2C", ",").replaceAll("%3A", ":");
}

/**
 * The fragment that holds a query string as well, so that the query can go. Where both name a
 * parameter with one value, the fragment's counts. Without a query the fragment stays as it is.
 *
 * @param {string} search with or without its `?`
 * @param {string} fragment with or without its `#`
 * @returns {string} without `#`
 */
export function moved(search, fragment) {
  const asked = parameters(search, "?");
  if (asked.length === 0) return without("#", fragment);
  return format(stateOf([...parameters(fragment, "#"), ...asked]));
}

/**
 * The state that a reader hands to somebody else, with or without what they need.
 *
 * @param {State} state
 * @param {{ needs: boolean }} choice
 * @returns {State}
 */
export function shared(state, { needs }) {
  return { needs: needs ? state.needs : {}, scope: state.scope, unknown: [] };
}

/**
 * @param {string} text
 * @param {string} mark
 * @returns {[string, string][]}
 */
function parameters(text, mark) {
  return [...new URLSearchParams(without(mark, text))];
}

/**
 * @param {string} mark
 * @param {string} text
 */
function without(mark, text) {
  return text.startsWith(mark) ? text.slice(mark.length) : text;
}

/**
 * @param {readonly [string, string][]} asked
 * @returns {State}
 */
function stateOf(asked) {
  /** @type {Map<string, any[]>} */
  const found = new Map();
  /** @type {Unknown[]} */
  const unknown = [];
  for (const [name, value] of asked) {
    const reason = take(found, name, value.trim().replace(/\s+/g, " "));
    if (reason) unknown.push({ name, value, reason });
  }
  return { needs: part(NEEDS, found), scope: part(SCOPE, found), unknown };
}

/**
 * Puts what a text means with what was found under its name before, or says why it cannot.
 *
 * @param {Map<string, any[]>} found
 * @param {string} name
 * @param {string} text
 * @returns {Reason | null}
 */
function take(found, name, text) {
  const kind = SCOPE.get(name) ?? NEEDS.get(name);
  if (!kind) return "unknown-parameter";
  if (text === "") return null;
  const read = kind.read(text);
  if ("reason" in read) return read.reason;
  const values = found.get(name) ?? [];
  if (!kind.several && values.length > 0) {
    return String(values[0]) === String(read.value) ? null : "repeated";
  }
  found.set(name, [...values, read.value]);
  return null;
}

/**
 * @param {ReadonlyMap<string, Kind>} kinds
 * @param {ReadonlyMap<string, any[]>} found
 */
function part(kinds, found) {
  const chosen = [...kinds].filter(([name]) => found.has(name));
  return Object.fromEntries(
    chosen.map(([name, kind]) => [name, kind.together(found.get(name) ?? [])]),
  );
}

/**
 * @param {ReadonlyMap<string, Kind>} kinds
 * @param {Record<string, any>} values
 * @returns {[string, string][]}
 */
function pairs(kinds, values) {
  return [...kinds].flatMap(([name, kind]) =>
    name in values
      ? kind.write(values[name]).map((text) => /** @type {[string, string]} */ ([name, text]))
      : [],
  );
}

/**
 * A ZIP, or a city with its state.
 *
 * @type {Kind["read"]}
 */
function readPlace(text) {
  const zip = ZIP.exec(text);
  if (zip) return { value: zip[1] };
  const city = CITY.exec(text);
  return city ? { value: `${city[1]}, ${city[2].toUpperCase()}` } : MALFORMED;
}

/** @type {Kind["read"]} */
function readHours(text) {
  const found = HOURS.exec(text);
  if (!found) return MALFORMED;
  const least = Number(found[1]);
  const most = Number(found[2] ?? found[1]);
  return 1 <= least && least <= most && most <= MOST_HOURS
    ? { value: [least, most] }
    : OUT_OF_RANGE;
}

/**
 * One time of day on one or more days, as in "mon-fri.17:30-21:00"; "22:00-02:00" ends next day.
 *
 * @type {Kind["read"]}
 */
function readWindow(text) {
  const found = WINDOW.exec(text.toLowerCase());
  if (!found) return MALFORMED;
  const days = readDays(found[1]);
  const start = minuteOfDay(found[2], found[3]);
  const end = minuteOfDay(found[4], found[5]);
  if (!days || start === null || end === null || start === DAY || start === end) return MALFORMED;
  const minutes = end > start ? end - start : end - start + DAY;
  return { value: days.map((day) => [day * DAY + start, day * DAY + start + minutes]) };
}

/**
 * "mon-fri", "mon,wed" or "sun" as numbers, Monday 0; a range may go on past Sunday.
 *
 * @param {string} text
 * @returns {number[] | null}
 */
function readDays(text) {
  const range = text.split("-");
  const numbers = (range.length === 2 ? range : text.split(",")).map((name) =>
    DAY_NAMES.indexOf(name),
  );
  if (numbers.includes(-1)) return null;
  if (range.length === 1) return numbers;
  const [first, last] = numbers;
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => (first + index) % 7);
}

/**
 * @param {string} hour
 * @param {string} minute
 * @returns {number | null}
 */
function minuteOfDay(hour, minute) {
  const value = Number(hour) * HOUR + Number(minute);
  return Number(minute) < HOUR && value <= DAY ? value : null;
}

/**
 * Merged minutes of the week as texts: equal times of several days in one.
 *
 * @param {readonly Interval[]} intervals
 * @returns {string[]}
 */
function windowTexts(intervals) {
  /** @type {Map<string, number[]>} */
  const days = new Map();
  for (const [start, end] of joinedOnSunday(merged(intervals)).flatMap(daily)) {
    const times = `${clock(start % DAY)}-${clock(end % DAY || DAY)}`;
    days.set(times, [...(days.get(times) ?? []), Math.floor(start / DAY) % 7]);
  }
  return [...days].map(([times, numbers]) => `${daysText(numbers)}.${times}`);
}

/**
 * A night from Sunday to Monday in one piece; it starts on Sunday and ends past the week.
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
 * A day or more is cut at each midnight: no time of day can say it.
 *
 * @param {Interval} interval
 * @returns {Interval[]}
 */
function daily([start, end]) {
  if (end - start < DAY) return [[start, end]];
  /** @type {Interval[]} */
  const pieces = [];
  for (let from = start; from < end; from = pieces[pieces.length - 1][1]) {
    pieces.push([from, Math.min(end, (Math.floor(from / DAY) + 1) * DAY)]);
  }
  return pieces;
}

/**
 * Three days or more in a row are a range; others are listed.
 *
 * @param {readonly number[]} numbers
 */
function daysText(numbers) {
  const days = [...numbers].sort();
  const [first, last] = [days[0], days[days.length - 1]];
  const inRow = days.length > 2 && last - first === days.length - 1;
  if (inRow) return `${DAY_NAMES[first]}-${DAY_NAMES[last]}`;
  return days.map((day) => DAY_NAMES[day]).join(",");
}

/** @param {number} minute of the day, or 1440 */
function clock(minute) {
  const digits = [Math.floor(minute / HOUR), minute % HOUR];
  return digits.map((number) => String(number).padStart(2, "0")).join(":");
}
