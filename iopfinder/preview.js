/**
 * The preview's side in the browser: it follows each save, and shows mistakes and a bar.
 *
 * `build.py serve` adds it to pages; it is no part of the site. All that it shows stands in a
 * shadow tree, so that the page's own style and scripts do not meet it.
 */

const KEPT = "iopfinder-preview";
const FOLDED = "iopfinder-preview-folded";
const STYLE = "/.preview/preview_bar.css";
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;
const RESTORE_MS = 5000; // a page that has not made its fields by then makes others

/**
 * @typedef {object} Problem
 * @property {string} place file:line:column
 * @property {"error" | "warning" | "note"} severity
 * @property {string} field
 * @property {string} message
 * @property {string} hint
 * @property {string} line the quoted line, or nothing
 * @property {string} caret
 */

/**
 * @typedef {object} News
 * @property {string[]} css paths of style sheets that are others by now
 * @property {number} edition
 * @property {string} source
 * @property {string} counts
 * @property {string} mark
 * @property {string} reading
 * @property {string} at
 * @property {number} seconds
 * @property {string[]} notices
 * @property {Problem[]} problems
 * @property {string} left
 */

/**
 * What a page keeps while it is loaded anew.
 *
 * @typedef {object} Kept
 * @property {string} address
 * @property {[number, number]} scroll
 * @property {string} focus
 * @property {Record<string, boolean>} open
 * @property {Record<string, string | boolean | string[]>} fields
 * @property {string} folded the errors that were folded away
 */

/**
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} content
 */
function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/**
 * A browser may refuse to keep anything.
 *
 * @template T
 * @param {() => T} work
 * @returns {T | undefined}
 */
function ifAllowed(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

// What stays over a reload

const FIELDS = "input:not([type=password], [type=file], [type=hidden]), select, textarea";

/**
 * A name for each element that finds it again on the page's next edition.
 *
 * @param {string} selector
 * @returns {Map<string, HTMLElement>}
 */
function named(selector) {
  const found = new Map();
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector))) {
    const name = each.id ? `#${each.id}` : described(each);
    let key = name;
    for (let number = 2; found.has(key); number += 1) key = `${name} ${number}`;
    found.set(key, each);
  }
  return found;
}

/** @param {HTMLElement} found */
function described(found) {
  if (found instanceof HTMLDetailsElement) {
    return `details ${found.querySelector("summary")?.textContent?.trim() ?? ""}`;
  }
  const name = found.getAttribute("name") ?? "";
  const choice = found.matches("[type=checkbox], [type=radio]") ? found.getAttribute("value") : "";
  return `${found.localName} ${name} ${choice}`;
}

/** @param {HTMLElement} field */
function valueOf(field) {
  if (field instanceof HTMLSelectElement) {
    return [...field.selectedOptions].map((option) => option.value);
  }
  const input = /** @type {HTMLInputElement} */ (field);
  return field.matches("[type=checkbox], [type=radio]") ? input.checked : input.value;
}

/** @param {HTMLElement} field */
function isAsWritten(field) {
  if (field instanceof HTMLSelectElement) {
    const options = [...field.options];
    const written = options.some((option) => option.defaultSelected);
    return options.every(
      (option, place) =>
        option.selected === (written || field.multiple ? option.defaultSelected : place === 0),
    );
  }
  const input = /** @type {HTMLInputElement} */ (field);
  return field.matches("[type=checkbox], [type=radio]")
    ? input.checked === input.defaultChecked
    : input.value === input.defaultValue;
}

/**
 * The page's scripts hear of it as if the reader had done it.
 *
 * @param {HTMLElement} field
 * @param {string | boolean | string[]} value
 */
