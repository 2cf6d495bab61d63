import { signal } from "@preact/signals";
import { ThemeToggle } from "../view/theme";
import { nameOf, told, type Letter, type Mail, type Webhook } from "./letters";

type Shown = "all" | "mail" | "webhook";
const shown = signal<Shown>("all");
const KINDS: [Shown, string][] = [
  ["all", "All"],
  ["mail", "Mail"],
  ["webhook", "Webhooks"],
];

export function Inbox() {
  return (
    <>
      <header class="inbox-head">
        <h1>Inbox</h1>
        <p>What this host has sent to itself: webhooks at the URL <code>inbox:</code>, and mail where there is no mail server.</p>
        <nav aria-label="Pages">
          <a href="./">Console</a>
          <a href="./docs/">API</a>
          <ThemeToggle />
        </nav>
      </header>
      <main>
        <div class="kinds" role="group" aria-label="Shown">
          {KINDS.map(([kind, name]) => (
            <button type="button" aria-pressed={shown.value === kind} onClick={() => (shown.value = kind)}>
              {name}
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
  if (now === undefined) return <p class="none">Looking for what has come …</p>;
  if ("why" in now) {
    return now.why === "signed_out" ? (
      <p class="none">
        Nobody is signed in here. <a href="./">Sign in at the console</a>, then come back.
      </p>
    ) : (
      <p class="none">The host does not answer. This page goes on asking.</p>
    );
  }
  const letters = now.letters.filter(({ kind }) => shown.value === "all" || shown.value === kind);
  if (letters.length === 0) {
    return (
      <p class="none">
        Nothing has come yet. A host keeps an inbox where it was started with <code>--inbox</code>; a webhook at the URL{" "}
        <code>inbox:</code> is told everything.
      </p>
    );
  }
  return (
    <ol class="letters" aria-label="Letters, the newest first">
      {letters.map((letter) => (
        <li key={nameOf(letter)}>
          <LetterRow letter={letter} />
        </li>
      ))}
    </ol>
  );
}

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

function LetterRow({ letter }: { letter: Letter }) {
  return (
    <details>
      <summary>
        <span class={`kind ${letter.kind}`}>{letter.kind === "mail" ? "Mail" : "Webhook"}</span>
        <span class="about">{letter.kind === "mail" ? letter.subject : (letter.body.type ?? "")}</span>
        <span class="whom">{letter.kind === "mail" ? letter.to : (letter.body.account ?? letter.url)}</span>
        <time dateTime={letter.at}>{clock.format(new Date(letter.at))}</time>
      </summary>
      {letter.kind === "mail" ? <MailText mail={letter} /> : <WebhookText webhook={letter} />}
    </details>
  );
}

function MailText({ mail }: { mail: Mail }) {
  return (
    <div class="letter">
      <p class="facts">
        From {mail.from} to {mail.to}
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
          {webhook.verified ? "The signature is right" : "The signature is not that of the webhook's secret"}
        </span>
      </p>
      <pre tabIndex={0} aria-label="Headers and body">
        {Object.entries(webhook.headers)
          .map(([name, value]) => `${name}: ${value}`)
          .join("\n")}
        {"\n\n"}
        {JSON.stringify(webhook.body, null, 2)}
      </pre>
    </div>
  );
}
