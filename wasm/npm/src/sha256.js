// SHA-256 (FIPS 180-4), for pages over plain http, where the browser does not offer its own.

/** The first 32 bits of the fractional parts of a root of each of the first primes, computed exactly. */
const ROUNDS = roots(64, 3);
const START = roots(8, 2);

/** Gives the 32 bytes of the hash of a view's bytes. */
export function sha256(data) {
  const message = padded(data);
  const view = new DataView(message.buffer);
  const hash = Int32Array.from(START);
  const words = new Int32Array(64);
  for (let block = 0; block < message.length; block += 64) {
    for (let at = 0; at < 16; at += 1) words[at] = view.getInt32(block + 4 * at);
    for (let at = 16; at < 64; at += 1) {
      const [early, late] = [words[at - 15], words[at - 2]];
      const first = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
      const second = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
      words[at] = words[at - 16] + first + words[at - 7] + second;
    }
    mix(hash, words);
  }
  const out = new DataView(new ArrayBuffer(32));
  hash.forEach((word, at) => out.setInt32(4 * at, word));
  return new Uint8Array(out.buffer);
}

/** One block. */
function mix(hash, words) {
  let [a, b, c, d, e, f, g, h] = hash;
  for (let at = 0; at < 64; at += 1) {
    const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[at] + words[at];
    const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (hash[at] += word));
}

const turned = (word, by) => (word >>> by) | (word << (32 - by));

/** The data, a one, zeros, and the length in bits, in whole blocks. */
function padded(data) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const message = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  message.set(bytes);
  message[bytes.length] = 0x80;
  new DataView(message.buffer).setBigUint64(message.length - 8, 8n * BigInt(bytes.length));
  return message;
}

/** `count` words from the square or cube roots of primes, by whole numbers alone: a float has not the places to trust. */
function roots(count, power) {
  const words = [];
  for (let number = 2n; words.length < count; number += 1n) {
    let prime = true;
    for (let by = 2n; by * by <= number; by += 1n) prime &&= number % by !== 0n;
    if (prime) words.push(Number(BigInt.asIntN(32, root(number << BigInt(32 * power), BigInt(power)))));
  }
  return words;
}

/** The whole part of a root. */
function root(number, power) {
  let [low, high] = [0n, 1n << 40n];
  while (low + 1n < high) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= number) low = middle;
    else high = middle;
  }
  return low;
}
