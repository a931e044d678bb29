/**
 * Brings the listing editor to life: opens a listing, shows its fields by the five questions, a
 * preview, and what to do with the file in the end. Nothing is sent anywhere.
 */

import { dropDraft, isKept, isThere, readDraft, writeDraft } from "./editor_drafts.js";
import { BLANK, makeDesk, slugOf } from "./editor_desk.js";
import { fieldOf, idOf, sentence, showProblems } from "./editor_fields.js";
import { showPreview } from "./editor_preview.js";
import { ownControls } from "./editor_tracks.js";
import { element, part, say } from "./element.js";
import { program } from "./index.js";
import { mailOf, proposalOf } from "./listing_ends.js";
import { problemsOf } from "./listing_forms.js";
import { read } from "./listing_source.js";
import { at } from "./listing_splice.js";
import { FORM, pathOf, specOf, under } from "./listing_table.js";
import { isSaid, isShared } from "./listing_words.js";
import { subscribe } from "./store.js";

/** @typedef {import("./listing_table.js").Spec} Spec */
/** @typedef {import("./listing_table.js").Table} Table */
/** @typedef {import("./editor_desk.js").Desk} Desk */

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const OPEN = /^#open=([a-z0-9-]+)$/;

const root = document.querySelector("[data-editor]");
if (root instanceof HTMLElement) {
  start(root).catch((error) => {
    console.error(error);
    say(part(document, "[data-editor-trouble]"), "The editor could not start. Try again, or do this:");
  });
}

/** @param {HTMLElement} root */
async function start(root) {
  const answer = await fetch(root.dataset.table ?? "");
  if (!answer.ok) throw new Error(`No table of fields: ${answer.status}`);
  /** @type {Table} */
  const table = await answer.json();
  if (table.form !== FORM) throw new Error("The table of fields is of another form");
  mount(root, table);
  root.hidden = false;
  for (const each of document.querySelectorAll("[data-static]")) each.setAttribute("hidden", "");
}

/**
 * @param {HTMLElement} root
 * @param {Table} table
 */
function mount(root, table) {
  const told = part(root, "[data-editor-told]");
  const desk = makeDesk(table, {
    mayLose: (lost) => confirm(`This takes out notes that stand in the file:\n\n${lost.join("\n")}\n\nGo on?`),
    say: (words) => say(told, words),
  });
  const panels = makePanels(root, desk);
  let onDevice = isKept();
  let isStored = false;

  const stores = () => {
    isStored = writeDraft(desk.draft, onDevice);
    if (!isStored) {
      say(told, "Your browser does not let us keep this draft. Save the file before you leave this page.");
    }
  };

  function redraw() {
    part(root, "[data-editor-work]").hidden = false;
    panels.drawAll();
    drawRest();
  }

  function drawRest() {
    showProblems(part(root, "[data-editor-form]"), desk, (path) => specOf(table, path));
    showPreview(part(root, "[data-editor-preview]"), desk);
    panels.count();
    drawProblems(root, desk, panels);
    drawTools(root, desk);
    drawEnds(root, desk);
    drawText(root, desk);
    drawColleague(root, desk);
  }

  desk.subscribe(({ field }) => {
    stores();
    if (field === "all") redraw();
    else drawRest();
  });

  mountStart(root, desk, told);
  mountTools(root, desk, told);
  mountSearch(root, panels);
  mountText(root, desk, told);
  mountEnds(root, desk, told);
  mountGuard(root, desk);

  const keep = /** @type {HTMLInputElement} */ (part(root, "[data-editor-keep]"));
  keep.checked = onDevice;
  keep.addEventListener("change", () => {
    onDevice = keep.checked;
    stores();
    say(told, onDevice ? "This draft is kept on this device for 30 days." : "This draft goes when you close this tab.");
  });
  subscribe(() => {
    if (!isStored || isThere()) return;
    onDevice = false;
    keep.checked = false;
    desk.open({ slug: "", text: BLANK, saved: BLANK, isNew: true, mark: false });
    dropDraft();
    isStored = false;
    part(root, "[data-editor-work]").hidden = true;
    say(told, "The draft is gone.");
  });

  const asked = OPEN.exec(location.hash);
  const draft = readDraft();
  if (draft && (!asked || asked[1] === draft.slug)) {
    desk.open(draft);
    say(told, "This is the draft that you had here before.");
  } else if (asked) {
    openListed(asked[1], desk, told);
  }
}

