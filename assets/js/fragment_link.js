/** A link whose address depends on what stands behind `#` at the moment of the press. */

const BEFORE_USE = ["pointerdown", "keydown", "click", "auxclick", "contextmenu", "focus"];

/**
 * @param {HTMLAnchorElement} link
 * @param {() => string} address
 */
export function keepFresh(link, address) {
  const refresh = () => {
    link.href = address();
  };
  for (const name of BEFORE_USE) link.addEventListener(name, refresh, { capture: true });
  addEventListener("hashchange", refresh);
  refresh();
}
