import type { Compared } from "counterfoil";
import { useState } from "preact/hooks";
import type { Picture } from "../model/engine";
import { hosted } from "../model/host";
import { compareAll, draftPublication, publish, type Drafted } from "../model/publish";
import { may } from "../model/session";
import { count, money, showFullTime } from "../text/format";
import { t, type Text } from "../text/lang";
import { phrase, whyOf, type Why } from "../text/phrase";
import { Said } from "./said";
import { Sheet } from "./sheet";

/** An edited rulebook of a server takes the active one's place: looked at for every account that has that, then from a date on. */
export function Publish({ picture, edited }: { picture: Picture; edited: boolean }) {
  const [drafted, draft] = useState<Drafted>();
  const [compared, compare] = useState<Compared>();
  const [begins, begin] = useState("");
  const [came, say] = useState<Why>();
  const [busy, work] = useState(false);
  if (hosted.value === undefined || !may("rules")) return null;
  const current = drafted?.text === picture.scenario.rulebook ? drafted : undefined;
  const during = async (doing: () => Promise<Why | undefined>) => {
    work(true);
    say(await doing().catch(whyOf));
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
      return refused === undefined ? phrase("From {0} on it takes the active one's place.", () => showFullTime(time)) : phrase("Not published: {0}.", refused);
    });
  const stuck = current?.moved.filter(({ movable }) => !movable) ?? [];
  return (
    <section class="card" aria-labelledby="publish-title" data-testid="publish">
      <header class="card-head">
        <h2 id="publish-title">{t("Publish")}</h2>
      </header>
      {!edited && <p class="quiet">{t("Edit it first: this is the one that is active.")}</p>}
      <p class="tools">
        <button type="button" data-testid="publish-look" disabled={!edited || busy} onClick={() => void look()}>
          {t("See whose accounts would go over")}
        </button>
        {current !== undefined && (
          <button type="button" class="plain" data-testid="publish-compare" disabled={busy} onClick={() => void hold()}>
            {t("Compare it over their facts")}
          </button>
        )}
      </p>
      {current !== undefined && (
        <p data-testid="publish-moved">
          {t(movedWords(current.more, stuck.length > 0), count(current.moved.length, "account"), stuck.map(({ account }) => account).join(", "))}
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
            <span>{t("From this day on, as it begins in UTC")}</span>
            <input type="date" data-testid="publish-from" value={begins} onInput={(event) => begin(event.currentTarget.value)} />
          </label>
          <button type="submit" data-testid="publish-go" disabled={busy || begins === ""}>
            {t("Publish")}
          </button>
        </form>
      )}
      <Said text={came} testid="publish-came" />
    </section>
  );
}

/** How many accounts would go over, and which of them cannot. */
function movedWords(more: boolean, stuck: boolean): Text {
  if (stuck) return more ? "{0} and more would go over, but {1} cannot be carried on by it." : "{0} would go over, but {1} cannot be carried on by it.";
  return more ? "{0} and more would go over." : "{0} would go over.";
}

/** What each would have been charged more or less, and all of them together. */
function Sums({ compared, currency }: { compared: Compared; currency: string }) {
  return (
    <div data-testid="publish-compared">
      <Sheet caption={t("What was charged, and what would have been")} heads={[t("Account"), { amount: t("By the active") }, { amount: t("By this one") }, { amount: t("Difference") }]}>
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
          <th scope="row">{t("All of them")}</th>
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