// Opening

/**
 * @param {HTMLElement} root
 * @param {Desk} desk
 * @param {HTMLElement} told
 */
function mountStart(root, desk, told) {
  part(root, "[data-editor-new]").addEventListener("click", () => {
    if (!mayLeave(desk)) return;
    desk.open({ slug: "", text: BLANK, saved: BLANK, isNew: true, mark: false });
    say(told, "A new listing. Begin with its name.");
    document.getElementById("f-name")?.focus();
  });
  const slug = /** @type {HTMLInputElement} */ (part(root, "[data-editor-slug]"));
  const open = () => {
    const wanted = slug.value.trim().replace(/\/+$/, "").split("/").at(-1) ?? "";
    if (!SLUG.test(wanted)) {
      say(told, "Copy the address of the program's page on this site, and put it here.");
    } else if (mayLeave(desk)) openListed(wanted, desk, told);
  };
  part(root, "[data-editor-open]").addEventListener("click", open);
  slug.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    open();
  });
  const file = /** @type {HTMLInputElement} */ (part(root, "[data-editor-file]"));
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    if (chosen && mayLeave(desk)) openFile(chosen, desk, told);
    file.value = "";
  });
  const drop = part(root, "[data-editor-drop]");
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.toggleAttribute("data-over", true);
    });
  }
  drop.addEventListener("dragleave", () => drop.toggleAttribute("data-over", false));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.toggleAttribute("data-over", false);
    const [dropped] = /** @type {DragEvent} */ (event).dataTransfer?.files ?? [];
    if (dropped && mayLeave(desk)) openFile(dropped, desk, told);
  });
}

/** @param {Desk} desk */
function mayLeave(desk) {
  return !desk.isChanged || confirm("Your changes are not saved in a file. Open another listing all the same?");
}

/**
 * @param {string} slug
 * @param {Desk} desk
 * @param {HTMLElement} told
 */
async function openListed(slug, desk, told) {
  let found;
  try {
    found = /** @type {{moved?: string, listing?: string} | null} */ (await program(slug));
  } catch {
    say(told, "The listing could not be read. Are you online? Try again.");
    return;
  }
  if (found?.moved) await openListed(found.moved, desk, told);
  else if (found?.listing) openText(new TextEncoder().encode(found.listing).buffer, { slug, isNew: false }, desk, told);
  else say(told, `There is no listing “${slug}” on this site. Look at the address of its page.`);
}

/**
 * @param {File} file
 * @param {Desk} desk
 * @param {HTMLElement} told
 */
async function openFile(file, desk, told) {
  const slug = file.name.replace(/\.ya?ml$/i, "");
  openText(await file.arrayBuffer(), { slug: SLUG.test(slug) ? slug : slugOf(slug), isNew: true }, desk, told);
}

/**
 * @param {ArrayBuffer} content
 * @param {{slug: string, isNew: boolean}} about
 * @param {Desk} desk
 * @param {HTMLElement} told
 */
function openText(content, about, desk, told) {
  const bytes = new Uint8Array(content);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    refuse(told, ["The file is written in UTF-16, not UTF-8. Save it again with the encoding UTF-8."]);
    return;
  }
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuse(told, ["The file is not UTF-8 text. Save it again with the encoding UTF-8."]);
    return;
  }
  const mark = text.startsWith("\ufeff");
  const bare = mark ? text.slice(1) : text;
  const { value, problems } = read(bare);
  if (value === null) {
    refuse(told, problems.map(({ line, column, message, hint }) => `Line ${line}, column ${column}: ${sentence(message)} ${sentence(hint)}`));
    return;
  }
  desk.open({ ...about, text: bare, saved: bare, mark });
  const warnings = problems.map(({ line, message, hint }) => `Line ${line}: ${sentence(message)} ${sentence(hint)}`);
  say(told, [`Opened: ${about.slug}.yaml.`, ...warnings].join(" "));
  part(document, "[data-editor-form] h2").focus();
}

/**
 * @param {HTMLElement} told
 * @param {readonly string[]} words
 */
