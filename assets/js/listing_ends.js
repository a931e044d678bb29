/** A listing's text comes in; addresses that hand it on come out: an email, a proposal on GitHub. */

const LONGEST_MAIL = 1900; // what Windows hands to a mail program
const LONGEST_PROPOSAL = 6000; // GitHub refuses addresses of over 8 KB

/**
 * An email with the text in it where it fits; else one that asks to attach the file.
 *
 * @param {string} to
 * @param {string} name of the program
 * @param {string} file
 * @param {string} text
 * @returns {{href: string, holdsText: boolean}}
 */
export function mailOf(to, name, file, text) {
  const subject = encodeURIComponent(`Our listing: ${name || file}`);
  const sign = "\r\n\r\nMy name and my work there:\r\nA phone number at which you can check this with us:\r\n";
  const lines = text.replace(/\r?\n/g, "\r\n");
  const whole = `mailto:${to}?subject=${subject}&body=${encodeURIComponent(`${file}\r\n\r\n${lines}${sign}`)}`;
  if (whole.length <= LONGEST_MAIL) return { href: whole, holdsText: true };
  const note = `The file ${file} is attached.${sign}`;
  return { href: `mailto:${to}?subject=${subject}&body=${encodeURIComponent(note)}`, holdsText: false };
}

/**
 * Where GitHub makes a new file with this text, or edits the one that is there.
 *
 * @param {string} place the repository's address, a space and its branch
 * @param {string} file
 * @param {string} text
 * @param {boolean} isNew
 * @returns {{href: string, holdsText: boolean}}
 */
export function proposalOf(place, file, text, isNew) {
  const [repository, branch] = place.split(" ");
  const path = `programs/${file}`;
  if (!isNew) return { href: `${repository}/edit/${encodeURI(branch)}/${path}`, holdsText: false };
  const bare = `${repository}/new/${encodeURI(branch)}?filename=${encodeURIComponent(path)}`;
  const whole = `${bare}&value=${encodeURIComponent(text)}`;
  return whole.length <= LONGEST_PROPOSAL ? { href: whole, holdsText: true } : { href: bare, holdsText: false };
}
