import type { Compared } from "counterfoil";
import { useState } from "preact/hooks";
import type { Picture } from "../model/engine";
import { hosted } from "../model/host";
import { compareAll, draftPublication, publish, type Drafted } from "../model/publish";
import { may } from "../model/session";
import { count, money, showFullTime } from "../text/format";
import { Said } from "./said";
import { Sheet } from "./sheet";

/** An edited rulebook of a server takes the active one's place: looked at for every account that has that, then from a date on. */
export function Publish({ picture, edited }: { picture: Picture; edited: boolean }) {
  const [drafted, draft] = useState<Drafted>();
  const [compared, compare] = useState<Compared>();
  const [begins, begin] = useState("");
  const [came, say] = useState("");
  const [busy, work] = useState(false);
  if (hosted.value === undefined || !may("rules")) return null;
  const current = drafted?.text === picture.scenario.rulebook ? drafted : undefined;
  const during = async (doing: () => Promise<string | undefined>) => {
    work(true);
    say((await doing().catch((error: Error) => error.message)) ?? "");
    work(false);
  };
  const look = () =>
    during(async () => {
      const { drafted: found, refused } = await draftPublication();
      draft(found);
      compare(undefined);
      return refused;
    });
  const hold = () =>
    during(async () => {
      const { compared: found, refused } = await compareAll(current!);
      compare(found);
      return refused;
    });
  const go = () =>
    during(async () => {
      const time = new Date(`${begins}T00:00:00Z`).toISOString();
      const refused = await publish(current!, time);
      return refused === undefined ? `From ${showFullTime(time)} on it takes the active one's place.` : `Not published: ${refused}.`;
    });
  const stuck = current?.moved.filter(({ movable }) => !movable) ?? [];
  return (
    <section class="card" aria-labelledby="publish-title" data-testid="publish">
      <header class="card-head">
        <h2 id="publish-title">Publish</h2>
      </header>
      {!edited && <p class="quiet">Edit it first: this is the one that is active.</p>}
      <p class="tools">
        <button type="button" data-testid="publish-look" disabled={!edited || busy} onClick={() => void look()}>
          See whose accounts would go over
        </button>
        {current !== undefined && (
          <button type="button" class="plain" data-testid="publish-compare" disabled={busy} onClick={() => void hold()}>
            Compare it over their facts
          </button>
        )}
      </p>
      {current !== undefined && (
        <p data-testid="publish-moved">
          {count(current.moved.length, "account")}
          {current.more && " and more"} would go over
          {stuck.length > 0 && `, but ${stuck.map(({ account }) => account).join(", ")} cannot be carried on by it`}.
        </p>
      )}
      {current !== undefined && compared !== undefined && <Sums compared={compared} currency={picture.applied.state.currency} />}
      {current !== undefined && (
        <form
          class="usage"
          onSubmit={(event) => {
            event.preventDefault();
            void go();
          }}
        >
          <label>
            <span>From this day on, as it begins in UTC</span>
            <input type="date" data-testid="publish-from" value={begins} onInput={(event) => begin(event.currentTarget.value)} />
          </label>
          <button type="submit" data-testid="publish-go" disabled={busy || begins === ""}>
            Publish
          </button>
        </form>
      )}
      <Said text={came} testid="publish-came" />
    </section>
  );
}

/** What each would have been charged more or less, and all of them together. */
function Sums({ compared, currency }: { compared: Compared; currency: string }) {
  return (
    <div data-testid="publish-compared">
      <Sheet caption="What was charged, and what would have been" heads={["Account", "Amount:By the active", "Amount:By this one", "Amount:Difference"]}>
        {compared.accounts.map(({ account, one, other, difference }) => (
          <tr key={account}>
            <th scope="row">
              <bdi>{account}</bdi>
            </th>
            <td class="number">{money(one.charged, currency)}</td>
            <td class="number">{money(other.charged, currency)}</td>
            <td class="number">{money(difference, currency)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">All of them</th>
          <td />
          <td />
          <td class="number">
            <strong>{money(compared.difference, currency)}</strong>
          </td>
        </tr>
      </Sheet>
    </div>
  );
}