function setValue(field, value) {
  if (JSON.stringify(valueOf(field)) === JSON.stringify(value)) return;
  if (field instanceof HTMLSelectElement) {
    for (const option of field.options) option.selected = [value].flat().includes(option.value);
  } else if (typeof value === "boolean") {
    /** @type {HTMLInputElement} */ (field).checked = value;
  } else {
    /** @type {HTMLInputElement} */ (field).value = String(value);
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {string} folded */
function keep(folded) {
  const focused = [...named("a, button, input, select, textarea, summary, [tabindex]")].find(
    ([, each]) => each === document.activeElement,
  );
  /** @type {Kept} */
  const kept = {
    address: location.pathname,
    scroll: [scrollX, scrollY],
    focus: focused?.[0] ?? "",
    open: Object.fromEntries(
      [...named("details")].map(([key, each]) => [key, /** @type {HTMLDetailsElement} */ (each).open]),
    ),
    fields: Object.fromEntries(
      [...named(FIELDS)].filter(([, each]) => !isAsWritten(each)).map(([key, each]) => [key, valueOf(each)]),
    ),
    folded,
  };
  ifAllowed(() => sessionStorage.setItem(KEPT, JSON.stringify(kept)));
}

/** @returns {Kept | undefined} what the page kept before it was loaded anew: only once */
function taken() {
  const text = ifAllowed(() => sessionStorage.getItem(KEPT));
  ifAllowed(() => sessionStorage.removeItem(KEPT));
  const kept = text ? /** @type {Kept} */ (JSON.parse(text)) : undefined;
  return kept?.address === location.pathname ? kept : undefined;
}

/**
 * Puts everything back, what scripts make later too, until the reader does something.
 *
 * @param {Kept} kept
 */
function restore(kept) {
  const open = new Map(Object.entries(kept.open));
  const fields = new Map(Object.entries(kept.fields));
  const watching = new MutationObserver(put);
  const growing = new ResizeObserver(scroll);
  const end = () => {
    watching.disconnect();
    growing.disconnect();
    clearTimeout(late);
    for (const type of ACTS) removeEventListener(type, end, true);
  };
  const late = setTimeout(end, RESTORE_MS);
  for (const type of ACTS) addEventListener(type, end, true);
  addEventListener("load", put, { once: true });
  const changes = { attributeFilter: ["disabled"], childList: true, subtree: true };
  watching.observe(document.body, changes);
  growing.observe(document.body);
  put();
  if (kept.focus) {
    named("a, button, input, select, textarea, summary, [tabindex]")
      .get(kept.focus)
      ?.focus({ preventScroll: true });
  }

  function put() {
    for (const [key, details] of named("details")) {
      if (!open.has(key)) continue;
      /** @type {HTMLDetailsElement} */ (details).open = open.get(key) === true;
      open.delete(key);
    }
    for (const [key, field] of named(FIELDS)) {
      const value = fields.get(key);
      if (value === undefined || field.matches(":disabled")) continue;
      fields.delete(key);
      setValue(field, value);
    }
    scroll();
  }

  function scroll() {
    scrollTo({ left: kept.scroll[0], top: kept.scroll[1], behavior: "instant" });
  }
}

const ACTS = ["pointerdown", "keydown", "wheel", "touchstart"];

// Style without a reload

/**
 * A sheet that the page does not link itself (an @import) is not found.
 *
 * @param {string[]} paths
 * @returns {boolean} whether each was found
 */
function swapStyles(paths) {
  /** @type {NodeListOf<HTMLLinkElement>} */
  const links = document.querySelectorAll("link[rel=stylesheet]");
  const found = [...links].filter((link) => paths.includes(new URL(link.href).pathname));
  const reached = new Set(found.map((link) => new URL(link.href).pathname));
  if (!paths.every((path) => reached.has(path))) return false;
  for (const path of reached) {
    const old = found.filter((link) => new URL(link.href).pathname === path);
    const fresh = /** @type {HTMLLinkElement} */ (old[0].cloneNode());
    fresh.href = `${path}?preview=${Date.now()}`;
    fresh.addEventListener("load", () => old.forEach((link) => link.remove()));
    fresh.addEventListener("error", () => fresh.remove());
    old[old.length - 1].after(fresh);
  }
  return true;
}

// The bar and the list of problems

/** @param {string} folded the errors that were folded away before */
function frame(folded) {
  const place = element("iopfinder-preview");
  const shadow = place.attachShadow({ mode: "open" });
  const style = element("link", { rel: "stylesheet", href: STYLE });
  const title = element("h2", { id: "title" });
  const lead = element("p", { class: "lead" });
  const away = element("button", { type: "button" }, "Fold away (Esc)");
  const list = element("ol", { role: "list" });
  const left = element("p");
  const panel = element(
    "section",
    { class: "panel", "aria-labelledby": "title", id: "panel", tabindex: "-1" },
    element("div", { class: "panel-head" }, title, away),
    lead,
    list,
    left,
  );
  panel.hidden = true;
  const fold = element("button", { type: "button", class: "fold" }, "Preview");
  const counts = element("button", { type: "button", "aria-controls": "panel" });
  const mark = element("strong", { class: "mark" });
  const source = element("code");
  const reading = element("span");
  const time = element("span");
  const said = element("p", { role: "status", class: "said" });
  const facts = element("div", { class: "facts", id: "facts" }, counts, mark, source, reading, time);
  const bar = element("aside", { class: "bar", "aria-label": "Preview" }, fold, facts, said);
  fold.setAttribute("aria-controls", "facts");
  shadow.append(style, panel, bar);
  document.body.append(place);
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--preview-bar", `${bar.offsetHeight}px`);
  }).observe(bar);

  let errors = "";
  let shownByHand = false;

  showFacts(ifAllowed(() => localStorage.getItem(FOLDED)) !== "yes");
  show(false);
  fold.addEventListener("click", () => {
    showFacts(facts.hidden);
    ifAllowed(() => localStorage.setItem(FOLDED, facts.hidden ? "yes" : "no"));
  });
  counts.addEventListener("click", () => (panel.hidden ? openByHand() : foldAway()));
  away.addEventListener("click", foldAway);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) foldAway();
  });

  /** @param {boolean} shown */
  function showFacts(shown) {
    facts.hidden = !shown;
    fold.setAttribute("aria-expanded", String(shown));
  }

  /** @param {boolean} shown */
  function show(shown) {
    panel.hidden = !shown;
    for (const each of [...list.querySelectorAll(".warning, .note"), left]) {
      each.toggleAttribute("hidden", !shownByHand); // only errors come up by themselves
    }
    counts.setAttribute("aria-expanded", String(shown));
  }

  function openByHand() {
    shownByHand = true;
    show(true);
    panel.focus();
  }

  function foldAway() {
    const within = panel.contains(shadow.activeElement);
    folded = errors;
    shownByHand = false;
    show(false);
    if (within) (facts.hidden ? fold : counts).focus();
  }

  /** @param {string} text */
  function announce(text) {
    if (said.textContent !== text) said.textContent = text;
  }

  return {
    folded: () => folded,

    /** The server is gone: what stands here will not change. */
    stop() {
      time.textContent = "The preview has stopped. Start it again: make serve.";
      announce(time.textContent);
    },

    /** @param {News} news */
    tell(news) {
      const grave = news.problems.filter((problem) => problem.severity === "error");
      const before = errors;
      errors = JSON.stringify([grave, news.notices]);
      const isGood = grave.length === 0 && news.notices.length === 0;
      if (isGood) errors = "";
      list.replaceChildren(...news.notices.map(notice), ...news.problems.map(item));
      title.textContent = news.notices.length ? "Look at the terminal" : sentence(news.counts);
      lead.textContent = grave.length ? "The last good page stays until the errors are mended." : "";
      lead.hidden = !grave.length;
      left.textContent = news.left;
      counts.textContent = news.counts;
      counts.classList.toggle("bad", !isGood);
      place.toggleAttribute("data-bad", !isGood);
      place.dataset.edition = String(news.edition);
      mark.textContent = news.mark;
      source.textContent = news.source;
      reading.textContent = news.reading && sentence(news.reading);
      const clock = new Date(news.at).toLocaleTimeString();
      time.textContent = `Read at ${clock} in ${news.seconds} s`;
      for (const part of [mark, source, reading]) part.hidden = !part.textContent;
      show(isGood ? shownByHand && news.problems.length > 0 : shownByHand || errors !== folded);
      if (!isGood && errors !== before) announce([...news.notices, news.counts].join(" "));
      else if (isGood) announce(before ? "All errors are mended." : "");
    },
  };
}

