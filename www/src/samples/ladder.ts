import { noRecharge, untouched, type Scenario } from "../model/scenario";
import { messages } from "./repeat";
import { card } from "./story";

const use = (day: string, quantity: string) =>
  `{"type":"usage","id":"u${day}","time":"2026-03-${day}T15:00:00Z","product":"sms","quantity":"${quantity}","unit":"message"}`;

/** A card that is declined: one attempt a rung, suspension below zero, and the owner's way out. */
export const ladder: Scenario = {
  ...untouched,
  title: "A card that is declined, rung by rung",
  account: "ladder",
  opened: "2026-03-02T00:00:00Z",
  as_of: "2026-03-20T12:00:00Z",
  payments: "decline",
  recharge: {
    ...noRecharge,
    enabled: true,
    threshold: "100",
    amount: "40",
    method: "card_0002",
  },
  alerts: "50",
  addresses: "owner@example.com",
  rulebook: messages("ladder", [75, 50, 25, 0]),
  events: [
    JSON.stringify(card("card", "2026-03-02T00:00:00Z", "card_0002", "Visa", "2031-12")),
    '{"type":"top_up","id":"t02","time":"2026-03-02T09:00:00Z","amount":"120","method":"card_0002"}',
    use("04", "15"),
    use("05", "12"),
    use("07", "22"),
    use("09", "26"),
    use("10", "8"),
    use("12", "25"),
    use("13", "24"),
    '{"type":"top_up","id":"t16","time":"2026-03-16T10:00:00Z","amount":"150","method":"bank_1"}',
    use("18", "14"),
    use("19", "9"),
  ].join("\n"),
};
