// The file as text, so that it is there wherever JavaScript is, at once, without a request.
import { length, letters, order, text } from "./bytes.js";

export const source = () => new WebAssembly.Module(decode());

/** `xtask/src/letters.rs` says how a byte is written. A plain loop: a callback for each byte takes forty times as long. */
function decode() {
  const ranks = new Uint8Array(128);
  for (let rank = 0; rank < letters.length; rank += 1) ranks[letters.charCodeAt(rank)] = rank;
  const meant = Uint8Array.from(order.match(/../g), (hex) => Number.parseInt(hex, 16));
  const singles = letters.length - 2;
  const bytes = new Uint8Array(length);
  for (let at = 0, from = 0; at < length; at += 1, from += 1) {
    let rank = ranks[text.charCodeAt(from)];
    if (rank >= singles) {
      from += 1;
      rank = singles * (rank - singles + 1) + ranks[text.charCodeAt(from)];
    }
    bytes[at] = meant[rank];
  }
  return bytes;
}
