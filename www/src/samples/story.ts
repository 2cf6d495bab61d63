import type { PartyInput } from "counterfoil";

/** Events as lines, each with an id of its own place. */
export const lines = (events: readonly object[]) => events.map((event) => JSON.stringify(event)).join("\n");

/** So many days from a date on, at an hour. */
export const days = (from: string, count: number, hour: string) =>
  Array.from({ length: count }, (_, place) => {
    const date = new Date(Date.parse(`${from}T00:00:00Z`) + place * 86_400_000).toISOString().slice(0, 10);
    return { date, time: `${date}T${hour}:00Z`, weekday: new Date(`${date}T00:00:00Z`).getUTCDay(), place };
  });

/** A usage of a rulebook's product. */
export const use = (id: string, time: string, product: string, quantity: string, unit: string, more: object = {}) => ({
  type: "usage",
  id,
  time,
  product,
  quantity,
  unit,
  ...more,
});

/** A card that an owner has added. */
export const card = (id: string, time: string, method: string, brand: string, expires: string) => ({
  type: "method_added",
  id,
  time,
  method: { type: "card", method, brand, last4: method.slice(-4), expires },
});

/** Who is billed: a business that owes the tax itself, so that prices are what is paid. */
export const customer: PartyInput = {
  name: "Sample Customer S.A.",
  business: true,
  street: "1 rue du Marché",
  city: "Luxembourg",
  postcode: "1728",
  country: "LU",
  registrations: [{ country: "LU", kind: "vat", value: "LU88223668", verified_on: "2025-12-01" }],
};
