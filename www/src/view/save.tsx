import { useState } from "preact/hooks";
import { hosted } from "../model/host";
import { editedSettings, save } from "../model/live";
import { may } from "../model/session";
import { editedParts, fieldsOf } from "../model/settings";
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

/** What was edited of an account is a preview; of a server's until it is kept there. */
export function SaveBar() {
  const [why, say] = useState<Why>();
  const [busy, work] = useState(false);
  const { since } = scenario.value;
  const here = hosted.value === undefined;
  const edited = here ? editedParts(scenario.value) : editedSettings();
  if (edited === undefined || since === undefined) return null;
  const { always } = since;
  /** It takes all events to tell; who edits on while they are read keeps what was edited. */
  const look = async (always: boolean) => {
    if (always && !here && kept.value?.whole === undefined) await recompute();
    const now = scenario.value.since;
    if (now !== undefined) change({ since: { ...now, always } });
  };
  const keep = async () => {
    work(true);
    say(await save());
    work(false);
  };
  const discard = () => (here ? change({ ...fieldsOf(since.settings), since: { ...since, always: false } }) : open(hosted.value!.scenario, undefined, kept.value));
  const parts = [...Object.keys(edited.parts), ...edited.gone].map((part) => known(words[part] ?? part)).join(", ");
  return (
    <aside class="save-bar" aria-label={here ? t("What is edited") : t("Not saved yet")} data-testid="save-bar">
      <div>
        <p>
          <strong>{t("A preview.")}</strong>{" "}
          {always ? t("{0}: shown is what would have been had it always been so.", parts) : t("{0}: shown is what it does from now on.", parts)}
          {!here && ` ${t("Nothing is kept before it is saved.")}`}
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
        {!here && <Keep busy={busy} gone={edited.gone.length > 0} keep={() => void keep()} />}
        <button type="button" class="plain" data-testid="discard" onClick={discard}>
          {t("Discard")}
        </button>
      </div>
      {edited.gone.length > 0 && <p class="quiet">{t("What was set once can be changed or switched off, and not taken out.")}</p>}
      {!here && !may("settings") && <p class="quiet">{t("Whoever is signed in may not change settings.")}</p>}
      <Said wrong text={why} testid="save-why" />
    </aside>
  );
}

function Keep({ busy, gone, keep }: { busy: boolean; gone: boolean; keep: () => void }) {
  const wrong = view.value.problems.length > 0;
  return (
    <button type="button" data-testid="save" disabled={busy || wrong || gone || !may("settings")} onClick={keep}>
      {busy ? t("Saving…") : t("Save on the server")}
    </button>
  );
}
