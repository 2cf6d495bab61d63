import { engineDigest } from "counterfoil";
import type { Scenario } from "./scenario";

/** A fragment longer than this is no link any more. */
const LINK_MAX = 32_000;
/** A link that unpacks to more than this is not read on. */
const TEXT_MAX = 4_000_000;

export interface Shared {
  scenario: Scenario;
  /** The engine that the link was made with. */
  engine: string;
}

/** The scenario as a fragment, which browsers keep to themselves; nothing when it is too long for a link. */
export async function toFragment(scenario: Scenario): Promise<string | undefined> {
  const text = JSON.stringify({ version: 1, engine: engineDigest, scenario });
  const packed = await bytes(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw")), TEXT_MAX);
  const fragment = `#s=${base64url(packed)}`;
  return fragment.length > LINK_MAX ? undefined : fragment;
}

/** The scenario of a fragment; nothing when the fragment is not one of ours. */
export async function fromFragment(fragment: string): Promise<Shared | undefined> {
  if (!fragment.startsWith("#s=")) return undefined;
  try {
    const packed = Uint8Array.from(atob(fragment.slice(3).replaceAll("-", "+").replaceAll("_", "/")), (char) =>
      char.charCodeAt(0),
    );
    const text = await bytes(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")), TEXT_MAX);
    const { version, engine, scenario } = JSON.parse(new TextDecoder().decode(text)) as { version: number } & Shared;
    return version === 1 && isScenario(scenario) ? { engine: String(engine), scenario } : undefined;
  } catch {
    return undefined;
  }
}

function isScenario(value: Scenario): boolean {
  const texts = [
    value.title,
    value.account,
    value.opened,
    value.as_of,
    value.payments,
    value.addresses,
    value.rulebook,
    value.events,
  ];
  const { enabled, ...amounts } = value.recharge;
  const parts = ["threshold", "amount", "method", "per_trigger", "per_day", "per_month"] as const;
  return (
    texts.every((text) => typeof text === "string") &&
    (value.alerts === null || typeof value.alerts === "string") &&
    typeof enabled === "boolean" &&
    parts.every((part) => typeof amounts[part] === "string")
  );
}

async function bytes(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let reader = stream.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    if (length > limit) throw new RangeError("the link is too long");
  }
  const whole = new Uint8Array(length);
  chunks.reduce((place, chunk) => (whole.set(chunk, place), place + chunk.length), 0);
  return whole;
}

function base64url(packed: Uint8Array): string {
  const text = Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
