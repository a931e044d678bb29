/**
 * Free time, the way there and whether shifts change come in; what a reader makes of them comes
 * out: usual weeks by one press, hours painted on a week, exact times by the clock.
 *
 * The cells are native checkboxes in a table with the role of a grid. A checkbox speaks its own
 * name and state everywhere, also "partly" for an hour of which only some minutes are free, and is
 * turned over by space, by a tap and by the gestures of every screen reader; the grid makes arrow
 * keys move. A swipe up or down over the week scrolls the page; to paint by touch one drags
 * sideways, or holds a moment and drags in any direction.
 */

import { element, part, say } from "./element.js";
import { SLOTS, cellsOf, painted, rectangle, toggled, wholeDay } from "./presets.js";
import { dailyTimes, dailyWords, freeWords, weekly } from "./time_words.js";
import { DAY, merged, without } from "./times.js";
import { pressed, weeksIn } from "./usual_weeks.js";
import { _ } from "./words.js";

/** @typedef {import("./times.js").Interval} Interval */
/** @typedef {import("./presets.js").Place} Place */
/** @typedef {import("./presets.js").Filled} Filled */

/**
 * @typedef {object} Times
 * @property {readonly Interval[]} free
 * @property {number} travel minutes one way
 * @property {boolean} shifts they change
 */

/** @typedef {{input: HTMLInputElement, day: number, row: number}} Cell */

const HOLD_MS = 250; // shorter than the system's own long press
const SLACK = 8; // pixels by which a finger trembles
const MOST_TRAVEL = 240; // what an address takes
const TRAVELS = Object.freeze([0, 15, 30, 45, 60]);

/** The slots that a row of the grid stands for: the night, then hours of two slots each. */
const ROWS = Object.freeze([
  [0, 0],
  ...Array.from({ length: (SLOTS.length - 1) / 2 }, (_each, hour) => [1 + 2 * hour, 2 + 2 * hour]),
]);

/**
 * Brings `components/finder/times.html` to life.
 *
 * @param {HTMLElement} root
 * @param {Partial<Times> & {onChange: (times: Times) => void}} options
 * @returns {{show: (times: Partial<Times>) => void}}
 */
export function mount(root, { onChange, ...given }) {
  /** @type {Times} */
  let times = { free: [], travel: 0, shifts: false, ...given };

  /** @param {Partial<Times>} changed */
  function change(changed) {
    times = { ...times, ...changed };
    draw();
    onChange(times);
  }

  const drawings = [
    mountWeeks(root, () => times, change),
    mountGrid(part(root, "[data-week-table]"), () => times.free, (free) => change({ free })),
    mountExact(root, () => times.free, (free) => change({ free })),
    mountTravel(root, (travel) => change({ travel })),
  ];

  function draw() {
    for (const drawing of drawings) drawing(times);
    say(part(root, "[data-free-words]"), wordsOf(times.free));
  }

  draw();
  return {
    show(shown) {
      times = { free: [], travel: 0, shifts: false, ...shown };
      draw();
    },
  };
}

/** @param {readonly Interval[]} free */
function wordsOf(free) {
  if (free.length === 0) return _("No times chosen: programs at all times are shown.");
  return _("Free: %(times)s.", { times: freeWords(free) });
}

// Usual weeks

/**
 * @param {HTMLElement} root
 * @param {() => Times} now
 * @param {(changed: Partial<Times>) => void} change
 */
function mountWeeks(root, now, change) {
  const weeks = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-preset]")]);
  const shifts = part(root, "[data-shifts]");
  const clear = part(root, "[data-free-clear]");
  for (const week of weeks) {
    week.addEventListener("click", () =>
      change({ free: pressed(now().free, week.dataset.preset ?? "") }),
    );
  }
  shifts.addEventListener("click", () => change({ shifts: !now().shifts }));
  clear.addEventListener("click", () => {
    change({ free: [], travel: 0, shifts: false });
    weeks[0].focus();
  });
  return (/** @type {Times} */ times) => {
    const chosen = weeksIn(times.free);
    for (const week of weeks) press(week, chosen.includes(week.dataset.preset ?? ""));
    press(shifts, times.shifts);
    part(root, "[data-shifts-words]").hidden = !times.shifts;
    clear.hidden = times.free.length === 0 && !times.shifts && times.travel === 0;
  };
}

/**
 * @param {Element} button
 * @param {boolean | "mixed"} is
 */
function press(button, is) {
  button.setAttribute("aria-pressed", String(is));
}

// The grid

/**
 * @param {HTMLElement} table
 * @param {() => readonly Interval[]} free
 * @param {(free: readonly Interval[]) => void} change
 */
