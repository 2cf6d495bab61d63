import { Fragment } from "preact";
import type { Trouble } from "../model/engine";
import { t } from "../text/lang";

/** Problems shown at most; the first ones are the ones to mend. */
const SHOWN = 20;

/** Each problem whole: its code, where, what, and what to do. */
export function Problems({ list, id }: { list: Trouble[]; id?: string }) {
  if (list.length === 0) return null;
  return (
    <ul class="problems" {...(id === undefined ? {} : { id })}>
      {list.slice(0, SHOWN).map(({ code, path, message, help, ours }) => (
        <li key={`${path} ${code}`}>
          <p>
            <code class="code">{code}</code> <code class="path">{path === "" ? t("(the call)") : path}</code>
          </p>
          <p>
            <bdi lang={ours === true ? undefined : "en"}>{message}</bdi>
          </p>
          <p class="help">
            <bdi lang={ours === true ? undefined : "en"}>{help}</bdi>
          </p>
        </li>
      ))}
    </ul>
  );
}

/** What is wrong, and what to do, in one line. */
export const InShort = ({ of: { message, help, ours } }: { of: Trouble }) => (
  <span lang={ours === true ? undefined : "en"}>
    {message}: {help}
  </span>
);

/** The same of several, one after the other. */
export const AllInShort = ({ list }: { list: readonly Trouble[] }) => (
  <>
    {list.map((problem, place) => (
      <Fragment key={place}>
        {place > 0 && "; "}
        <InShort of={problem} />
      </Fragment>
    ))}
  </>
);
