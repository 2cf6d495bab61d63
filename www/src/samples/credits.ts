import rulebook from "../../../core/presets/credits-overage.json?raw";
import { noSpend, untouched, type Scenario } from "../model/scenario";
import { card, customer, days, lines, use } from "./story";

const minutes = ["150", "165", "140", "155", "170", "60", "45"];

/** Credits with a line below zero: an invoice that is due, a daily budget, and promotional credit near its end. */
export const credits: Scenario = {
  ...untouched,
  title: "Credits with overage protection, invoiced monthly",
  account: "credits-overage",
  opened: "2026-06-08T00:00:00Z",
  as_of: "2026-07-14T18:00:00Z",
  payments: "succeed",
  spend: { ...noSpend, enabled: true, daily_budget: "15", daily_notification: "9" },
  overage: "100",
  alerts: "25",
  addresses: "owner@example.com",
  customer,
  rulebook,
  events: lines([
    card("card-1", "2026-06-08T08:00:00Z", "card_1881", "Visa", "2029-03"),
    { type: "coupon_redeemed", id: "trial", time: "2026-06-08T08:05:00Z", coupon: "TRIAL5" },
    { type: "top_up", id: "top-up-1", time: "2026-06-08T08:10:00Z", amount: "120", method: "card_1881" },
    ...days("2026-06-09", 36, "15:00").flatMap(({ date, time, weekday }) => [
      use(`${date}.agent`, time, "agent.minutes", minutes[(weekday + 6) % 7]!, "minute"),
      use(`${date}.tokens`, time, "tokens", `${400 + 40 * weekday}000`, "token", { dimensions: { tokens: "output" } }),
    ]),
    use("launch", "2026-06-18T17:00:00Z", "agent.minutes", "110", "minute"),
    { type: "top_up", id: "top-up-2", time: "2026-07-03T10:00:00Z", amount: "80", method: "card_1881" },
    {
      type: "credit_granted",
      id: "summer",
      time: "2026-07-06T09:00:00Z",
      source: "promotional",
      amount: "40",
      until: "2026-08-01T00:00:00Z",
      priority: 10,
      reason: "summer offer",
    },
    {
      type: "hold_requested",
      id: "agent-now",
      time: "2026-07-14T17:30:00Z",
      product: "agent.minutes",
      quantity: "30",
      unit: "minute",
      until: "2026-07-14T19:00:00Z",
    },
  ]),
};
