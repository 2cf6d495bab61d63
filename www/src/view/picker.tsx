import { useEffect, useState } from "preact/hooks";
import { findAccounts } from "../model/host";
import { openOrSay } from "../model/link";
import { count } from "../text/format";

/** Finds one account among thousands by how its id begins. Enter opens what is typed, or the first match. */
export function AccountPicker() {
  const [typed, type] = useState("");
  const [found, find] = useState<string[]>([]);
  const [busy, work] = useState(false);
  useEffect(() => {
    let current = true;
    if (typed === "") find([]);
    else
      findAccounts(typed).then(
        (ids) => current && find(ids),
        () => current && find([]),
      );
    return () => void (current = false);
  }, [typed]);
  const choose = async (id: string) => {
    if (id === "") return;
    work(true);
    await openOrSay(id);
    work(false);
    type("");
  };
  // Asked anew: the list on the screen may still be that of a letter ago.
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const ids = await findAccounts(typed).catch((): string[] => []);
    await choose(ids.includes(typed) ? typed : (ids[0] ?? typed));
  };
  return (
    <form class="picker" role="search" onSubmit={(event) => void submit(event)}>
      <label class="tool">
        <span>Account</span>
        <input
          type="search"
          data-testid="account-picker"
          autocomplete="off"
          spellcheck={false}
          placeholder="id begins with…"
          value={typed}
          aria-busy={busy}
          aria-describedby="picker-found"
          onInput={(event) => type(event.currentTarget.value.trim())}
        />
      </label>
      <p id="picker-found" class="unseen">
        {typed === "" ? "" : count(found.length, "match", "matches")}
      </p>
      {typed !== "" && found.length > 0 && (
        <ul class="found">
          {found.map((id) => (
            <li key={id}>
              <button type="button" class="plain" onClick={() => void choose(id)}>
                <bdi>{id}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
