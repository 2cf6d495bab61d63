import { phrase, theirs, type Phrase } from "../text/phrase";
import { accountPath, get } from "./host";
import { lookAgain, papers, random, readPapers, send, type Payment } from "./live";
import { scenario } from "./state";

const OVER = ["paid", "failed", "void"];
/** Looks at a charge until it is over: a gateway answers in seconds, a bank in days. */
const LOOKS = 30;
const LOOK_MS = 500;

/** Names of top-ups, by account, of which no answer came: asked for again it is the same charge. */
const asking = new Map<string, string>();

/** Charges a payment method for a top-up; what came of it, in a sentence. */
export async function topUp(amount: string, method: string): Promise<Phrase> {
  const account = scenario.value.account;
  const id = asking.get(account) ?? `console.${random()}`;
  asking.set(account, id);
  const { sure, came } = await charge(account, `${accountPath(account)}/charges`, { id, amount, method });
  if (sure) asking.delete(account);
  return came;
}

/** Charges a payment method for all that is due of an invoice. While such a payment is on its way, the server makes no other. */
export async function payNow(invoice: string, method: string): Promise<Phrase> {
  const account = scenario.value.account;
  return (await charge(account, `${accountPath(account)}/invoices/${encodeURIComponent(invoice)}/pay`, { method })).came;
}

/** Asks for a charge and looks until it is over. `sure`: the server has said what became of the wish. */
async function charge(account: string, path: string, body: object): Promise<{ sure: boolean; came: Phrase }> {
  const { told, refused, sure } = await send("POST", path, body);
  if (refused !== undefined) return { sure, came: phrase(sure ? "Not charged: {0}." : "It may have been charged, {0}. Asked again, it is charged once.", refused) };
  let payment = told as Payment;
  for (let looks = 0; looks < LOOKS && !OVER.includes(payment.state); looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    payment = await get<Payment>(`${accountPath(account)}/payments/${encodeURIComponent(payment.charge)}`).catch(() => payment);
  }
  await lookAgain();
  if (papers.value?.account === account) await readPapers(account).catch(() => undefined);
  return { sure, came: outcomeOf(payment) };
}

function outcomeOf({ state, reason }: Payment): Phrase {
  if (state === "paid") return phrase("Paid.");
  if (state !== "failed") return phrase("Asked for; the answer is on its way.");
  return phrase("Declined: {0}.", reason === undefined ? phrase("no reason was told") : theirs(reason));
}
