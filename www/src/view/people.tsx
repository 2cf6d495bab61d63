import { useEffect, useState } from "preact/hooks";
import { ask, people, readPeople, roles, type Came, type Key, type User } from "../model/people";
import { may, session } from "../model/session";
import { showTime } from "../text/format";
import { Choice, Input } from "./input";
import { Sheet } from "./sheet";
import { Said } from "./said";

const roleWords: Record<string, string> = {
  ingest: "Ingest: sends usage",
  read: "Read: sees everything, changes nothing",
  support: "Support: settings of owners",
  finance: "Finance: moves money, changes plans",
  admin: "Admin: all of it",
};

/** Who may sign in, and which programs may call. */
export function People() {
  const [why, say] = useState("");
  useEffect(() => {
    if (may("access")) readPeople().then(() => say(""), (error: Error) => say(error.message));
  }, [session.value]);
  if (!may("access")) return <p class="notice warning">Users and keys are seen by whoever signs in as an admin.</p>;
  const { users = [], keys = [] } = people.value ?? {};
  return (
    <>
      {why !== "" && <p class="wrong">They could not be read: {why}.</p>}
      <Part title="Users" testid="users" make={(name, role) => ask("POST", "v1/users", { name, role })} label="Name, such as an address" secret="The temporary password, good for one sign-in within three days">
        {(go) => (
          <Sheet caption="Users of the console" heads={["Name", "Role", "Password", "Last sign-in", "Do"]}>
            {users.map((user) => (
              <UserRow key={user.name} user={user} go={go} />
            ))}
          </Sheet>
        )}
      </Part>
      <Part title="API keys" testid="keys" make={(name, role) => ask("POST", "v1/keys", { name, role })} label="What it is for" secret="The key">
        {(go) => (
          <Sheet caption="API keys" heads={["Name", "Role", "Begins with", "Last used", "Do"]}>
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
        <Choice label="Role" value={typed.role} set={(role) => type({ ...typed, role })} testid={`${testid}-role`}>
          {roles.map((role) => (
            <option key={role} value={role}>
              {roleWords[role]}
            </option>
          ))}
        </Choice>
        <button type="submit" data-testid={`${testid}-make`} disabled={typed.name.trim() === ""}>
          Make
        </button>
      </form>
      {came.secret !== undefined && (
        <p class="callout" data-testid={`${testid}-secret`}>
          {secret}, shown this once:
          <code>{came.secret}</code>
        </p>
      )}
      <Said wrong text={came.refused ?? ""} testid={`${testid}-why`} />
    </section>
  );
}

const passwords = { own: "own", temporary: "temporary, not used yet", used: "temporary, used and not changed" } as const;

function UserRow({ user: { name, role, password, totp, disabled, signed_in_at }, go }: { user: User; go: Go }) {
  const path = `v1/users/${encodeURIComponent(name)}`;
  const act = (what: string, label: string) => (
    <button type="button" class="plain" data-testid={`${what}-${name}`} onClick={() => void go(ask("POST", `${path}/${what}`))}>
      {label}
      <span class="unseen">: {name}</span>
    </button>
  );
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi> {disabled && <span class="chip suspended">Off</span>}
      </th>
      <td>{role}</td>
      <td>
        {passwords[password]}
        {totp && ", with a code"}
      </td>
      <td>{signed_in_at === undefined ? <span class="quiet">never</span> : showTime(signed_in_at)}</td>
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
        <bdi>{name}</bdi> {ends_at !== undefined && <span class="chip suspended">{over ? "Ended" : `Ends ${showTime(ends_at)}`}</span>}
      </th>
      <td>{role}</td>
      <td>
        <code>cfk_{id}</code>
      </td>
      <td>{used_at === undefined ? <span class="quiet">never</span> : showTime(used_at)}</td>
      <td class="tools">
        {!over && (
          <>
            <button type="button" class="plain" data-testid={`rotate-${id}`} onClick={() => void go(ask("POST", `${path}/rotate`, { overlap_s: 3600 }))}>
              Rotate<span class="unseen">: {name}</span>
            </button>
            <button type="button" class="plain" data-testid={`end-${id}`} onClick={() => void go(ask("DELETE", path))}>
              End<span class="unseen">: {name}</span>
            </button>
          </>
        )}
      </td>
    </tr>
  );
}
