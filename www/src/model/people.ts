import { signal } from "@preact/signals";
import type { Why } from "../text/phrase";
import { every } from "./host";
import { send } from "./live";

/** A user of the console. */
export interface User {
  name: string;
  role: string;
  password: "own" | "temporary" | "used";
  totp: boolean;
  disabled: boolean;
  signed_in_at?: string;
}

/** An API key without its secret. */
export interface Key {
  id: string;
  name: string;
  role: string;
  made_at: string;
  ends_at?: string;
  used_at?: string;
}

export interface People {
  users: User[];
  keys: Key[];
}

export const people = signal<People | undefined>(undefined);
export const roles = ["ingest", "read", "support", "finance", "admin"] as const;

export async function readPeople() {
  const [users, keys] = await Promise.all([every<User>("v1/users?limit=200"), every<Key>("v1/keys?limit=200")]);
  people.value = { users, keys };
}

/** What was done: a secret that is told this once, or why it was not. */
export interface Came {
  refused?: Why | undefined;
  secret?: string | undefined;
}

/** Asks for something about users or keys, and reads them anew. */
export async function ask(method: string, path: string, body: object = {}): Promise<Came> {
  const { told, refused } = await send(method, path, body);
  if (refused !== undefined) return { refused };
  const { temporary_password, key } = (told ?? {}) as { temporary_password?: string; key?: string };
  await readPeople().catch(() => undefined);
  return { secret: temporary_password ?? key };
}
