import rulebook from "../../../core/presets/prepaid-cpaas.json?raw";
import { noRecharge, noSpend, untouched, type Scenario } from "../model/scenario";
import { card, customer, days, lines, use } from "./story";

const calls = ["620", "540", "710", "480", "650", "130", "90"];
const messages = ["210", "260", "190", "240", "330", "40", "25"];

/** Two subaccounts on one balance, a coupon, promotional credit that ends, a card about to expire. */
export const cpaas: Scenario = {
  ...untouched,
  title: "Prepaid calls and messages, two subaccounts",
  account: "prepaid-cpaas",
  opened: "2026-03-16T00:00:00Z",
  as_of: "2026-04-17T15:00:00Z",
  payments: "succeed",
  recharge: { ...noRecharge, enabled: true, threshold: "40", amount: "50", per_month: "400" },
  spend: { ...noSpend, enabled: true, daily_notification: "15" },
  alert_days: "5",
  addresses: "owner@example.com",
  customer,
  rulebook,
  events: lines([
    card("card-1", "2026-03-16T08:00:00Z", "card_4242", "Visa", "2026-04"),
    { type: "top_up", id: "top-up-1", time: "2026-03-16T08:05:00Z", amount: "150", method: "card_4242" },
    { type: "coupon_redeemed", id: "coupon-1", time: "2026-03-16T08:10:00Z", coupon: "WELCOME10" },
    { type: "subaccount_changed", id: "sub-1", time: "2026-03-16T08:15:00Z", subaccount: "support", enabled: true },
    { type: "subaccount_changed", id: "sub-2", time: "2026-03-16T08:16:00Z", subaccount: "campaigns", enabled: true },
    {
      type: "credit_granted",
      id: "spring",
      time: "2026-03-23T09:00:00Z",
      source: "promotional",
      amount: "30",
      until: "2026-03-26T00:00:00Z",
      priority: 20,
      reason: "spring offer",
    },
    ...days("2026-03-17", 31, "14:00").flatMap(({ date, time, weekday }) => [
      use(`${date}.calls`, time, "voice.outbound", calls[(weekday + 6) % 7]!, "minute", {
        destination: "12025550100",
        subaccount: "support",
      }),
      use(`${date}.messages`, time, "sms.outbound", messages[(weekday + 6) % 7]!, "message", {
        destination: "12025550199",
        subaccount: "campaigns",
      }),
    ]),
    {
      type: "hold_requested",
      id: "call-now",
      time: "2026-04-17T14:50:00Z",
      product: "voice.outbound",
      destination: "447700900123",
      quantity: "60",
      unit: "minute",
      subaccount: "support",
      until: "2026-04-17T16:00:00Z",
    },
  ]),
};
