import { effect, signal } from "@preact/signals";
import { showOwnTime } from "../text/format";
import { t, type Text } from "../text/lang";
import { LanguageSwitch } from "../view/language";
import { Sentence } from "../view/sentence";
import { ThemeToggle } from "../view/theme";
import { nameOf, told, type Letter, type Mail, type Webhook } from "./letters";

type Shown = "all" | "mail" | "webhook";
effect(() => void (document.title = t("Inbox, Counterfoil")));

const shown = signal<Shown>("all");
const KINDS: [Shown, Text][] = [
  ["all", "All"],
  ["mail", "Mail"],
  ["webhook", "Webhooks"],
];

export function Inbox() {
  return (
    <>
      <header class="inbox-head">
        <h1>{t("Inbox")}</h1>
        <p>
          <Sentence
            text={t("What this host has sent to itself: webhooks at the URL {0}, and mail where there is no mail server.")}
            slots={[<code>inbox:</code>]}
          />
        </p>
        <nav aria-label={t("Pages")}>
          <a href="./">{t("Console")}</a>
          <a href="./docs/">{t("API")}</a>
          <LanguageSwitch />
          <ThemeToggle />
        </nav>
      </header>
      <main>
        <div class="kinds" role="group" aria-label={t("Shown")}>
          {KINDS.map(([kind, name]) => (
            <button type="button" aria-pressed={shown.value === kind} onClick={() => (shown.value = kind)}>
              {t(name)}
            </button>
          ))}
        </div>
        <Letters />
      </main>
    </>
  );
}

function Letters() {
  const now = told.value;
  if (now === undefined) return <p class="none">{t("Looking for what has come …")}</p>;
  if ("why" in now) {
    return now.why === "signed_out" ? (
      <p class="none">
        <Sentence text={t("Nobody is signed in here. {0}, then come back.")} slots={[<a href="./">{t("Sign in at the console")}</a>]} />
      </p>
    ) : (
      <p class="none">{t("The host does not answer. This page goes on asking.")}</p>
    );
  }
  const letters = now.letters.filter(({ kind }) => shown.value === "all" || shown.value === kind);
  if (letters.length === 0) {
    return (
      <p class="none">
        <Sentence
          text={t("Nothing has come yet. A host keeps an inbox where it was started with {0}; a webhook at the URL {1} is told everything.")}
          slots={[<code>--inbox</code>, <code>inbox:</code>]}
        />
      </p>
    );
  }
  return (
    <ol class="letters" aria-label={t("Letters, the newest first")}>
      {letters.map((letter) => (
        <li key={nameOf(letter)}>
          <LetterRow letter={letter} />
        </li>
      ))}
    </ol>
  );
}

function LetterRow({ letter }: { letter: Letter }) {
  return (
    <details>
      <summary>
        <span class={`kind ${letter.kind}`}>{letter.kind === "mail" ? t("Mail") : t("Webhook")}</span>
        <span class="about">{letter.kind === "mail" ? letter.subject : (letter.body.type ?? "")}</span>
        <span class="whom">{letter.kind === "mail" ? letter.to : (letter.body.account ?? letter.url)}</span>
        <time dateTime={letter.at}>{showOwnTime(letter.at)}</time>
      </summary>
      {letter.kind === "mail" ? <MailText mail={letter} /> : <WebhookText webhook={letter} />}
    </details>
  );
}

function MailText({ mail }: { mail: Mail }) {
  return (
    <div class="letter">
      <p class="facts">
        {t("From {0} to {1}", mail.from, mail.to)}
      </p>
      <pre class="mail-text">{mail.text}</pre>
    </div>
  );
}

function WebhookText({ webhook }: { webhook: Webhook }) {
  return (
    <div class="letter">
      <p class="facts">
        <span class={webhook.verified ? "right" : "wrong"}>
          {webhook.verified ? t("The signature is right") : t("The signature is not that of the webhook's secret")}
        </span>
      </p>
      <pre tabIndex={0} aria-label={t("Headers and body")}>
        {Object.entries(webhook.headers)
          .map(([name, value]) => `${name}: ${value}`)
          .join("\n")}
        {"\n\n"}
        {JSON.stringify(webhook.body, null, 2)}
      </pre>
    </div>
  );
}
