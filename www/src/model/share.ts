import { engineDigest } from "counterfoil";
import { isOutlook, outlookAtFirst, type Outlook } from "./outlook";
import { fieldsOf } from "./settings";
import { noRecharge, noSpend, untouched, type Scenario } from "./scenario";

/** A link longer than this is no link any more. */
const LINK_MAX = 32_000;
/** A link that unpacks to more than this is not read on. */
const TEXT_MAX = 4_000_000;

/** Version 1 knew fewer settings, and they were untouched. */
const VERSION = 2;

export interface Shared {
  scenario: Scenario;
  outlook: Outlook;
  /** The engine that the link was made with. */
  engine: string;
}

/** The scenario as a part of the fragment, which browsers keep to themselves; nothing when it is too long for a link. */
export async function toQuery(scenario: Scenario, outlook: Outlook): Promise<string | undefined> {
  const text = JSON.stringify({ version: VERSION, engine: engineDigest, scenario, outlook });
  const packed = await bytes(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw")), TEXT_MAX);
  const query = `s=${base64url(packed)}`;
  return query.length > LINK_MAX ? undefined : query;
}

/** The scenario of such a part; nothing when it is not one of ours. */
export async function fromQuery(query: string): Promise<Shared | undefined> {
  if (!query.startsWith("s=")) return undefined;
  try {
    const packed = Uint8Array.from(atob(query.slice(2).replaceAll("-", "+").replaceAll("_", "/")), (char) =>
      char.charCodeAt(0),
    );
    const text = await bytes(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")), TEXT_MAX);
    const { version, ...shared } = JSON.parse(new TextDecoder().decode(text)) as { version: number } & Shared;
    if (version !== 1 && version !== VERSION) return undefined;
    const scenario = whole(shared.scenario);
    const outlook = { ...outlookAtFirst, ...shared.outlook };
    return isScenario(scenario) && isOutlook(outlook)
      ? { engine: String(shared.engine), scenario, outlook }
      : undefined;
  } catch {
    return undefined;
  }
}

function whole(scenario: Scenario): Scenario {
  const recharge = { ...noRecharge, ...scenario.recharge };
  return { ...untouched, ...scenario, recharge, spend: { ...noSpend, ...scenario.spend } };
}

const areTexts = (values: object) => Object.values(values).every((value) => typeof value === "string");

function isScenario(value: Scenario): boolean {
  const { alerts, recharge, spend, bank_debit, customer, since, ...texts } = value;
  const { enabled, combine, ...amounts } = recharge;
  const { enabled: limited, ...limits } = spend;
  return (
    areTexts(texts) &&
    typeof texts.rulebook === "string" &&
    typeof texts.events === "string" &&
    (alerts === null || typeof alerts === "string") &&
    [enabled, combine, limited].every((each) => typeof each === "boolean") &&
    areTexts(amounts) &&
    areTexts(limits) &&
    [bank_debit, customer].every((each) => ["undefined", "object"].includes(typeof each)) &&
    (since === undefined ||
      (typeof since.always === "boolean" && ["string", "undefined"].includes(typeof since.state) && isScenario({ ...value, ...fieldsOf(since.settings), since: undefined })))
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
