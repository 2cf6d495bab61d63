import { useEffect, useState } from "preact/hooks";
import { part } from "../model/route";
import { t } from "../text/lang";
import { isRule, ruleSays, ruleWords } from "../text/rules";
import { Sentence } from "./sentence";

/** The rule that somebody came for: its name, what it says, and whether the rulebook has a part of it. */
export function LookedUp() {
  const { at, rule } = part.value ?? {};
  const known = rule !== undefined && isRule(rule) ? rule : undefined;
  const [says, tell] = useState<{ rule: string; text: string | undefined }>();
  useEffect(() => {
    if (known !== undefined) void ruleSays(known).then((text) => tell({ rule: known, text }));
  }, [known]);
  if (known === undefined) return null;
  return (
    <aside class="looked-up" aria-label={t("The rule")} data-testid="looked-up">
      <p>
        <strong>{ruleWords(known)}</strong> <code class="quiet">{known}</code>
      </p>
      {says?.rule === known && <p lang="en">{says.text}</p>}
      <p class="quiet">
        {at ? <Sentence text={t("What the rulebook says of it is marked below, at {0}.")} slots={[<code>{at}</code>]} /> : t("It is the engine's own: the rulebook has nothing to set of it.")}
      </p>
    </aside>
  );
}
