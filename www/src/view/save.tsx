import { useState } from "preact/hooks";
import { hosted } from "../model/host";
import { editedSettings, save } from "../model/live";
import { session } from "../model/session";
import { reading, recompute } from "../model/whole";
import { change, kept, open, scenario, view } from "../model/state";
import { known, t, type Text } from "../text/lang";
import type { Why } from "../text/phrase";
import { Said } from "./said";

const words: Record<string, Text> = {
  alerts: "alerts",
  alert_days: "the alert on days left",
  addresses: "addresses",
  spend: "daily limits",
  overage_protection: "overage protection",
  recharge: "auto-recharge",
  bank_debit: "the bank debit",
};

/** What was edited of a server's account is a preview until it is kept there. */
export function SaveBar() {
  const [why, say] = useState<Why>();
  const [busy, work] = useState(false);
  const edited = editedSettings();
  const { since } = scenario.value;
  if (edited === undefined || since === undefined) return null;
  const { always } = since;
  const may = session.value?.rights.includes("settings") === true;
  const wrong = view.value.problems.length > 0;
  /** It takes all events to tell; who edits on while they are read keeps what was edited. */
  const look = async (always: boolean) => {
    if (always && kept.value?.whole === undefined) await recompute();
    const now = scenario.value.since;
    if (now !== undefined) change({ since: { ...now, always } });
  };
  const keep = async () => {
    work(true);
    say(await save());
    work(false);
  };
  const parts = [...Object.keys(edited.parts), ...edited.gone].map((part) => known(words[part] ?? part)).join(", ");
  return (
    <aside class="save-bar" aria-label={t("Not saved yet")} data-testid="save-bar">
      <div>
        <p>
          <strong>{t("A preview.")}</strong>{" "}
          {always
            ? t("{0}: shown is what would have been had it always been so. Nothing is kept before it is saved.", parts)
            : t("{0}: shown is what it does from now on. Nothing is kept before it is saved.", parts)}
        </p>
        <label class="tick">
          <input
            type="checkbox"
            data-testid="always"
            checked={always}
            disabled={reading.value}
            onChange={(event) => void look(event.currentTarget.checked)}
          />{" "}
          {t("What would it have done, had it always been so?")}
        </label>
      </div>
      <div class="tools">
        <button type="button" data-testid="save" disabled={busy || wrong || !may || edited.gone.length > 0} onClick={() => void keep()}>
          {busy ? t("Saving…") : t("Save on the server")}
        </button>
        <button type="button" class="plain" data-testid="discard" onClick={() => open(hosted.value!.scenario, undefined, kept.value)}>
          {t("Discard")}
        </button>
      </div>
      {edited.gone.length > 0 && <p class="quiet">{t("What was set once can be changed or switched off, and not taken out.")}</p>}
      {!may && <p class="quiet">{t("Whoever is signed in may not change settings.")}</p>}
      <Said wrong text={why} testid="save-why" />
    </aside>
  );
}
