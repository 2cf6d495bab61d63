import type { DocumentPeriod, Effect } from "counterfoil";
import { effect, signal } from "@preact/signals";
import { phrase, theirs, type Why } from "../text/phrase";
import { accountPath, at, every, hosted, openAccount, refreshAccount } from "./host";
import { sending } from "./session";
import { editedParts, type Edited } from "./settings";
import { scenario } from "./state";

/** An invoice or a credit note under its number. */
export interface Paper {
  number: string;
  kind: "invoice" | "credit_note";
  /** What the engine calls it. */
  name: string;
  issued_on: string;
  due_on?: string;
  amount: string;
  status?: "open" | "overdue" | "paid" | "void";
  to_pay?: string;
  /** What it bills. */
  period?: DocumentPeriod | undefined;
}

/** An invoice as it was drafted. */
type Draft = Extract<Effect, { type: "invoice_drafted" }>;

export interface Receipt {
  number: string;
  amount: string;
  currency: string;
  time: string;
  method: string;
  status: string;
}

/** What a gateway was asked. */
export interface Payment {
  charge: string;
  kind: string;
  amount: string;
  currency: string;
  asked_at: string;
  state: string;
  reason?: string;
  due_at?: string;
}

export interface Papers {
  account: string;
  invoices: Paper[];
  notes: Paper[];
  receipts: Receipt[];
  payments: Payment[];
}

/** Of the account that is open; nothing while none is. */
export const papers = signal<Papers | undefined>(undefined);

const PAUSE_MS = 3_000;
const PIECE = 200;

/** What the server has of the account beside its books. */
export async function readPapers(account: string) {
  const of = `account=${encodeURIComponent(account)}&limit=${PIECE}`;
  const path = accountPath(account);
  const [drafts, invoices, notes, receipts, payments] = await Promise.all([
    every<Draft>(`${path}/invoices?limit=${PIECE}`),
    every<Paper>(`v1/invoices?${of}`),
    every<Paper>(`v1/credit-notes?${of}`),
    every<Receipt>(`${path}/receipts?limit=${PIECE}`),
    every<Payment>(`${path}/payments?limit=${PIECE}`),
  ]);
  const periods = new Map(drafts.map(({ invoice, document }) => [invoice, document.period]));
  invoices.forEach((paper) => (paper.period = periods.get(paper.name)));
  payments.sort((one, other) => (one.asked_at < other.asked_at ? 1 : -1));
  papers.value = { account, invoices: invoices.reverse(), notes: notes.reverse(), receipts: receipts.reverse(), payments };
}

/** Keeps what is on the screen up to date while it is the server's own: whoever tries something is not disturbed. */
export function stayLive() {
  effect(() => {
    const account = hosted.value?.scenario.account;
    if (account === undefined) papers.value = undefined;
    else if (papers.value?.account !== account) void readPapers(account).catch(() => undefined);
  });
  setInterval(() => void look(), PAUSE_MS);
}

async function look() {
  if (!document.hidden) await lookAgain();
}

/** The account anew, and its papers, where it has moved. */
export async function lookAgain() {
  const now = hosted.value;
  if (now === undefined || now.scenario !== scenario.value) return;
  const moved = await refreshAccount().catch(() => false);
  if (moved) await readPapers(now.scenario.account).catch(() => undefined);
}

/** Nothing where nothing was edited, or something beside settings. */
export function editedSettings(): Edited | undefined {
  const server = hosted.value?.scenario;
  const now = scenario.value;
  if (server === undefined || server === now) return undefined;
  const { rulebook, events, as_of, opened, account } = now;
  const elsewhere = [rulebook, events, as_of, opened, account].join("\0");
  if (elsewhere !== [server.rulebook, server.events, server.as_of, server.opened, server.account].join("\0")) return undefined;
  return editedParts(now);
}

/** What came of something that the server was asked to do: nothing, or why not. */
type Refused = Why | undefined;

/** `sure`: it was done, or refused; not so where no answer came, or none that says which. */
interface Sent {
  told: unknown;
  refused: Refused;
  sure: boolean;
}

/** Asks for something to be done; a body that is a text is sent as it stands. */
export async function send(method: string, path: string, body: unknown): Promise<Sent> {
  try {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(at(path), { method, headers: sending(), body: text });
    const told: { problems?: { message: string; help: string }[] } = await response.json();
    const sure = response.status < 500;
    if (response.ok) return { told, refused: undefined, sure };
    const [problem] = told.problems ?? [];
    return { told, refused: problem === undefined ? phrase("the server answered {0}", String(response.status)) : theirs(`${problem.message}: ${problem.help}`), sure };
  } catch {
    return { told: undefined, refused: phrase("the server does not answer"), sure: false };
  }
}

/** Keeps edited settings on the server, from now on. */
export async function save(): Promise<Refused> {
  const account = scenario.value.account;
  const settings = editedSettings()?.parts;
  if (settings === undefined) return phrase("nothing was edited that can be kept");
  const { refused } = await send("PATCH", `${accountPath(account)}/settings`, { settings });
  if (refused === undefined) await openAccount(account);
  return refused;
}

/** A usage as somebody sends it. */
export interface Usage {
  product: string;
  unit: string;
  quantity: string;
  destination: string;
}

/** What is sent: an id of its own and the time are the server's and the caller's to say. */
export function usageOf(usage: Usage, id: string, time: string) {
  return { usage: { id, time, ...usageFields(usage) } };
}

export const usageFields = ({ destination, ...usage }: Usage) => (destination === "" ? usage : { ...usage, destination });

/** 128 bits. (`crypto.randomUUID` is there on https and localhost alone.) */
export const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Decides and posts one. */
export async function spend(usage: Usage): Promise<Refused> {
  const account = scenario.value.account;
  const body = usageOf(usage, `console.${random()}`, new Date().toISOString());
  const { told, refused } = await send("POST", `${accountPath(account)}/spend`, body);
  if (refused !== undefined) return refused;
  const { answer } = told as { answer: { decision?: { allowed?: boolean } } };
  await lookAgain();
  return answer.decision?.allowed === false ? phrase("it may not go ahead") : undefined;
}
