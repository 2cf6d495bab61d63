import { lang, speak } from "../text/lang";

/** The way to the other language, in its own words. */
export function LanguageSwitch() {
  const next = lang.value === "de" ? "en" : "de";
  return (
    <button type="button" class="plain" data-testid="language" lang={next} onClick={() => speak(next)}>
      {next === "de" ? "Deutsch" : "English"}
    </button>
  );
}
