/** One program and what it says to what was asked come in; its card in the results comes out. */

import { needWords } from "./asked_words.js";
import { element } from "./element.js";
import { weekChart } from "./week_chart.js";
import { sessionsWords } from "./time_words.js";
import { _, age, date, ngettext, number } from "./words.js";

/** @typedef {import("./address.js").State} State */
/** @typedef {import("./says.js").Need} Need */
/** @typedef {import("./scope.js").Card} Card */
/** @typedef {import("./times.js").Track} Track */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */

/**
 * @typedef {object} Found a program with its answer
 * @property {string} slug
 * @property {Card} card
 * @property {"place" | "video"} by
 * @property {number | null} miles
 * @property {"yes" | "ask" | "no"} answer
 * @property {readonly Need[]} yes
 * @property {readonly Need[]} ask
 * @property {readonly Need[]} no
 * @property {readonly Need[]} house needs to which its facility says yes
 * @property {string | null} track the name of the track that says most
 * @property {Track | null} times of that track
 */

/**
 * @typedef {object} Asked
 * @property {State} state
 * @property {Vocabulary} vocabulary
 * @property {boolean} any whether anything was asked
 * @property {string} online the name of the state whose online programs are shown; "" for none
 * @property {ReadonlySet<string>} saved
 * @property {ReadonlySet<string>} compared
 */

const DOUBTFUL_DAYS = 365;
const DAY_MS = 24 * 60 * 60 * 1000;
const ROOT = new URL("../../", import.meta.url);

/**
 * @param {Found} found
 * @param {Asked} asked
 * @returns {HTMLLIElement}
 */
export function resultCard(found, asked) {
  const { slug, card, answer } = found;
  return element(
    "li",
    { class: "result", data: { program: slug, says: answer } },
    element(
      "article",
      { class: "card" },
      title(slug, card),
      place(found, asked),
      marks(card),
      ...(asked.any ? answers(found, asked) : [summary(card)]),
      chosenTrack(found, asked),
      facts(card),
      buttons(found, asked),
    ),
  );
}

/**
 * @param {string} slug
 * @param {Card} card
 */
function title(slug, card) {
  const href = new URL(`programs/${slug}/`, ROOT).href;
  const heading = element("h4", { class: "card-title" }, element("a", { href, hreflang: "en" }, card.name));
  heading.lang = "en";
  return heading;
}

/**
 * @param {Found} found
 * @param {Asked} asked
 */
function place({ card, by, miles }, { online }) {
  const where = card.city ? `${card.city}, ${card.state}` : "";
  const away = miles !== null && by === "place" ? awayWords(miles) : "";
  return element(
    "p",
    { class: "card-place" },
    [where, away].filter(Boolean).join(", "),
    by === "video" && element("span", { class: "by-video" }, videoWords(online)),
    card.provider && element("span", { class: "muted", lang: "en" }, card.provider),
  );
}

/** @param {string} state */
function videoWords(state) {
  return state ? _("By video for %(state)s", { state }) : _("By video");
}

/** @param {number} miles */
function awayWords(miles) {
  if (miles < 1) return _("less than a mile away");
  const rounded = Math.round(miles);
  return ngettext("%(count)s mile away", "%(count)s miles away", rounded);
}

/** @param {Card} card */
function marks({ marks: given, confirmed }) {
  const words = given.map(markWords).filter((each) => each !== null);
  if (confirmed && daysSince(confirmed) > DOUBTFUL_DAYS) {
    words.push([_("Not confirmed for over a year."), _("Treat each fact as a question.")]);
  }
  if (words.length === 0) return null;
  return element(
    "ul",
    { class: "marks marks-brief" },
    ...words.map(([name, text]) =>
      element("li", { class: "mark" }, element("strong", {}, name), ` ${text}`),
    ),
  );
}

/**
 * @param {readonly (string | null)[]} mark
 * @returns {[string, string] | null}
 */
function markWords([kind, value]) {
  switch (kind) {
    case "example":
      return [_("Made-up example."), _("This place does not exist. Do not call or go there.")];
    case "imported":
      return [
        _("Not confirmed."),
        _("Copied from a federal list of %(edition)s. Call before you go.", {
          edition: value ?? "",
        }),
      ];
    case "copied":
      return [
        _("Not confirmed."),
        _("Copied from another directory, as of %(edition)s. Call before you go.", {
          edition: value ?? "",
        }),
      ];
    case "paused":
      return [
        _("This program is not running for now."),
        value
          ? _("Paused since %(date)s. Ask when it starts again.", { date: date(value) })
          : _("Ask when it starts again."),
      ];
    case "unconfirmed":
      return [_("Not confirmed yet."), _("Treat each fact as a question.")];
    default:
      return null;
  }
}