function refuse(told, words) {
  told.replaceChildren(
    element("p", {}, element("strong", {}, "This file cannot be opened. It stays as it is.")),
    element("ul", {}, ...words.map((each) => element("li", {}, each))),
    element("p", {}, "Mend these lines in a text editor, or send us the file as it is."),
  );
}

// The form

/**
 * @param {HTMLElement} root
 * @param {Desk} desk
 */
function makePanels(root, desk) {
  const { table } = desk;
  const form = part(root, "[data-editor-form]");
  const firsts = new Set([...table.basics, ...table.core]);
  const isFirst = (/** @type {Spec} */ { path }) => [...firsts].some((each) => path === each || path.startsWith(`${each}.`));
  const isHeldBack = (/** @type {Spec} */ spec) => isFirst(spec) || Boolean(spec.locked);
  const isLeft = (/** @type {Spec} */ spec) => {
    if (isHeldBack(spec)) return false;
    const inside = spec.kind === "section" ? table.fields.filter(({ path }) => path.startsWith(`${spec.path}.`)) : [spec];
    return inside.some((each) => each.kind !== "section" && !isHeldBack(each));
  };
  const own = ownControls(table);
  const whole = { desk, own, isShown: () => true };
  const rest = { desk, own, isShown: isLeft };

  const named = (/** @type {readonly string[]} */ paths) => paths.map((path) => /** @type {Spec} */ (specOf(table, path)));
  const fields = (/** @type {readonly Spec[]} */ specs, /** @type {any} */ context) =>
    specs.map((spec) => fieldOf(spec, spec.path.split("."), context));

  /** @type {{fold: HTMLDetailsElement, place: HTMLElement, specs: readonly Spec[], count: HTMLElement, number: number, built: boolean}[]} */
  const folds = [...table.questions.map(({ number, title, sections }) => ({ number, title: `${number}. ${title}`, specs: named(sections).filter(isLeft) })),
    { number: 0, title: "Place, contact and the listing itself", specs: table.fields.filter(({ path, part: of }) => !path.includes(".") && of === 0).filter(isLeft) },
  ].map(({ number, title, specs }) => {
    const count = element("span", { class: "ed-count" });
    const place = element("div", { class: "ed-fold-body" });
    const fold = element("details", { class: "ed-fold", data: { fold: String(number) } }, element("summary", {}, element("span", { class: "ed-fold-title" }, title), " ", count), place);
    fold.addEventListener("toggle", () => fold.open && build(fold));
    return { fold, place, specs, count, number, built: false };
  });

  const basics = element("section", { class: "ed-part", "aria-labelledby": "ed-basics" });
  const core = element("section", { class: "ed-part", "aria-labelledby": "ed-core" });
  const locked = element("section", { class: "ed-part", "aria-labelledby": "ed-locked" });
  form.replaceChildren(
    basics,
    core,
    element("section", { class: "ed-part", "aria-labelledby": "ed-rest" }, element("h2", { id: "ed-rest" }, "More, by the five questions"), element("p", {}, "Open what you know something about. All of it may be left out."), ...folds.map(({ fold }) => fold)),
    locked,
  );

  /** @param {HTMLDetailsElement} fold */
  function build(fold) {
    const found = folds.find((each) => each.fold === fold);
    if (!found || found.built) return;
    found.built = true;
    found.place.replaceChildren(...fields(found.specs, rest));
    showProblems(found.place, desk, (path) => specOf(table, path));
  }

  function drawAll() {
    basics.replaceChildren(
      element("h2", { id: "ed-basics", tabindex: "-1" }, "Name, place and phone"),
      ...fields(named(table.basics), whole),
    );
    core.replaceChildren(
      element("h2", { id: "ed-core" }, "Twelve facts that families ask about first"),
      element("p", {}, "Skip what you do not know. What you leave out is “not stated”. It is never shown as a no."),
      ...fields(named(table.core), whole).map((each, index) => {
        part(each, ".ed-label").dataset.number = String(index + 1);
        return each;
      }),
    );
    locked.replaceChildren(...lockedParts(desk));
    locked.hidden = locked.childElementCount === 0;
    for (const each of folds) {
      each.built = false;
      each.place.replaceChildren();
      if (each.fold.open) build(each.fold);
    }
  }

  function count() {
    const wrong = problemsOf(desk.value, table).map(({ field }) => pathOf(field));
    const isSound = (/** @type {string} */ path) =>
      !wrong.some((each) => each === path || each.startsWith(`${path}.`));
    for (const each of folds) {
      if (each.number === 0) continue;
      const counted = table.fields.filter(({ counts, part: of }) => counts && of === each.number);
      const given = counted.filter((spec) =>
        isSaid(spec, desk.value) ? isSound(spec.path) : isShared(spec, desk.value, table),
      );
      say(each.count, `Facts given: ${given.length} of ${counted.length}`);
    }
  }

  /**
   * Shows the field that a message is about, and goes there.
   *
   * @param {readonly (string | number)[]} field
   */
  function show(field) {
    const of = specOf(table, String(field[0]));
    const fold = folds.find(({ number }) => number === of?.part);
    if (fold && !findField(field)) {
      fold.fold.open = true;
      build(fold.fold);
    }
    const found = findField(field);
    for (let each = found?.closest("details"); each; each = each.parentElement?.closest("details")) each.open = true;
    const control = found?.matches("input, select, textarea") ? found : (found?.querySelector("input, select, textarea") ?? found);
    /** @type {HTMLElement | null | undefined} */ (control)?.focus();
  }

  return { drawAll, count, show, buildAll: () => folds.forEach(({ fold }) => build(fold)), folds };
}

