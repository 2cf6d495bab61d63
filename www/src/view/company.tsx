import type { Party, Registration } from "counterfoil";
import { useState } from "preact/hooks";
import { tryOut, type Act } from "../model/acting";
import type { Picture } from "../model/engine";
import { t, type Text } from "../text/lang";
import { phrase } from "../text/phrase";
import { useDoing } from "./doing";
import { Input } from "./input";
import { InShort } from "./problems";
import { Said } from "./said";
import { Sentence } from "./sentence";

const places = [
  ["name", "Legal name"],
  ["street", "Street and number"],
  ["postcode", "Postcode"],
  ["city", "Town"],
  ["region", "State or county, where tax goes by it"],
  ["country", "Country, two letters"],
  ["email", "Where invoices go"],
] as const satisfies readonly (readonly [string, Text])[];

/** The fields of a party that are texts, as they are typed. */
interface Typed extends Record<(typeof places)[number][0], string> {
  business: boolean;
  vat: string;
}

const vatOf = (party: Party | undefined) => party?.registrations?.find(({ kind }) => kind === "vat");

const typedOf = (party: Party | undefined): Typed => {
  const texts = Object.fromEntries(places.map(([name]) => [name, party?.[name] ?? ""]));
  return { ...(texts as unknown as Typed), business: party?.business ?? false, vat: vatOf(party)?.value ?? "" };
};

/** Everything else that is known of the customer stays as it is. A number that is typed anew is not verified. */
function partyOf(before: Party | undefined, { business, vat, ...texts }: Typed) {
  const kept = vatOf(before);
  const others = (before?.registrations ?? []).filter((one) => one !== kept);
  const number: Partial<Registration>[] =
    vat === "" ? [] : [kept?.value === vat ? kept : { country: kept?.country ?? texts.country, kind: "vat", value: vat }];
  const filled = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
  const rest = Object.fromEntries(Object.entries(before ?? {}).filter(([name]) => !(name in texts)));
  return { ...rest, ...filled, business, registrations: [...others, ...number] };
}

/** Who is billed: name, address and tax numbers, judged by the engine while they are typed. */
export function Company({ picture }: { picture: Picture }) {
  const doing = useDoing("settings", picture);
  const { customer } = picture.applied.state;
  const [typed, type] = useState<Typed>();
  const now = typed ?? typedOf(customer);
  const change: Act = { type: "customer_changed", customer: partyOf(customer, now) };
  const edited = typed !== undefined && JSON.stringify(typed) !== JSON.stringify(typedOf(customer));
  const problems = edited ? tryOut(picture, change).problems : [];
  const vat = vatOf(customer);
  const of = (path: string) => problems.filter((problem) => problem.path.startsWith(`/customer/${path}`));
  const input = (name: keyof Typed & string, label: Text, path: string) => (
    <Input
      key={name}
      label={t(label)}
      words
      value={String(now[name])}
      set={(text) => type({ ...now, [name]: text })}
      testid={`company-${name}`}
      wrong={of(path)}
    />
  );
  const shown = [...places.map(([name]) => name), "registrations"];
  const elsewhere = problems.filter(({ path }) => !shown.some((name) => path.startsWith(`/customer/${name}`)));
  return (
    <section class="card" aria-labelledby="company-title" data-testid="company">
      <header class="card-head">
        <h2 id="company-title">{t("Who is billed")}</h2>
      </header>
      <form
        class="usage"
        onSubmit={(event) => {
          event.preventDefault();
          void doing.go(change, phrase("Kept: from now on it stands on invoices.")).then(() => type(undefined));
        }}
      >
        {places.map(([name, label]) => input(name, label, name))}
        {input("vat", "VAT number", "registrations")}
        <label class="tick">
          <input
            type="checkbox"
            data-testid="company-business"
            checked={now.business}
            onChange={(event) => type({ ...now, business: event.currentTarget.checked })}
          />{" "}
          {t("It is a business")}
        </label>
        <button
          type="submit"
          data-testid="company-go"
          disabled={!doing.may || doing.busy || !edited || problems.length > 0}
        >
          {t("Keep")}
        </button>
      </form>
      {elsewhere.map((problem) => (
        <p class="wrong" key={problem.code + problem.path}>
          <InShort of={problem} />
        </p>
      ))}
      <ul class="quiet rows" data-testid="registrations">
        {(customer?.registrations ?? []).map(({ country, kind, value, verified_on }) => (
          <li key={country + kind + value}>
            <span>
              <Sentence text={t("{0} {1}: {2}")} slots={[kind === "vat" ? t("VAT") : t("Local tax"), country, <bdi>{value}</bdi>]} />
            </span>
            <span class={verified_on === undefined ? "chip payment-pending" : "chip payment-paid"}>
              {verified_on === undefined ? t("not verified") : t("verified {0}", verified_on)}
            </span>
          </li>
        ))}
      </ul>
      {vat !== undefined && vat.verified_on === undefined && (
        <p class="quiet">{t("Tax is charged as for a customer without a number until an authority has confirmed it.")}</p>
      )}
      <Said text={doing.came} testid="company-came" />
    </section>
  );
}
