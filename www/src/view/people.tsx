import { useEffect, useState } from "preact/hooks";
import { ask, people, readPeople, roles, type Came, type Key, type User } from "../model/people";
import { may, session } from "../model/session";
import { showTime } from "../text/format";
import { t, type Text } from "../text/lang";
import { phrase, whyOf, type Why } from "../text/phrase";
import { Choice, Input } from "./input";
import { Sheet } from "./sheet";
import { Said } from "./said";
import { Phrased } from "./sentence";

const roleWords: Record<(typeof roles)[number], Text> = {
  ingest: "Ingest: sends usage",
  read: "Read: sees everything, changes nothing",
  support: "Support: settings of owners",
  finance: "Finance: moves money, changes plans",
  admin: "Admin: all of it",
};

/** Who may sign in, and which programs may call. */
export function People() {
  const [why, say] = useState<Why>();
  useEffect(() => {
    if (may("access")) readPeople().then(() => say(undefined), (error: unknown) => say(whyOf(error)));
  }, [session.value]);
  if (!may("access")) return <p class="notice warning">{t("Users and keys are seen by whoever signs in as an admin.")}</p>;
  const { users = [], keys = [] } = people.value ?? {};
  return (
    <>
      {why !== undefined && (
        <p class="wrong">
          <Phrased of={phrase("They could not be read: {0}.", why)} />
        </p>
      )}
      <Part title={t("Users")} testid="users" make={(name, role) => ask("POST", "v1/users", { name, role })} label={t("Name, such as an address")} secret={t("The temporary password, good for one sign-in within three days, shown this once:")}>
        {(go) => (
          <Sheet caption={t("Users of the console")} heads={[t("Name"), t("Role"), t("Password"), t("Last sign-in"), t("Do")]}>
            {users.map((user) => (
              <UserRow key={user.name} user={user} go={go} />
            ))}
          </Sheet>
        )}
      </Part>
      <Part title={t("API keys")} testid="keys" make={(name, role) => ask("POST", "v1/keys", { name, role })} label={t("What it is for")} secret={t("The key, shown this once:")}>
        {(go) => (
          <Sheet caption={t("API keys")} heads={[t("Name"), t("Role"), t("Begins with"), t("Last used"), t("Do")]}>
            {keys.map((key) => (
              <KeyRow key={key.id} item={key} go={go} />
            ))}
          </Sheet>
        )}
      </Part>
    </>
  );
}

type Go = (asked: Promise<Came>) => Promise<void>;

interface PartProps {
  title: string;
  testid: string;
  label: string;
  secret: string;
  make: (name: string, role: string) => Promise<Came>;
  children: (go: Go) => preact.ComponentChildren;
}

/** A list, the way to one more, and what is told once. */
function Part({ title, testid, label, secret, make, children }: PartProps) {
  const [typed, type] = useState({ name: "", role: "read" });
  const [came, say] = useState<Came>({});
  const go: Go = async (asked) => say(await asked);
  return (
    <section class="card" aria-labelledby={`${testid}-title`} data-testid={testid}>
      <header class="card-head">
        <h2 id={`${testid}-title`}>{title}</h2>
      </header>
      {children(go)}
      <form
        class="usage"
        onSubmit={(event) => {
          event.preventDefault();
          void go(make(typed.name, typed.role)).then(() => type({ ...typed, name: "" }));
        }}
      >
        <Input label={label} words value={typed.name} set={(name) => type({ ...typed, name })} testid={`${testid}-name`} />
        <Choice label={t("Role")} value={typed.role} set={(role) => type({ ...typed, role })} testid={`${testid}-role`}>
          {roles.map((role) => (
            <option key={role} value={role}>
              {t(roleWords[role])}
            </option>
          ))}
        </Choice>
        <button type="submit" data-testid={`${testid}-make`} disabled={typed.name.trim() === ""}>
          {t("Make")}
        </button>
      </form>
      {came.secret !== undefined && (
        <p class="callout" data-testid={`${testid}-secret`}>
          {secret}
          <code>{came.secret}</code>
        </p>
      )}
      <Said wrong text={came.refused} testid={`${testid}-why`} />
    </section>
  );
}

const passwords = { own: "own", temporary: "temporary, not used yet", used: "temporary, used and not changed" } as const satisfies Record<string, Text>;

function UserRow({ user: { name, role, password, totp, disabled, signed_in_at }, go }: { user: User; go: Go }) {
  const path = `v1/users/${encodeURIComponent(name)}`;
  const act = (what: string, label: Text) => (
    <button type="button" class="plain" data-testid={`${what}-${name}`} onClick={() => void go(ask("POST", `${path}/${what}`))}>
      {t(label)}
      <span class="unseen">: {name}</span>
    </button>
  );
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi> {disabled && <span class="chip suspended">{t("Off")}</span>}
      </th>
      <td>{role}</td>
      <td>
        {totp ? t("{0}, with a code", t(passwords[password])) : t(passwords[password])}
      </td>
      <td>{signed_in_at === undefined ? <span class="quiet">{t("never")}</span> : showTime(signed_in_at)}</td>
      <td class="tools">
        {act("reset", "New password")}
        {disabled ? act("enable", "Switch on") : act("disable", "Switch off")}
      </td>
    </tr>
  );
}

function KeyRow({ item: { id, name, role, ends_at, used_at }, go }: { item: Key; go: Go }) {
  const path = `v1/keys/${encodeURIComponent(id)}`;
  const over = ends_at !== undefined && Date.parse(ends_at) <= Date.now();
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi> {ends_at !== undefined && <span class="chip suspended">{over ? t("Ended") : t("Ends {0}", showTime(ends_at))}</span>}
      </th>
      <td>{role}</td>
      <td>
        <code>cfk_{id}</code>
      </td>
      <td>{used_at === undefined ? <span class="quiet">{t("never")}</span> : showTime(used_at)}</td>
      <td class="tools">
        {!over && (
          <>
            <button type="button" class="plain" data-testid={`rotate-${id}`} onClick={() => void go(ask("POST", `${path}/rotate`, { overlap_s: 3600 }))}>
              {t("Rotate")}<span class="unseen">: {name}</span>
            </button>
            <button type="button" class="plain" data-testid={`end-${id}`} onClick={() => void go(ask("DELETE", path))}>
              {t("End")}<span class="unseen">: {name}</span>
            </button>
          </>
        )}
      </td>
    </tr>
  );
}