/**
 * The element of a field, or of the nearest above it that stands on the page.
 *
 * @param {readonly (string | number)[]} field
 */
function findField(field) {
  for (let length = field.length; length > 0; length -= 1) {
    const found = document.getElementById(idOf(field.slice(0, length)));
    if (found) return found;
  }
  return null;
}

/**
 * What the editor shows and lets nobody change, and keys that it does not know.
 *
 * @param {Desk} desk
 */
function lockedParts(desk) {
  const { table, value } = desk;
  const known = under(table, "").filter(({ locked, path }) => locked && path in value && path !== "format");
  const strange = Object.keys(value).filter((key) => !specOf(table, key));
  const rows = [
    ...known.map(({ path, label }) => /** @type {const} */ ([label, asLine(value[path]), LOCKED_WORDS[path] ?? "Set by who takes the listing in."])),
    ...strange.map((key) => /** @type {const} */ ([key, asLine(value[key]), "A key that we do not know. It stays as it is."])),
  ];
  if (rows.length === 0) return [];
  return [
    element("h2", { id: "ed-locked" }, "What stands there and stays"),
    element("dl", { class: "ed-locked" }, ...rows.map(([label, words, note]) => element("div", {}, element("dt", {}, label), element("dd", {}, element("p", {}, words), element("p", { class: "ed-hint" }, note))))),
  ];
}

/** @type {Readonly<Record<string, string>>} */
const LOCKED_WORDS = {
  confirmed: "Set by the editor who takes your file in, after a call or an email. You cannot set it here.",
  imported: "This listing came from a directory. The mark stays, and shows that the file was changed.",
  scope: "Who confirms the listing takes this out.",
};

/** @typedef {import("./listing_forms.js").Problem} Problem */

/** @param {unknown} value */
function asLine(value) {
  if (Array.isArray(value)) return value.map(asLine).join("; ");
  if (value !== null && typeof value === "object") {
    return Object.entries(value).map(([key, each]) => `${key}: ${asLine(each)}`).join(", ");
  }
  return String(value);
}

// Messages

/**
 * What is still needed in one box, calm; what is wrong in another.
 *
 * @param {HTMLElement} root
 * @param {Desk} desk
 * @param {ReturnType<typeof makePanels>} panels
 */
function drawProblems(root, desk, panels) {
  const problems = problemsOf(desk.value, desk.table);
  const isMissing = (/** @type {Problem} */ { field }) => at(desk.value, field) === undefined;
  const wrong = problems.filter((problem) => !isMissing(problem));
  const links = wrong.map(({ field, message, hint }) =>
    element("li", {}, linkTo(field, `${labelOf(field, desk.table)}: ${sentence(message)}`, panels), hint ? ` ${sentence(hint)}` : ""),
  );
  const place = part(root, "[data-editor-problems]");
  place.hidden = wrong.length === 0;
  part(place, "[data-editor-problem-list]").replaceChildren(...links);
  say(part(place, "[data-editor-count]"), wrong.length === 1 ? "One answer needs a look" : `${wrong.length} answers need a look`);
  drawNeeded(root, desk, panels, problems.filter(isMissing).map(({ field }) => field));
}

