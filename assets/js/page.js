/** What every page does once it is there: each part by itself, so that one that fails stops no other. */

const AT_ONCE = ["./leaving.js", "./language_switch.js"];
const IN_WORDS = ["./ages.js", "./saving.js", "./keeping.js", "./tray.js"];

AT_ONCE.map(mount);
await inWords().catch(report);
IN_WORDS.map(mount);

/** The words of the page's language, for the parts that speak. */
async function inWords() {
  const { load } = await import("./words.js");
  await load(document.documentElement.lang);
}

/** @param {string} file of a module that exports `mount` */
async function mount(file) {
  try {
    const part = await import(file);
    part.mount(document);
  } catch (error) {
    report(error);
  }
}

/** @param {unknown} error */
function report(error) {
  console.error(error);
}
