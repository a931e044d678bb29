/**
 * The table of fields as the site publishes it comes in; what the editor asks it comes out: which
 * fields stand below which, what a field of the text is, how splices must write it.
 */

/** @typedef {import("./listing_source.js").Plain} Plain */
/** @typedef {readonly (string | number)[]} Field */

/**
 * One field of the listing, as `iopfinder/editor_table.py` writes it; what is not there is false,
 * "" or empty. `kind` is "section" for a mapping of further fields.
 *
 * @typedef {object} Spec
 * @property {string} path
 * @property {string} label
 * @property {string} question
 * @property {string} [hint]
 * @property {readonly string[]} [seen]
 * @property {number} part the question of the checklist that it answers; 0 for none
 * @property {boolean} [core]
 * @property {boolean} [counts]
 * @property {boolean} [track] a track may restate it
 * @property {boolean} [required]
 * @property {string} [missing]
 * @property {boolean} [many]
 * @property {string} [shorthand]
 * @property {boolean} [locked]
 * @property {string} kind
 * @property {string} [items] list, terms or answers
 * @property {string} [unit]
 * @property {readonly (readonly [string, string])[]} [choices]
 * @property {string} [vocabulary]
 * @property {string} [middle]
 * @property {string} [written]
 * @property {string} [subject]
 * @property {boolean} [textual]
 * @property {boolean} [other]
 * @property {readonly string[]} [schemes]
 * @property {number} [limit]
 * @property {number} [most]
 */

/**
 * @typedef {object} Question
 * @property {number} number
 * @property {string} id
 * @property {string} title
 * @property {string} question
 * @property {string} why
 * @property {readonly string[]} sections
 */

/**
 * @typedef {object} Vocabulary
 * @property {readonly (readonly [string, string, string])[]} terms id, label, plain words
 * @property {readonly (readonly [string, string])[]} spoken a word, and the id that it means
 * @property {Readonly<Record<string, readonly [number, number | null]>>} [years]
 */

/**
 * @typedef {object} Table
 * @property {number} form
 * @property {readonly Question[]} questions
 * @property {readonly Spec[]} fields
 * @property {readonly string[]} basics
 * @property {readonly string[]} core
 * @property {Readonly<Record<string, Vocabulary>>} vocabularies
 * @property {readonly (readonly [string, string])[]} states
 * @property {readonly (readonly [string, string])[]} zones
 * @property {readonly string[]} days
 * @property {Readonly<Record<string, readonly [string, string]>>} units
 * @property {Readonly<Record<string, string>>} per
 * @property {Readonly<Record<string, string>>} restated
 * @property {readonly string[]} phones
 * @property {Readonly<Record<string, {name: string, gives: readonly string[]}>>} providers
 */

export const FORM = 1;

/** @type {WeakMap<Table, Map<string, Spec>>} */
const byPath = new WeakMap();

/** @type {WeakMap<Table, Map<string, Spec[]>>} */
const byParent = new WeakMap();

/**
 * The field of a path such as staff.prescriber.who.
 *
 * @param {Table} table
 * @param {string} path
 * @returns {Spec | undefined}
 */
export function specOf(table, path) {
  let known = byPath.get(table);
  if (!known) {
    known = new Map(table.fields.map((spec) => [spec.path, spec]));
    byPath.set(table, known);
  }
  return known.get(path);
}

/**
 * The fields right below a section, "" for the file itself, in the order of the form.
 *
 * @param {Table} table
 * @param {string} path
 * @returns {readonly Spec[]}
 */
export function under(table, path) {
  let known = byParent.get(table);
  if (!known) {
    known = new Map();
    for (const spec of table.fields) {
      const parent = spec.path.split(".").slice(0, -1).join(".");
      known.set(parent, [...(known.get(parent) ?? []), spec]);
    }
    byParent.set(table, known);
  }
  return known.get(path) ?? [];
}

/** @param {Spec} spec */
export function nameOf(spec) {
  return /** @type {string} */ (spec.path.split(".").at(-1));
}

/**
 * The path of a field of the text: numbers of items leave no trace.
 *
 * @param {Field} field
 */
export function pathOf(field) {
  return field.filter((key) => typeof key === "string").join(".");
}

/**
 * What splices ask of the model.
 *
 * @param {Table} table
 * @returns {import("./listing_splice.js").Model}
 */
export function modelOf(table) {
  return {
    order: (field) => under(table, pathOf(field)).map(nameOf),
    isText: (field) => specOf(table, pathOf(field))?.textual ?? false,
  };
}

/**
 * The words that families read for a term.
 *
 * @param {Table} table
 * @param {string | undefined} vocabulary
 * @param {string} term
 */
export function termLabel(table, vocabulary, term) {
  const found = table.vocabularies[vocabulary ?? ""]?.terms.find(([id]) => id === term);
  if (found) return found[1];
  return term === "other" ? "Other" : term;
}

/**
 * Whether the listing states a fact: neither absent nor an empty section.
 *
 * @param {Plain | undefined} value
 */
export function isStated(value) {
  return value !== undefined;
}