export function mountGrid(table, free, change) {
  const cells = [...table.querySelectorAll("input")].map(cellOf);
  const lines = /** @type {HTMLElement[]} */ ([...table.querySelectorAll("th button")]);
  for (const line of lines) {
    line.addEventListener("click", () => change(toggled(free(), placesOfLine(line))));
  }
  table.addEventListener("change", (event) => {
    const cell = cells.find(({ input }) => input === event.target);
    if (cell) change(painted(free(), placesOf([cell]), cell.input.checked));
  });
  const draw = (/** @type {readonly Interval[]} */ drawn) => drawGrid(cells, lines, drawn);
  const between = (/** @type {Cell} */ one, /** @type {Cell} */ other) => placesBetween(one, other);
  listenToKeys(table, cells, { free, change, between });
  listenToPointers(table, cells, { free, change, between, draw });
  return (/** @type {Times} */ times) => draw(times.free);
}

/**
 * @param {HTMLInputElement} input
 * @returns {Cell}
 */
function cellOf(input) {
  const slot = Number(input.dataset.slot);
  return { input, day: Number(input.dataset.day), row: ROWS.findIndex(([first]) => first === slot) };
}

/**
 * @param {readonly Cell[]} cells
 * @returns {Place[]}
 */
function placesOf(cells) {
  return cells.flatMap((cell) => placesBetween(cell, cell));
}

/**
 * All slots of the rectangle between two cells.
 *
 * @param {Cell} one
 * @param {Cell} other
 * @returns {Place[]}
 */
function placesBetween(one, other) {
  const first = ROWS[Math.min(one.row, other.row)][0];
  const last = ROWS[Math.max(one.row, other.row)][1];
  return rectangle([one.day, first], [other.day, last]);
}

/**
 * The slots of a whole day or of an hour on all days, by their button at the edge.
 *
 * @param {HTMLElement} line
 * @returns {Place[]}
 */
function placesOfLine({ dataset }) {
  if (dataset.day) return wholeDay(Number(dataset.day));
  const row = ROWS.find(([slot]) => slot === Number(dataset.slot)) ?? ROWS[0];
  return rectangle([0, row[0]], [6, row[1]]);
}

/**
 * @param {readonly Cell[]} cells
 * @param {readonly HTMLElement[]} lines
 * @param {readonly Interval[]} free
 */
function drawGrid(cells, lines, free) {
  const filled = cellsOf(free);
  const stateOf = (/** @type {readonly Place[]} */ places) =>
    together(places.map(([day, slot]) => filled[day][slot]));
  for (const cell of cells) {
    const state = stateOf(placesOf([cell]));
    cell.input.checked = state === "all";
    cell.input.indeterminate = state === "some";
  }
  for (const line of lines) {
    const state = stateOf(placesOfLine(line));
    press(line, state === "some" ? "mixed" : state === "all");
  }
}

/**
 * @param {readonly Filled[]} filled
 * @returns {Filled}
 */
function together(filled) {
  if (filled.every((each) => each === "all")) return "all";
  return filled.every((each) => each === "none") ? "none" : "some";
}

/**
 * @typedef {object} Painting
 * @property {() => readonly Interval[]} free
 * @property {(free: readonly Interval[]) => void} change
 * @property {(one: Cell, other: Cell) => Place[]} between
 */

/** @type {Readonly<Record<string, readonly [number, number]>>} steps of columns and rows */
const STEPS = Object.freeze({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-8, 0],
  End: [8, 0],
  PageUp: [0, -6],
  PageDown: [0, 6],
  "Control+Home": [-8, -99],
  "Control+End": [8, 99],
});

/**
 * The table is one stop of the Tab key. Arrow keys move within it, its edges included; with Shift
 * they give what they pass the state of the cell where they began.
 *
 * @param {HTMLElement} table
 * @param {readonly Cell[]} cells
 * @param {Painting} painting
 */
function listenToKeys(table, cells, { free, change, between }) {
  const rows = /** @type {HTMLElement[][]} */ (
    [...table.querySelectorAll("tr")].map((row) => [...row.children].map((each) => each.firstElementChild))
  );
  /** @type {{cell: Cell, free: readonly Interval[], isFree: boolean} | null} */
  let carried = null;

  table.addEventListener("keydown", (event) => {
    const at = placeIn(rows, event.target);
    const step = STEPS[event.ctrlKey ? `Control+${event.key}` : event.key];
    if (event.key === "Enter") return turnOver(event);
    if (!at || !step || event.altKey || event.metaKey) return;
    event.preventDefault();
    const to = moved(rows, at, step);
    const target = rows[to.row][to.column];
    if (event.shiftKey) carry(rows[at.row][at.column], target);
    else carried = null;
    rove(table, target);
  });
  table.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement && placeIn(rows, target)) rove(table, target, false);
  });
  table.addEventListener("change", () => (carried = null));

  /**
   * @param {HTMLElement} from
   * @param {HTMLElement} to
   */
  function carry(from, to) {
    const first = cells.find(({ input }) => input === from);
    const last = cells.find(({ input }) => input === to);
    if (first && !carried) carried = { cell: first, free: free(), isFree: first.input.checked };
    if (carried && last) change(painted(carried.free, between(carried.cell, last), carried.isFree));
  }
}

