import { signal } from "@preact/signals";

/** A webhook, as any receiver would have heard it. */
export interface Webhook {
  kind: "webhook";
  at: string;
  url: string;
  headers: Record<string, string>;
  /** Is the signature that of the webhook's secret? */
  verified: boolean;
  body: { type?: string; account?: string };
}

/** A mail, as it would have been sent. */
export interface Mail {
  kind: "mail";
  at: string;
  from: string;
  to: string;
  message_id: string;
  event: string;
  subject: string;
  text: string;
}

export type Letter = Webhook | Mail;

/** What the page is told: letters, the newest first, or why there are none. */
export type Told = { letters: Letter[] } | { why: "signed_out" | "unreachable" };

export const told = signal<Told | undefined>(undefined);
export const nameOf = (letter: Letter) => (letter.kind === "mail" ? letter.message_id + letter.at : letter.headers["webhook-id"] + letter.at);

const PAUSE_MS = 2_000;
const SHOWN = 100;

async function ask(): Promise<Told> {
  try {
    const response = await fetch(new URL(`v1/inbox?limit=${SHOWN}`, document.baseURI), { headers: { accept: "application/json" } });
    if (response.status === 401 || response.status === 403) return { why: "signed_out" };
    if (!response.ok) return { why: "unreachable" };
    const page: { data: Letter[] } = await response.json();
    return { letters: page.data };
  } catch {
    return { why: "unreachable" };
  }
}

const newest = (told: Told | undefined) => (told && "letters" in told ? told.letters.map(nameOf).join() : undefined);

/** Asks now and then, for as long as somebody looks; what is on the page stays where nothing is new. */
export async function listen() {
  for (;;) {
    if (!document.hidden) {
      const now = await ask();
      if (told.value === undefined || !("letters" in now) || newest(now) !== newest(told.value)) told.value = now;
    }
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
}
