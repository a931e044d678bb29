/**
 * English sentences come in; the same in the page's language come out, and numbers and dates as that
 * language writes them.
 *
 * The page is written in its language already; this is for what scripts add. `load` comes first. A
 * sentence without a translation stays English, and so do all when the words cannot be read.
 */

/** @typedef {Readonly<Record<string, string | number>>} Names what stands in a sentence's %(name)s */

const ENGLISH = "en";
const LOCALES = { en: "en-US", es: "es-US" };
const NAME = /%\((\w+)\)s/g;
const DAY = 24 * 60 * 60 * 1000;

/** @type {readonly [Intl.RelativeTimeFormatUnit, number][]} days of each unit, the longest first */
const UNITS = [
  ["year", 365],
  ["month", 30],
  ["week", 7],
  ["day", 1],
];

let locale = LOCALES.en;

/** @type {Map<string, any>} to make one takes longer than to use it a hundred times */
const formats = new Map();

/** @type {ReadonlyMap<string, string | readonly string[]>} */
let translations = new Map();

/**
 * Makes the page's language the one that is spoken here. English needs no file.
 *
 * @param {string} language as in `<html lang>`
 * @returns {Promise<void>}
 */
export async function load(language) {
  const code = language === "es" ? "es" : ENGLISH;
  locale = LOCALES[code];
  formats.clear();
  translations = new Map(code === ENGLISH ? [] : Object.entries(await words(code)));
}

/**
 * @param {string} code
 * @returns {Promise<Record<string, string | string[]>>}
 */
async function words(code) {
  try {
    const index = await import("./index.js");
    return (await index.words(code)) ?? {};
  } catch (error) {
    console.error(error);
    return {};
  }
}

/**
 * A sentence in the page's language, its %(name)s filled in.
 *
 * @param {string} text
 * @param {Names} [names]
 */
export function _(text, names = {}) {
  const found = translations.get(text);
  return filled((Array.isArray(found) ? found[0] : found) ?? text, names);
}

/**
 * A sentence for one or for many; %(count)s is the number, as the language writes it.
 *
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @param {Names} [names]
 */
export function ngettext(one, many, count, names = {}) {
  const found = translations.get(one);
  const forms = Array.isArray(found) ? found : [one, many];
  return filled(forms[count === 1 ? 0 : 1], { count: number(count), ...names });
}

/**
 * @param {string} text
 * @param {Names} names
 */
function filled(text, names) {
  return text.replace(NAME, (mark, name) => String(names[name] ?? mark));
}

/**
 * 1,200 or 2.5
 *
 * @param {number} value
 */
export function number(value) {
  return formatOf("number", () => new Intl.NumberFormat(locale)).format(value);
}

/**
 * October 1, 2026, or 1 de octubre de 2026
 *
 * @param {string} iso 2026-10-01
 */
export function date(iso) {
  const make = () => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  return formatOf("date", make).format(Date.parse(iso));
}

/**
 * How long ago a day was: "today", "3 weeks ago", "7 months ago".
 *
 * @param {string} iso 2026-10-01
 * @param {Date} [now]
 */
export function age(iso, now = new Date()) {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const days = Math.max(0, Math.round((today - Date.parse(iso)) / DAY));
  const [unit, length] = UNITS.find((each) => days >= 2 * each[1]) ?? UNITS[UNITS.length - 1];
  const make = () => new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return formatOf("age", make).format(-Math.floor(days / length), unit);
}

/**
 * The page's own format of a kind, made once.
 *
 * @template Format
 * @param {string} kind
 * @param {() => Format} make
 * @returns {Format}
 */
function formatOf(kind, make) {
  if (!formats.has(kind)) formats.set(kind, make());
  return formats.get(kind);
}
