/**
 * The text of one listing, what it says, and the changes that were made: the state of the editor.
 *
 * The text is the state. A change is a splice of it; undo and redo are lists of texts.
 */

import { read } from "./listing_source.js";
import { Unwritable, at, changed, put } from "./listing_splice.js";
import { modelOf, pathOf, specOf } from "./listing_table.js";

/** @typedef {import("./listing_source.js").Plain} Plain */
/** @typedef {import("./listing_table.js").Table} Table */
/** @typedef {readonly (string | number)[]} Field */
/** @typedef {{[key: string]: Plain}} Listing */

/**
 * What a change was about: a field, or "all" when the whole text is another one.
 *
 * @typedef {{field: Field | "all"}} News
 */

/**
 * @typedef {object} Draft
 * @property {string} slug "" for a listing without a name yet
 * @property {string} text
 * @property {string} saved the text as it was opened or last saved
 * @property {boolean} isNew not yet on the site
 * @property {boolean} mark whether the file began with a byte order mark
 */

/** The text of a listing that says nothing yet. */
export const BLANK = `# Skip what you do not know: families then read "The program does not say. Ask."
format: 1
`;

const MOST_UNDONE = 200;

/**
 * @param {Table} table
 * @param {object} talk
 * @param {(lost: readonly string[]) => boolean} talk.mayLose asks before comments go
 * @param {(words: string) => void} talk.say
 */
export function makeDesk(table, { mayLose, say }) {
  const model = modelOf(table);
  /** @type {Draft} */
  let draft = { slug: "", text: "", saved: "", isNew: true, mark: false };
  /** @type {Listing} */
  let value = Object.create(null);
  /** @type {string[]} */
  let undone = [];
  /** @type {string[]} */
  let redone = [];
  /** @type {Set<(news: News) => void>} */
  const listeners = new Set();

  /** @param {Field | "all"} field */
  function tell(field) {
    for (const listener of listeners) listener({ field });
  }

  /** @param {string} text that `read` takes */
  function take(text) {
    const { value: found } = read(text);
    value = found ?? Object.create(null);
    draft = { ...draft, text };
  }

  /**
   * A whole item in place of its short form, where a field of it is to be set.
   *
   * @param {Field} field
   * @param {Plain | undefined} given
   * @returns {{field: Field, given: Plain | undefined}}
   */
  function opened(field, given) {
    const [item, key] = [field.slice(0, -1), field.at(-1)];
    const there = item.length > 0 ? at(value, item) : undefined;
    const shorthand = specOf(table, pathOf(item))?.shorthand;
    if (typeof there !== "string" || !shorthand || typeof key !== "string") return { field, given };
    if (key === shorthand) return { field: item, given };
    return { field: item, given: changed({ [shorthand]: there }, [key], given) };
  }

  return {
    table,
    get draft() {
      return draft;
    },
    get value() {
      return value;
    },
    get isChanged() {
      return draft.text !== draft.saved;
    },
    get canUndo() {
      return undone.length > 0;
    },
    get canRedo() {
      return redone.length > 0;
    },

    /** @param {(news: News) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
    },

    /** @param {Field} field */
    at: (field) => at(value, field),

    /**
     * Another listing, whose text `read` takes.
     *
     * @param {Draft} other
     */
    open(other) {
      [draft, undone, redone] = [other, [], []];
      take(other.text);
      tell("all");
    },

    /**
     * Sets a field, or takes it out; false when it stays as it was.
     *
     * @param {Field} field
     * @param {Plain | undefined} given
     */
    change(field, given) {
      const wanted = opened(field, given);
      let made;
      try {
        made = put(draft.text, wanted.field, wanted.given, model);
      } catch (error) {
        if (!(error instanceof Unwritable)) throw error;
        say("This answer cannot be changed here without changing more of the file. Nothing was changed. Change it in the text of the file, below.");
        return false;
      }
      if (made.text === draft.text) return true;
      if (made.lost.length > 0 && !mayLose(made.lost)) return false;
      undone = [...undone, draft.text].slice(-MOST_UNDONE);
      redone = [];
      take(made.text);
      tell(field);
      return true;
    },

    /**
     * The whole text as somebody typed it; what is wrong with it, or nothing.
     *
     * @param {string} text
     */
    retype(text) {
      const { value: found, problems } = read(text);
      if (found === null) return problems;
      if (text !== draft.text) {
        undone = [...undone, draft.text].slice(-MOST_UNDONE);
        redone = [];
        take(text);
        tell("all");
      }
      return [];
    },

    undo() {
      const last = undone.at(-1);
      if (last === undefined) return;
      [undone, redone] = [undone.slice(0, -1), [...redone, draft.text]];
      take(last);
      tell("all");
    },

    redo() {
      const next = redone.at(-1);
      if (next === undefined) return;
      [undone, redone] = [[...undone, draft.text], redone.slice(0, -1)];
      take(next);
      tell("all");
    },

    /** The text stands in a file now. */
    keptInFile() {
      draft = { ...draft, saved: draft.text };
      tell([]);
    },

    /** @param {string} slug */
    rename(slug) {
      draft = { ...draft, slug };
      tell([]);
    },

    /** Lines of the text of which a reader should know. */
    warnings() {
      return read(draft.text).problems;
    },
  };
}

/** @typedef {ReturnType<typeof makeDesk>} Desk */

/**
 * A name of a program as the name of its file.
 *
 * @param {string} name
 */
export function slugOf(name) {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80)
    .replace(/-+$/, "");
}
