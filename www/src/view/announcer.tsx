import { Fragment } from "preact";
import { useEffect, useState } from "preact/hooks";
import { told } from "../model/told";
import { future, view } from "../model/state";
import { count, money } from "../text/format";
import { outlookWords } from "../text/outlook";
import { phrase, plain, theirs, type Part } from "../text/phrase";
import { Phrased } from "./sentence";

/** A pause after the last change, so that typing is not talked over. */
const PAUSE_MS = 500;

/** The page's one live region: what came of the last change, in a sentence. */
export function Announcer() {
  const [said, say] = useState<readonly Part[]>([]);
  const sentences = sentencesOf();
  useEffect(() => {
    const timer = setTimeout(() => say(sentences), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [sentences.map(plain).join(" ")]);
  useEffect(() => told.subscribe((came) => say(came === undefined ? [] : [came])), []);
  return (
    <p class="unseen" aria-live="polite" data-testid="announcer">
      {said.map((part, place) => (
        <Fragment key={place}>
          {place > 0 && " "}
          <Phrased of={part} />
        </Fragment>
      ))}
    </p>
  );
}

function sentencesOf(): Part[] {
  const { picture, problems } = view.value;
  const [first] = problems;
  if (first !== undefined) {
    return [phrase("{0}: {1}. The last valid answer is shown.", () => count(problems.length, "problem"), first.ours === true ? first.message : theirs(first.message))];
  }
  if (picture === undefined) return [];
  const charges = picture.applied.effects.filter((effect) => effect.type === "charge_request").length;
  const { balance, currency } = picture.applied.state;
  const { simulated } = future.value;
  const now = phrase("Balance {0}, {1}.", () => money(balance, currency), () => count(charges, "charge"));
  return simulated === undefined ? [now] : [now, () => outlookWords(simulated)];
}
