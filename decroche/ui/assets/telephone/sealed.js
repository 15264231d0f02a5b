// The browser's side of gateways/telephone/sealing.py. Addresses without a certificate have no
// WebCrypto, but getRandomValues. The salt makes the keys of each session new, whoever names it.
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";

const [UP, DOWN, ANSWER] = [1, 2, 3];
const STEP = 256;
const SALT = 12;
const encoder = new TextEncoder();

export const toText = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
export const fromText = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
export const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

function nonce(number) {
  const bytes = new Uint8Array(12);
  new DataView(bytes.buffer).setBigUint64(4, BigInt(number));
  return bytes;
}

export class Session {
  constructor(key, name) {
    this.name = name;
    this.bound = fromText(name);
    const salt = crypto.getRandomValues(new Uint8Array(SALT));
    this.salt = toText(salt);
    this.said = 0;
    this.heard = 0;
    const derived = (from, nonce) =>
      chacha20poly1305(from, nonce).encrypt(new Uint8Array(32)).slice(0, 32);
    const keyOf = (way) => derived(derived(key, Uint8Array.from([...this.bound, way])), salt);
    this.keys = { [UP]: keyOf(UP), [DOWN]: keyOf(DOWN), [ANSWER]: keyOf(ANSWER) };
  }

  // A message to the desk, with its number and name.
  seal(content) {
    const number = ++this.said;
    const plain = encoder.encode(JSON.stringify(content));
    const filled = new Uint8Array(Math.ceil(plain.length / STEP) * STEP).fill(32);
    filled.set(plain);
    return {
      name: this.name,
      number,
      box: toText(chacha20poly1305(this.keys[UP], nonce(number), this.bound).encrypt(filled)),
    };
  }

  #open(way, number, box) {
    return JSON.parse(
      new TextDecoder().decode(
        chacha20poly1305(this.keys[way], nonce(number), this.bound).decrypt(fromText(box)),
      ),
    );
  }

  answer(number, box) {
    return this.#open(ANSWER, number, box);
  }

  // What the desk tells, in order; what was told before is refused.
  told(number, box) {
    const content = this.#open(DOWN, number, box);
    if (number <= this.heard) throw new Error("told before");
    this.heard = number;
    return content;
  }
}
