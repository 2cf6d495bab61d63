import { noRecharge, untouched, type Scenario } from "../model/scenario";
import { card } from "./story";

/** One price that makes the arithmetic visible: a message costs 1. */
export const messages = (name: string, ladder: number[]) =>
  `{
  "name": "${name}",
  "currency": "USD",
  "rounding": {"scale": 2, "mode": "half_up"},
  "rates": [{"id": "message", "product": "sms", "unit": "message", "price": "1"}],
  "alerts": {"system": ["250", "100", "10"], "own_limit": 3, "recommended": ["100", "10"]},
  "recharge": {"trigger": "below", "ladder_percent": ${JSON.stringify(ladder)}, "charges_limit": 100}
}`;

/** The help page's own example: threshold 100, amount 20, a drop from 100 to 10, five charges. */
export const repeat: Scenario = {
  ...untouched,
  title: "Threshold 100, amount 20: a drop to 10",
  account: "repeat",
  opened: "2026-03-02T00:00:00Z",
  as_of: "2026-03-08T12:00:00Z",
  payments: "succeed",
  recharge: {
    ...noRecharge,
    enabled: true,
    threshold: "100",
    amount: "20",
    method: "card_4242",
  },
  alerts: "",
  addresses: "owner@example.com",
  rulebook: messages("repeat", [75, 50, 25, 0]),
  events: [
    JSON.stringify(card("card", "2026-03-02T00:00:00Z", "card_4242", "Visa", "2031-12")),
    '{"type":"top_up","id":"t1","time":"2026-03-03T09:00:00Z","amount":"100","method":"card_4242"}',
    '{"type":"usage","id":"u1","time":"2026-03-05T15:00:00Z","product":"sms","quantity":"90","unit":"message"}',
  ].join("\n"),
};
