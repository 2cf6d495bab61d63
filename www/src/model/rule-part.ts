import type { Rule, Rulebook, Step } from "counterfoil";

/** The parts of a rulebook that the rules of a room read: the first that the rulebook has is the one. */
const rooms: Record<string, readonly (keyof Rulebook)[]> = {
  rating: ["rates"],
  plan: ["plans"],
  money: ["rounding"],
  alert: ["alerts"],
  recharge: ["recharge"],
  service: ["service"],
  top_up: ["top_up"],
  credit: ["corrections"],
  coupon: ["coupons"],
  settlement: ["settlement"],
  billing: ["billing"],
  overage: ["overage"],
  invoice: ["invoice", "billing"],
  hold: ["holds"],
  bank_debit: ["bank_debit"],
  tax: ["tax"],
};

/** Rules that read another part than their room does. */
const others: Partial<Record<Rule, readonly (keyof Rulebook)[]>> = {
  "rating.allowance": ["allowances"],
  "rating.period": ["billing"],
  "billing.period": ["billing", "zone"],
  "invoice.discount": ["discounts"],
  "invoice.rounding": ["rounding"],
  "balance.available": ["overage"],
};

/** A pointer to the part of a rulebook that a rule reads; nothing where the rulebook says nothing that it could read. */
export function partOf(rule: Rule, rulebook: Rulebook, steps: readonly Step[] = []): string | undefined {
  const room = rule.split(".", 1)[0]!;
  const part = (others[rule] ?? rooms[room])?.find((name) => rulebook[name] !== undefined);
  if (part === undefined) return undefined;
  const place = placeIn(part, rulebook, steps);
  return place === undefined || place === -1 ? `/${part}` : `/${part}/${place}`;
}

/** Which item of a list it was, as the explanation's steps name it. */
function placeIn(part: keyof Rulebook, { rates, allowances = [] }: Rulebook, steps: readonly Step[]) {
  const inputs = (rule: Rule) => steps.filter((step) => step.rule === rule);
  if (part === "rates") {
    const found = inputs("rating.lookup")[0]?.result.replace(/^rate /, "");
    return rates.findIndex(({ id }) => id === found);
  }
  if (part !== "allowances") return undefined;
  const covering = inputs("rating.allowance").flatMap((step) => step.inputs.map(({ name }) => name));
  return allowances.findIndex(({ id }) => covering.includes(id));
}
