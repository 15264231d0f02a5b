// What this telephone keeps in its browser. Where that keeps nothing (private browsing, no room
// left), it is in the page alone, as long as that is open.
const page = new Map();

export function read(name) {
  let text = page.get(name);
  try {
    text ??= localStorage.getItem(name);
  } catch {
    // A browser that keeps nothing has nothing.
  }
  return JSON.parse(text || "null");
}

export function write(name, value) {
  const text = JSON.stringify(value);
  page.delete(name);
  try {
    localStorage.setItem(name, text);
  } catch {
    page.set(name, text);
  }
}

export const drop = (name) => write(name, null);

// Whether something is in the page alone, so that it would be lost with it.
export const alone = () => [...page.values()].some((text) => !["[]", "null"].includes(text));
