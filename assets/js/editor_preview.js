/** A listing comes in; the five questions of its page, in the page's own words, come out. */

import { element } from "./element.js";
import { partsOf } from "./listing_words.js";

/** @typedef {import("./listing_words.js").Part} Part */
/** @typedef {import("./listing_words.js").Fact} Fact */
/** @typedef {import("./editor_desk.js").Desk} Desk */

/**
 * @param {HTMLElement} root
 * @param {Desk} desk
 */
export function showPreview(root, desk) {
  const { name } = desk.value;
  const parts = partsOf(desk.value, desk.table);
  const scope = desk.value.scope === "facility" ? element("p", { class: "ed-hint" }, "These facts are about the whole facility. The page says so beside each of them.") : null;
  root.replaceChildren(
    element("p", { class: "ed-preview-name" }, typeof name === "string" ? name : "Your program"),
    ...(scope ? [scope] : []),
    ...parts.map(partView),
  );
}

/** @param {Part} part */
function partView({ question, given, of, sections, tracks, notStated, fromProvider }) {
  return element(
    "section",
    { data: { preview: String(question.number) } },
    element("h3", {}, `${question.number}. ${question.title}`),
    element("p", { class: "given small" }, `Facts given: ${given} of ${of}`),
    ...tracks.map(({ name, times }) =>
      element("div", { class: "ed-preview-track" }, element("p", {}, element("strong", {}, name)), element("ul", {}, ...times.map((each) => element("li", {}, each)))),
    ),
    ...sections.flatMap(({ title, facts }) => [
      title ? element("h4", {}, title) : null,
      facts.length > 0 ? element("dl", { class: "ed-preview-facts" }, ...facts.map(factView)) : null,
    ]).filter((each) => each !== null),
    fromProvider.length > 0 && element("p", { class: "small" }, `From your provider's own file: ${fromProvider.join("; ")}.`),
    notStated.length > 0 &&
      element("p", { class: "not-stated small" }, element("strong", {}, "The program does not say:"), ` ${notStated.join("; ")}. `, element("strong", {}, "Ask.")),
  );
}

/** @param {Fact} fact */
function factView({ path, label, groups }) {
  return element(
    "div",
    { data: { fact: path } },
    element("dt", {}, label),
    element("dd", {}, ...groups.map(({ label: word, items }) => element("p", {}, word && element("b", {}, `${word}: `), items.join("; ")))),
  );
}
