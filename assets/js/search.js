/**
 * Typed text comes in; the terms that it may mean, and the programs that it may name, come out.
 *
 * Letters are compared without case and accents. What is written exactly so comes first, then
 * beginnings of words; slips of the hand are looked for only when nothing else was found.
 */

import MiniSearch from "../vendor/minisearch/index.js";

/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */
/** @typedef {import("./vocabulary.js").Facet} Facet */
/** @typedef {import("./vocabulary.js").Meanings} Meanings */

/**
 * How a text led to a term: it is one of its names; it stands above the term; it begins one of its
 * words; with a slip of the hand; or a name of the term stands in it among other words.
 *
 * @typedef {"exact" | "narrower" | "prefix" | "typo" | "part"} How
 */

/**
 * @typedef {object} TermFound
 * @property {"term"} kind
 * @property {string} facet "age" for a band of years: an age is asked as a number (see `withAge`)
 * @property {string} term
 * @property {string} label
 * @property {string} facetLabel tells terms of one word apart
 * @property {How} how
 */

/**
 * @typedef {object} Named
 * @property {string} slug
 * @property {string} name
 * @property {string} [provider]
 * @property {string} city
 * @property {string} state
 */

/** @typedef {Named & {kind: "program"}} ProgramFound */

/**
 * One name of a term: its label or a synonym, in words without accents.
 *
 * @typedef {object} Name
 * @property {Facet} facet
 * @property {string} term
 * @property {string} text
 * @property {boolean} isLabel
 */

/**
 * @typedef {object} TermIndex
 * @property {readonly Name[]} names in the order of the vocabulary
 * @property {ReadonlyMap<string, readonly Name[]>} exact by text
 * @property {MiniSearch} words
 */

/** @typedef {{known: Map<string, Named>, words: MiniSearch}} ProgramIndex `addPrograms` fills it */

/** So many suggestions stand under the field at most. */
export const MOST = 8;

/** Shorter words are never taken for slips; from the longer length on, two letters may be wrong. */
const SLIP_LENGTH = 4;
const TWO_SLIPS_LENGTH = 8;

/**
 * The words of a text: small letters without accents, and digits.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function wordsOf(text) {
  const plain = text.normalize("NFD").replace(/[\p{M}'’]/gu, "").toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * @param {Vocabulary} vocabulary
 * @param {Meanings} meanings
 * @returns {TermIndex}
 */
export function termIndex(vocabulary, meanings) {
  const names = [...vocabulary.values()].flatMap((facet) =>
    [...facet.terms.values()].flatMap(({ id, label }) => {
      const { synonyms = [] } = meanings[facet.id]?.[id] ?? {};
      return [label, ...synonyms].map((text, index) => nameOf(facet, id, text, index === 0));
    }),
  );
  const words = indexOf(["text"]);
  words.addAll(names.map(({ text }, id) => ({ id, text })));
  return { names, exact: byText(names), words };
}

/**
 * @param {readonly Name[]} names
 * @returns {Map<string, Name[]>}
 */
function byText(names) {
  /** @type {Map<string, Name[]>} */
  const grouped = new Map();
  for (const name of names) grouped.set(name.text, [...(grouped.get(name.text) ?? []), name]);
  return grouped;
}

/**
 * @param {Facet} facet
 * @param {string} term
 * @param {string} text
 * @param {boolean} isLabel
 * @returns {Name}
 */
function nameOf(facet, term, text, isLabel) {
  return { facet, term, text: wordsOf(text).join(" "), isLabel };
}

/**
 * The terms that a text may mean, each once; the likeliest first.
 *
 * Names of the text come first, with the narrower terms under them; then names that begin with it;
 * then names that hold its words; else slips; else the names that stand in it among other words.
 *
 * @param {TermIndex} index
 * @param {string} text
 * @returns {TermFound[]}
 */
export function meant(index, text) {
  const typed = wordsOf(text).join(" ");
  if (typed === "") return [];
  const found = [...named(index, typed), ...begun(index, typed)];
  if (found.length > 0) return once(found);
  const slips = shortFirst(namesOf(index, withSlips(index.words, typed)));
  if (slips.length > 0) return once(slips.map((name) => termOf(name, "typo")));
  return once(within(index, typed.split(" ")));
}

/**
 * @param {TermIndex} index
 * @param {string} typed
 * @returns {TermFound[]}
 */
function named({ exact }, typed) {
  const names = byLabel(exact.get(typed) ?? []);
  const narrower = names.flatMap(({ facet, term }) =>
    [...facet.terms.values()]
      .filter(({ broader }) => broader === term)
      .map(({ id }) => termOf({ facet, term: id }, "narrower")),
  );
  return [...names.map((name) => termOf(name, "exact")), ...narrower];
}

/**
 * @param {TermIndex} index
 * @param {string} typed
 * @returns {TermFound[]}
 */
function begun(index, typed) {
  const names = namesOf(index, asTyped(index.words, typed));
  const first = byLabel(names.filter(({ text }) => text.startsWith(typed)));
  const later = byLabel(names.filter(({ text }) => !text.startsWith(typed)));
  return [...first, ...later].map((name) => termOf(name, "prefix"));
}

/**
 * Names that stand in a longer text: of overlapping ones the longest.
 *
 * @param {TermIndex} index
 * @param {readonly string[]} typed
 * @returns {TermFound[]}
 */
