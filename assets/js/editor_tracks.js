/**
 * The sessions of a track come in; rows of days and times to fill in, and a week to paint, come out.
 *
 * Times are typed as in the file. Painting the week writes the same sessions anew: hours that are
 * painted are added or taken away, all other minutes stay.
 */

import { element } from "./element.js";
import { grouped, sentence } from "./editor_fields.js";
import { problemsIn } from "./listing_forms.js";
import { isMap } from "./listing_splice.js";
import { specOf } from "./listing_table.js";
import { meetingsOf, meetingWords } from "./listing_words.js";
import { DAY, merged } from "./times.js";
import { mountGrid } from "./week_grid.js";

/** @typedef {import("./listing_source.js").Plain} Plain */
/** @typedef {import("./listing_table.js").Spec} Spec */
/** @typedef {import("./times.js").Interval} Interval */
/** @typedef {import("./editor_fields.js").Context} Context */
/** @typedef {readonly (string | number)[]} Field */
/** @typedef {{days: string[], time: string}} Row */

const SHORT = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/**
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 * @returns {HTMLElement}
 */
export function sessionsOf(spec, field, context) {
  const { desk } = context;
  const list = element("div", { class: "ed-sessions" });
  const said = element("p", { class: "ed-hint", role: "status" });
  const add = element("button", { type: "button", class: "button-small" }, "Add another time");
  const week = weekOf(spec, field, context, () => draw());
  const hasBlank = () => rows(desk.at(field)).length === 0;
  let blanks = hasBlank() ? 1 : 0;

  /** @param {number | null} [focus] */
  function draw(focus = null) {
    const there = rows(desk.at(field));
    if (there.length > 0 && focus === null) blanks = 0;
    const all = [...there, ...Array.from({ length: Math.max(blanks, there.length ? 0 : 1) }, blank)];
    list.replaceChildren(...all.map((row, index) => rowOf(row, index, there.length)));
    if (focus !== null) list.children[focus]?.querySelector("input")?.focus();
    week.draw();
    tell();
  }

  function tell() {
    const words = meetingsOf({ sessions: desk.at(field) ?? [] }, desk.table).map(meetingWords);
    said.textContent = words.length > 0 ? `Families read: ${words.join("; ")}` : "Families read: Days and times: the program does not say. Ask.";
  }

  /**
   * @param {Row} row
   * @param {number} index
   * @param {number} count
   */
  function rowOf(row, index, count) {
    const id = `f-${field.join("-")}-${index}`;
    const wrong = element("p", { class: "field-error", id: `${id}-wrong` });
    const boxes = desk.table.days.map((day, number) => {
      const box = element("input", { type: "checkbox", value: day });
      box.checked = row.days.includes(day);
      return element("label", {}, box, element("span", { "aria-hidden": "true" }, SHORT[number]), element("span", { class: "hidden" }, NAMES[number]));
    });
    const time = element("input", { type: "text", id: `${id}-time`, class: "ed-short", autocomplete: "off", "aria-describedby": `${id}-wrong` });
    time.value = row.time;
    const remove = element("button", { type: "button", class: "button-plain" }, `Remove time ${index + 1}`);
    const write = () => {
      const days = boxes.map((each) => /** @type {HTMLInputElement} */ (each.firstElementChild)).filter((box) => box.checked).map((box) => box.value);
      const value = { ...(days.length > 0 ? { days } : {}), ...(time.value.trim() ? { time: time.value.trim() } : {}) };
      const isEmpty = Object.keys(value).length === 0;
      if (!isEmpty || index < count) desk.change([...field, index], isEmpty ? undefined : value);
      check();
      week.draw();
      tell();
    };
    const check = () => {
      const value = desk.at([...field, index]);
      const found = value === undefined ? [] : problemsIn([value], spec, desk.table, spec.path.split("."));
      wrong.textContent = found.map(({ message, hint }) => `${sentence(message)} ${sentence(hint)}`).join(" ");
      time.setAttribute("aria-invalid", String(found.some(({ field: place }) => place.at(-1) === "time")));
    };
    for (const each of boxes) each.addEventListener("change", write);
    time.addEventListener("change", write);
    remove.addEventListener("click", () => {
      if (index < count && !desk.change([...field, index], undefined)) return;
      blanks = 0;
      draw();
      add.focus();
    });
    check();
    return element(
      "fieldset",
      { class: "ed-session" },
      element("legend", {}, `Time ${index + 1}`),
      element("div", { class: "ed-days" }, ...boxes),
      element("label", { for: time.id }, "From and to, as 17:30-20:30 or 5:30pm-8:30pm"),
      time,
      wrong,
      index < count || count + blanks > 1 ? remove : null,
    );
  }

  add.addEventListener("click", () => {
    blanks = 1;
    draw(rows(desk.at(field)).length);
  });
  draw();
  return grouped(spec, field, context, [list, said, add, week.fold]);
}

/** @returns {Row} */
function blank() {
  return { days: [], time: "" };
}

/**
 * @param {Plain | undefined} value
 * @returns {Row[]}
 */
function rows(value) {
  if (!Array.isArray(value)) return [];
  return value.map((session) => {
    const { days, time } = isMap(session) ? /** @type {{[key: string]: Plain}} */ (session) : {};
    return {
      days: Array.isArray(days) ? days.map(String) : [],
      time: typeof time === "string" ? time : "",
    };
  });
}

// The week to paint

/**
 * @param {Spec} spec
 * @param {Field} field
 * @param {Context} context
 * @param {() => void} drawn
 */
