/**
 * Names of time zones and a moment come in, how far their clocks are apart comes out.
 */

const MINUTE = 60000;

/**
 * How many minutes the reader's clock is ahead of the program's at a moment: summer time counts.
 * Null when the browser does not know one of the zones.
 *
 * @param {string} readerZone an IANA name
 * @param {string} programZone
 * @param {Date} date
 * @returns {number | null}
 */
export function shiftBetween(readerZone, programZone, date) {
  const [reader, program] = [offset(readerZone, date), offset(programZone, date)];
  return reader === null || program === null ? null : reader - program;
}

/**
 * The shift from each zone that is known, as `says.js` needs them; null zones are left out.
 *
 * @param {string} readerZone
 * @param {Iterable<string | null>} programZones
 * @param {Date} date
 * @returns {Record<string, number>}
 */
export function shiftsFrom(readerZone, programZones, date) {
  /** @type {Record<string, number>} */
  const shifts = {};
  for (const zone of new Set(programZones)) {
    const shift = zone === null ? null : shiftBetween(readerZone, zone, date);
    if (zone !== null && shift !== null) shifts[zone] = shift;
  }
  return shifts;
}

/**
 * The clock of the reader: as chosen, that of the place, or that of the device.
 *
 * @param {{tz?: string}} needs
 * @param {{zone: string | null} | null} place
 * @returns {string}
 */
export function readerZone({ tz }, place) {
  return tz ?? place?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/**
 * Minutes that a zone's clock is ahead of universal time.
 *
 * @param {string} timeZone
 * @param {Date} date
 * @returns {number | null}
 */
function offset(timeZone, date) {
  const format = formatFor(timeZone);
  if (!format) return null;
  const parts = Object.fromEntries(
    format.formatToParts(date).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts;
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((shown - date.getTime()) / MINUTE);
}

/**
 * @param {string} timeZone
 * @returns {Intl.DateTimeFormat | null}
 */
function formatFor(timeZone) {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...FIELDS });
  } catch {
    return null; // RangeError: no such zone
  }
}

/** @type {Intl.DateTimeFormatOptions} */
const FIELDS = {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
};
