import { linkedEngine, trouble } from "../model/link";
import { view } from "../model/state";
import { count } from "../text/format";
import { Problems } from "./problems";

/** What the reader has to know before reading on. */
export function Notices() {
  const { picture, problems } = view.value;
  return (
    <div class="notices">
      {trouble.value !== undefined && <p class="notice warning">{trouble.value}</p>}
      {linkedEngine.value !== undefined && (
        <p class="notice warning">
          This link was made with another engine (<code>{linkedEngine.value.slice(0, 19)}…</code>); amounts may differ
          from what its author saw.
        </p>
      )}
      {problems.length > 0 && (
        <section class="notice danger" aria-labelledby="problems-title" data-testid="problems">
          <h2 id="problems-title">
            {count(problems.length, "problem")}
            {picture !== undefined && ": what is drawn below is the last valid answer"}
          </h2>
          <Problems list={problems} />
        </section>
      )}
    </div>
  );
}
