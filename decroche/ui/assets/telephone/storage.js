// What this telephone keeps in its browser. Where that keeps nothing (private browsing, no room
// left), it is in the page alone, as long as that is open.
const page = new Map();

function inBrowser(act) {
  try {
    return act(localStorage);
  } catch {
    return undefined; // who reads gets nothing; who writes is told by `alone`
  }
}

export function read(name) {
  const text = page.get(name) ?? inBrowser((browser) => browser.getItem(name));
  return text ? JSON.parse(text) : null;
}

export function write(name, value) {
  const text = JSON.stringify(value);
  const kept = inBrowser((browser) => {
    browser.setItem(name, text);
    return true;
  });
  if (kept) page.delete(name);
  else page.set(name, text);
}

export function drop(name) {
  page.delete(name);
  inBrowser((browser) => browser.removeItem(name));
}

// Whether something is in the page alone: this, or anything.
export const alone = (name) =>
  [...page].some(([one, text]) => text !== "[]" && (!name || one === name));
