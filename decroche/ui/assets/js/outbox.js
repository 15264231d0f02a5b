// An outcome is written into the browser before it is sent, and leaves it only when the server has
// answered that it has it. What waits is sent again by itself, in order, at the time it was
// pressed: on any page, after a reload, when the server is back. The key of the card makes it one
// call, however often it is sent. One tab sends at a time.
import { add, all, change, drop, find } from "./store.js";
import { desk, headers, renew } from "./renewal.js";

const LONGEST = 30000;
const PATIENCE = 20000;
const HOLDS = 4000;
const SENT = "decroche-outbox";
const channel = new BroadcastChannel("decroche-outbox");
let pause = 0;
let timer = 0;
const writing = new Set(); // the presses that are just being written into the browser

const loop = () => document.querySelector("form[data-loop]");
const told = (detail) => document.dispatchEvent(new CustomEvent("decroche:outbox", { detail }));

// The next card comes at once, unless something is being written (writing.js).
const arrives = (come) =>
  document.dispatchEvent(new CustomEvent("decroche:arrives", { cancelable: true, detail: come })) &&
  come();

export const waiting = () => all(desk());
export function changed(sent) {
  told(sent);
  channel.postMessage(sent || null);
}

// What is kept of a form that is pressed: the texts with their labels, so that they can be
// corrected.
function entryOf(form, submitter) {
  const values = [...new FormData(form, submitter)]
    .filter(([name]) => name !== "csrfmiddlewaretoken")
    .map(([name, value]) => [name, String(value)]);
  const fields = [...form.elements].filter(
    (node) =>
      node.value &&
      !node.matches(":disabled") &&
      (node.tagName === "TEXTAREA" ||
        (node.tagName === "INPUT" &&
          !["hidden", "checkbox", "submit", "radio"].includes(node.type))),
  );
  return {
    desk: desk(),
    path: form.getAttribute("action"),
    values,
    key: form.elements.key.value,
    card: document.querySelector(".fiche h1")?.textContent.trim() || "",
    said:
      document
        .querySelector(`[name=outcome][value="${CSS.escape(submitter?.value || "")}"] b`)
        ?.textContent.trim() ||
      submitter?.textContent.trim() ||
      "",
    fields: fields.map((node) => [
      node.name,
      node.labels?.[0]?.textContent.trim() || node.getAttribute("aria-label") || node.name,
    ]),
    pressed: Date.now(),
    state: "",
    why: "",
  };
}

