import type { Picture } from "../model/engine";
import { papers, type Papers } from "../model/live";
import { showDay } from "./format";
import { lang, t } from "./lang";
import { productWords } from "./lines";
import { grantWords, methodWords } from "./words";

/** What people call the things of an account, by the names that its rulebook and its events have for them. */
export interface Names {
  method: (id: string) => string;
  invoice: (id: string) => string;
  plan: (id: string) => string;
  allowance: (id: string, subscription?: string) => string;
  /** A sentence of the engine's, with what it calls by an id called as people know it. */
  said: (text: string) => string;
}

let last: { of: readonly unknown[]; names: Names } | undefined;

/** Made once for what is drawn. */
export function namesOf(picture: Picture): Names {
  const of = [picture, papers.value, lang.value];
  if (last === undefined || last.of.some((each, place) => each !== of[place])) last = { of, names: make(picture, papers.value) };
  return last.names;
}

function make({ applied, offers }: Picture, kept: Papers | undefined): Names {
  const { methods = [], grants, subscriptions = [] } = applied.state;
  const { plans = [], allowances = [], rates } = offers;
  const known = new Map(methods.map((method) => [method.method, methodWords(method)]));
  const invoices = new Map(kept?.invoices.map(({ name, number }) => [name, number]));
  for (const effect of applied.effects) {
    if (effect.type !== "invoice_drafted" || invoices.has(effect.invoice)) continue;
    const { period } = effect.document;
    invoices.set(effect.invoice, period === undefined ? t("of {0}", showDay(effect.time.slice(0, 10))) : t("{0} to {1}", showDay(period.from), showDay(period.until)));
  }
  const method = (id: string) => known.get(id) ?? t("an unknown payment method");
  const plan = (id: string) => plans.find((one) => one.id === id)?.title ?? id.replaceAll(/[._]/g, " ");
  const allowance = (id: string, subscription?: string) => {
    const taken = subscriptions.find((one) => one.subscription === subscription);
    return (taken && plans.find((one) => one.id === taken.plan)?.title) ?? id.replaceAll("_", " ");
  };
  const named = new Map<string, string>([
    ...[...rates.map(({ product }) => product), ...plans.map(({ product }) => product)].filter((id) => /\W|_/.test(id)).map((id) => [id, productWords(id)] as const),
    ...plans.map(({ id }) => id).filter((id) => /\W|_/.test(id)).map((id) => [id, plan(id)] as const),
    ...allowances.map(({ id }) => [id, allowance(id)] as const),
    ...(grants ?? []).map(({ grant, source }) => [grant, t(grantWords[source])] as const),
    ...applied.effects.flatMap((effect) => ("method" in effect ? [[effect.method, method(effect.method)] as const] : [])),
    ...applied.entries.flatMap(({ description }) => / by (\S+)$/.exec(description)?.slice(1).map((id) => [id, method(id)] as const) ?? []),
    ...known,
    ...invoices,
  ]);
  const said = (text: string) =>
    text
      .replace(/(?<= of )\S+(?= from \d)/, plan)
      .replace(/(?<=^expiry of )\S+$/, (id) => named.get(id) ?? "credit")
      .replaceAll(/[\w./-]*\w/g, (word) => named.get(word) ?? word);
  return { method, plan, allowance, invoice: (id) => invoices.get(id) ?? id, said };
}