/**
 * @param {HTMLElement} root
 * @param {Desk} desk
 * @param {ReturnType<typeof makePanels>} panels
 * @param {readonly Problem["field"][]} missing
 */
function drawNeeded(root, desk, panels, missing) {
  const isSomewhere = desk.value.location !== undefined || at(desk.value, ["telehealth", "states"]) !== undefined;
  const fields = isSomewhere ? missing : [...missing, PLACE];
  const needed = fields.map((field) => element("li", {}, linkTo(field, NEEDED[pathOf(field)] ?? labelOf(field, desk.table), panels)));
  const box = part(root, "[data-editor-needed]");
  box.hidden = needed.length === 0;
  part(box, "[data-editor-needed-list]").replaceChildren(...needed);
}

const PLACE = /** @type {const} */ (["location", "street"]);

/** @type {Readonly<Record<string, string>>} */
const NEEDED = {
  name: "What the program is called",
  contact: "A phone number, or another way to reach you",
  "location.street": "The address, or the states that you serve online",
};

/**
 * @param {Problem["field"]} field
 * @param {string} words
 * @param {ReturnType<typeof makePanels>} panels
 */
function linkTo(field, words, panels) {
  const link = element("a", { href: `#${idOf(field)}` }, words);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    panels.show(field);
  });
  return link;
}

/**
 * @param {readonly (string | number)[]} field
 * @param {Table} table
 */
function labelOf(field, table) {
  for (let length = field.length; length > 0; length -= 1) {
    const spec = specOf(table, pathOf(field.slice(0, length)));
    if (spec) return spec.label;
  }
  return String(field[0]);
}

// Tools

/**
 * @param {HTMLElement} root
 * @param {Desk} desk
 * @param {HTMLElement} told
 */
function mountTools(root, desk, told) {
  part(root, "[data-editor-undo]").addEventListener("click", () => {
    desk.undo();
    say(told, "Undone.");
  });
  part(root, "[data-editor-redo]").addEventListener("click", () => {
    desk.redo();
    say(told, "Done again.");
  });
}

/**
 * @param {HTMLElement} root
 * @param {Desk} desk
 */
function drawTools(root, desk) {
  /** @type {HTMLButtonElement} */ (part(root, "[data-editor-undo]")).disabled = !desk.canUndo;
  /** @type {HTMLButtonElement} */ (part(root, "[data-editor-redo]")).disabled = !desk.canRedo;
  say(part(root, "[data-editor-state]"), desk.isChanged ? "Not saved in a file yet" : "No changes since the file");
}

/**
 * @param {HTMLElement} root
 * @param {ReturnType<typeof makePanels>} panels
 */
function mountSearch(root, panels) {
  const search = /** @type {HTMLInputElement} */ (part(root, "[data-editor-search]"));
  const told = part(root, "[data-editor-found]");
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    if (wanted) panels.buildAll();
    const fields = [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-editor-form] [data-words]"))];
    const found = fields.filter((each) => wanted === "" || each.dataset.words?.includes(wanted));
    for (const each of fields) {
      const isNear = found.some((one) => one === each || one.contains(each) || each.contains(one));
      each.hidden = wanted !== "" && !isNear;
    }
    for (const { fold, place } of panels.folds) {
      const has = found.some((each) => place.contains(each));
      fold.hidden = wanted !== "" && !has;
      if (wanted !== "" && has) fold.open = true;
    }
    say(told, wanted === "" ? "" : found.length === 1 ? "One field" : `${found.length} fields`);
  });
}

// The text itself

/**
 * @param {HTMLElement} root
 * @param {Desk} desk
 * @param {HTMLElement} told
 */
function mountText(root, desk, told) {
  const area = /** @type {HTMLTextAreaElement} */ (part(root, "[data-editor-text]"));
  const wrong = part(root, "[data-editor-text-wrong]");
  part(root, "[data-editor-use]").addEventListener("click", () => {
    const typed = desk.draft.text.includes("\r\n") ? area.value.replace(/\r?\n/g, "\r\n") : area.value;
    const problems = desk.retype(typed);
    say(wrong, problems.map(({ line, message, hint }) => `Line ${line}: ${sentence(message)} ${sentence(hint)}`).join(" "));
    say(told, problems.length > 0 ? "This text cannot be read. The form is as it was." : "The form shows this text now.");
  });
}

