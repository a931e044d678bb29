/**
 * The form on the home page comes to life: what a reader asks there opens the finder, behind the
 * `#`, and is sent nowhere.
 *
 * The page's own address takes the same state just before, so that Back finds the form filled in.
 */

import { format, parse } from "./address.js";
import { placeDangers } from "./danger.js";
import { part } from "./element.js";
import { ageOf, answered, whereOf } from "./first_answers.js";
import { boxesIn, choiceOf, judged, mount as mountHelper, statesOf } from "./helper.js";
import { has } from "./needs.js";
import { _, load } from "./words.js";

/** @typedef {import("./address.js").State} State */

/**
 * @param {HTMLElement} root holds the form and the helper
 * @param {URL} finder
 */
export function mount(root, finder) {
  const form = /** @type {HTMLFormElement} */ (part(root, "[data-home-form]"));
  const helper = part(root, "[data-helper]");
  const states = statesOf(helper);
  const near = /** @type {HTMLInputElement} */ (part(form, "[data-near]"));
  const age = /** @type {HTMLInputElement} */ (part(form, "[data-age]"));
  const boxes = boxesIn(form);
  const dangers = part(form, "[data-dangers]");
  const before = parse(location.hash);

  const written = () => ({ where: whereOf(near.value, states), age: ageOf(age.value) });

  /** @returns {State} what stands in the form; what cannot be read is left out */
  function asked() {
    const { where, age: years } = written();
    const offered = boxes.map(choiceOf);
    const chosen = boxes.filter(({ checked }) => checked).map(choiceOf);
    return answered(before, {
      where: where ?? undefined,
      age: years?.age,
      terms: { offered, chosen },
    });
  }

  /** @param {State} state */
  function fill(state) {
    const { needs, scope } = state;
    near.value = scope.near ?? states.get(scope.state ?? "") ?? "";
    age.value = needs.age === undefined ? "" : String(needs.age);
    for (const box of boxes) {
      const { facet, term } = choiceOf(box);
      box.checked = has(state, facet, term);
    }
    showDangers();
  }

  function showDangers() {
    const ids = boxes.filter(({ checked }) => checked).map(dangerOf);
    placeDangers(dangers, [...new Set(ids.filter((id) => id !== ""))], helper);
  }

  /** @param {State} state */
  function open(state) {
    const fragment = format(state);
    history.replaceState(history.state, "", fragment ? `#${fragment}` : location.pathname);
    location.assign(new URL(fragment ? `#${fragment}` : "", finder));
  }

  /** The last that is wrong is judged first, so that the first keeps the focus. */
  function isReadable() {
    const { where, age: years } = written();
    const isAge = judged(
      age,
      part(form, "[data-age-error]"),
      years ? "" : _("Write the age in whole years, such as 15."),
    );
    const isPlace = judged(
      near,
      part(form, "[data-near-error]"),
      where
        ? ""
        : _("Write a ZIP code such as 97204, a city with its state such as Portland, OR, or a state."),
    );
    return isAge && isPlace;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isReadable()) open(asked());
  });
  form.addEventListener("change", showDangers);
  mountHelper(helper, { state: asked, onDone: open, beside: [form] });
  fill(before);
  for (const fold of document.querySelectorAll("[data-fold]")) fold.removeAttribute("open");
  /** @type {HTMLFieldSetElement} */ (part(form, "[data-fields]")).disabled = false;
  root.toggleAttribute("data-mounted", true);
}

/** @param {HTMLInputElement} box */
function dangerOf(box) {
  const pick = box.closest("[data-danger]");
  return pick instanceof HTMLElement ? (pick.dataset.danger ?? "") : "";
}

/** @type {HTMLElement | null} */
const root = document.querySelector("[data-home-finder]");
if (root) {
  await load(document.documentElement.lang);
  const { action } = /** @type {HTMLFormElement} */ (part(root, "[data-home-form]"));
  mount(root, new URL(action));
}