/**
 * Enter does what space does, and does not send the form.
 *
 * @param {KeyboardEvent} event
 */
function turnOver(event) {
  if (!(event.target instanceof HTMLInputElement)) return;
  event.preventDefault();
  event.target.click();
}

/**
 * @param {readonly HTMLElement[][]} rows
 * @param {EventTarget | null} target
 */
function placeIn(rows, target) {
  const row = rows.findIndex((each) => each.some((one) => one && one === target));
  return row < 0 ? null : { row, column: rows[row].findIndex((one) => one === target) };
}

/**
 * The nearest place in the table in that direction; the empty corner is none.
 *
 * @param {readonly HTMLElement[][]} rows
 * @param {{row: number, column: number}} at
 * @param {readonly [number, number]} step
 */
function moved(rows, at, [columns, lines]) {
  const row = Math.min(rows.length - 1, Math.max(0, at.row + lines));
  const column = Math.min(7, Math.max(0, at.column + columns));
  if (rows[row][column]) return { row, column };
  return columns < 0 ? { row, column: 1 } : { row: 1, column };
}

/**
 * @param {HTMLElement} table
 * @param {HTMLElement} target
 * @param {boolean} [focus]
 */
function rove(table, target, focus = true) {
  for (const each of table.querySelectorAll('[tabindex="0"]')) each.setAttribute("tabindex", "-1");
  target.setAttribute("tabindex", "0");
  if (focus) target.focus();
}

/**
 * A drag gives all cells between its ends the state that its first cell did not have.
 *
 * @typedef {object} Drag
 * @property {Cell} cell where it began
 * @property {number} x
 * @property {number} y
 * @property {boolean} isTouch
 * @property {boolean} isFree what it paints
 * @property {readonly Interval[]} before
 * @property {readonly Interval[]} after
 * @property {boolean} paints false while it may still be a tap, or a scroll
 * @property {number} timer
 */

/**
 * @param {HTMLElement} table
 * @param {readonly Cell[]} cells
 * @param {Painting & {draw: (free: readonly Interval[]) => void}} painting
 */
function listenToPointers(table, cells, { free, change, between, draw }) {
  /** @type {Drag | null} */
  let drag = null;
  let hasPainted = false;

  table.addEventListener("pointerdown", (event) => {
    hasPainted = false;
    const cell = cells.find(({ input }) => input === event.target);
    if (!cell || event.button !== 0 || !event.isPrimary) return;
    const isTouch = event.pointerType === "touch";
    drag = {
      cell,
      x: event.clientX,
      y: event.clientY,
      isTouch,
      isFree: !cell.input.checked,
      before: free(),
      after: free(),
      paints: false,
      timer: isTouch ? setTimeout(() => paintTo(cell), HOLD_MS) : 0,
    };
  });
  table.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (drag.isTouch && !drag.paints && !isSideways(drag, event)) return letGoOfScroll(event);
    const cell = cellAt(event);
    if (cell && (drag.paints || cell !== drag.cell)) paintTo(cell);
  });
  table.addEventListener("touchmove", (event) => drag?.paints && event.preventDefault(), {
    passive: false,
  });
  table.addEventListener("contextmenu", (event) => drag?.isTouch && event.preventDefault());
  table.addEventListener("click", (event) => {
    if (hasPainted && event.target instanceof HTMLInputElement) event.preventDefault();
    hasPainted = false;
  });
  addEventListener("pointerup", () => end(true));
  addEventListener("pointercancel", () => end(false));

  /** @param {Cell} cell */
  function paintTo(cell) {
    if (!drag) return;
    clearTimeout(drag.timer);
    drag = { ...drag, paints: true };
    drag.after = painted(drag.before, between(drag.cell, cell), drag.isFree);
    table.toggleAttribute("data-painting", true);
    draw(drag.after);
  }

  /**
   * A finger that moves before it has held long enough wants to scroll.
   *
   * @param {PointerEvent} event
   */
  function letGoOfScroll(event) {
    if (drag && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > SLACK) end(false);
  }

  /** @param {boolean} keep */
  function end(keep) {
    if (!drag) return;
    clearTimeout(drag.timer);
    const { paints, after, before } = drag;
    drag = null;
    table.toggleAttribute("data-painting", false);
    hasPainted = paints;
    if (!paints) return;
    if (keep) change(after);
    else draw(before);
  }

  /** @param {PointerEvent} event */
  function cellAt({ clientX, clientY }) {
    const under = document.elementFromPoint(clientX, clientY);
    const input = under?.closest("td")?.querySelector("input");
    return cells.find((cell) => cell.input === input);
  }
}

