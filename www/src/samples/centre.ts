import rulebook from "../../../core/presets/prepaid-ladder.json?raw";
import { noRecharge, untouched, type Scenario } from "../model/scenario";
import { card, customer, days, lines, use } from "./story";

const minutes = ["2400", "2150", "2600", "2300", "1900", "300", "0"];

/** A contact centre: the fixed amount repeated until the threshold is met again, and a goodwill credit in between. */
export const centre: Scenario = {
  ...untouched,
  title: "Prepaid contact centre, recharged in steps",
  account: "prepaid-ladder",
  opened: "2026-05-04T00:00:00Z",
  as_of: "2026-05-29T18:00:00Z",
  payments: "succeed",
  recharge: { ...noRecharge, enabled: true, threshold: "100", amount: "25", per_day: "200" },
  addresses: "owner@example.com, finance@example.com",
  customer,
  rulebook,
  events: lines([
    card("card-1", "2026-05-04T07:00:00Z", "card_4444", "Mastercard", "2028-11"),
    { type: "top_up", id: "top-up-1", time: "2026-05-04T07:05:00Z", amount: "200", method: "card_4444" },
    ...days("2026-05-05", 24, "16:00").map(({ date, time, weekday }) =>
      use(`${date}.calls`, time, "call.agent", minutes[(weekday + 6) % 7]!, "minute", { destination: "12025550100" }),
    ),
    use("campaign", "2026-05-20T17:00:00Z", "call.agent", "3600", "minute", { destination: "442079460000" }),
    {
      type: "credit_granted",
      id: "goodwill",
      time: "2026-05-21T10:00:00Z",
      source: "promotional",
      amount: "20",
      until: "2026-06-30T00:00:00Z",
      reason: "goodwill after an outage",
    },
    {
      type: "hold_requested",
      id: "shift",
      time: "2026-05-29T17:30:00Z",
      product: "call.agent",
      destination: "12025550100",
      quantity: "240",
      unit: "minute",
      until: "2026-05-29T22:00:00Z",
    },
  ]),
};
