import { change, problemsUnder, scenario, view } from "../model/state";
import { count } from "../text/format";
import { t } from "../text/lang";
import { TextEditor } from "./editor";

/** The account's events, pasted or from a file. */
export function Events() {
  const wrong = problemsUnder("/events");
  const changes = scenario.value.since === undefined && scenario.value.events.includes("settings_changed");
  return (
    <TextEditor
      title={t("Events")}
      note={
        view.value.picture === undefined ? "" : count(view.value.picture.applied.entries.length, "entry")
      }
      label={t("Events as NDJSON or CSV")}
      hint={t("One JSON object a line, or CSV with the fields' names as header. The text stays in this browser.")}
      accept=".ndjson,.jsonl,.json,.csv,.txt"
      value={scenario.value.events}
      set={(events) => change({ events })}
      wrong={wrong}
      testid="events-input"
    >
      {changes && <p class="quiet">{t("Settings that change among the events replace those above from then on.")}</p>}
    </TextEditor>
  );
}
