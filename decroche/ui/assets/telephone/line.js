// The line to the desk: a session, what is said and answered, and what is told. It comes back by
// itself after a sleep, another network or a new start of the desk.
import { Session, fromHex } from "./sealed.js";
import * as storage from "./storage.js";

export const KEPT = "decroche-telephone";
const PATIENCE = 8000;
const SILENCE = 40000;
const LONGEST = 5000; // milliseconds between two tries

export class NotKnown extends Error {}
export const kept = () => storage.read(KEPT);

async function ask(path, content, keepalive = false) {
  const options = content ? { method: "POST", body: JSON.stringify(content), keepalive } : {};
  const answer = await fetch(path, {
    ...options,
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const { ok, status } = answer;
  if (status === 401 || status === 409) throw new NotKnown();
  if (!ok) throw Object.assign(new Error(), { status });
  return answer.json();
}

export async function opened(who, key) {
  const session = new Session(key, (await ask("name")).name);
  const message = session.seal({});
  const { box } = await ask("open", { who, salt: session.salt, ...message });
  session.answer(message.number, box);
  return session;
}

export async function said(session, content) {
  // It may have waited for others: when it is sent tells how long ago its key was pressed.
  const message = session.seal({ ...content, sent: Date.now() });
  // A touch goes on its way also where the browser leaves the page for the dialler.
  const { box } = await ask("say", message, content.do === "touched");
  return session.answer(message.number, box);
}

export class Line {
  constructor(on) {
    this.on = on; // { told(content), state("with" | "away" | "off") }
    this.known = 0;
    this.asked = Promise.resolve();
  }

  // One thing after the other, so that numbers arrive in order. A session that the desk has
  // forgotten is opened anew, once; NotKnown then means that this telephone was taken off the list.
  say(content) {
    const turn = this.asked.then(async () => {
      const before = this.session;
      try {
        return await said(await this.#ready(), content);
      } catch (error) {
        if (!(error instanceof NotKnown) || !before) throw error;
        this.session = null;
        return said(await this.#ready(), content);
      }
    });
    this.asked = turn.catch(() => {});
    return turn;
  }

  async #ready() {
    if (!this.session) {
      const { who, key } = kept() || {};
      if (!key) throw new NotKnown();
      this.session = await opened(who, fromHex(key));
      // A desk that was started again counts from less when its clock was put back meanwhile.
      this.known = 0;
    }
    return this.session;
  }

  // Asks for what was missed, then listens. Called again when the page wakes up.
  async wake() {
    clearTimeout(this.later);
    this.later = 0;
    this.stream?.close();
    try {
      this.#told(await this.say({ do: "show" }));
      this.#listen();
      this.pause = 0;
    } catch (error) {
      this.lost(error);
    }
  }

  // Nobody answers, or knows this telephone: it asks again after a while.
  lost(error) {
    this.on.state(error instanceof NotKnown ? "off" : "away");
    clearTimeout(this.later);
    this.pause = Math.min(this.pause * 2 || 1000, LONGEST);
    this.later = setTimeout(() => this.wake(), this.pause);
  }

  // A page that is put away hears nothing: the desk then says that its telephone sleeps.
  sleep() {
    clearTimeout(this.silence);
    this.stream?.close();
  }

  // Tries at once, where the next try only waits: she has touched the page.
  hurry() {
    if (this.later) this.wake();
  }

  // A beat says the number of the last change. When that is not here, somebody held it back.
  #told(content) {
    if (content?.beat > this.known) return this.lost();
    if (content?.n > this.known) {
      this.known = content.n;
      this.on.told(content);
    }
    this.on.state("with");
  }

  #listen() {
    const session = this.session;
    const message = session.seal({ after: this.known });
    const stream = new EventSource(`stream?${new URLSearchParams(message)}`);
    const alive = () => {
      clearTimeout(this.silence);
      this.silence = setTimeout(() => this.wake(), SILENCE);
    };
    this.stream?.close(); // of another wake at the same time
    this.stream = stream;
    alive(); // a stream that never opens is noticed as well
    stream.onopen = alive;
    stream.addEventListener("off", () => this.on.state("off"));
    stream.onmessage = (event) => {
      alive();
      try {
        this.#told(session.told(+event.lastEventId, event.data));
      } catch {
        this.session = null;
        this.wake();
      }
    };
    // The address of a stream works once: another try needs another message.
    stream.onerror = () => {
      stream.close();
      if (this.stream !== stream) return;
      this.lost();
    };
  }
}
