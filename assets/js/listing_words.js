/**
 * A listing comes in; what its page will say to each of the five questions comes out, in the words
 * of the page (iopfinder/wording.py). Tests compare the two for every listing of the project.
 *
 * What cannot be read is left out: the message beside its field says so.
 */

import { clockOf } from "./listing_clock.js";
import { amountOf, dayOf, endsOf, parsed, problemsIn, shownPhone, stateOf } from "./listing_forms.js";
import { at, isMap } from "./listing_splice.js";
import { nameOf, specOf, termLabel, under } from "./listing_table.js";
import { date, number } from "./words.js";

/** @typedef {import("./listing_source.js").Plain} Plain */
/** @typedef {import("./listing_table.js").Spec} Spec */
/** @typedef {import("./listing_table.js").Table} Table */
/** @typedef {{[key: string]: Plain}} Listing */

/** @typedef {{label: string, items: readonly string[]}} Group items under one word, or under "" */
/** @typedef {{path: string, label: string, groups: readonly Group[]}} Fact */

/**
 * @typedef {object} Part one of the five questions
 * @property {import("./listing_table.js").Question} question
 * @property {number} given
 * @property {number} of
 * @property {readonly {title: string, facts: readonly Fact[]}[]} sections
 * @property {readonly {name: string, times: readonly string[]}[]} tracks
 * @property {readonly string[]} notStated labels
 * @property {readonly string[]} fromProvider labels
 */

const OWN_VIEW = new Set(["schedule.tracks", "availability.as_of", "cost.as_of"]);
const NOT_WORDED = new Set(["as_of", "url"]);
const DAY = 1440;
const NOON = 720;
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const UNSAID = "Days and times: the program does not say. Ask.";

/**
 * @param {Listing} listing
 * @param {Table} table
 * @returns {Part[]}
 */
export function partsOf(listing, table) {
  return table.questions.map((question) => partOf(question, listing, table));
}

/**
 * @param {import("./listing_table.js").Question} question
 * @param {Listing} listing
 * @param {Table} table
 * @returns {Part}
 */
function partOf(question, listing, table) {
  const counted = table.fields.filter(({ counts, part }) => counts && part === question.number);
  const own = counted.filter((spec) => isSaid(spec, listing));
  const shared = counted.filter((spec) => !own.includes(spec) && isShared(spec, listing, table));
  const open = counted.filter((spec) => !own.includes(spec) && !shared.includes(spec));
  return {
    question,
    given: own.length + shared.length,
    of: counted.length,
    sections: sectionsOf(question, listing, table),
    tracks: question.sections.includes("schedule") ? tracksOf(listing, table) : [],
    notStated: open.map(({ label }) => label),
    fromProvider: shared.map(({ label }) => label),
  };
}

/**
 * Whether a listing states a fact itself.
 *
 * @param {Spec} spec
 * @param {Listing} listing
 */
export function isSaid({ path }, listing) {
  return at(listing, path.split(".")) !== undefined;
}

/**
 * Whether the provider's own file states a fact for all of its programs.
 *
 * @param {Spec} spec
 * @param {Listing} listing
 * @param {Table} table
 */
export function isShared({ path }, listing, table) {
  const id = typeof listing.provider === "string" ? listing.provider : "";
  const known = Object.hasOwn(table.providers, id) ? table.providers[id] : null;
  return known?.gives.includes(path) ?? false;
}

/**
 * The question's main section first, without a heading; then each other with its label.
 *
 * @param {import("./listing_table.js").Question} question
 * @param {Listing} listing
 * @param {Table} table
 */
function sectionsOf({ sections }, listing, table) {
  /** @type {Fact[]} */
  const main = [];
  const others = [];
  for (const [index, name] of sections.entries()) {
    const top = /** @type {Spec} */ (specOf(table, name));
    const facts = factsOf(top, listing, table);
    if (index === 0 || top.kind !== "section") main.push(...facts);
    else if (facts.length > 0) others.push({ title: top.label, facts });
  }
  return main.length > 0 ? [{ title: "", facts: main }, ...others] : others;
}

