import rulebook from "../../../core/presets/seat-plan-credit.json?raw";
import { noRecharge, untouched, type Scenario } from "../model/scenario";
import { card, customer, days, lines, use } from "./story";

const domestic = ["5400", "6100", "4800", "6600", "5200", "600", "0"];
const abroad = ["900", "1500", "1200", "720", "1380", "0", "0"];

/** Telephone seats with packages of minutes, numbers and an add-on; credit for what is outside the plan. */
export const seats: Scenario = {
  ...untouched,
  title: "Telephone seats with packages, numbers and credit",
  account: "seat-plan-credit",
  opened: "2026-06-01T00:00:00Z",
  as_of: "2026-06-25T17:00:00Z",
  payments: "succeed",
  recharge: { ...noRecharge, enabled: true, threshold: "15", amount: "25" },
  addresses: "office@example.com",
  customer,
  rulebook,
  events: lines([
    card("card-1", "2026-06-01T08:00:00Z", "card_5100", "Mastercard", "2030-01"),
    { type: "top_up", id: "top-up-1", time: "2026-06-01T08:05:00Z", amount: "60", method: "card_5100" },
    { type: "subscribed", id: "seats", time: "2026-06-01T08:10:00Z", subscription: "seats", plan: "business", quantity: "4" },
    { type: "subscribed", id: "minutes", time: "2026-06-01T08:12:00Z", subscription: "minutes", plan: "prepaid_minutes", quantity: "1" },
    { type: "subscribed", id: "local", time: "2026-06-01T08:15:00Z", subscription: "local", plan: "number_local", quantity: "2" },
    { type: "subscribed", id: "free", time: "2026-06-08T10:00:00Z", subscription: "toll-free", plan: "number_toll_free", quantity: "1" },
    { type: "subscribed", id: "dialer", time: "2026-06-15T09:00:00Z", subscription: "dialer", plan: "dialer", quantity: "2" },
    ...days("2026-06-02", 24, "15:00").flatMap(({ date, time, weekday }) => [
      use(`${date}.home`, time, "call.outbound", domestic[(weekday + 6) % 7]!, "second", { destination: "33142000000" }),
      use(`${date}.abroad`, time, "call.outbound", abroad[(weekday + 6) % 7]!, "second", { destination: "81312345678" }),
      use(`${date}.texts`, time, "sms.outbound", String(6 + weekday), "message"),
    ]),
  ]),
};
