import { useEffect } from "preact/hooks";
import { told } from "../model/told";

/** What came of something, in a sentence, which the page's one live region says aloud. */
export function Said({ text, testid, wrong = false }: { text: string; testid: string; wrong?: boolean }) {
  useEffect(() => {
    if (text !== "") told.value = text;
  }, [text]);
  return (
    <p class={wrong ? "wrong" : "quiet"} data-testid={testid}>
      {text}
    </p>
  );
}