/**
 * @param {Spec} top
 * @param {Listing} listing
 * @param {Table} table
 * @returns {Fact[]}
 */
function factsOf(top, listing, table) {
  const specs = top.kind === "section" ? under(table, top.path) : [top];
  return specs
    .filter(({ path }) => !OWN_VIEW.has(path))
    .map((spec) => factOf(spec, at(listing, spec.path.split(".")), table))
    .filter(({ groups }) => groups.length > 0);
}

/**
 * @param {Spec} spec
 * @param {Plain | undefined} value
 * @param {Table} table
 * @returns {Fact}
 */
export function factOf(spec, value, table) {
  const groups = value === undefined ? [] : groupsOf(spec, value, table);
  return { path: spec.path, label: spec.label, groups: groups.filter(({ items }) => items.length > 0) };
}

/**
 * @param {Spec} spec
 * @param {Plain} value
 * @param {Table} table
 * @returns {Group[]}
 */
function groupsOf(spec, value, table) {
  if (spec.kind === "section") {
    return spec.many ? [{ label: "", items: itemsOf(spec, value, table) }] : sectionGroups(spec, value, table);
  }
  if (spec.items === "answers" || spec.items === "terms") return answerGroups(spec, value, table);
  const list = Array.isArray(value) ? value : [value];
  const good = list.filter((each) => parsed(each, spec, table).message === undefined);
  return [{ label: "", items: good.map((each) => words(spec, String(each).trim(), table)) }];
}

/**
 * Terms by the word given to them, in the order of the field's words.
 *
 * @param {Spec} spec
 * @param {Plain} value
 * @param {Table} table
 */
function answerGroups(spec, value, table) {
  const { given, closed } = answersOf(value, spec, table);
  const groups = (spec.choices ?? []).map(([word, label]) => ({
    label: word === "yes" ? "" : label,
    items: given.filter(([, said]) => said === word).map(([term]) => termLabel(table, spec.vocabulary, term)),
  }));
  return closed ? [...groups, { label: "", items: ["Says no to all others on our list"] }] : groups;
}

/**
 * The word that a field gives to each term, and whether it says no to all others.
 *
 * @param {Plain | undefined} value
 * @param {Spec} spec
 * @param {Table} table
 * @returns {{given: [string, string][], closed: boolean}}
 */
export function answersOf(value, spec, table) {
  const closing = spec.items === "terms" ? "no-others" : "others";
  const known = new Set(table.vocabularies[spec.vocabulary ?? ""]?.terms.map(([id]) => id));
  const choices = (spec.choices ?? []).map(([word]) => word);
  const pairs = Array.isArray(value)
    ? value.map((term) => /** @type {[string, string]} */ ([String(term).trim(), spec.middle ?? ""]))
    : Object.entries(isMap(value) ? /** @type {Listing} */ (value) : {}).map(
        ([term, word]) => /** @type {[string, string]} */ ([term, String(word).trim()]),
      );
  return {
    given: pairs.filter(([term, word]) => known.has(term) && choices.includes(word)),
    closed: pairs.some(([term]) => term === closing || (term === "no-others" && spec.items === "answers")),
  };
}

/**
 * @param {Spec} spec
 * @param {Plain} value
 * @param {Table} table
 * @returns {Group[]}
 */
function sectionGroups(spec, value, table) {
  if (!isMap(value)) return [];
  const map = /** @type {Listing} */ (value);
  const groups = under(table, spec.path).flatMap((inner) => {
    const name = nameOf(inner);
    if (map[name] === undefined || NOT_WORDED.has(name)) return [];
    return groupsOf(inner, map[name], table).map(({ items }) => ({ label: inner.label, items }));
  });
  const hasLink = specOf(table, `${spec.path}.url`) && typeof map.url === "string";
  return hasLink ? [...groups, { label: "", items: ["Look it up"] }] : groups;
}

