import rulebook from "../../../tests/cases/telephone/prepaid.json?raw";
import { noRecharge, untouched, type Scenario } from "../model/scenario";
import { card, lines, use } from "./story";

/** Minutes of a day: day, evening, night, international. Together the published minutes of customer c0001. */
const minutes: readonly (readonly [day: string, evening: string, night: string, international: string])[] = [
  ["0", "0", "8.2", "0"],
  ["14.6", "6.1", "0", "0"],
  ["0", "9.4", "12.7", "0"],
  ["0", "11.8", "4.4", "0"],
  ["18.3", "3.2", "0", "1.5"],
  ["12.9", "0", "15.1", "0"],
  ["9.7", "8.8", "6.3", "0"],
  ["16.4", "5.5", "9.9", "0"],
  ["11.2", "12.3", "0", "0"],
  ["0", "7.7", "18.6", "2.8"],
  ["0", "14.2", "11.5", "0"],
  ["13.1", "4.9", "7.2", "0"],
  ["15.8", "6.6", "0", "0"],
  ["8.5", "9.1", "13.4", "0"],
  ["19.2", "2.4", "5.8", "0"],
  ["10.6", "10.7", "8.9", "1.9"],
  ["0", "8.3", "16.2", "0"],
  ["0", "13.5", "9.3", "0"],
  ["12.4", "0", "6.7", "0"],
  ["17.1", "7.4", "0", "0"],
  ["9.3", "5.8", "14.8", "0"],
  ["14.9", "6.9", "4.1", "0"],
  ["6.8", "11.6", "10.2", "3.8"],
  ["0", "9.7", "12.1", "0"],
  ["0", "8.1", "17.2", "0"],
  ["13.7", "3.9", "6.6", "0"],
  ["11.5", "4.2", "8.5", "0"],
  ["16.9", "5.3", "7.1", "0"],
  ["12.2", "0", "9.9", "0"],
  ["0", "0", "0", "0"],
  ["0", "0", "0", "0"],
];

const products = [
  ["call.day", "14:10"],
  ["call.evening", "19:45"],
  ["call.night", "23:20"],
  ["call.international", "16:30"],
] as const;

function events(): string {
  const calls = minutes.flatMap((day, place) => {
    const date = `2026-01-${String(place + 1).padStart(2, "0")}`;
    return products.flatMap(([product, time], kind) => {
      const quantity = day[kind];
      return quantity === undefined || quantity === "0" ? [] : [use(`${date}.${product}`, `${date}T${time}:00Z`, product, quantity, "minute")];
    });
  });
  return lines([
    card("card", "2026-01-01T08:55:00Z", "card_4242", "Visa", "2031-12"),
    { type: "top_up", id: "top-up-1", time: "2026-01-01T09:00:00Z", amount: "50.00", method: "card_4242" },
    ...calls,
  ]);
}

/** A telephone customer's month on a prepaid balance. */
export const telephone: Scenario = {
  ...untouched,
  title: "A telephone customer's month",
  account: "telephone",
  opened: "2026-01-01T00:00:00Z",
  as_of: "2026-01-31T12:00:00Z",
  payments: "succeed",
  recharge: {
    ...noRecharge,
    enabled: true,
    threshold: "20",
    amount: "25",
    method: "card_4242",
    per_day: "100",
    per_month: "500",
  },
  alerts: null,
  addresses: "owner@example.com",
  rulebook,
  events: events(),
};