function weekOf(spec, field, { desk }, drawn) {
  const fold = element("details", { class: "ed-week" }, element("summary", {}, "Paint the times on a week"));
  /** @type {((times: any) => void) | null} */
  let paint = null;
  const times = () => merged(intervalsOf(desk.at(field), desk.table));
  fold.addEventListener("toggle", () => {
    if (!fold.open || paint) return;
    const table = gridTable(`${spec.label}: hours of the week`);
    fold.append(
      element("p", { class: "ed-hint" }, "Press an hour, or drag over several. Arrow keys move; Space turns an hour on or off. Times that begin within an hour show a wave: type those above."),
      table,
    );
    paint = mountGrid(table, times, (free) => {
      const kept = untimed(desk.at(field), desk.table);
      const next = [...sessionsFrom(free, desk.table.days), ...kept];
      desk.change(field, next.length > 0 ? next : undefined);
      drawn();
    });
    paint({ free: times() });
  });
  return { fold, draw: () => paint?.({ free: times() }) };
}

/**
 * @param {Plain | undefined} value
 * @param {import("./listing_table.js").Table} table
 * @returns {Interval[]}
 */
export function intervalsOf(value, table) {
  return meetingsOf({ sessions: value ?? [] }, table).flatMap(({ days, clock }) =>
    clock ? days.map((day) => /** @type {Interval} */ ([day * DAY + clock.start, day * DAY + clock.end])) : [],
  );
}

/**
 * Sessions whose times nobody can read or that have none: painting leaves them as they are.
 *
 * @param {Plain | undefined} value
 * @param {import("./listing_table.js").Table} table
 */
function untimed(value, table) {
  if (!Array.isArray(value)) return [];
  return value.filter((session) => intervalsOf([session], table).length === 0);
}

/**
 * Days of equal times together, in the order of the week. What goes on past the week's end belongs
 * to Sunday night.
 *
 * @param {readonly Interval[]} free
 * @param {readonly string[]} names
 * @returns {{days: string[], time: string}[]}
 */
export function sessionsFrom(free, names) {
  const week = names.length * DAY;
  const early = free.find(([start, end]) => start === 0 && end < DAY / 2);
  const late = free.find(([start, end]) => end === week && start > week - DAY);
  const isNight = early !== undefined && late !== undefined;
  const whole = isNight
    ? [...free.filter((each) => each !== early && each !== late), /** @type {Interval} */ ([late[0], week + early[1]])]
    : free;
  /** @type {Map<string, string[]>} */
  const byTime = new Map();
  for (const [start, end] of whole.flatMap(inDays)) {
    const day = Math.floor(start / DAY);
    const time = `${clock(start - day * DAY)}-${clock(end - day * DAY)}`;
    byTime.set(time, [...(byTime.get(time) ?? []), names[day]]);
  }
  return [...byTime].map(([time, days]) => ({ days, time }));
}

/**
 * An interval of more than twelve hours past midnight is one for each day.
 *
 * @param {Interval} interval
 * @returns {Interval[]}
 */
function inDays([start, end]) {
  const midnight = (Math.floor(start / DAY) + 1) * DAY;
  if (end <= midnight || end - start <= DAY / 2) return [[start, end]];
  return [[start, midnight], ...inDays([midnight, end])];
}

/** @param {number} minute */
function clock(minute) {
  const ofDay = minute > DAY ? minute - DAY : minute;
  return `${Math.floor(ofDay / 60)}:${String(ofDay % 60).padStart(2, "0")}`;
}

/** @param {string} label */
function gridTable(label) {
  const head = element(
    "tr",
    {},
    element("td", {}),
    ...SHORT.map((day, index) =>
      element(
        "th",
        { scope: "col" },
        element("button", { type: "button", data: { day: String(index) }, tabindex: index === 0 ? "0" : "-1", "aria-label": `All of ${NAMES[index]}`, "aria-pressed": "false" }, day),
      ),
    ),
  );
  const hours = [[0, "Night", "midnight to 6 am"], ...Array.from({ length: 18 }, (_each, index) => [1 + 2 * index, hourWords(6 + index), hourWords(6 + index)])];
  return element(
    "table",
    { class: "week-table", role: "grid", "aria-label": label, "aria-multiselectable": "true" },
    element("thead", {}, head),
    element("tbody", {}, ...hours.map(([slot, words, name]) => gridRow(Number(slot), String(words), String(name)))),
  );
}

/**
 * @param {number} slot
 * @param {string} words
 * @param {string} name
 */
function gridRow(slot, words, name) {
  const button = element("button", { type: "button", data: { slot: String(slot) }, tabindex: "-1", "aria-label": `${name} on every day`, "aria-pressed": "false" }, words);
  const cells = NAMES.map((day, index) =>
    element("td", {}, element("input", { type: "checkbox", data: { day: String(index), slot: String(slot) }, tabindex: "-1", "aria-label": `${day}, ${name}` })),
  );
  return element("tr", {}, element("th", { scope: "row" }, button), ...cells);
}

/** @param {number} hour */
function hourWords(hour) {
  return `${hour % 12 || 12} ${hour < 12 ? "am" : "pm"}`;
}

/**
 * The sessions field as the form has it, for the table of fields with controls of their own.
 *
 * @param {import("./listing_table.js").Table} table
 */
export function ownControls(table) {
  const path = "schedule.tracks.sessions";
  return specOf(table, path) ? { [path]: sessionsOf } : {};
}