/**
 * @param {HTMLElement} root
 * @param {Desk} desk
 */
function drawText(root, desk) {
  const area = /** @type {HTMLTextAreaElement} */ (part(root, "[data-editor-text]"));
  area.value = desk.draft.text;
  say(part(root, "[data-editor-text-wrong]"), "");
}

// The end

/** @param {Desk} desk */
function fileOf(desk) {
  const { name } = desk.value;
  return `${desk.draft.slug || slugOf(typeof name === "string" ? name : "") || "our-program"}.yaml`;
}

/**
 * @param {HTMLElement} root
 * @param {Desk} desk
 * @param {HTMLElement} told
 */
function mountEnds(root, desk, told) {
  part(root, "[data-editor-save]").addEventListener("click", () => {
    const { text, mark } = desk.draft;
    const url = URL.createObjectURL(new Blob([mark ? "\ufeff" : "", text], { type: "application/yaml" }));
    const link = element("a", { href: url, download: fileOf(desk) });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    desk.keptInFile();
    say(told, `Saved as ${fileOf(desk)}, in the folder of your downloads.`);
  });
  part(root, "[data-editor-print]").addEventListener("click", () => {
    const main = part(document, "main");
    main.dataset.prints = "open-questions";
    print();
    delete main.dataset.prints;
  });
}

/**
 * @param {HTMLElement} root
 * @param {Desk} desk
 */
function drawEnds(root, desk) {
  const { name } = desk.value;
  const { text, isNew } = desk.draft;
  const file = fileOf(desk);
  say(part(root, "[data-editor-name]"), file);
  const mail = mailOf(root.dataset.email ?? "", typeof name === "string" ? name : "", file, text);
  part(root, "[data-editor-mail]").setAttribute("href", mail.href);
  say(part(root, "[data-editor-mail-note]"), mail.holdsText ? "The email holds the whole text. Send it from your program's own address." : `The text is too long for a link. Save the file first, then attach ${file} to the email.`);
  const propose = root.querySelector("[data-editor-propose]");
  if (!propose) return;
  const proposal = proposalOf(root.dataset.propose ?? "", file, text, isNew);
  propose.setAttribute("href", proposal.href);
  say(part(root, "[data-editor-propose-note]"), proposal.holdsText ? "It opens with the text in place." : "Copy the text of the file from above and put it there.");
}

/**
 * The questions that are still open, on a sheet with room to write.
 *
 * @param {HTMLElement} root
 * @param {Desk} desk
 */
function drawColleague(root, desk) {
  const { table, value } = desk;
  const open = table.fields.filter(
    (spec) => (spec.core || spec.counts || ["name", "contact.phone"].includes(spec.path)) && !isSaid(spec, value) && !isShared(spec, value, table),
  );
  const { name } = value;
  part(root, "[data-editor-sheet]").replaceChildren(
    element("h2", {}, `Open questions: ${typeof name === "string" ? name : "our program"}`),
    open.length === 0
      ? element("p", {}, "No question is open. All main facts are stated.")
      : element("p", {}, "For our listing on a public site that families read. Skip what you do not know."),
    element(
      "ol",
      { class: "ed-open" },
      ...open.map(({ question, hint, choices = [], kind }) =>
        element(
          "li",
          {},
          element("p", { class: "ed-open-question" }, question),
          hint ? element("p", { class: "ed-hint" }, hint) : null,
          choices.length > 0 && kind !== "answers" ? element("p", { class: "ed-hint" }, choices.map(([, words]) => `☐ ${words}`).join("   ")) : null,
          element("p", { class: "ed-room" }),
        ),
      ),
    ),
  );
  say(part(root, "[data-editor-open-count]"), open.length === 1 ? "One main question is open." : `${open.length} main questions are open.`);
}

// Leaving

/**
 * Asks before changes go that stand in no file; not when somebody must leave fast.
 *
 * @param {HTMLElement} root
 * @param {Desk} desk
 */
function mountGuard(root, desk) {
  addEventListener("beforeunload", (event) => {
    if (document.body.hidden) return;
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && root.contains(activeElement)) activeElement.blur();
    if (desk.isChanged) event.preventDefault();
  });
}
