/** A bar at the bottom of the finder and of each program: what is chosen to compare, and the way there. */

import { parse } from "./address.js";
import { programAddress } from "./chosen_programs.js";
import { format } from "./comparison.js";
import { element, say } from "./element.js";
import { keepFresh } from "./fragment_link.js";
import * as index from "./index.js";
import { compared, setCompared, subscribe, toggleCompared } from "./store.js";
import { _, ngettext } from "./words.js";

const NARROW = "(max-width: 50rem)";

/** @type {Map<string, string>} names of programs, as far as they are known */
const names = new Map();

/** @param {Document} root */
export function mount(root) {
  const finder = root.querySelector("[data-finder]");
  const page = root.querySelector(".page");
  if (!page || (!finder && !root.querySelector("[data-save]"))) return;
  const compare = root.querySelector("[data-saved-count] a");
  const address = /** @type {HTMLAnchorElement | null} */ (compare)?.href ?? "";
  const tray = element("section", { class: "tray", "aria-label": _("Programs to compare") });
  tray.hidden = true;
  page.after(tray);

  const paint = () => {
    const slugs = compared();
    const held = heldFocus(tray);
    tray.hidden = slugs.length === 0;
    if (tray.hidden && held >= 0) root.querySelector("main")?.focus({ preventScroll: true });
    if (tray.hidden) return tray.replaceChildren();
    tray.replaceChildren(
      chosen(slugs, isOpen(tray)),
      element(
        "button",
        { type: "button", class: "button-plain", onclick: () => setCompared([]) },
        _("Clear"),
      ),
      way(slugs, address, finder !== null),
    );
    if (held >= 0) focusIn(tray, held);
    for (const slug of slugs) nameOf(slug, root).then((name) => write(tray, slug, name));
  };
  subscribe(paint);
  paint();
}

/**
 * The chosen programs, folded where there is little room.
 *
 * @param {readonly string[]} slugs
 * @param {boolean} open
 */
function chosen(slugs, open) {
  return element(
    "details",
    { class: "tray-chosen", open },
    element(
      "summary",
      {},
      ngettext("%(count)s program chosen", "%(count)s programs chosen", slugs.length),
    ),
    element("ul", {}, ...slugs.map(item)),
  );
}

/** @param {string} slug */
function item(slug) {
  const name = names.get(slug) ?? slug;
  return element(
    "li",
    { data: { chosen: slug } },
    element("a", { href: programAddress(slug), lang: "en", hreflang: "en", data: { name: slug } }, name),
    element(
      "button",
      {
        type: "button",
        class: "button-plain",
        data: { away: slug },
        onclick: () => toggleCompared(slug),
      },
      element("span", { "aria-hidden": "true" }, "×"),
      element("span", { class: "hidden" }, _("Take away"), " "),
      element("span", { class: "hidden", lang: "en", data: { name: slug } }, name),
    ),
  );
}

/**
 * @param {readonly string[]} slugs
 * @param {string} address of the comparison
 * @param {boolean} withNeeds what stands behind `#` is what the reader asked for
 */
function way(slugs, address, withNeeds) {
  if (slugs.length < 2) return element("p", { class: "tray-more" }, _("Choose one more to compare."));
  const link = element(
    "a",
    { class: "button" },
    _("Compare %(count)s programs", { count: slugs.length }),
  );
  keepFresh(link, () => {
    const state = withNeeds ? parse(location.hash) : undefined;
    return `${address}#${format(slugs, state)}`;
  });
  return link;
}

/** @param {Element} tray */
function isOpen(tray) {
  const details = tray.querySelector("details");
  return details ? details.open : !matchMedia(NARROW).matches;
}

/**
 * Which of the tray's controls has the focus, so that painting anew does not lose it.
 *
 * @param {Element} tray
 * @returns {number} its place among them, -1 for none
 */
function heldFocus(tray) {
  return [...tray.querySelectorAll("a, button, summary")].indexOf(
    /** @type {Element} */ (document.activeElement),
  );
}

/**
 * @param {Element} tray
 * @param {number} place
 */
function focusIn(tray, place) {
  const all = /** @type {NodeListOf<HTMLElement>} */ (tray.querySelectorAll("a, button, summary"));
  all[Math.min(place, all.length - 1)]?.focus();
}

/**
 * A name that the page shows already is not asked for: the host need not hear of it.
 *
 * @param {string} slug
 * @param {Document} root
 */
async function nameOf(slug, root) {
  const known = names.get(slug) ?? shownName(slug, root);
  if (known) return known;
  const found = await index.program(slug).catch(() => null);
  return found?.name ?? slug;
}

/**
 * @param {string} slug
 * @param {Document} root
 */
function shownName(slug, root) {
  const own = root.querySelector(`[data-save="${slug}"]`)?.getAttribute("data-name");
  return own ?? root.querySelector(`[data-program="${slug}"] .card-title`)?.textContent?.trim();
}

/**
 * @param {Element} tray
 * @param {string} slug
 * @param {string} name
 */
function write(tray, slug, name) {
  names.set(slug, name);
  for (const place of tray.querySelectorAll(`[data-name="${slug}"]`)) say(place, name);
}
