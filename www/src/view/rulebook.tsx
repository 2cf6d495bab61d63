import { change, problemsUnder, scenario } from "../model/state";
import { TextEditor } from "./editor";

/** The rulebook as text; each edit is judged at once. */
export function RulebookEditor() {
  return (
    <TextEditor
      title="Rulebook"
      note=""
      label="Rulebook as JSON"
      hint="Prices, alerts, bounds and the retry ladder. Amounts are strings."
      accept=".json"
      value={scenario.value.rulebook}
      set={(rulebook) => change({ rulebook })}
      wrong={problemsUnder("/rulebook")}
      testid="rulebook-input"
    />
  );
}
