/**
 * Slugs come in; the programs behind them come out, with a sentence for each that is not what the
 * link meant: gone, moved, closed, merged, or not to be read for now.
 */

import { element } from "./element.js";
import * as index from "./index.js";
import { rename } from "./store.js";
import { _ } from "./words.js";

/** @typedef {import("./comparison.js").Fact} Fact */
/** @typedef {import("./says.js").Stored} Stored */

/**
 * @typedef {object} Words what a program says, in one language
 * @property {string} place
 * @property {readonly {kind: string, title: string, text: string}[]} marks
 * @property {string} confirmed
 * @property {Readonly<Record<string, Fact>>} facts
 * @property {readonly {name: string, times: readonly string[], details: readonly string[]}[]} tracks
 */

/**
 * @typedef {object} Program
 * @property {string} slug
 * @property {string} name
 * @property {string} provider
 * @property {boolean} example
 * @property {boolean} facility its facts are of the whole facility
 * @property {"open" | "paused" | "closed" | "merged"} status
 * @property {{slug: string, name: string} | null} joined the program that it became part of
 * @property {{shown: string, href: string} | null} phone
 * @property {string | null} confirmed
 * @property {readonly (readonly [number, number])[]} given
 * @property {Stored & {times: readonly any[], tracks: readonly (string | null)[]}} cell
 * @property {{open: readonly string[], folded: readonly string[]}} ask
 * @property {Readonly<Record<string, Words>>} words by language
 */

/**
 * @typedef {object} Found
 * @property {readonly Program[]} programs in the slugs' order, each once
 * @property {readonly Node[]} notes
 * @property {boolean} failed something could not be read: trying again may help
 */

const MOST_MOVES = 3;

/** @param {string} slug */
export function programAddress(slug) {
  return new URL(`../../programs/${slug}/`, import.meta.url).href;
}

/**
 * @param {Program} program
 * @returns {Words} in the page's language
 */
export function wordsOf({ words }) {
  return words[document.documentElement.lang] ?? words.en;
}

/**
 * @param {readonly string[]} slugs
 * @returns {Promise<Found>}
 */
export async function findPrograms(slugs) {
  const all = await Promise.all(slugs.map(findProgram));
  /** @type {Map<string, Program>} */
  const programs = new Map();
  for (const { program } of all) if (program) programs.set(program.slug, program);
  return {
    programs: [...programs.values()],
    notes: all.flatMap(({ notes }) => notes),
    failed: all.some(({ failed }) => failed),
  };
}

/**
 * @param {string} slug
 * @returns {Promise<{program: Program | null, notes: Node[], failed: boolean}>}
 */
async function findProgram(slug) {
  try {
    const program = await followed(slug);
    if (!program) {
      const words = _("A program is no longer listed here: %(program)s.", { program: slug });
      return { program: null, notes: [note(words)], failed: false };
    }
    return { program, notes: notesOf(program, slug), failed: false };
  } catch (error) {
    if (!(error instanceof index.Trouble)) throw error;
    const words = _("We could not load a program: %(program)s.", { program: slug });
    return { program: null, notes: [note(words)], failed: true };
  }
}

/**
 * The program that bears this name now.
 *
 * @param {string} slug
 * @returns {Promise<Program | null>}
 */
async function followed(slug) {
  let name = slug;
  for (let moves = 0; moves <= MOST_MOVES; moves += 1) {
    const found = await index.program(name);
    if (!found || !found.moved) return found;
    name = found.moved;
  }
  return null;
}

/**
 * @param {Program} program
 * @param {string} slug under which it was asked for
 */
function notesOf(program, slug) {
  const names = { program: program.name, slug };
  const notes = [];
  if (program.slug !== slug) {
    rename(slug, program.slug);
    notes.push(note(_("A program has a new address: %(slug)s is now %(program)s.", names)));
  }
  if (program.joined) {
    const words = _("%(program)s is now part of another program:", names);
    const link = element("a", { href: programAddress(program.joined.slug) }, program.joined.name);
    notes.push(note(words, " ", link));
  } else if (program.status === "closed") {
    notes.push(note(_("%(program)s has closed.", names)));
  }
  return notes;
}

/**
 * What of the address could not be taken.
 *
 * @param {import("./comparison.js").Asked} asked
 * @returns {Node[]}
 */
export function problems({ over, state }) {
  const left =
    over.length === 0
      ? []
      : [
          note(
            _("Four programs are the most. Left out: %(programs)s.", {
              programs: over.join(", "),
            }),
          ),
        ];
  const unknown = state.unknown.map(({ name, value }) =>
    note(
      _("We could not read a part of this link, and left it out: %(part)s.", {
        part: `${name}=${value}`,
      }),
    ),
  );
  return [...left, ...unknown];
}

/** @param {...(Node | string)} children */
export function note(...children) {
  return element("li", {}, ...children);
}
