/** A place to write: it grows with its text, prints all of it, and hands on what was written. */

import { element } from "./element.js";

/**
 * @param {object} options
 * @param {string} options.label seen only by who hears the page, unless `shown`
 * @param {string} options.text
 * @param {(text: string) => void} options.onText
 * @param {boolean} [options.shown]
 * @param {Record<string, string>} [options.data]
 */
export function writing({ label, text, onText, shown = false, data = {} }) {
  const box = element("textarea", { rows: 2, data, autocomplete: "off" });
  box.value = text;
  const frame = element("span", { class: "writing-frame" }, box);
  const grow = () => {
    frame.dataset.text = box.value; // an invisible copy gives the frame its height
  };
  box.addEventListener("input", () => {
    grow();
    onText(box.value);
  });
  box.addEventListener("grow", grow);
  grow();
  return element(
    "label",
    { class: "writing" },
    element("span", { class: shown ? "writing-label" : "hidden" }, label),
    frame,
  );
}

/**
 * What another place wrote, unless the reader is writing here.
 *
 * @param {HTMLTextAreaElement} box
 * @param {string} text
 */
export function rewrite(box, text) {
  if (box === document.activeElement || box.value === text) return;
  box.value = text;
  box.dispatchEvent(new Event("grow"));
}
