/**
 * A track's sessions come in; a small drawn week comes out, with the reader's free time behind it.
 *
 * A session past midnight goes on in the next day's column. Days without a stated time bear a
 * question mark. The picture says no more than its name in words.
 */

import { DAY, WEEK, merged } from "./times.js";
import { hourWords, sessionsWords, shortDayName } from "./time_words.js";

/** @typedef {import("./times.js").Interval} Interval */
/** @typedef {Pick<import("./times.js").Track, "sessions" | "untimedDays">} Track */
/** @typedef {readonly [number, number]} Range first and last minute of the day that are drawn */
/** @typedef {{day: number, start: number, end: number}} Piece part of one day */

const HOUR = 60;
const LATEST_TOP = 8 * HOUR; // so that an evening stands low in every chart
const EARLIEST_BOTTOM = 21 * HOUR;
const HOURS_BETWEEN_LINES = 3;

// Units of the viewBox: about one pixel on a card.
const GUTTER = 45; // holds "12 a. m."
const COLUMN = 24;
const HEADER = 16;
const HOUR_HEIGHT = 6;
const FOOTER = 6;
const WIDTH = GUTTER + 7 * COLUMN;
const SVG = "http://www.w3.org/2000/svg";

/**
 * The hours that hold every session of all the tracks: one axis for several charts.
 *
 * @param {readonly Track[]} tracks
 * @returns {Range}
 */
export function sharedRange(tracks) {
  const drawn = tracks.flatMap(({ sessions }) => sessions.flatMap(piecesOf));
  const first = Math.min(LATEST_TOP, ...drawn.map(({ start }) => start));
  const last = Math.max(EARLIEST_BOTTOM, ...drawn.map(({ end }) => end));
  return [Math.floor(first / HOUR) * HOUR, Math.ceil(last / HOUR) * HOUR];
}

/**
 * @param {Track} track
 * @param {object} [options]
 * @param {readonly Interval[]} [options.free] the reader's, drawn as a light ground
 * @param {string} [options.words] the chart's name; without it the times in words
 * @param {Range} [options.range] from `sharedRange`, when several charts stand together
 * @returns {SVGSVGElement}
 */
export function weekChart(track, { free = [], words = "", range = sharedRange([track]) } = {}) {
  const chart = element("svg", {
    class: "week week-small",
    viewBox: `0 0 ${WIDTH} ${yOf(range[1], range) + FOOTER}`,
    role: "img",
    "aria-label": words || sessionsWords(track),
  });
  chart.append(
    ...merged(free).flatMap(piecesOf).flatMap((piece) => block(piece, range, "week-free")),
    ...hoursOf(range).flatMap((minute) => hourLine(minute, range)),
    ...[0, 1, 2, 3, 4, 5, 6].map(dayLabel),
    ...track.sessions
      .flatMap(piecesOf)
      .flatMap((piece) => block(piece, range, "week-block track-0")),
    ...[...new Set(track.untimedDays)].flatMap((day) => untimedDay(day, range)),
  );
  return /** @type {SVGSVGElement} */ (chart);
}

/**
 * An interval cut at each midnight.
 *
 * @param {Interval} interval
 * @returns {Piece[]}
 */
function piecesOf([start, end]) {
  if (end <= start) return [];
  const day = Math.floor(start / DAY);
  const until = Math.min(end, (day + 1) * DAY);
  const piece = { day: day % 7, start: start - day * DAY, end: until - day * DAY };
  return [piece, ...piecesOf([until, Math.min(end, start + WEEK)])];
}

/**
 * @param {Piece} piece
 * @param {Range} range
 * @param {string} looks
 */
function block({ day, start, end }, range, looks) {
  const top = Math.max(start, range[0]);
  const bottom = Math.min(end, range[1]);
  if (bottom <= top) return [];
  const height = yOf(bottom, range) - yOf(top, range);
  const inset = looks === "week-free" ? 0 : 2;
  return [
    element("rect", {
      class: looks,
      x: GUTTER + day * COLUMN + inset,
      y: yOf(top, range),
      width: COLUMN - 2 * inset,
      height: Math.round(height * 10) / 10,
      rx: inset,
    }),
  ];
}

/** @param {Range} range */
function hoursOf([first, last]) {
  const step = HOURS_BETWEEN_LINES * HOUR;
  const begin = Math.ceil(first / step) * step;
  return Array.from({ length: Math.floor((last - begin) / step) + 1 }, (_each, i) => begin + i * step);
}

/**
 * @param {number} minute
 * @param {Range} range
 */
function hourLine(minute, range) {
  const y = yOf(minute, range);
  return [
    element("line", { class: "week-hour", x1: GUTTER, x2: WIDTH, y1: y, y2: y }),
    label(hourWords(minute), { class: "week-word", x: GUTTER - 4, y: y + 3.5, "text-anchor": "end" }),
  ];
}

/** @param {number} day */
function dayLabel(day) {
  const x = GUTTER + (day + 0.5) * COLUMN;
  return label(shortDayName(day), { class: "week-day", x, y: HEADER - 6, "text-anchor": "middle" });
}

/**
 * @param {number} day
 * @param {Range} range
 */
function untimedDay(day, range) {
  const x = GUTTER + day * COLUMN + 2;
  const height = yOf(range[1], range) - HEADER;
  return [
    element("rect", { class: "week-untimed", x, y: HEADER, width: COLUMN - 4, height, rx: 2 }),
    label("?", {
      class: "week-number",
      x: x + COLUMN / 2 - 2,
      y: HEADER + height / 2 + 4,
      "text-anchor": "middle",
    }),
  ];
}

/**
 * @param {number} minute of the day
 * @param {Range} range
 */
function yOf(minute, [first]) {
  return Math.round((HEADER + ((minute - first) / HOUR) * HOUR_HEIGHT) * 10) / 10;
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} attributes
 */
function label(text, attributes) {
  const made = element("text", attributes);
  made.textContent = text;
  return made;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) {
    made.setAttribute(attribute, String(value));
  }
  return made;
}