/**
 * @param {Drag} drag
 * @param {PointerEvent} event
 */
function isSideways({ x, y }, { clientX, clientY }) {
  const [across, down] = [Math.abs(clientX - x), Math.abs(clientY - y)];
  return across > SLACK && across > down;
}

// Exact times

/**
 * @param {HTMLElement} root
 * @param {() => readonly Interval[]} free
 * @param {(free: readonly Interval[]) => void} change
 */
function mountExact(root, free, change) {
  const days = /** @type {HTMLSelectElement} */ (part(root, "[data-exact-days]"));
  const from = /** @type {HTMLInputElement} */ (part(root, "[data-exact-from]"));
  const to = /** @type {HTMLInputElement} */ (part(root, "[data-exact-to]"));
  const wrong = part(root, "[data-exact-error]");
  const list = part(root, "[data-free-list]");
  const add = part(root, "[data-exact-add]");

  add.addEventListener("click", () => {
    const [start, end] = [minuteOf(from.value), minuteOf(to.value)];
    const trouble = troubleOf(start, end);
    say(wrong, trouble);
    if (trouble || start === null || end === null) return from.focus();
    const until = end > start ? end : end + DAY;
    const times = { days: days.value.split(",").map(Number), start, end: until };
    change(merged([...free(), ...weekly(times)]));
    from.value = to.value = "";
    days.focus();
  });
  for (const field of [from, to]) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      add.click();
    });
  }

  return (/** @type {Times} */ times) => {
    const items = dailyTimes(times.free).map((time) => {
      const words = dailyWords(time);
      const away = element(
        "button",
        { type: "button", class: "button-plain", onclick: () => takeAway(time) },
        _("Take away"),
        element("span", { class: "hidden" }, ` ${words}`),
      );
      return element("li", {}, element("span", {}, words), away);
    });
    list.replaceChildren(...items);
    list.hidden = items.length === 0;
  };

  /** @param {import("./time_words.js").Daily} time */
  function takeAway(time) {
    change(without(free(), weekly(time)));
    const next = list.querySelector("button") ?? days;
    if (next instanceof HTMLElement) next.focus();
  }
}

/**
 * @param {number | null} start
 * @param {number | null} end
 */
function troubleOf(start, end) {
  if (start === null || end === null) return _("Choose both times: from when, and until when.");
  if (start === end) return _("These two times are the same. Choose a later end.");
  return "";
}

/**
 * @param {string} text as "17:30"
 * @returns {number | null}
 */
function minuteOf(text) {
  const found = /^([0-9]{2}):([0-9]{2})/.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}

// The way there

/**
 * @param {HTMLElement} root
 * @param {(travel: number) => void} change
 */
function mountTravel(root, change) {
  const select = /** @type {HTMLSelectElement} */ (part(root, "[data-travel]"));
  const other = part(root, "[data-travel-other]");
  const minutes = /** @type {HTMLInputElement} */ (part(root, "[data-travel-minutes]"));
  const wrong = part(root, "[data-travel-error]");

  select.addEventListener("change", () => {
    other.hidden = select.value !== "other";
    if (select.value === "other") minutes.focus();
    else change(Number(select.value));
  });
  minutes.addEventListener("change", () => {
    const travel = /^[0-9]{1,3}$/.test(minutes.value.trim()) ? Number(minutes.value) : MOST_TRAVEL + 1;
    const isFine = travel <= MOST_TRAVEL;
    say(wrong, isFine ? "" : _("Write whole minutes, up to 240."));
    minutes.setAttribute("aria-invalid", String(!isFine));
    if (isFine) change(travel);
  });

  return ({ travel }) => {
    const isListed = TRAVELS.includes(travel);
    if (isListed && (select.value !== "other" || travel === 0)) select.value = String(travel);
    if (!isListed) select.value = "other";
    other.hidden = select.value !== "other";
    if (!other.hidden && travel > 0) minutes.value = String(travel);
  };
}
