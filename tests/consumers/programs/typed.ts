import { WORDS } from "counterfoil/elements";
import { worker } from "counterfoil/worker";
import { load, ok, rate, type Rulebook } from "counterfoil";

export async function total(rulebook: Rulebook): Promise<string> {
  await load();
  return ok(rate({ rulebook, usage: [] })).total;
}

export async function apart(rulebook: Rulebook): Promise<string> {
  await using engine = await worker();
  await using prepared = await engine.prepare(rulebook);
  return ok(await prepared.rate({ usage: [] })).total;
}

export const own = worker(new Worker(new URL("./thread.js", import.meta.url), { type: "module" }));

const balance = document.createElement("counterfoil-balance");
balance.words = { ...WORDS.de, balance: "Kontostand" };
document.addEventListener("counterfoil-change", ({ detail }) => (balance.settings = detail.settings));
