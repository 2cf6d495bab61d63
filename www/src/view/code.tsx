import { useState } from "preact/hooks";
import { callsOf, codeOf, languages, type Asked, type Language } from "../model/code";
import type { Picture } from "../model/engine";
import { saveText } from "../model/history";
import { t } from "../text/lang";

/** The calls behind the pages, to be asked from elsewhere: the same call gives the same bytes. */
export function CallsMade({ picture }: { picture: Picture | undefined }) {
  const [language, speak] = useState<Language>("curl");
  if (picture === undefined) return null;
  return (
    <section class="card" aria-labelledby="calls-title" data-testid="calls">
      <header class="card-head">
        <h2 id="calls-title">{t("The calls behind the pages")}</h2>
        <div class="segments" role="group" aria-label={t("Language")}>
          {languages.map((word) => (
            <button key={word} type="button" class="plain" aria-pressed={word === language} data-testid={`in-${word}`} onClick={() => speak(word)}>
              {word}
            </button>
          ))}
        </div>
      </header>
      {callsOf(picture).map((asked) => (
        <Made key={asked.verb} asked={asked} language={language} />
      ))}
    </section>
  );
}

function Made({ asked: { title, verb, call }, language }: { asked: Asked; language: Language }) {
  const file = `${verb}.json`;
  return (
    <div class="held">
      <p class="rows">
        <strong>{t(title)}</strong>{" "}
        <button type="button" class="plain" data-testid={`call-${verb}`} onClick={() => saveText(call(), file, "application/json")}>
          {t("Save the call as {0}", file)}
        </button>
      </p>
      <pre class="code" tabIndex={0} aria-label={t("{0} in {1}", t(title), language)} data-testid={`code-${verb}`}>
        {codeOf(language, verb)}
      </pre>
    </div>
  );
}
