import { useEffect } from "preact/hooks";
import { told } from "../model/told";
import type { Part } from "../text/phrase";
import { Phrased } from "./sentence";

/** What came of something, in a sentence, which the page's one live region says aloud. */
export function Said({ text, testid, wrong = false }: { text: Part | undefined; testid: string; wrong?: boolean }) {
  useEffect(() => {
    if (text !== undefined) told.value = text;
  }, [text]);
  return (
    <p class={wrong ? "wrong" : "quiet"} data-testid={testid}>
      {text !== undefined && <Phrased of={text} />}
    </p>
  );
}
