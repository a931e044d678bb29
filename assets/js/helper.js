/**
 * Six short questions come in, one at a time; at the end stands what was understood, and the state
 * that the finder opens with.
 *
 * The questions stand in the page and not in a dialog: so the lines for help in danger and the way
 * out of the page stay within reach. Each question is a step of the browser's own history, so that
 * Back leads to the question before. Nothing is kept but in the fields themselves.
 */

import { placeDangers } from "./danger.js";
import { element, part, say } from "./element.js";
import { ageOf, answered, whereOf } from "./first_answers.js";
import { has } from "./needs.js";
import { timesOf } from "./presets.js";
import { weeksIn } from "./usual_weeks.js";
import { _, number } from "./words.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./first_answers.js").Choice} Choice */

/**
 * @typedef {object} Options
 * @property {() => State} state what is asked already; the fields are filled with it
 * @property {(state: State) => void} onDone
 * @property {readonly HTMLElement[]} [beside] what is out of sight while the questions stand
 */

const STEPS = Object.freeze(["whom", "age", "help", "free", "where", "paid", "end"]);
const END = STEPS.length - 1;
const TERM_STEPS = Object.freeze(["help", "paid"]);

/**
 * Brings the questions of `components/finder/helper.html` to life, and every button of the page
 * that opens them.
 *
 * @param {HTMLElement} root
 * @param {Options} options
 */
