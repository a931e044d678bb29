/**
 * The finder in a page: the address says what is asked, and everything in sight follows it.
 *
 * One way only: a change makes a new state, the state makes the address, and form, chips, notices
 * and results are shown from it. Back and forward come in by the same door.
 */

import { format, parse } from "./address.js";
import { advice } from "./advice.js";
import { afterPaint } from "./after_paint.js";
import { askedWords, whereWords } from "./asked_words.js";
import * as cardButtons from "./card_buttons.js";
import * as chipRow from "./chips.js";
import { part, say } from "./element.js";
import { sayingYes, tallied } from "./facets.js";
import * as finderForm from "./finder_form.js";
import { countWords, progressWords } from "./found_programs.js";
import { gather } from "./gathering.js";
import { Trouble, reopen } from "./index.js";
import * as lateSearch from "./late_search.js";
import { added, needsOf, toSays, unknownTerms, withScope } from "./needs.js";
import * as noticeList from "./notices.js";
import { unknownWords } from "./place_field.js";
import { FIRST_LIMITS, mount as mountResults } from "./result_list.js";
import { grouped } from "./results.js";
import * as sharing from "./sharing.js";
import * as visits from "./visits.js";
import { askAgain, askWhere } from "./whereabouts.js";
import { _ } from "./words.js";
import { readerZone, shiftsFrom } from "./zones.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./gathering.js").Gathered} Gathered */
/** @typedef {Extract<Gathered, {kind: "found"}>} Reached */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */

/** The programs of one scope: read once, however often the needs change. */
/** @typedef {{key: string, gathered: Gathered}} Ground */

const REST_MS = 150; // after the first results, before what nobody needs at once

/**
 * @param {HTMLElement} root
 * @param {Vocabulary} vocabulary
 * @param {ReturnType<typeof import("./trouble_place.js").mount>} trouble
 */
