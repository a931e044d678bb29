/** What somebody wrote comes in; what was most likely meant, as in iopfinder/meant.py, comes out, or "". */

import { clockOf } from "./listing_clock.js";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const STRAY = " \t,;.\"'\u2018\u2019\u201a\u201c\u201d\u201e";

/**
 * The text without quotes and signs that stand around it by mistake.
 *
 * @param {string} text
 */
export function tidied(text) {
  const signs = [...text];
  while (signs.length > 0 && STRAY.includes(signs[0])) signs.shift();
  while (signs.length > 0 && STRAY.includes(signs[signs.length - 1])) signs.pop();
  return signs.join("");
}

// Yes and no

const YES = ["y", "yep", "yeah", "true", "on", "x", "s\u00ed", "si", "yes"];
const NO = ["n", "nope", "none", "never", "false", "off", "not", "no"];

/** @param {string} text */
export function yesNoMeant(text) {
  const first = text.trim().toLowerCase().split(/[\s,;.!(]/)[0];
  if (YES.includes(first)) return "yes";
  return NO.includes(first) ? "no" : "";
}

// Numbers

const IN_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const DIGITS = /[0-9]+(?:\.[0-9]+)?/g;
const OPEN = "(?:\\+|plus|(?:or|and|years and) (?:more|up|older|over|above)|years? and up|up)";

/** @param {string} text */
export function numberMeant(text) {
  const lower = text.toLowerCase().trim();
  if (IN_WORDS.includes(lower)) return String(IN_WORDS.indexOf(lower));
  const found = lower.match(DIGITS) ?? [];
  if (lower.startsWith("-")) return "";
  return [1, 2].includes(found.length) ? found.join(" or ") : "";
}

/** @param {string} text */
export function spanMeant(text) {
  const words = new RegExp(`\\b(${IN_WORDS.join("|")})\\b`, "g");
  const lower = text.toLowerCase().trim().replace(words, (word) => String(IN_WORDS.indexOf(word)));
  const found = lower.match(DIGITS) ?? [];
  if (found.length === 2) {
    const between = new RegExp(`${found[0]}\\D*(?:-|\u2013|to|and|or)\\D*${found[1]}`);
    if (between.test(lower)) {
      const [low, high] = [...found].sort((one, other) => Number(one) - Number(other));
      return `${low}-${high}`;
    }
  }
  if (found.length !== 1) return "";
  const isOpen = new RegExp(`${OPEN}|^(?:at least|from|over|>)|\\+$`).test(lower);
  return isOpen ? `${found[0]}+` : found[0];
}

/** @type {readonly (readonly [string, string])[]} */
const PERIODS = [
  ["session", "session|visit|group|sess"],
  ["day", "day|daily"],
  ["week", "week|weekly|wk"],
  ["month", "month|monthly|mo"],
  ["program", "program|total|whole program|in all"],
];

/** @param {string} text */
export function moneyMeant(text) {
  const found = /^[^\p{L}\p{N}_]*([0-9][0-9,]*(?:\.[0-9]{2})?)(?![0-9,.])/u.exec(text);
  if (!found || /[\u20ac\xa3]|\b(?:eur|euros?|gbp|cad)\b/i.test(text)) return "";
  if (!/^(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)$/.test(found[1])) return "";
  const behind = text.slice(found[0].length).toLowerCase();
  const periods = PERIODS.filter(([, words]) => new RegExp(`\\b(?:${words})\\b`).test(behind));
  const other = /^\s*(?:-|\u2013|to)\s*\$?([0-9]+)\b/.exec(behind);
  const amounts = [found[1].replaceAll(",", ""), ...(other ? [other[1]] : [])];
  return periods.length === 1 ? `${amounts.join(" or ")} per ${periods[0][0]}` : "";
}

// Days and times

/** @type {Readonly<Record<string, string>>} */
export const DAY_NAMES = {
  monday: "mon",
  tuesday: "tue",
  wednesday: "wed",
  thursday: "thu",
  friday: "fri",
  saturday: "sat",
  sunday: "sun",
  tues: "tue",
  thur: "thu",
  thurs: "thu",
};

/** @type {Readonly<Record<string, string>>} */
const SHORTER = { m: "mon", tu: "tue", w: "wed", weds: "wed", th: "thu", f: "fri", sa: "sat", su: "sun" };

/** @type {Readonly<Record<string, readonly string[]>>} */
const MANY = {
  weekdays: DAYS.slice(0, 5),
  weekday: DAYS.slice(0, 5),
  weekends: DAYS.slice(5),
  weekend: DAYS.slice(5),
  daily: DAYS,
  "every day": DAYS,
  all: DAYS,
};

/**
 * @param {string} text
 * @returns {readonly string[]}
 */
export function daysMeant(text) {
  const bare = text.toLowerCase().replace(/^[[\] .]+|[[\] .]+$/g, "");
  if (Object.hasOwn(MANY, bare)) return MANY[bare];
  const lower = bare.replace(/\s+(?:-|to|through|thru|until)\s+|\s*[-\u2013]\s*/g, "-");
  let parts = lower.split(/(?:\s|,|\/|&|\+|;|\band\b)+/).filter(Boolean);
  if (parts.length === 1 && /^(?:m|tu|t|w|th|f){2,5}$/.test(lower)) {
    parts = (lower.match(/th|tu|[mtwf]/g) ?? []).map((part) => (part === "t" ? "tue" : part));
  }
  const named = parts.map(daysBetween);
  return named.every((days) => days.length > 0) ? [...new Set(named.flat())] : [];
}

/**
 * @param {string} part
 * @returns {readonly string[]}
 */
function daysBetween(part) {
  const ends = part.split("-").map(dayNamed);
  if (!ends.every(Boolean) || ends.length > 2) return [];
  const [first, last] = [DAYS.indexOf(ends[0]), DAYS.indexOf(ends[ends.length - 1])];
  return first <= last ? DAYS.slice(first, last + 1) : [...DAYS.slice(first), ...DAYS.slice(0, last + 1)];
}

/** @param {string} word */
function dayNamed(word) {
  const name = word.replace(/\.+$/, "");
  const known = (/** @type {Readonly<Record<string, string>>} */ table, /** @type {string} */ key) =>
    Object.hasOwn(table, key) ? table[key] : "";
  return (
    known(DAY_NAMES, name) ||
    known(DAY_NAMES, name.replace(/s$/, "")) ||
    known(SHORTER, name) ||
    (DAYS.includes(name) ? name : "")
  );
}

/** @param {string} text */
export function clockMeant(text) {
  const bare = text.toLowerCase().replace(/^[[\] ,;]+|[[\] ,;]+$/g, "");
  return clocks(bare).find((attempt) => clockOf(attempt).message === undefined) ?? "";
}

/** @param {string} text */
function clocks(text) {
  const ends = /\s*(?:-|\u2013|,|\/|\bto\b|\buntil\b|\btill?\b|\bthrough\b|\band\b)\s*/;
  const parts = text
    .replace(/^(?:from|between|at)\s+|\s*(?:o'?clock|hours|hrs|h)\b/g, "")
    .replace(/(\d)[.;](\d\d)/g, "$1:$2")
    .replace(/\b([012]?\d)([0-5]\d)\b/g, "$1:$2")
    .split(ends)
    .filter(Boolean);
  if (parts.length !== 2) return [];
  const isTurned = parts.every((part) => /^\d?\d:\d\d$/.test(part));
  return isTurned ? [parts.join("-"), [...parts].reverse().join("-")] : [parts.join("-")];
}

// Days of the calendar

const MONTHS = [
  ...["january", "february", "march", "april", "may", "june", "july"],
  ...["august", "september", "october", "november", "december"],
];
const MONTH = `(${MONTHS.flatMap((name) => [name, name.slice(0, 3)]).join("|")})`;
const ONE = { y: "(\\d{4})", m: "(1[0-2]|0[1-9]|[1-9])", d: "(3[01]|[12]\\d|0[1-9]|[1-9]| [1-9])", b: MONTH, s: "(\\d\\d)" };

/** How people of the United States write a day: letters name the parts, as in Python's strptime. */
const DATE_FORMS = [
  ...["y-m-d", "y/m/d", "y\\.m\\.d", "m/d/y", "m-d-y", "m\\.d\\.y", "m/d/s"],
  ...["b\\s+d\\s+y", "d\\s+b\\s+y", "d-b-y", "ymd"],
].map((form) => ({
  parts: [...form.replace(/\\s\+|\\\./g, "-")].filter((sign) => sign in ONE),
  pattern: new RegExp(
    `^${form.replace(/\\s|\\\.|[ymdbs]/g, (sign) => /** @type {any} */ (ONE)[sign] ?? sign)}$`,
    "i",
  ),
}));
const AROUND = /(?<=\d)(?:st|nd|rd|th)\b|,|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/gi;

/** @param {string} text */
export function dateMeant(text) {
  const bare = text.replace(AROUND, " ").split(/[T\s]+(?=\d\d:\d\d)/)[0];
  const plain = bare.split(/\s+/).filter(Boolean).join(" ");
  for (const { parts, pattern } of DATE_FORMS) {
    const found = pattern.exec(plain);
    const day = found && dayOfParts(parts, found.slice(1));
    if (day) return day;
  }
  return lastOfMonth(plain);
}

/**
 * @param {readonly string[]} parts
 * @param {readonly string[]} found
 */
function dayOfParts(parts, found) {
  const named = Object.fromEntries(parts.map((part, index) => [part, found[index]]));
  const short = Number(named.s);
  const year = named.y ? Number(named.y) : short < 69 ? 2000 + short : 1900 + short;
  const month = named.b
    ? MONTHS.findIndex((name) => name.slice(0, 3) === named.b.toLowerCase().slice(0, 3)) + 1
    : Number(named.m);
  const day = Number(named.d);
  return year >= 1 && day <= daysIn(year, month) ? iso(year, month, day) : "";
}

/**
 * @param {number} year
 * @param {number} month from 1
 */
export function daysIn(year, month) {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

/**
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
function iso(year, month, day) {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** @param {string} text */
function lastOfMonth(text) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!found) return "";
  const [year, month, day] = found.slice(1).map(Number);
  if (month < 1 || month > 12 || day < 29 || day > 31) return "";
  return `${found[1]}-${found[2]}-${daysIn(year, month)}`;
}
