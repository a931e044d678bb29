/** Work comes in that can wait; it is done once the next picture is on the screen, the newest alone. */

/**
 * @returns {(work: () => void) => void} takes the place of what still waits
 */
export function afterPaint() {
  let turn = 0;
  return (work) => {
    turn += 1;
    const mine = turn;
    requestAnimationFrame(() => setTimeout(() => mine === turn && work()));
  };
}
