// What waits to be sent, in the browser's own database (IndexedDB), in the order it was pressed. An
// entry: { id, desk, path, values: [[name, text]…], key, card, said, fields: [[name, label]…],
// pressed (milliseconds), state: "", "refused" or "dropped", why, code }. `desk` says whose file it
// is for: two data folders may be served at one address, one after the other.
const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("decroche", 1);
  asked.onupgradeneeded = () =>
    asked.result.createObjectStore("outbox", { keyPath: "id", autoIncrement: true });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});
opened.catch(() => {}); // said by each who asks

async function within(mode, work) {
  const transaction = (await opened).transaction("outbox", mode);
  return new Promise((resolve, reject) => {
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error);
    work(transaction.objectStore("outbox"), (value) => (result = value));
  });
}

// Where the browser keeps nothing (no database, no room left), what waits is in the page, as long
// as that is open: the browser asks before it is left.
const page = new Map();
addEventListener("beforeunload", (event) => page.size && event.preventDefault());

export const all = async (desk) => {
  const found = await within("readonly", (store, give) => {
    store.getAll().onsuccess = (event) => give(event.target.result);
  }).catch(() => []);
  // What is in the page alone stands where it was pressed.
  for (const one of page.values()) {
    const at = found.findIndex(({ pressed }) => pressed > one.pressed);
    found.splice(at < 0 ? found.length : at, 0, one);
  }
  return found.filter((entry) => entry.desk === desk);
};

// Adds an entry, unless one with its key waits already: gives that one instead. One that was
// refused waits for her, and keeps no other from being sent.
const same = (entry, others) =>
  others.find(
    (other) =>
      entry.key && !other.state && other.desk === entry.desk && other.key === entry.key,
  );
export const add = (entry) =>
  within("readwrite", (store, give) => {
    store.getAll().onsuccess = (event) => {
      const twin = same(entry, event.target.result);
      if (twin) return give(twin);
      store.add(entry).onsuccess = (added) =>
        give({ ...entry, id: added.target.result, fresh: true });
    };
  }).catch(() => {
    const twin = same(entry, [...page.values()]);
    if (twin) return twin;
    entry.id = -entry.pressed;
    page.set(entry.id, entry);
    return { ...entry, fresh: true };
  });

// An entry as it is now; none when it is gone.
export const find = async (id) =>
  page.get(id) ||
  within("readonly", (store, give) => {
    store.get(id).onsuccess = (event) => give(event.target.result);
  });

// Changes an entry that is still there; gives it as it is then.
export async function change(id, changes) {
  const here = page.get(id);
  if (here) return Object.assign(here, changes);
  return within("readwrite", (store, give) => {
    store.get(id).onsuccess = ({ target: { result } }) => {
      if (result) store.put(Object.assign(result, changes));
      give(result);
    };
  });
}
export const drop = async (id) =>
  page.delete(id) || within("readwrite", (store) => void store.delete(id));