async function post(path, values) {
  const answer = await fetch(path, {
    method: "POST",
    body: new URLSearchParams([...values, ["sent_at", Date.now()]]),
    headers: { ...headers(), "HX-Request": "true", "HX-Target": "desk" },
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.status >= 500) throw answer;
  return answer;
}

// The answer; none when this browser's session has ended.
async function answered(path, values) {
  const answer = await post(path, values);
  if (answer.status !== 401 && answer.status !== 403) return answer;
  return (await renew()) && post(path, values);
}

// What is typed in the note while a press waits belongs to it, as long as its card is shown.
async function withNote(entry) {
  const note = document.querySelector("textarea[data-note]");
  const values = entry.values.map(([name, value]) => [name, name === "note" ? note.value : value]);
  const now = { ...entry, values };
  if (entry.values.some(([name, value]) => name === "note" && value !== note.value))
    await change(entry.id, { values }).catch(() => {}); // no room left: it is sent as it is now
  return now;
}

const isShown = (entry) => loop()?.elements.key.value === entry.key;

// The page of the desk in an answer, and why it refuses; throws for that of a network, or a proxy.
async function pageIn(answer, entry) {
  const text = await answer.text();
  const whole = new DOMParser().parseFromString(text, "text/html");
  const page = whole.getElementById("desk");
  if (!page && (answer.ok || whole.body.dataset.desk !== entry.desk)) throw new Error();
  return { text, ...page?.dataset };
}

// Sends a press: "sent", "late" when it was dropped meanwhile, "dropped", "refused", or "ended"
// when this browser's session has ended; throws without an answer.
async function send(waits) {
  const entry = isShown(waits) ? await withNote(waits) : waits;
  const answer = await answered(entry.path, [...entry.values, ["pressed_at", entry.pressed]]);
  if (!answer) return "ended";
  const { text, refused, code } = await pageIn(answer, entry);
  const here = isShown(entry);
  const dropped = (await find(entry.id))?.state; // while it was on its way
  if (!answer.ok && dropped) return ask(entry);
  // What was not understood is said on its card, as long as that is shown.
  const saidThere = here && answer.status === 422;
  if (!answer.ok && !saidThere) return keepWithReason(entry, answer, refused, code);
  await drop(entry.id);
  sessionStorage.setItem(SENT, entry.key);
  if (saidThere) show(entry, text);
  else if (here) arrives(() => (logged(entry), show(entry, text)));
  return dropped ? "late" : "sent";
}

async function keepWithReason(entry, { status }, refused, code = "") {
  const why = refused || document.body.dataset[status === 404 ? "gone" : "refused"];
  await change(entry.id, { state: "refused", code, why });
  return "refused";
}

function logged(entry) {
  if (!isShown(entry)) return;
  const [, note = ""] = entry.values.find(([name]) => name === "note") || [];
  document.dispatchEvent(new CustomEvent("decroche:logged", { detail: { note } }));
}

// Another card may be shown by now: it stays.
function show(entry, text) {
  if (!isShown(entry)) return;
  const target = document.getElementById("desk");
  window.htmx.swap(target, text, { swapStyle: "outerHTML" }, { eventInfo: { target } });
}

// A press that she dropped is sent no more. An earlier try of it may have reached the desk; one
// that reaches it later is refused there, and the card gets another key.
async function ask(entry) {
  const answer = await answered("/calls/drop/", [["key", entry.key]]);
  if (!answer) return "ended";
  if (!answer.ok) return keepWithReason(entry, answer);
  const { kept, key } = await answer.json();
  await drop(entry.id);
  if (!kept) follow(entry.key, key);
  return kept ? "late" : "dropped";
}

const unsent = (entry) => entry.state !== "refused";

async function inOrder() {
  clearTimeout(timer);
  const failed = [];
  const next = (one) => unsent(one) && !failed.includes(one.id);
  for (let entry; (entry = (await waiting()).find(next)); ) {
    try {
      const result = await (entry.state ? ask : send)(entry);
      changed({ key: entry.key, result, entry });
      if (result === "ended") return;
    } catch (error) {
      changed({ key: entry.key, result: error.status === 507 ? "full" : "waits", entry });
      failed.push(entry.id);
      // What the desk itself fails at again and again holds up nothing else.
      if (error.status !== 500 || pause < HOLDS) break;
    }
  }
  if (!failed.length) return (pause = 0);
  pause = Math.min(pause * 2 || 1000, LONGEST);
  timer = setTimeout(drain, pause);
}

// Browsers without locks (plain http addresses) may send twice; the key makes it one call.
export const drain = () =>
  navigator.locks ? navigator.locks.request("decroche-outbox", inOrder) : inOrder();

// Keeps something that could not be sent any other way, to be corrected or dropped.
export async function keepRefused(entry) {
  await add({
    desk: desk(),
    key: "",
    fields: [],
    said: "",
    pressed: Date.now(),
    state: "refused",
    why: document.body.dataset.refused,
    ...entry,
  });
  changed();
}

// Only now does htmx ask whether to send the form: it is sent from here instead.
document.addEventListener("htmx:confirm", async (event) => {
  const form = event.target;
  if (form.matches?.("#undo-form")) return undoInOrder(event);
  if (form.matches?.("#skip-form")) return skipInOrder(event);
  if (form !== loop()) return;
  event.preventDefault();
  document.dispatchEvent(new Event("decroche:pressed"));
  const entry = entryOf(form, event.detail.triggeringEvent?.submitter);
  writing.add(entry);
  const kept = await add(entry);
  writing.delete(entry);
  if (!kept.fresh) told({ key: kept.key, result: "again", entry: kept });
  await drain();
});

// Taking back the last outcome while one waits would take back the one before it.
async function undoInOrder(event) {
  event.preventDefault();
  await drain();
  const left = (await waiting()).find(unsent);
  if (left) return told({ key: left.key, result: "undone", entry: left });
  const form = document.getElementById("undo-form");
  // What was sent first has made the page anew: its form names what is the last outcome now.
  if (form && form !== event.target) form.requestSubmit();
  else event.detail.issueRequest(true);
}

// A card whose outcome is on its way is not passed over, nor is the next one, which she has not
// seen.
async function skipInOrder(event) {
  event.preventDefault();
  const key = loop()?.elements.key.value;
  const left = [...writing, ...(await waiting())];
  const entry = left.find((one) => unsent(one) && one.key === key);
  if (!entry) return event.detail.issueRequest(true);
  const said = { key, result: "skipped", entry };
  told(said);
  await drain();
  told(said);
}

// What this page shows has been sent: the next card comes. When it was dropped the card stays, and
// is logged by its new key from now on. The desk may be away by now: then it comes later.
function follow(key, renewed) {
  const same = () => loop()?.elements.key.value === key;
  const come = () =>
    same() &&
    window.htmx
      .ajax("GET", location.pathname, { target: "#desk", swap: "outerHTML" })
      .catch(() => setTimeout(follow, HOLDS, key));
  if (renewed && same())
    document.querySelector("textarea[data-note]").dataset.claim = loop().elements.key.value = key =
      renewed;
  if (same()) arrives(come);
}

// Another tab has sent it.
channel.onmessage = ({ data }) => {
  told(data);
  if (["sent", "late", "dropped"].includes(data?.result)) follow(data.key);
};
// Or this tab did, from the page before: this one was made just before the outcome arrived, or is
// shown again by “Back”.
addEventListener("pageshow", () => follow(sessionStorage.getItem(SENT)));
for (const name of ["online", "pageshow"]) addEventListener(name, drain);
document.addEventListener("visibilitychange", () => document.hidden || drain());
