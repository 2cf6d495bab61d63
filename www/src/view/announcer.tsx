import { useEffect, useState } from "preact/hooks";
import { told } from "../model/told";
import { future, view } from "../model/state";
import { count, money } from "../text/format";
import { outlookWords } from "../text/outlook";

/** A pause after the last change, so that typing is not talked over. */
const PAUSE_MS = 500;

/** The page's one live region: what came of the last change, in a sentence. */
export function Announcer() {
  const { picture, problems } = view.value;
  const [said, say] = useState("");
  let sentence = "";
  if (problems.length > 0)
    sentence = `${count(problems.length, "problem")}: ${problems[0]!.message}. The last valid answer is shown.`;
  else if (picture !== undefined) {
    const charges = picture.applied.effects.filter((effect) => effect.type === "charge_request").length;
    const { balance, currency } = picture.applied.state;
    const { simulated } = future.value;
    const ahead = simulated === undefined ? "" : ` ${outlookWords(simulated)}`;
    sentence = `Balance ${money(balance, currency)}, ${count(charges, "charge")}.${ahead}`;
  }
  useEffect(() => {
    const timer = setTimeout(() => say(sentence), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [sentence]);
  useEffect(() => told.subscribe((text) => say(text)), []);
  return (
    <p class="unseen" aria-live="polite" data-testid="announcer">
      {said}
    </p>
  );
}
