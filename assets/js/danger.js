/** Chosen terms that mean danger come in; what to do first stands beside them, whichever the door. */

/**
 * Puts the notices with these ids into a place, in this order. One that stands there already is
 * left alone, so that nothing is read out twice.
 *
 * @param {Element} place
 * @param {readonly string[]} ids
 * @param {ParentNode} source holds the texts, as `components/finder/dangers.html` writes them
 */
export function placeDangers(place, ids, source) {
  for (const standing of [...place.children]) {
    if (!ids.includes(noticeOf(standing))) standing.remove();
  }
  ids.forEach((id, index) => {
    const standing = [...place.children].find((each) => noticeOf(each) === id);
    const notice = standing ?? textOf(id, source);
    if (notice && place.children[index] !== notice) {
      place.insertBefore(notice, place.children[index] ?? null);
    }
  });
}

/** @param {Element} notice */
function noticeOf(notice) {
  return /** @type {HTMLElement} */ (notice).dataset.notice ?? "";
}

/**
 * @param {string} id
 * @param {ParentNode} source
 * @returns {Element | null}
 */
function textOf(id, source) {
  const template = source.querySelector(`template[data-danger-text="${CSS.escape(id)}"]`);
  if (!(template instanceof HTMLTemplateElement)) return null;
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  return copy.firstElementChild;
}
