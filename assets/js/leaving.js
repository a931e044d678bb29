/**
 * The way out: the page is covered and replaced, so that Back does not return to it.
 *
 * Without this module the link still leaves, and Back returns.
 */

const PRESSES = 3;
const WITHIN_MS = 2000;

/** @param {Document} root */
export function mount(root) {
  const link = /** @type {HTMLAnchorElement | null} */ (root.querySelector("[data-leave]"));
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(root, link.href);
  });
  root.addEventListener("keydown", pressedOften("Escape", () => leave(root, link.href)));
  for (const note of root.querySelectorAll("[data-leave-keys]")) note.removeAttribute("hidden");
}

/**
 * @param {Document} root
 * @param {string} address
 */
function leave(root, address) {
  root.body.hidden = true;
  location.replace(address);
}

/**
 * Hears a key that is pressed three times in a row, within two seconds. A key that is held down is
 * pressed once.
 *
 * @param {string} key
 * @param {() => void} act
 * @returns {(event: KeyboardEvent) => void}
 */
function pressedOften(key, act) {
  /** @type {number[]} */
  let times = [];
  return (event) => {
    if (event.repeat) return;
    const recent = times.filter((time) => event.timeStamp - time < WITHIN_MS);
    times = event.key === key ? [...recent, event.timeStamp] : [];
    if (times.length >= PRESSES) act();
  };
}
