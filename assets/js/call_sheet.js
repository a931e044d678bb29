/** One program comes in; the sheet for a call to it comes out, to fill in or to print. */

import { programAddress, wordsOf } from "./chosen_programs.js";
import { phone } from "./compare_table.js";
import { element } from "./element.js";
import { readSaved, setLine, setNote } from "./store.js";
import { _, ngettext, number } from "./words.js";
import { writing } from "./writing.js";

/** @typedef {import("./chosen_programs.js").Program} Program */
/** @typedef {import("./comparison.js").Part} Part */

/** Questions whose careful words are worth keeping in mind in every call. */
const RED_FLAGS = ["who-answers", "start-date", "cost", "not-taken", "medicine"];

/**
 * @param {Program} program
 * @param {readonly Part[]} outline
 * @param {ParentNode} source the page, which holds every question and the words for the call
 * @returns {HTMLElement}
 */
export function callSheet(program, outline, source) {
  const { slug, name, ask } = program;
  const id = `sheet-${slug}`;
  return element(
    "article",
    { class: "sheet", "aria-labelledby": id, data: { sheet: slug } },
    element(
      "header",
      { class: "sheet-head" },
      element(
        "h2",
        { id, tabindex: "-1" },
        element("a", { href: programAddress(slug), lang: "en", hreflang: "en" }, name),
      ),
      ...about(program),
      line(program, "who", _("Who you spoke with, and the day")),
    ),
    copy(source.querySelector("[data-opening]")),
    known(program, outline),
    element("h3", {}, _("What to ask")),
    ask.open.length > 0
      ? element("p", { class: "small" }, _("No one has to ask all of this. Mark those that matter most to you."))
      : element("p", {}, _("The program's page answers the main questions. Ask if it all still holds.")),
    asked(program, ask.open, source, true),
    folded(program, source),
    redFlags(ask.open, source),
    copy(source.querySelector("[data-closing]")),
    line(program, "next", _("Next step, on what date, and whom to ask for")),
    element(
      "div",
      { class: "sheet-notes" },
      writing({
        label: _("Your notes"),
        shown: true,
        text: keptOf(slug)?.note ?? "",
        onText: (text) => setNote(slug, text),
        data: { note: slug },
      }),
    ),
  );
}

/** @param {Program} program */
function about(program) {
  const { place, marks, confirmed } = wordsOf(program);
  return [
    element("p", { class: "sheet-phone" }, ...phone(program).childNodes),
    element("p", { class: "sheet-place" }, place, " ", element("span", { class: "muted" }, confirmed)),
    marks.length > 0 &&
      element(
        "ul",
        { class: "marks marks-brief" },
        ...marks.map(({ kind, title, text }) =>
          element("li", { class: `mark mark-${kind}` }, element("strong", {}, title), ` ${text}`),
        ),
      ),
  ];
}

/**
 * What tells programs apart and is stated, question by question.
 *
 * @param {Program} program
 * @param {readonly Part[]} outline
 */
function known(program, outline) {
  const { facts } = wordsOf(program);
  const questions = outline.filter(({ question }) => question !== "");
  return element(
    "section",
    { class: "sheet-known" },
    element(
      "h3",
      {},
      program.facility ? _("What the facility says already") : _("What the program says already"),
    ),
    element(
      "dl",
      {},
      ...questions.map(({ title, rows }, index) => {
        const said = rows.filter(({ field, counted }) => counted && Object.hasOwn(facts, field));
        const [given, all] = program.given[index] ?? [0, 0];
        return element(
          "div",
          {},
          element(
            "dt",
            {},
            title,
            " ",
            element(
              "span",
              { class: "muted" },
              _("(facts given: %(given)s of %(all)s)", { given: number(given), all: number(all) }),
            ),
          ),
          ...said.map(({ field, label }) => factLine(label, facts[field])),
        );
      }),
    ),
  );
}

/**
 * @param {string} label
 * @param {import("./comparison.js").Fact} fact
 */
function factLine(label, { words, old }) {
  const when = old === "" ? "" : ` ${_("(on %(date)s; ask)", { date: old })}`;
  return element("dd", {}, element("b", {}, `${label}:`), ` ${words.join("; ")}${when}`);
}

/**
 * Questions as they stand on the page, each with room for its answer.
 *
 * @param {Program} program
 * @param {readonly string[]} ids
 * @param {ParentNode} source
 * @param {boolean} open with why and what to listen for in sight
 */
function asked(program, ids, source, open) {
  return element(
    "ol",
    { class: "questions" },
    ...ids.flatMap((id) => {
      const found = source.querySelector(`[data-blank-questions] [data-question="${id}"]`);
      const question = /** @type {HTMLElement | null} */ (found?.cloneNode(true) ?? null);
      if (!question) return [];
      if (open) for (const each of question.querySelectorAll("details")) each.open = true;
      const words = question.querySelector(".ask")?.textContent ?? id;
      question.append(line(program, id, _("What they said to: %(question)s", { question: words }), false));
      return [question];
    }),
  );
}

/**
 * @param {Program} program
 * @param {ParentNode} source
 */
function folded(program, source) {
  const ids = program.ask.folded;
  if (ids.length === 0) return null;
  const words = ngettext("%(count)s more question", "%(count)s more questions", ids.length);
  return element(
    "details",
    { class: "sheet-folded" },
    element("summary", {}, words),
    asked(program, ids, source, false),
  );
}

/**
 * What to be careful about in any call, but for what stands with an open question already.
 *
 * @param {readonly string[]} open
 * @param {ParentNode} source
 */
function redFlags(open, source) {
  const words = RED_FLAGS.filter((id) => !open.includes(id)).flatMap((id) => {
    const found = source.querySelector(`[data-question="${id}"] [data-careful] dd`);
    return found?.textContent ?? [];
  });
  return element(
    "section",
    { class: "sheet-flags" },
    element("h3", {}, _("Be careful, or look elsewhere")),
    element(
      "ul",
      {},
      element("li", {}, _("They want your insurance number before they will say who they are and where.")),
      ...words.map((each) => element("li", {}, each)),
    ),
  );
}

/**
 * @param {Program} program
 * @param {string} id
 * @param {string} label
 * @param {boolean} [shown]
 */
function line({ slug }, id, label, shown = true) {
  return writing({
    label,
    shown,
    text: keptOf(slug)?.lines[id] ?? "",
    onText: (text) => setLine(slug, id, text),
    data: { line: id, slug },
  });
}

/** @param {string} slug */
function keptOf(slug) {
  return readSaved().saved.programs.find(({ program }) => program === slug);
}

/** @param {Element | null} found */
function copy(found) {
  return found?.cloneNode(true) ?? null;
}
