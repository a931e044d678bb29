/** The worksheet's page: for the programs of its address a sheet for each call. */

import { callSheet } from "./call_sheet.js";
import { chooser } from "./chooser.js";
import { offersForgotten, open, readable, tryAgain } from "./chosen_page.js";
import { findPrograms, problems } from "./chosen_programs.js";
import { format, parse } from "./comparison.js";
import { element, part, say } from "./element.js";
import * as index from "./index.js";
import { readSaved, subscribe } from "./store.js";
import { _, ngettext } from "./words.js";
import { fillWorksheet } from "./worksheet.js";
import { rewrite } from "./writing.js";

/** @typedef {import("./chosen_programs.js").Program} Program */
/** @typedef {import("./comparison.js").Asked} Asked */

await open("[data-sheets]", mount);

/** @param {HTMLElement} root */
export function mount(root) {
  let latest = 0;
  let focus = "";

  /** Reads the address anew; an older reading that comes late is dropped. */
  async function show() {
    latest += 1;
    const mine = latest;
    const { lang } = document.documentElement;
    const asked = parse(location.hash);
    const found = await findPrograms(asked.programs);
    const outline = found.programs.length > 0 ? await readable(index.rows(lang)) : [];
    if (mine !== latest) return;
    part(root, "[data-problems]").replaceChildren(
      ...problems(asked),
      ...found.notes,
      ...(found.failed || outline === null ? [tryAgain(show)] : []),
    );
    const programs = outline === null ? [] : found.programs;
    part(root, "[data-sheet-list]").replaceChildren(
      ...programs.map((program) => callSheet(program, outline ?? [], document)),
    );
    fillWorksheet(document, programs);
    title(programs.length);
    const blank = document.querySelector("[data-blank-questions]");
    blank?.toggleAttribute("hidden", programs.length > 0);
    part(root, "[data-print-buttons]").replaceChildren(...printing(programs));
    await choose(asked, found.programs);
    /** @type {HTMLElement | null} */ (focus === "" ? null : root.querySelector(focus))?.focus();
    focus = "";
  }

  /**
   * @param {Asked} asked
   * @param {readonly Program[]} programs
   */
  async function choose({ state }, programs) {
    const made = await chooser({
      chosen: programs.map(({ slug }) => slug),
      known: programs,
      press: _("Make a sheet for each call"),
      least: 0,
      tooFew: "",
      empty: emptyWords(),
      onChosen: (slugs) => {
        focus = slugs.length > 0 ? `#sheet-${slugs[0]}` : "#chooser-title";
        location.hash = format(slugs, state);
      },
    });
    const isMade = programs.length > 0;
    part(root, "#chooser-title").hidden = isMade;
    part(root, "[data-chooser-list]").replaceChildren(isMade ? fold(made) : made);
  }

  /**
   * Once there is a sheet, it comes first.
   *
   * @param {Node} form
   */
  function fold(form) {
    const words = _("Choose which programs you will call");
    return element("details", { class: "chooser-fold" }, element("summary", {}, words), form);
  }

  function emptyWords() {
    return element(
      "p",
      {},
      _("Nothing is saved yet. Save programs that you may call: each then gets a sheet of its own here. Or print this page blank and use a pen."),
    );
  }

  addEventListener("hashchange", show);
  subscribe(() => {
    refresh();
    if (offersForgotten(root)) show();
  });
  return { show };
}

/** What another tab or another line of this page wrote. */
function refresh() {
  const { programs } = readSaved().saved;
  for (const box of document.querySelectorAll("textarea[data-line], textarea[data-note]")) {
    const area = /** @type {HTMLTextAreaElement} */ (box);
    const { line, note: ofNote, slug = ofNote } = area.dataset;
    const kept = programs.find(({ program }) => program === slug);
    rewrite(area, (line ? kept?.lines[line] : kept?.note) ?? "");
  }
}

/** @param {readonly Program[]} programs */
function printing(programs) {
  const main = document.querySelector("main");
  /**
   * @param {string} what
   * @param {string} words
   */
  const button = (what, words) =>
    element(
      "button",
      {
        type: "button",
        class: "button-small",
        onclick: () => {
          main?.setAttribute("data-prints", what);
          print();
          main?.removeAttribute("data-prints");
        },
      },
      words,
    );
  if (programs.length === 0) return [button("all", _("Print"))];
  return [
    button("sheets", _("Print the sheets")),
    button("worksheet", _("Print the worksheet")),
    element(
      "span",
      { class: "small muted" },
      _("The paper shows the programs and what you wrote. What you need is not on it."),
    ),
  ];
}

/**
 * The page is named after what stands first on it.
 *
 * @param {number} sheets
 */
function title(sheets) {
  const heading = document.querySelector("h1");
  if (!heading) return;
  heading.dataset.worksheet ??= heading.textContent ?? "";
  const words = ngettext("Questions for your call", "Questions for your calls", sheets);
  say(heading, sheets > 0 ? words : heading.dataset.worksheet);
}
