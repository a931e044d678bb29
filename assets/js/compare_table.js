/** Two to four programs come in; the table that shows them side by side comes out. */

import { needWords } from "./asked_words.js";
import { programAddress, wordsOf } from "./chosen_programs.js";
import { element } from "./element.js";
import { toSays } from "./needs.js";
import { unpacked, verdicts } from "./says.js";
import { sharedRange, weekChart } from "./week_chart.js";
import { _, number } from "./words.js";
import { writing } from "./writing.js";
import { shiftsFrom } from "./zones.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./chosen_programs.js").Program} Program */
/** @typedef {import("./comparison.js").Fact} Fact */
/** @typedef {import("./comparison.js").Row} Row */
/** @typedef {import("./comparison.js").Section} Section */
/** @typedef {import("./says.js").Need} Need */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */

/**
 * @typedef {object} Actions
 * @property {(slug: string, steps: number) => void} move
 * @property {(slug: string) => void} remove
 * @property {(slug: string, text: string) => void} note
 */

/**
 * @typedef {object} Shown
 * @property {readonly Program[]} programs
 * @property {readonly Section[]} sections
 * @property {State} state
 * @property {Vocabulary | null} vocabulary null when nothing was asked
 * @property {string} zone of the reader's clock
 * @property {readonly string[]} notes the reader's, in the programs' order
 * @property {string} sheets the address of the page of call sheets
 */

const TIMES = "schedule.tracks";

/**
 * @param {Shown} shown
 * @param {Actions} actions
 * @returns {HTMLTableElement}
 */
export function compareTable(shown, actions) {
  const { programs, sections } = shown;
  return element(
    "table",
    { class: "compare-table", role: "table", data: { count: programs.length } },
    element("caption", { class: "hidden" }, _("What each program says")),
    element("thead", { role: "rowgroup" }, names(programs)),
    body("about", ...aboutRows(shown)),
    ...sections.filter(isThere).map((section) => sectionBody(section, shown)),
    body("notes", notesRow(shown, actions), toolsRow(shown, actions)),
  );
}

/** @param {Section} section */
function isThere({ rows, unsaid }) {
  return rows.length + unsaid.length > 0;
}

/** @param {readonly Program[]} programs */
function names(programs) {
  return element(
    "tr",
    { role: "row" },
    element("td", { role: "cell", class: "compare-corner" }),
    ...programs.map((program) => {
      const href = programAddress(program.slug);
      const name = element("a", { href, lang: "en", hreflang: "en" }, program.name);
      const attributes = { scope: "col", role: "columnheader", data: { column: program.slug } };
      return element("th", attributes, name);
    }),
  );
}

/**
 * @param {string} part
 * @param {...(HTMLTableRowElement | null)} rows
 */
function body(part, ...rows) {
  return element("tbody", { role: "rowgroup", data: { part } }, ...rows);
}

/**
 * @param {string} label
 * @param {readonly Node[]} cells
 * @param {Record<string, any>} [attributes]
 */
function row(label, cells, attributes = {}) {
  return element(
    "tr",
    { role: "row", ...attributes },
    element("th", { scope: "row", role: "rowheader" }, label),
    ...cells,
  );
}

/**
 * @param {Program} program
 * @param {...(Node | string | null | false)} children
 */
function cell(program, ...children) {
  return element("td", { role: "cell", data: { column: program.slug } }, ...children);
}

/** @param {Shown} shown */
function aboutRows(shown) {
  const { programs } = shown;
  return [
    row(
      _("Who and where"),
      programs.map((program) => cell(program, ...who(program))),
    ),
    askedRow(shown),
    row(
      _("Facts given"),
      programs.map((program) => cell(program, given(program))),
    ),
    row(
      _("Confirmed"),
      programs.map((program) => cell(program, wordsOf(program).confirmed)),
    ),
  ];
}

/**
 * @param {Shown} shown
 * @param {Actions} actions
 */
function toolsRow(shown, actions) {
  return row(
    _("Change the table"),
    shown.programs.map((program, place) => cell(program, tools(program, place, shown, actions))),
    { class: "screen" },
  );
}