function within(index, typed) {
  for (let length = typed.length; length > 0; length -= 1) {
    for (let start = 0; start + length <= typed.length; start += 1) {
      const names = index.exact.get(typed.slice(start, start + length).join(" "));
      if (!names) continue;
      return [
        ...within(index, typed.slice(0, start)),
        ...byLabel(names).map((name) => termOf(name, "part")),
        ...within(index, typed.slice(start + length)),
      ];
    }
  }
  return [];
}

/**
 * The names that were found, in the order of the vocabulary.
 *
 * @param {TermIndex} index
 * @param {readonly number[]} ids
 * @returns {Name[]}
 */
function namesOf({ names }, ids) {
  return [...ids].sort((one, other) => one - other).map((id) => names[id]);
}

/**
 * @param {readonly Name[]} names
 * @returns {Name[]} labels first
 */
function byLabel(names) {
  return [...names].sort((one, other) => Number(other.isLabel) - Number(one.isLabel));
}

/**
 * @param {readonly Name[]} names
 * @returns {Name[]} a word in a short name says more than one in a long one
 */
function shortFirst(names) {
  return [...names].sort((one, other) => one.text.length - other.text.length);
}

/**
 * @param {Pick<Name, "facet" | "term">} name
 * @param {How} how
 * @returns {TermFound}
 */
function termOf({ facet, term }, how) {
  const label = facet.terms.get(term)?.label ?? term;
  return { kind: "term", facet: facet.id, term, label, facetLabel: facet.label, how };
}

/**
 * @param {readonly TermFound[]} found
 * @returns {TermFound[]}
 */
function once(found) {
  /** @type {Map<string, TermFound>} */
  const first = new Map();
  for (const each of found) {
    const key = `${each.facet}/${each.term}`;
    if (!first.has(key)) first.set(key, each);
  }
  return [...first.values()];
}

/**
 * An index without programs.
 *
 * @returns {ProgramIndex}
 */
export function programIndex() {
  return { known: new Map(), words: indexOf(["name", "provider", "city"]) };
}

/**
 * Puts programs into the index, as cells and lists of names come in. One that is known stays, but
 * for the name of its provider, which lists of names do not hold.
 *
 * @param {ProgramIndex} index changed in place: to build it anew for each cell would be too slow
 * @param {readonly Named[]} programs
 */
export function addPrograms({ known, words }, programs) {
  for (const { slug, name, provider = "", city, state } of programs) {
    const old = known.get(slug);
    if (old && (old.provider || !provider)) continue;
    known.set(slug, { slug, name, provider, city, state });
    const row = { id: slug, name, provider, city };
    if (old) words.replace(row);
    else words.add(row);
  }
}

/**
 * The programs that a text names by their name, provider or city, the likeliest first.
 *
 * @param {ProgramIndex} index
 * @param {string} text
 * @returns {ProgramFound[]}
 */
export function programsNamed({ known, words }, text) {
  const typed = wordsOf(text).join(" ");
  if (typed === "") return [];
  const sure = asTyped(words, typed);
  const slugs = sure.length > 0 ? sure : withSlips(words, typed);
  return slugs.map((slug) => ({ kind: "program", .../** @type {Named} */ (known.get(slug)) }));
}

/**
 * The slugs that a typed name bounds the list to; null for no name, and so for all programs.
 *
 * @param {ProgramIndex} index
 * @param {string | undefined} text
 * @returns {Set<string> | null}
 */
export function slugsNamed(index, text) {
  if (wordsOf(text ?? "").length === 0) return null;
  return new Set(programsNamed(index, text ?? "").map(({ slug }) => slug));
}

/**
 * Which list of names to load for a text: the two first letters of its longest word. A program that
 * the text names holds that word. Null while no word has two letters.
 *
 * @param {string} text
 */
export function shardOf(text) {
  const [longest = ""] = wordsOf(text)
    .map((word) => word.replace(/[^a-z0-9]/g, ""))
    .sort((one, other) => other.length - one.length);
  return longest.length < 2 ? null : longest.slice(0, 2);
}

/**
 * What to offer under the field: terms first, then programs, at most eight in all.
 *
 * @param {string} text
 * @param {{terms: TermIndex, programs: ProgramIndex}} indexes
 * @returns {(TermFound | ProgramFound)[]}
 */
export function suggestions(text, { terms, programs }) {
  return [...meant(terms, text), ...programsNamed(programs, text)].slice(0, MOST);
}

/** @param {string[]} fields */
function indexOf(fields) {
  return new MiniSearch({
    fields,
    tokenize: wordsOf,
    processTerm: (/** @type {string} */ word) => word,
    searchOptions: { combineWith: "AND", boost: { name: 2 } },
  });
}

/**
 * All words as they are typed; the last may still be unfinished.
 *
 * @param {MiniSearch} words
 * @param {string} typed
 * @returns {any[]} ids, the best first
 */
function asTyped(words, typed) {
  return words.search(typed, { prefix: isLast }).map(({ id }) => id);
}

/**
 * @param {string} _word
 * @param {number} place
 * @param {readonly string[]} all
 */
function isLast(_word, place, all) {
  return place === all.length - 1;
}

/**
 * @param {MiniSearch} words
 * @param {string} typed
 * @returns {any[]} ids, the best first
 */
function withSlips(words, typed) {
  return words.search(typed, { fuzzy: slipsIn }).map(({ id }) => id);
}

/**
 * How many letters of a word may be wrong.
 *
 * @param {string} word
 */
function slipsIn(word) {
  if (word.length < SLIP_LENGTH) return false;
  return word.length < TWO_SLIPS_LENGTH ? 1 : 2;
}
