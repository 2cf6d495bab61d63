import rulebook from "../../../core/presets/seat-invoiced.json?raw";
import { untouched, type Scenario } from "../model/scenario";
import { card, customer, days, lines, use } from "./story";

const conversations = ["64", "71", "58", "80", "66", "12", "5"];

/** An organisation that pays for seats by invoice: seats come and go within a month, with a discount at the start. */
export const organisation: Scenario = {
  ...untouched,
  title: "An organisation billed by seats",
  account: "seat-invoiced",
  opened: "2026-05-04T00:00:00Z",
  as_of: "2026-06-18T18:00:00Z",
  payments: "succeed",
  addresses: "accounts@example.com",
  customer,
  rulebook,
  events: lines([
    card("card-1", "2026-05-04T08:00:00Z", "card_8210", "Visa", "2029-05"),
    { type: "discount_taken", id: "pilot", time: "2026-05-04T08:02:00Z", discount: "PILOT15" },
    { type: "subscribed", id: "workspace", time: "2026-05-04T08:05:00Z", subscription: "workspace", plan: "workspace", quantity: "1" },
    { type: "subscribed", id: "seats", time: "2026-05-04T08:10:00Z", subscription: "seats", plan: "seat", quantity: "12" },
    ...days("2026-05-05", 45, "16:00").map(({ date, time, weekday }) =>
      use(`${date}.talks`, time, "conversations", conversations[(weekday + 6) % 7]!, "conversation"),
    ),
    { type: "subscription_changed", id: "more", time: "2026-05-20T09:00:00Z", subscription: "seats", quantity: "15" },
    { type: "coupon_redeemed", id: "welcome", time: "2026-05-21T09:00:00Z", coupon: "WELCOME20" },
    { type: "subscription_changed", id: "fewer", time: "2026-06-10T09:00:00Z", subscription: "seats", quantity: "14" },
  ]),
};