/** @param {Program} program */
function who(program) {
  const { place, marks } = wordsOf(program);
  return [
    element("p", {}, place),
    program.provider !== "" && element("p", { class: "muted", lang: "en" }, program.provider),
    marks.length > 0 &&
      element(
        "ul",
        { class: "marks marks-brief" },
        ...marks.map(({ kind, title, text }) =>
          element(
            "li",
            { class: `mark mark-${kind}` },
            element("strong", {}, title),
            ` ${text}`,
          ),
        ),
      ),
    phone(program),
  ];
}

/** @param {Program} program */
export function phone({ phone: given, example }) {
  if (!given) return element("p", {}, _("The program does not say its phone number."));
  if (given.href === "" || example) {
    const words = element("span", { class: "small" }, _("(made up: do not call)"));
    return element("p", {}, given.shown, " ", words);
  }
  return element("p", {}, element("a", { href: given.href }, given.shown));
}

/** @param {Program} program */
function given({ given: parts, facility }) {
  const [stated, all] = parts.reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  const words = _("%(given)s of %(all)s", { given: number(stated), all: number(all) });
  return facility ? _("%(count)s, about the whole facility", { count: words }) : words;
}

/**
 * What each says to what the reader chose.
 *
 * @param {Shown} shown
 */
function askedRow({ programs, state, vocabulary, zone }) {
  if (!vocabulary) return null;
  const zones = programs.flatMap(({ cell: { zones: own } }) => own);
  const needs = toSays(state, vocabulary, shiftsFrom(zone, zones, new Date()));
  return row(
    _("What you asked"),
    programs.map((program) => {
      const [verdict] = verdicts(unpacked(program.cell), needs);
      /** @param {readonly Need[]} each */
      const words = (each) => each.map((need) => needWords(need, state, vocabulary)).join("; ");
      return cell(
        program,
        answer("yes", _("Says yes to:"), words(verdict.yes)),
        answer("ask", _("Ask about:"), words(verdict.ask)),
        answer("no", _("Says no to:"), words(verdict.no)),
      );
    }),
  );
}

/**
 * @param {string} kind
 * @param {string} title
 * @param {string} words
 */
function answer(kind, title, words) {
  if (words === "") return null;
  return element("p", { class: `says says-${kind}` }, element("strong", {}, title), ` ${words}.`);
}

/**
 * @param {Program} program
 * @param {number} place
 * @param {Shown} shown
 * @param {Actions} actions
 */
function tools({ slug, name }, place, { programs, sheets }, { move, remove }) {
  /**
   * @param {string} words
   * @param {string} tool
   * @param {boolean} disabled
   * @param {() => void} onclick
   */
  const button = (words, tool, disabled, onclick) =>
    element(
      "button",
      { type: "button", class: "button-small", disabled, onclick, data: { tool, slug } },
      words,
      element("span", { class: "hidden" }, ` ${name}`),
    );
  return element(
    "div",
    { class: "compare-buttons" },
    button(_("Move left"), "left", place === 0, () => move(slug, -1)),
    button(_("Move right"), "right", place === programs.length - 1, () => move(slug, 1)),
    button(_("Take away"), "remove", false, () => remove(slug)),
    element(
      "a",
      { class: "button-small", href: `${sheets}#programs=${slug}` },
      _("Questions for your call"),
      element("span", { class: "hidden" }, ` ${name}`),
    ),
  );
}

/**
 * @param {Section} section
 * @param {Shown} shown
 */
function sectionBody({ part, title, question, rows, unsaid }, { programs }) {
  const colspan = programs.length + 1;
  const heading = element(
    "tr",
    { role: "row", class: "compare-part" },
    element(
      "th",
      { scope: "rowgroup", role: "rowheader", colspan },
      title,
      question !== "" && element("span", { class: "compare-question" }, question),
    ),
  );
  const range = sharedRange(programs.flatMap(timesOf).map(({ times }) => times));
  return body(
    part,
    heading,
    ...rows.map((each) => factRow(each, programs, range)),
    unsaid.length > 0 ? unsaidRow(unsaid, colspan) : null,
  );
}

/**
 * @param {Row} fact
 * @param {readonly Program[]} programs
 * @param {import("./week_chart.js").Range} range
 */
