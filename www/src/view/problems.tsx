import type { Trouble } from "../model/engine";

/** Problems shown at most; the first ones are the ones to mend. */
const SHOWN = 20;

/** Each problem whole: its code, where, what, and what to do. */
export function Problems({ list, id }: { list: Trouble[]; id?: string }) {
  if (list.length === 0) return null;
  return (
    <ul class="problems" {...(id === undefined ? {} : { id })}>
      {list.slice(0, SHOWN).map(({ code, path, message, help }) => (
        <li key={`${path} ${code}`}>
          <p>
            <code class="code">{code}</code> <code class="path">{path === "" ? "(the call)" : path}</code>
          </p>
          <p>
            <bdi>{message}</bdi>
          </p>
          <p class="help">
            <bdi>{help}</bdi>
          </p>
        </li>
      ))}
    </ul>
  );
}
