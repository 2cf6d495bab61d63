// From the text to the bytes.
import { letters, order, text } from "./bytes.js";

/**
 * `xtask/src/letters.rs` says how a byte is written: as a letter, or as a mark and a letter. A plain loop, in which a byte
 * takes the place of letters that were read: with a callback for each byte it takes forty times as long.
 */
export function decoded() {
  const singles = letters.length - 2;
  const [first, second] = [letters.charCodeAt(singles), letters.charCodeAt(singles + 1)];
  const [plain, afterFirst, afterSecond] = [0, 1, 2].map((mark) => {
    const meant = new Uint8Array(128);
    for (let place = 0; place < singles; place += 1) {
      const at = 2 * (mark * singles + place);
      meant[letters.charCodeAt(place)] = Number.parseInt(order.slice(at, at + 2), 16);
    }
    return meant;
  });
  const bytes = new TextEncoder().encode(text);
  const { length } = bytes;
  let to = 0;
  for (let from = 0; from < length; from += 1, to += 1) {
    const letter = bytes[from];
    if (letter === first) bytes[to] = afterFirst[bytes[(from += 1)]];
    else if (letter === second) bytes[to] = afterSecond[bytes[(from += 1)]];
    else bytes[to] = plain[letter];
  }
  return bytes.subarray(0, to);
}