/**
 * The items of a list of sections, each in one line.
 *
 * @param {Spec} spec
 * @param {Plain} value
 * @param {Table} table
 */
function itemsOf(spec, value, table) {
  if (!Array.isArray(value)) return [];
  const worded = ITEMS[spec.path];
  return value
    .map((item) => (spec.shorthand && typeof item === "string" ? { [spec.shorthand]: item } : item))
    .filter((item) => worded && isMap(item) && problemsIn([item], spec, table, spec.path.split(".")).length === 0)
    .map((item) => worded(/** @type {Record<string, string>} */ (item), table));
}

/** @type {Readonly<Record<string, (item: Record<string, string>, table: Table) => string>>} */
const ITEMS = {
  "staff.licenses": ({ license, title, count, role }, table) => {
    const named = termLabel(table, "licenses", license);
    let label = title || named;
    const isShort = license === license.toUpperCase() && license !== license.toLowerCase();
    if (license !== "other" && license !== label && isShort) label = `${label} (${license})`;
    if (count && Number(count)) label = `${number(Number(count))} × ${label}`;
    return role ? `${label}: ${role}` : label;
  },
  "staff.accreditation": ({ body, until }, table) => {
    const named = termLabel(table, "accreditation", body);
    return until ? `${named}, until ${date(until)}` : named;
  },
  "cost.plans": planWords,
  "cost.medicaid_plans": planWords,
  "cost.extra_fees": ({ what, amount }, table) =>
    amount ? `${what}: ${moneyWords(amount, table)}` : `${what}: ask for the amount`,
};

/**
 * @param {Record<string, string>} plan
 * @param {Table} table
 */
function planWords({ name, network }, table) {
  const said = specOf(table, "cost.plans.network")?.choices?.find(([word]) => word === network);
  return said ? `${name} (${said[1]})` : name;
}

/**
 * One value in words.
 *
 * @param {Spec} spec
 * @param {string} text
 * @param {Table} table
 */
function words(spec, text, table) {
  const choice = spec.kind === "yes-no" ? undefined : spec.choices?.find(([word]) => word === text);
  if (choice) return choice[1];
  return (WORDS[spec.kind] ?? ((each) => each))(text, spec, table);
}

/** @type {Readonly<Record<string, (text: string, spec: Spec, table: Table) => string>>} */
const WORDS = {
  "yes-no": (text) => (["yes", "true"].includes(text.toLowerCase()) ? "Yes" : "No"),
  term: (text, { vocabulary }, table) => termLabel(table, vocabulary, text),
  number: (text, { unit = "" }, table) => counted(Number(text), unit, table),
  span: (text, { unit = "" }, table) => spanWords(text, unit, table),
  money: (text, _spec, table) => moneyWords(text, table),
  date: (text) => date(text),
  state: (text, _spec, table) => new Map(table.states).get(stateOf(text, table)) ?? text,
  phone: (text) => shownPhone(text),
};

/**
 * @param {number} value
 * @param {string} unit
 * @param {Table} table
 */
function counted(value, unit, table) {
  const [one, many] = table.units[unit] ?? ["%(n)s", "%(n)s"];
  const shown = unit === "year" ? String(value) : number(value);
  return (value === 1 ? one : many).replace("%(n)s", shown);
}

/**
 * @param {string} text
 * @param {string} unit
 * @param {Table} table
 */
function spanWords(text, unit, table) {
  const band = table.vocabularies.ages?.years?.[text.toLowerCase()];
  const ends = unit === "years" && band ? { low: band[0], high: band[1] } : endsOf(text);
  return ends ? endsWords(ends, unit, table) : text;
}

/**
 * @param {{low: number, high: number | null}} ends
 * @param {string} unit
 * @param {Table} table
 */