function factRow({ field, label, section, main, own, cells, differs }, programs, range) {
  const made = row(
    section === "" ? label : _("%(section)s: %(fact)s", { section, fact: label }),
    programs.map((program, index) =>
      cell(
        program,
        ...(field === TIMES && cells[index]
          ? weeks(program, cells[index], range)
          : factWords(cells[index], own)),
      ),
    ),
    { data: { field, differs, main } },
  );
  if (differs) {
    made.firstElementChild?.append(
      element("span", { class: "differs", "aria-hidden": "true" }, " ≠"),
      element("span", { class: "hidden" }, ` (${_("they differ")})`),
    );
  }
  return made;
}

/**
 * @param {Fact | null} fact
 * @param {boolean} own
 */
function factWords(fact, own) {
  if (!fact) return [element("p", { class: "unsaid" }, _("Does not say: ask"))];
  const { words } = fact;
  const lang = own ? "en" : null;
  return [
    oldWords(fact),
    words.length === 1
      ? element("p", { lang }, words[0])
      : element("ul", { lang }, ...words.map((each) => element("li", {}, each))),
    sourceWords(fact),
  ];
}

/** @param {Fact} fact */
function oldWords({ old }) {
  if (old === "") return null;
  return element("p", { class: "old" }, _("Ask. On %(date)s the program said:", { date: old }));
}

/** @param {Fact} fact */
function sourceWords({ source }) {
  return source === "" ? null : element("p", { class: "source" }, source);
}

/**
 * Each track with its times, and a small week of those that state any, all on one axis.
 *
 * @param {Program} program
 * @param {Fact} fact
 * @param {import("./week_chart.js").Range} range
 */
function weeks(program, fact, range) {
  return [
    oldWords(fact),
    ...wordsOf(program).tracks.map(({ name, times }, track) => {
      const drawn = timesOf(program).find((each) => each.track === track);
      return element(
        "figure",
        { class: "compare-week" },
        element(
          "figcaption",
          {},
          element("strong", { lang: "en" }, name),
          ...times.map((each) => element("span", {}, each)),
        ),
        drawn && weekChart(drawn.times, { range }),
      );
    }),
    sourceWords(fact),
  ];
}

/**
 * @param {Program} program
 * @returns {{track: number, times: import("./week_chart.js").Track}[]}
 */
function timesOf({ cell: { rows, times } }) {
  return rows.flatMap(([, track], index) => (times[index] ? [{ track, times: times[index] }] : []));
}

/**
 * @param {readonly string[]} labels
 * @param {number} colspan
 */
function unsaidRow(labels, colspan) {
  return element(
    "tr",
    { role: "row", data: { unsaid: "" } },
    element(
      "td",
      { role: "cell", colspan, class: "compare-unsaid" },
      element("strong", {}, _("None of them says:")),
      ` ${labels.join("; ")}. `,
      element("strong", {}, _("Ask.")),
    ),
  );
}

/**
 * @param {Shown} shown
 * @param {Actions} actions
 */
function notesRow({ programs, notes }, { note }) {
  return row(
    _("Your notes"),
    programs.map((program, index) =>
      cell(
        program,
        writing({
          label: _("Your notes on %(program)s", { program: program.name }),
          text: notes[index],
          onText: (text) => note(program.slug, text),
          data: { note: program.slug },
        }),
      ),
    ),
    { class: "compare-notes" },
  );
}

/**
 * Shows the rows that a reader wants.
 *
 * @param {HTMLTableElement} table
 * @param {{all: boolean, differences: boolean}} wanted `all`: facts beyond the main ones too;
 *   `differences`: only rows in which the programs do not say the same
 * @returns {{same: number, more: number}} how many rows are hidden since all say the same, and how
 *   many since they are not main facts
 */
export function filterRows(table, { all, differences }) {
  const hidden = { same: 0, more: 0 };
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("tr[data-field]"))) {
    const isMore = !all && row.dataset.main === "false";
    const isSame = differences && row.dataset.differs === "false";
    row.hidden = isMore || isSame;
    if (isMore) hidden.more += 1;
    else if (isSame) hidden.same += 1;
  }
  for (const row of table.querySelectorAll("tr[data-unsaid]")) {
    row.toggleAttribute("hidden", differences);
  }
  for (const part of table.querySelectorAll("tbody")) {
    const rows = [...part.querySelectorAll("tr:not(.compare-part)")];
    part.hidden = rows.every((row) => row.hasAttribute("hidden"));
  }
  return hidden;
}