export function mount(root, { state, onDone, beside = [] }) {
  const states = statesOf(root);
  const form = /** @type {HTMLFormElement} */ (part(root, "[data-helper-form]"));
  const openers = [...document.querySelectorAll("[data-open-helper]")].filter(isElement);
  const age = /** @type {HTMLInputElement} */ (part(form, "[data-age]"));
  const near = /** @type {HTMLInputElement} */ (part(form, "[data-near]"));
  const title = part(root, "h2");
  /** @type {HTMLElement | null} what is focused again when the questions close */
  let opener = null;

  /** @param {string} name */
  const step = (name) => part(form, `[data-step="${name}"]`);
  const isOpen = () => !root.hidden;
  const at = () => history.state?.helper ?? -1;

  /** @param {number} index */
  function show(index) {
    const stood = isOpen();
    root.hidden = false;
    beside.forEach((each) => (each.hidden = true));
    STEPS.forEach((name, place) => (step(name).hidden = place !== index));
    part(root, "[data-helper-first]").hidden = index > 0;
    part(form, "[data-back]").hidden = index === 0;
    part(form, "[data-next]").hidden = index === END;
    part(form, "[data-show]").hidden = index !== END;
    part(form, "[data-skip]").hidden = index === END;
    say(part(form, "[data-helper-progress]"), index === END ? "" : progress(index));
    if (index === END) showAnswers();
    const heading = stood || index > 0 ? part(step(STEPS[index]), "[tabindex]") : title;
    heading.focus({ preventScroll: true });
    root.scrollIntoView();
  }

  function hide() {
    if (!isOpen()) return;
    root.hidden = true;
    beside.forEach((each) => (each.hidden = false));
    opener?.focus();
  }

  /** @param {number} index */
  function go(index, back = false) {
    const depth = (history.state?.depth ?? 0) + 1;
    history.pushState({ ...history.state, helper: index, depth, back }, "");
    show(index);
  }

  function next() {
    if (!isReadable(STEPS[at()])) return;
    if (history.state?.back) history.back();
    else go(at() + 1);
  }

  function skip() {
    clear(step(STEPS[at()]));
    showChosen();
    next();
  }

  /** @param {string} name */
  function isReadable(name) {
    if (name === "age") {
      const wrong = ageOf(age.value) ? "" : _("Write the age in whole years, such as 15.");
      return judged(age, part(form, "[data-age-error]"), wrong);
    }
    if (name === "where") {
      const wrong = whereOf(near.value, states)
        ? ""
        : _("Write a ZIP code such as 97204, a city with its state such as Portland, OR, or a state.");
      return judged(near, part(form, "[data-near-error]"), wrong);
    }
    return true;
  }

  /** @returns {State} */
  function answers() {
    const boxes = TERM_STEPS.flatMap((name) => [...step(name).querySelectorAll("[data-term]")]);
    const terms = boxes.filter(isBox);
    return answered(state(), {
      where: whereOf(near.value, states) ?? undefined,
      age: ageOf(age.value)?.age,
      terms: {
        offered: terms.map(choiceOf),
        chosen: terms.filter(({ checked }) => checked).map(choiceOf),
      },
      times: times(),
    });
  }

  /** Painted hours stay as they are when no other week was chosen. */
  function times() {
    const free = state().needs.free ?? [];
    const shifts = shiftsBox().checked;
    const weeks = chosenWeeks();
    return { shifts, free: String(weeks) === String(weeksIn(free)) ? free : timesOf(weeks) };
  }

  function chosenWeeks() {
    return boxesIn(step("free"))
      .filter(({ checked, dataset }) => checked && dataset.preset)
      .map(({ dataset }) => dataset.preset ?? "");
  }

  function shiftsBox() {
    return /** @type {HTMLInputElement} */ (part(form, "[data-shifts]"));
  }

  /** Fills the fields with what is asked already. */
  function fill() {
    const { needs, scope } = state();
    age.value = needs.age === undefined ? "" : String(needs.age);
    near.value = scope.near ?? states.get(scope.state ?? "") ?? "";
    const weeks = weeksIn(needs.free ?? []);
    shiftsBox().checked = Boolean(needs.shifts);
    for (const box of boxesIn(form)) {
      const { facet, term, preset } = box.dataset;
      if (term) box.checked = has(state(), facet ?? "", term);
      if (preset) box.checked = weeks.includes(preset);
    }
    showChosen();
  }

  /** Danger first: what to do stands under the choice that brings it. */
  function showChosen() {
    const seen = new Set();
    for (const pick of form.querySelectorAll("[data-danger]")) {
      const id = isElement(pick) ? (pick.dataset.danger ?? "") : "";
      const asked = boxesIn(pick).some(({ checked }) => checked) && !seen.has(id);
      if (asked) seen.add(id);
      placeDangers(dangerPlace(pick), asked ? [id] : [], root);
    }
    return [...seen];
  }

  function showAnswers() {
    placeDangers(part(form, "[data-end-dangers]"), showChosen(), root);
    const list = part(form, "[data-answers]");
    list.replaceChildren(...STEPS.slice(0, END).map((name, index) => answerRow(name, index)));
  }

  /**
   * @param {string} name
   * @param {number} index
   */
  function answerRow(name, index) {
    const label = labels()[name];
    const change = element(
      "button",
      { type: "button", class: "button-plain", onclick: () => go(index, true) },
      _("Change"),
      element("span", { class: "hidden" }, ` ${label}`),
    );
    const words = answerWords(name) || _("Left open");
    return element("div", {}, element("dt", {}, label), element("dd", {}, words), element("dd", {}, change));
  }

  /** @param {string} name */
  function answerWords(name) {
    if (name === "age") {
      const years = ageOf(age.value)?.age;
      return years === null || years === undefined ? "" : number(years);
    }
    if (name === "where") return near.value.trim();
    const chosen = boxesIn(step(name)).filter(({ checked }) => checked);
    return chosen.map(labelOf).join(", ");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (at() < END) return next();
    const asked = answers();
    root.hidden = true;
    beside.forEach((each) => (each.hidden = false));
    onDone(asked);
    if (at() >= 0) history.replaceState({ ...history.state, helper: undefined }, "");
  });
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement) onlyOne(event.target);
    showWhom(form);
    const dangers = showChosen();
    say(part(root, "[data-helper-said]"), dangers.map(titleOf).join(" "));
  });
  part(form, "[data-back]").addEventListener("click", () => history.back());
  part(form, "[data-skip]").addEventListener("click", skip);
  part(form, "[data-close]").addEventListener("click", () => history.go(-history.state.depth));
  addEventListener("popstate", () => (at() < 0 ? hide() : show(at())));
  for (const each of openers) {
    each.hidden = false;
    each.addEventListener("click", () => {
      opener = each;
      fill();
      go(0);
    });
  }
  if (at() >= 0) {
    fill();
    show(at());
  }

  /** @param {string} id */
  function titleOf(id) {
    const notice = part(form, `[data-notice="${CSS.escape(id)}"]`);
    return _("Read this first: %(danger)s.", { danger: notice.getAttribute("aria-label") ?? "" });
  }
}