function endsWords({ low, high }, unit, table) {
  if (unit === "years") {
    if (high === null) return `${number(low)} and older`;
    return low === high ? number(low) : `${number(low)} to ${number(high)}`;
  }
  if (high === null) return `${counted(low, unit, table)} or more`;
  return low === high ? counted(low, unit, table) : `${number(low)} to ${counted(high, unit, table)}`;
}

/**
 * @param {string} text
 * @param {Table} table
 */
function moneyWords(text, table) {
  const found = amountOf(text);
  if (!found) return text;
  const style = { style: "currency", currency: "USD", minimumFractionDigits: found.cents % 100 ? 2 : 0 };
  const amount = new Intl.NumberFormat("en-US", /** @type {any} */ (style)).format(found.cents / 100);
  return (table.per[found.per] ?? "%(amount)s").replace("%(amount)s", amount);
}

// Tracks

/**
 * @param {Listing} listing
 * @param {Table} table
 */
function tracksOf(listing, table) {
  const tracks = at(listing, ["schedule", "tracks"]);
  if (!Array.isArray(tracks)) return [];
  return tracks.filter(isMap).map((track) => {
    const times = meetingsOf(/** @type {Listing} */ (track), table).map(meetingWords);
    const name = String(/** @type {Listing} */ (track).name ?? "");
    return { name, times: times.length > 0 ? times : [UNSAID] };
  });
}

/** @typedef {{days: readonly number[], clock: {start: number, end: number} | null}} Meeting */

/**
 * The sessions of a track that can be read; days count from Monday, 0.
 *
 * @param {Listing} track
 * @param {Table} table
 * @returns {Meeting[]}
 */
export function meetingsOf(track, table) {
  const sessions = Array.isArray(track.sessions) ? track.sessions : [];
  return sessions.filter(isMap).map((session) => {
    const { days, time } = /** @type {Listing} */ (session);
    const named = Array.isArray(days) ? days.map((day) => table.days.indexOf(dayOf(String(day), table))) : [];
    const clock = typeof time === "string" ? clockOf(time.trim()) : null;
    const isRead = clock !== null && clock.message === undefined;
    return { days: named.filter((day) => day >= 0), clock: isRead ? clock : null };
  });
}

/** @param {Meeting} meeting */
export function meetingWords({ days, clock }) {
  const times = clock ? clockWords(clock) : "times not stated";
  return days.length > 0 ? `${daysWords(days)}, ${times}` : times;
}

/** @param {{start: number, end: number}} clock */
function clockWords({ start, end }) {
  const isNamed = start % NOON === 0 || end % NOON === 0;
  const isShared = !isNamed && Math.floor(start / NOON) === Math.floor(end / NOON);
  const words = `${isShared ? digits(start) : timeWords(start)} to ${timeWords(end)}`;
  return end > DAY ? `${words} (next day)` : words;
}

/** @param {number} minute */
function timeWords(minute) {
  const ofDay = minute % DAY;
  if (ofDay % NOON === 0) return ofDay ? "noon" : "midnight";
  return `${digits(ofDay)} ${ofDay < NOON ? "am" : "pm"}`;
}

/** @param {number} minute */
function digits(minute) {
  const hour = Math.floor(minute / 60) % 12 || 12;
  return minute % 60 ? `${hour}:${String(minute % 60).padStart(2, "0")}` : String(hour);
}

/**
 * As in "Monday to Thursday" or "Monday, Wednesday and Friday": three in a row are a range.
 *
 * @param {readonly number[]} days
 */
function daysWords(days) {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  /** @type {number[][]} */
  const runs = [];
  for (const day of sorted) {
    const last = runs.at(-1);
    if (last && last.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  const names = runs.flatMap((run) =>
    run.length < 3 ? run.map((day) => DAYS[day]) : [`${DAYS[run[0]]} to ${DAYS[run[run.length - 1]]}`],
  );
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