export function mount(root, vocabulary, trouble) {
  let current = parse("");
  /** @type {Ground | null} */
  let ground = null;
  let turn = 0;
  const countLater = afterPaint();

  const heading = part(root, "#results-title");
  const said = part(root, "[data-said]");
  const notes = part(root, "[data-notes]");
  const found = part(root, "[data-found]");
  const asked = part(root, "[data-asked]");
  const sort = /** @type {HTMLSelectElement} */ (part(root, "[data-sort]"));
  const formRoot = /** @type {HTMLFormElement} */ (part(root, "[data-form]"));
  const states = /** @type {HTMLSelectElement} */ (part(formRoot, "[data-state]"));

  const results = mountResults(found, { onGrow: () => visit.remember(), heading });
  const visit = visits.mount({
    current: () => current,
    show,
    limits: results.limits,
    form: formRoot,
  });
  const { commit } = visit;
  const form = finderForm.mount(formRoot, { vocabulary, onChange: commit });
  const notices = noticeList.mount(part(root, "[data-danger]"), vocabulary);
  const { search, focus } = lateSearch.mount(part(root, "[data-search]"), {
    vocabulary,
    onTerm: ({ facet, term }) => commit(added(current, facet, term)),
    onWords: (q) => commit(withScope(current, { q })),
    loaded: () => (ground?.gathered.kind === "found" ? cellsOf(ground.gathered) : []),
  });
  const chips = chipRow.mount(part(root, "[data-chips]"), {
    vocabulary,
    onChange: commit,
    onEmpty: focus,
    stateName,
  });
  sharing.mount(part(root, "[data-share]"), () => current);
  cardButtons.mount(found, results.press);
  sort.addEventListener("change", () => {
    const order = /** @type {import("./results.js").Sort} */ (sort.value);
    commit(withScope(current, { sort: order === "says" ? null : order }));
  });
  part(root, "[data-to-results]").addEventListener("click", () => visits.goTo(heading));

  /** @type {HTMLFieldSetElement} */ (part(root, "[data-fields]")).disabled = false;
  root.dataset.ready = "";
  openForWidth(formRoot);
  visit.come(parse(location.hash)).then(() => {
    if (isNewQuestion(current) && isPhone()) heading.scrollIntoView();
    setTimeout(mountRest, REST_MS);
  });

  /** What nobody needs in the first moment. */
  function mountRest() {
    form.calm();
    search().catch(console.error);
    import("./helper.js").then(mountHelper).catch(console.error);
  }

  /** @param {typeof import("./helper.js")} helper */
  function mountHelper(helper) {
    helper.mount(part(document, "[data-helper]"), {
      state: () => current,
      onDone: fromButton,
      beside: [root],
    });
  }

  /**
   * The button is gone after its press: the focus goes to what it changed.
   *
   * @param {State} next
   */
  function fromButton(next) {
    commit(next);
    heading.focus();
  }

  /** @param {string} code */
  function stateName(code) {
    return [...states.options].find(({ value }) => value === code)?.text ?? code;
  }

  // From the state to what is in sight

  /** @param {State} state */
  async function show(state) {
    current = state;
    turn += 1;
    form.show(state);
    chips.show(state);
    notices.show(state);
    sort.value = state.scope.sort ?? "says";
    const key = keyOf(state);
    if (ground?.key !== key) return read(key, turn);
    draw(ground);
  }

  /**
   * @param {string} key
   * @param {number} mine a later change makes this one idle
   * @param {boolean} [again] the site may be built anew while it is read: then once more
   */
  async function read(key, mine, again = true) {
    root.setAttribute("aria-busy", "true");
    if (!ground) say(said, _("Loading programs."));
    try {
      const gathered = await gather(current.scope, {
        whole: visits.entry().whole === true,
        named: async (cells, text) => (await search()).named(cells, text),
        onProgress: (done, all) => {
          if (mine === turn && all > 3) say(said, progressWords(done, all));
        },
      });
      if (mine === turn) stand(key, gathered);
    } catch (error) {
      if (mine !== turn) return;
      const isNew = error instanceof Trouble && error.kind === "renewed";
      if (again && isNew) return read(key, mine, false);
      fail(error);
    }
    if (mine === turn) root.removeAttribute("aria-busy");
  }

  /**
   * @param {string} key
   * @param {Gathered} gathered
   */
  function stand(key, gathered) {
    const parts = gathered.kind === "found" ? gathered.reach.parts : [];
    const isFirst = ground === null;
    ground = { key, gathered };
    trouble.clear();
    form.scope(gathered.kind === "found" ? parts : null, { atOnce: isFirst });
    draw(ground);
  }

  /** @param {unknown} error */
  function fail(error) {
    ground = null;
    found.hidden = true;
    notes.hidden = true;
    say(said, "");
    trouble.show(error, tryAgain);
  }

  async function tryAgain() {
    say(said, _("Loading programs."));
    ground = null;
    await reopen().catch(() => {}); // what fails again is said by `show`
    await show(current);
    visits.goTo(heading);
  }

  /** @param {Ground} standing */
  function draw({ gathered }) {
    if (gathered.kind === "found") return drawFound(gathered);
    found.hidden = true;
    say(asked, "");
    if (gathered.kind === "unknown-place") drawUnknownPlace();
    else drawNowhere(gathered);
  }

  function drawUnknownPlace() {
    form.where.unknown();
    say(said, unknownWords(current.scope.near ?? ""));
    tell([
      askAgain({
        onChange: form.where.focus,
        onDrop: () => fromButton(withScope(current, { near: null, within: null })),
      }),
    ]);
  }

  /** @param {Extract<Gathered, {kind: "nowhere"}>} gathered */
  function drawNowhere({ count, states: codes }) {
    say(said, _("Say where to look, and the programs stand here."));
    tell([
      askWhere({
        ...{ count, states: codes, state: current, stateName },
        onPlace: form.where.focus,
        onWhole: lookEverywhere,
      }),
    ]);
  }

  function lookEverywhere() {
    history.replaceState({ ...visits.entry(), whole: true }, "");
    heading.focus();
    show(current);
  }

  /** @param {Reached} reached */
  function drawFound(reached) {
    const { reach, place } = reached;
    const needs = saysOf(current, reached, vocabulary);
    const { sort: order = "says", state } = current.scope;
    const groups = grouped(reach.parts, needs, { today: today(), sort: order });
    const all = needsOf(current, vocabulary);
    const any = all.length > 0;
    const online = stateName(state ?? place?.state ?? "");
    results.show(
      {
        groups,
        asked: { state: current, vocabulary, any, online, ...cardButtons.kept() },
      },
      visits.entry().limits ?? FIRST_LIMITS,
      { atOnce: visit.isComing() },
    );
    found.hidden = reach.count === 0;
    say(said, countWords(groups, any));
    /** @type {ReturnType<typeof tallied> | null} */
    let tally = null;
    const where = whereWords(current.scope, reach.within);
    say(asked, `${where} ${askedWords(all, current, vocabulary)}`.trim());
    tell(
      advice({
        ...{ state: current, vocabulary, reach, place, any, stateName },
        yes: groups.yes.length,
        unread: isPartlyUnread(current, vocabulary),
        without: (need) => sayingYes((tally ??= tallied(reach.parts, needs)), need),
        onChange: fromButton,
      }),
    );
    if (reached.trouble) trouble.show(reached.trouble, tryAgain, { partly: true });
    refusePlace();
    countLater(() => form.count(needs)); // who looks for programs does not wait for numbers
  }

  /** An address may name a place that cannot be read. */
  function refusePlace() {
    const near = current.unknown.find(({ name }) => name === "near");
    if (near) form.where.refuse(near.value);
  }

  /** @param {readonly HTMLElement[]} what */
  function tell(what) {
    notes.replaceChildren(...what);
    notes.hidden = what.length === 0;
  }
}

