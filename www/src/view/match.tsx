import { useState } from "preact/hooks";
import { host, hosted, verify, type Verified } from "../model/host";
import { reading, recompute, verdictOf, type Verdict } from "../model/whole";
import type { Picture } from "../model/engine";
import { kept, open } from "../model/state";
import { t, type Text } from "../text/lang";
import { phrase } from "../text/phrase";
import { Said } from "./said";

const words: Record<Verdict, Text> = {
  same: "same engine · same state",
  other_engine: "the server runs another engine",
  other_state: "the server's state is another",
  changed: "a what-if: changed from the server's account",
  unchecked: "the server's state",
};

const marks: Record<Verdict, string> = { same: "✓", other_engine: "≠", other_state: "≠", changed: "≈", unchecked: "=" };

/** Whether the server and this page came to the same state with the same engine. */
export function MatchBadge({ picture }: { picture: Picture }) {
  const verdict = verdictOf(picture);
  if (verdict === undefined) return null;
  return (
    <>
      <span class={`chip match-${verdict}`} data-testid="match-badge" data-verdict={verdict}>
        <span aria-hidden="true">{marks[verdict]}</span> {t(words[verdict])}
      </span>
      {verdict === "changed" && (
        <button type="button" class="plain" data-testid="reset" onClick={() => open(hosted.value!.scenario, undefined, kept.value)}>
          {t("Back to the server's")}
        </button>
      )}
      {verdict === "unchecked" && (
        <button type="button" class="plain" data-testid="recompute" disabled={reading.value} onClick={() => void recompute()}>
          {reading.value ? t("Recomputing…") : t("Recompute")}
        </button>
      )}
      {verdict === "other_state" && (
        <span class="quiet">
          {t("Events that reached the server late count there when they arrive, here when they happened.")}
        </span>
      )}
    </>
  );
}

const answers: Record<Verified, Text> = {
  same: "✓ the server's answer is the same, byte for byte",
  different: "≠ the server's answer is different",
  unreachable: "≠ the server could not answer the call",
};

/** The same call again, on the server. What was found holds for the call it was found for. */
export function VerifyOnServer({ picture }: { picture: Picture }) {
  const [found, find] = useState<{ call: string; verified: Verified } | undefined>(undefined);
  if (host.value === undefined) return null;
  const ask = async () => find({ call: picture.call, verified: await verify(picture) });
  return (
    <div class="verify">
      <button type="button" data-testid="verify" onClick={() => void ask()}>
        {t("Verify on server")}
      </button>{" "}
      <Said text={found?.call === picture.call ? phrase(answers[found.verified]) : undefined} testid="verified" />
    </div>
  );
}