/** @param {string} iso */
function daysSince(iso) {
  return (Date.now() - Date.parse(iso)) / DAY_MS;
}

/** @param {Card} card */
function summary({ summary: text }) {
  return text ? element("p", { lang: "en" }, text) : null;
}

/**
 * @param {Found} found
 * @param {Asked} asked
 */
function answers({ yes, ask, no, house }, { state, vocabulary }) {
  const facility = new Set(house.map(keyOf));
  /** @param {Need} need */
  const words = (need) => {
    const said = needWords(need, state, vocabulary);
    return facility.has(keyOf(need)) ? _("%(need)s (the facility says yes)", { need: said }) : said;
  };
  return [
    answer("yes", _("Says yes to:"), yes.map(words)),
    answer("ask", _("Ask about:"), ask.map(words)),
    answer("no", _("Says no to:"), no.map(words)),
  ];
}

/** @param {Need} need */
function keyOf({ facet, terms }) {
  return `${facet}/${terms.join("/")}`;
}

/**
 * @param {string} kind
 * @param {string} title
 * @param {readonly string[]} words
 */
function answer(kind, title, words) {
  if (words.length === 0) return null;
  return element(
    "p",
    { class: `says says-${kind}` },
    element("strong", {}, title),
    ` ${words.join(", ")}.`,
  );
}

/**
 * The track that says most, and its week when times were asked for.
 *
 * @param {Found} found
 * @param {Asked} asked
 */
function chosenTrack({ track, times }, { any, state: { needs } }) {
  if (!any || (!track && !times)) return null;
  const hasTimes = times && times.sessions.length + times.untimedDays.length > 0;
  const asksTimes = needs.free !== undefined && needs.free.length > 0;
  return element(
    "div",
    { class: "card-track" },
    element(
      "p",
      {},
      track && element("strong", { lang: "en" }, _("Group: %(name)s", { name: track })),
      track && hasTimes && ". ",
      hasTimes && sessionsWords(times),
    ),
    hasTimes && asksTimes && weekChart(times, { free: needs.free }),
  );
}

/** @param {Card} card */
function facts({ given, confirmed }) {
  const [stated, all] = given.reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  const count = _("Facts given: %(given)s of %(all)s", {
    given: number(stated),
    all: number(all),
  });
  return element(
    "div",
    { class: "card-foot" },
    element("p", { class: "small muted" }, confirmedWords(confirmed)),
    element(
      "details",
      { class: "card-given", data: { given: "" }, ontoggle: fill(given) },
      element("summary", {}, count),
    ),
  );
}

/** @param {string | null} iso */
function confirmedWords(iso) {
  return iso
    ? _("Confirmed %(age)s.", { age: age(iso) })
    : _("No one has confirmed these facts yet.");
}

/**
 * The five questions stand in the card once they are asked for.
 *
 * @param {Card["given"]} given
 */
function fill(given) {
  return (/** @type {Event} */ event) => {
    const details = /** @type {HTMLDetailsElement} */ (event.currentTarget);
    if (!details.open || details.childElementCount > 1) return;
    details.append(
      element(
        "ol",
        { class: "given-list small" },
        ...questions().map((question, index) =>
          element(
            "li",
            {},
            _("%(question)s: %(given)s of %(all)s", {
              question,
              given: number(given[index]?.[0] ?? 0),
              all: number(given[index]?.[1] ?? 0),
            }),
          ),
        ),
      ),
    );
  };
}

function questions() {
  return [
    _("Program structure"),
    _("Specialized treatment"),
    _("Qualified staff"),
    _("Flexibility"),
    _("Aftercare support"),
  ];
}

/**
 * @param {Found} found
 * @param {Asked} asked
 */
function buttons({ slug, card }, { saved, compared }) {
  return element(
    "p",
    { class: "card-buttons" },
    pressable("save", slug, saved.has(slug), _("Save"), _("Save: %(name)s", { name: card.name })),
    pressable(
      "compare",
      slug,
      compared.has(slug),
      _("Compare"),
      _("Compare: %(name)s", { name: card.name }),
    ),
    element("span", { class: "small", role: "status", data: { cardSaid: "" } }),
  );
}

/**
 * @param {string} kind
 * @param {string} slug
 * @param {boolean} pressed
 * @param {string} words
 * @param {string} name
 */
function pressable(kind, slug, pressed, words, name) {
  return element(
    "button",
    {
      type: "button",
      class: "button-small",
      "aria-pressed": pressed ? "true" : "false",
      "aria-label": name,
      data: { press: kind, slug },
    },
    words,
  );
}
