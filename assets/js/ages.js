/** Beside a date its age in words: pages are the same bytes on every day, and readers are not. */

import { age } from "./words.js";

/** @param {ParentNode} root */
export function mount(root) {
  for (const time of root.querySelectorAll("time[data-age]")) {
    const day = time.getAttribute("datetime");
    if (!day) continue;
    time.textContent = `(${age(day)})`;
    time.removeAttribute("hidden");
  }
}