/**
 * What must be read anew when it changes.
 *
 * @param {State} state
 */
function keyOf({ scope: { near, within, state, q } }) {
  return JSON.stringify([near, within, state, q, visits.entry().whole ?? false]);
}

/** @param {Reached} reached */
function cellsOf({ reach }) {
  return reach.parts.map(({ cell }) => cell);
}

/**
 * @param {State} state
 * @param {Vocabulary} vocabulary
 */
function isPartlyUnread(state, vocabulary) {
  return state.unknown.length > 0 || unknownTerms(state, vocabulary).length > 0;
}

/**
 * What is asked of programs; clocks matter to times by video.
 *
 * @param {State} state
 * @param {Reached} reached
 * @param {Vocabulary} vocabulary
 */
function saysOf(state, { reach, place }, vocabulary) {
  const needs = toSays(state, vocabulary);
  if (!state.needs.free) return needs;
  const zones = reach.parts.flatMap(({ cell }) => cell.zones);
  return { ...needs, shifts: shiftsFrom(readerZone(state.needs, place), zones, new Date()) };
}

/**
 * Whether the reader comes with a question from another page: its answer lies below the form.
 *
 * @param {State} state
 */
function isNewQuestion(state) {
  return format(state) !== "" && visits.entry().scroll === undefined && scrollY === 0;
}

/** Whether the results lie below the form, as on a phone. */
function isNarrow() {
  return !matchMedia("(min-width: 62rem)").matches;
}

/** A page so low that the way out does not stay in sight is left where it is. */
function isPhone() {
  return isNarrow() && matchMedia("(min-height: 26.01rem)").matches;
}

/** Today on the reader's calendar, as 2026-12-01. */
function today() {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((each) => String(each).padStart(2, "0")).join("-");
}

/**
 * On a wide screen there is room for what is folded on a phone.
 *
 * @param {HTMLElement} form
 */
function openForWidth(form) {
  if (isNarrow()) return;
  const paid = form.querySelector('details[data-part="paid"]');
  if (paid instanceof HTMLDetailsElement) paid.open = true;
}
