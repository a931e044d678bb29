/**
 * The file of terms comes in; labels, kinds of choice, and danger notices come out.
 *
 * An id that the file does not know is never an error: an old address may hold it.
 */

/**
 * @typedef {object} Term
 * @property {string} id
 * @property {string} label
 * @property {string} [broader] the term above it in the same facet
 * @property {string} [notice] a danger notice
 * @property {readonly string[]} [lines] help lines that belong to it
 * @property {boolean} [shown] false: found by search, but never offered as a choice
 */

/** @typedef {{id: string, label: string, all?: boolean, terms: readonly Term[]}} StoredFacet */

/**
 * What a term means, and other names of it in both languages; apart, for few need it at once.
 *
 * @typedef {{plain?: string, synonyms?: readonly string[]}} Meaning
 */

/** @typedef {Readonly<Record<string, Readonly<Record<string, Meaning>>>>} Meanings by facet and term */

/**
 * @typedef {object} Facet
 * @property {string} id
 * @property {string} label
 * @property {boolean} all a person has all that they choose; else one of the choices will do
 * @property {ReadonlyMap<string, Term>} terms in the order of the file
 */

/** @typedef {ReadonlyMap<string, Facet>} Vocabulary facets by id, in the order of cards */

/** @typedef {Readonly<Record<string, any>>} Chosen lists of term ids by facet, among other needs */

/**
 * @param {{facets: readonly StoredFacet[]}} file
 * @returns {Vocabulary}
 */
export function vocabularyOf(file) {
  return new Map(
    file.facets.map((facet) => [
      facet.id,
      { ...facet, all: facet.all === true, terms: new Map(facet.terms.map((term) => [term.id, term])) },
    ]),
  );
}

/**
 * The words for a term; for an unknown one its id, which is all that is known of it.
 *
 * @param {Vocabulary} vocabulary
 * @param {string} facet
 * @param {string} term
 */
export function label(vocabulary, facet, term) {
  return vocabulary.get(facet)?.terms.get(term)?.label ?? term;
}

/**
 * The chosen terms that the file knows, by facet in its order. Facets without any are left out.
 *
 * @param {Vocabulary} vocabulary
 * @param {Chosen} chosen
 * @returns {Record<string, string[]>}
 */
export function knownTerms(vocabulary, chosen) {
  const known = [...vocabulary.values()].map((facet) => {
    const ids = chosenOf(chosen, facet.id).filter((id) => facet.terms.has(id));
    return /** @type {const} */ ([facet.id, ids]);
  });
  return Object.fromEntries(known.filter(([, ids]) => ids.length > 0));
}

/**
 * The chosen terms that the file does not know; `facets` are all that can hold terms.
 *
 * @param {Vocabulary} vocabulary
 * @param {Chosen} chosen
 * @returns {{facet: string, term: string}[]}
 */
export function unknownTerms(vocabulary, chosen) {
  return Object.keys(chosen).flatMap((facet) =>
    chosenOf(chosen, facet)
      .filter((term) => !vocabulary.get(facet)?.terms.has(term))
      .map((term) => ({ facet, term })),
  );
}

/**
 * The danger notices of the chosen terms, each once, in the order of the file: a term's own, or
 * that of the nearest term above it.
 *
 * @param {Vocabulary} vocabulary
 * @param {Chosen} chosen
 * @returns {string[]}
 */
export function notices(vocabulary, chosen) {
  const found = [...vocabulary.values()].flatMap((facet) => {
    const wanted = new Set(chosenOf(chosen, facet.id));
    const terms = [...facet.terms.values()].filter((term) => wanted.has(term.id));
    return terms.map((term) => upward(facet, term).find((each) => each.notice)?.notice);
  });
  return [...new Set(found.filter((notice) => typeof notice === "string"))];
}

/**
 * The term and those above it, the nearest first; a circle ends where it closes.
 *
 * @param {Facet} facet
 * @param {Term} term
 * @returns {Term[]}
 */
function upward(facet, term) {
  /** @type {Set<Term>} */
  const path = new Set();
  /** @type {Term | undefined} */
  let next = term;
  while (next && !path.has(next)) {
    path.add(next);
    next = next.broader ? facet.terms.get(next.broader) : undefined;
  }
  return [...path];
}

/**
 * Only lists of texts are terms: the other needs of an address stand beside them.
 *
 * @param {Chosen} chosen
 * @param {string} facet
 * @returns {readonly string[]}
 */
function chosenOf(chosen, facet) {
  const ids = chosen[facet];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}