/** @param {string} text */
function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {string} text */
function notice(text) {
  return element("li", { class: "error" }, element("p", { class: "message" }, text));
}

/** @param {Problem} problem */
function item(problem) {
  const said = problem.field ? `${problem.field}: ${problem.message}` : problem.message;
  const parts = [
    element("p", { class: "place" }, element("strong", {}, problem.severity), " ", element("code", {}, problem.place)),
    element("p", { class: "message" }, said),
  ];
  if (problem.line) {
    const quote = `${problem.line}\n${problem.caret}`;
    parts.push(element("pre", { tabindex: "0", "aria-label": "The line", role: "group" }, quote));
  }
  if (problem.hint) parts.push(element("p", { class: "hint" }, problem.hint));
  return element("li", { class: problem.severity }, ...parts);
}

// The socket

/**
 * @param {DOMStringMap} edition which content of the page this is
 * @param {ReturnType<typeof frame>} shown
 */
function connect(edition, shown) {
  const address = new URL("/.preview/socket", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  let wait = FIRST_WAIT_MS;
  let leaving = false;
  /** @type {WebSocket} */
  let socket;

  new PerformanceObserver((entries) => {
    if (socket?.readyState === WebSocket.OPEN) send({ uses: paths(entries.getEntries()) });
  }).observe({ type: "resource" });
  open();

  function open() {
    socket = new WebSocket(address);
    socket.addEventListener("open", () => {
      wait = FIRST_WAIT_MS;
      send({
        command: "hello",
        page: decodeURIComponent(location.pathname),
        digest: edition.digest,
        edition: Number(edition.edition),
        run: edition.run,
        uses: paths(performance.getEntriesByType("resource")),
      });
    });
    socket.addEventListener("message", (event) => hear(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      if (leaving) return;
      shown.stop();
      setTimeout(open, wait);
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    });
  }

  /** @param {object} message */
  function send(message) {
    socket.send(JSON.stringify(message));
  }

  /** @param {{command: string} & News} said */
  function hear(said) {
    if (leaving) return;
    if (said.command === "reload" || !swapStyles(said.css)) {
      leaving = true;
      keep(shown.folded());
      location.reload();
      return;
    }
    shown.tell(said);
  }
}

/**
 * @param {PerformanceEntry[]} entries
 * @returns {string[]} the site's own files among them
 */
function paths(entries) {
  return entries
    .map((entry) => new URL(entry.name))
    .filter((url) => url.origin === location.origin && !url.pathname.startsWith("/.preview/"))
    .map((url) => decodeURIComponent(url.pathname));
}

const mine = /** @type {HTMLElement} */ (document.querySelector("script[data-preview]"));
const kept = taken();
const shown = frame(kept?.folded ?? "");
if (kept) restore(kept);
connect(mine.dataset, shown);
