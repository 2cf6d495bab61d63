import { signal } from "@preact/signals";
import { phrase, theirs, type Why } from "../text/phrase";
import { at, host } from "./host";

/** Who is signed in at the server, as it says itself. */
export interface Session {
  who: string;
  rights: string[];
  must_change?: boolean;
  /** Sent with whatever a browser could be made to send by another's page. */
  csrf?: string;
}

/** Nobody, where it is undefined. */
export const session = signal<Session | undefined>(undefined);

/** What came of a sign-in: a refusal is told in the server's own words. */
export type Came = { as: "in" } | { as: "code" } | { as: "refused"; why: Why };

export async function findSession() {
  if (host.value === undefined) return;
  try {
    const response = await fetch(at("v1/session"), { headers: { accept: "application/json" } });
    session.value = response.ok ? await response.json() : undefined;
  } catch {
    session.value = undefined;
  }
}

/** Headers of a call with a body. */
export function sending(): Record<string, string> {
  const { csrf } = session.value ?? {};
  const json = { "content-type": "application/json" };
  return csrf === undefined ? json : { ...json, "counterfoil-csrf": csrf };
}

async function post(path: string, body: object): Promise<Came> {
  try {
    const response = await fetch(at(path), { method: "POST", headers: sending(), body: JSON.stringify(body) });
    const told = await response.json();
    if (response.ok) {
      session.value = told as Session;
      return { as: "in" };
    }
    if (told.code === "code_required") return { as: "code" };
    const [problem] = told.problems ?? [];
    return { as: "refused", why: problem === undefined ? phrase("the server answered {0}", String(response.status)) : theirs(String(problem.message)) };
  } catch {
    return { as: "refused", why: phrase("the server does not answer") };
  }
}

export function signIn(name: string, password: string, code: string): Promise<Came> {
  return post("v1/session", code === "" ? { name, password } : { name, password, code });
}

export function changePassword(current: string, next: string): Promise<Came> {
  return post("v1/session/password", { current, new: next });
}

export async function signOut() {
  const gone = await fetch(at("v1/session"), { method: "DELETE", headers: sending() }).catch(() => undefined);
  if (gone?.ok || gone?.status === 401) session.value = undefined;
}

/** May whoever is signed in do this at the server? */
export const may = (right: string) => session.value?.rights.includes(right) === true;