/**
 * Names of states by code, in the page's language.
 *
 * @param {HTMLElement} root
 * @returns {ReadonlyMap<string, string>}
 */
export function statesOf(root) {
  const options = [...root.querySelectorAll("[data-states] option")];
  return new Map(options.map((each) => [each.getAttribute("value") ?? "", each.textContent ?? ""]));
}

/** @param {number} index */
function progress(index) {
  return _("%(number)s of %(count)s", { number: number(index + 1), count: number(END) });
}

/** @returns {Record<string, string>} */
function labels() {
  return {
    whom: _("Who it is for"),
    age: _("Age"),
    help: _("Help with"),
    free: _("Free times"),
    where: _("Where"),
    paid: _("How it is paid"),
  };
}

/**
 * Says what is wrong with a field, or takes it back; true when nothing is.
 *
 * @param {HTMLInputElement} field
 * @param {HTMLElement} place
 * @param {string} wrong
 */
export function judged(field, place, wrong) {
  say(place, wrong);
  field.setAttribute("aria-invalid", String(wrong !== ""));
  if (wrong) field.focus();
  return wrong === "";
}

/**
 * "I do not know" and the other answers of a question exclude each other.
 *
 * @param {HTMLInputElement} changed
 */
function onlyOne(changed) {
  const step = changed.closest("[data-step]");
  if (!step || !changed.checked || changed.type !== "checkbox") return;
  const isNone = "none" in changed.dataset;
  for (const box of boxesIn(step)) {
    if (box !== changed && (isNone || "none" in box.dataset)) box.checked = false;
  }
}

/**
 * The questions speak of whom they are about.
 *
 * @param {HTMLFormElement} form
 */
function showWhom(form) {
  const chosen = boxesIn(form).find(({ type, checked }) => type === "radio" && checked);
  for (const words of form.querySelectorAll("[data-whom]")) {
    if (isElement(words)) words.hidden = words.dataset.whom !== (chosen?.value ?? "other");
  }
}

/** @param {Element} step */
function clear(step) {
  for (const field of step.querySelectorAll("input")) {
    if (field.type === "text") field.value = "";
    else field.checked = false;
  }
}

/** @param {Element} pick */
function dangerPlace(pick) {
  const found = pick.querySelector("[data-danger-place]");
  if (found) return found;
  const made = element("div", { class: "pick-danger", data: { dangerPlace: "" } });
  pick.append(made);
  return made;
}

/** @param {HTMLInputElement} box */
function labelOf(box) {
  const words = box.closest("label")?.querySelector("span");
  return words?.firstChild?.textContent?.trim() ?? "";
}

/**
 * @param {HTMLInputElement} box
 * @returns {Choice}
 */
export function choiceOf({ dataset }) {
  return { facet: dataset.facet ?? "", term: dataset.term ?? "" };
}

/** @param {Element} within */
export function boxesIn(within) {
  return [...within.querySelectorAll("input")].filter(({ type }) => type !== "text");
}

/**
 * @param {Element} each
 * @returns {each is HTMLInputElement}
 */
function isBox(each) {
  return each instanceof HTMLInputElement;
}

/**
 * @param {Element} each
 * @returns {each is HTMLElement}
 */
function isElement(each) {
  return each instanceof HTMLElement;
}
