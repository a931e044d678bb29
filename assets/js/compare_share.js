/** The comparison leaves the page: as a link, on paper, or as a file. Each way says what it holds. */

import { programAddress, wordsOf } from "./chosen_programs.js";
import { csv, format } from "./comparison.js";
import { element } from "./element.js";
import { linkCopier, way } from "./share_ways.js";
import { _, date } from "./words.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./chosen_programs.js").Program} Program */
/** @typedef {import("./comparison.js").Fact} Fact */
/** @typedef {import("./comparison.js").Section} Section */

/**
 * @typedef {object} Shared
 * @property {readonly Program[]} programs
 * @property {readonly Section[]} sections
 * @property {State} state
 * @property {() => readonly string[]} notes the reader's, in the programs' order
 */

const FILE = "programs.csv"; // says nothing of health to who looks at a device

/**
 * @param {Shared} shared
 * @returns {Node}
 */
export function sharing(shared) {
  const { programs, state } = shared;
  const link = linkCopier();
  const withNotes = element("input", { type: "checkbox", data: { withNotes: "" } });
  const slugs = programs.map(({ slug }) => slug);
  const hasChosen = format([], state) !== "";

  return element(
    "div",
    { class: "share-inside" },
    hasChosen &&
      way(
        _("Copy link with what you chose"),
        _("It holds these programs and everything you chose, health words too. Whoever has the link can see it."),
        () => link.copy(format(slugs, state), _("Copied, with everything you chose.")),
      ),
    way(
      _("Copy link, names only"),
      _("It holds which programs these are. What you need and your notes are left out."),
      () => link.copy(format(slugs), _("Copied. Only the programs are in it.")),
    ),
    way(
      _("Print"),
      hasChosen
        ? _("The paper shows the programs, what you asked, and your notes.")
        : _("The paper shows the programs and your notes."),
      () => print(),
    ),
    way(
      _("Download a table (CSV)"),
      _("A file for a spreadsheet, named %(file)s. It holds what the programs say, and not what you chose.", { file: FILE }),
      () => {
        download(csv(tableRows(shared, withNotes.checked)));
        link.tell(_("Downloaded. The file stays on this device until you delete it."));
      },
      element("label", { class: "small" }, withNotes, " ", _("With my notes")),
    ),
    ...link.parts,
  );
}

/**
 * Everything that the table shows, in words: marks and dates too.
 *
 * @param {Shared} shared
 * @param {boolean} withNotes
 * @returns {string[][]}
 */
function tableRows({ programs, sections, notes }, withNotes) {
  /**
   * @param {string} label
   * @param {(program: Program) => string} text
   */
  const about = (label, text) => ["", label, ...programs.map(text)];
  return [
    [_("Question"), _("Fact"), ...programs.map(({ name }) => name)],
    about(_("Address of its page"), ({ slug }) => programAddress(slug)),
    about(_("Place"), (program) => wordsOf(program).place),
    about(_("Provider"), ({ provider }) => provider),
    about(_("Phone"), phoneWords),
    about(_("Take care"), (program) =>
      wordsOf(program)
        .marks.map(({ title, text }) => `${title} ${text}`)
        .join(" "),
    ),
    about(_("Confirmed"), (program) => wordsOf(program).confirmed),
    ...sections.flatMap(({ title, rows, unsaid }) => [
      ...rows.map(({ label, section, cells }) => [
        title,
        section === "" ? label : _("%(section)s: %(fact)s", { section, fact: label }),
        ...cells.map(cellText),
      ]),
      ...unsaid.map((label) => [title, label, ...programs.map(() => cellText(null))]),
    ]),
    ...(withNotes ? [["", _("Your notes"), ...notes()]] : []),
    [_("Downloaded on %(date)s", { date: date(today()) })],
    [
      _("Programs write these facts. Being here is not a recommendation. What a program does not say is not a no."),
    ],
  ];
}

function today() {
  return new Date().toLocaleDateString("sv-SE"); // as 2026-12-01
}

/** @param {Program} program */
function phoneWords({ phone, example }) {
  if (!phone) return cellText(null);
  return example ? `${phone.shown} ${_("(made up: do not call)")}` : phone.shown;
}

/** @param {Fact | null} fact */
function cellText(fact) {
  if (!fact) return _("Does not say: ask");
  const { words, source, old } = fact;
  const said = words.join("; ");
  const told = old === "" ? said : `${_("Ask. On %(date)s the program said:", { date: old })} ${said}`;
  return source === "" ? told : `${told} (${source})`;
}

/** @param {string} text */
function download(text) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = element("a", { href, download: FILE, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 1000); // the browser reads it after the click
}
