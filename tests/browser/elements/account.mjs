// An account with three weeks of calls and messages, under a preset.
import { readFileSync } from "node:fs";

const read = (path) => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8"));
const rulebook = read("core/presets/prepaid-cpaas.json");
const day = (number) => `2026-01-${String(number).padStart(2, "0")}`;
const customer = { name: "Acme GmbH", street: "Weg 1", city: "Berlin", postcode: "10115", country: "DE" };
const recharge = { enabled: false, threshold: "50", amount: "50", method: "card" };
const weeks = Array.from({ length: 17 }, (_, at) => at + 3);

export const account = {
  rulebook,
  open: { account: "acme", time: `${day(1)}T00:00:00Z`, customer, settings: { recharge, alerts: ["60"] } },
  events: [
    { type: "top_up", id: "t1", time: `${day(2)}T09:00:00Z`, amount: "180" },
    { type: "subscribed", id: "s1", time: `${day(2)}T10:00:00Z`, plan: "number_local", subscription: "n1", quantity: "3" },
    ...weeks.flatMap((at) => [
      { type: "usage", id: `m${at}`, time: `${day(at)}T10:00:00Z`, product: "sms.outbound", quantity: String(60 + ((at * 37) % 80)), unit: "message" },
      { type: "usage", id: `c${at}`, time: `${day(at)}T11:00:00Z`, product: "voice.inbound", quantity: String(100 + ((at * 53) % 200)), unit: "minute" },
    ]),
  ],
  as_of: `${day(20)}T00:00:00Z`,
};
