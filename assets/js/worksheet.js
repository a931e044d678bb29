/** The worksheet's table gets a program for each of its columns, and lines to type into. */

import { element } from "./element.js";
import { readSaved, setLine } from "./store.js";
import { _ } from "./words.js";
import { writing } from "./writing.js";

/** @typedef {import("./chosen_programs.js").Program} Program */

const COLUMNS = 2;

/**
 * The first two programs stand in the columns; without one a column stays blank for a pen.
 *
 * @param {ParentNode} root
 * @param {readonly Program[]} programs
 */
export function fillWorksheet(root, programs) {
  for (const head of root.querySelectorAll("th[data-column]")) {
    const column = Number(head.getAttribute("data-column"));
    head.setAttribute("data-blank", head.getAttribute("data-blank") ?? head.textContent ?? "");
    const program = programs[column - 1];
    head.replaceChildren(
      program
        ? element("span", { lang: "en" }, program.name)
        : (head.getAttribute("data-blank") ?? ""),
    );
  }
  for (const row of root.querySelectorAll("tr[data-line]")) fillRow(row, programs);
}

/**
 * @param {Element} row
 * @param {readonly Program[]} programs
 */
function fillRow(row, programs) {
  const id = row.getAttribute("data-line") ?? "";
  const title = row.querySelector(".worksheet-title, th")?.textContent ?? id;
  [...row.querySelectorAll("td")].slice(0, COLUMNS).forEach((cell, index) => {
    const program = programs[index];
    cell.replaceChildren(...(program ? [typed(program, id, title)] : []));
    cell.classList.toggle("to-type", program !== undefined);
  });
}

/**
 * @param {Program} program
 * @param {string} id
 * @param {string} title
 */
function typed({ slug, name }, id, title) {
  const kept = readSaved().saved.programs.find(({ program }) => program === slug);
  return writing({
    label: _("%(program)s: %(line)s", { program: name, line: title }),
    text: kept?.lines[id] ?? "",
    onText: (text) => setLine(slug, id, text),
    data: { line: id, slug },
  });
}
