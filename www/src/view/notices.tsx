import { linkedEngine, trouble } from "../model/link";
import { view } from "../model/state";
import { count } from "../text/format";
import { t } from "../text/lang";
import { Problems } from "./problems";
import { Phrased, Sentence } from "./sentence";

/** What the reader has to know before reading on. */
export function Notices() {
  const { picture, problems } = view.value;
  return (
    <div class="notices">
      {trouble.value !== undefined && (
        <p class="notice warning">
          <Phrased of={trouble.value} />
        </p>
      )}
      {linkedEngine.value !== undefined && (
        <p class="notice warning">
          <Sentence
            text={t("This link was made with another engine ({0}); amounts may differ from what its author saw.")}
            slots={[<code>{linkedEngine.value.slice(0, 19)}…</code>]}
          />
        </p>
      )}
      {problems.length > 0 && (
        <section class="notice danger" aria-labelledby="problems-title" data-testid="problems">
          <h2 id="problems-title">
            {picture === undefined
              ? count(problems.length, "problem")
              : t("{0}: what is drawn below is the last valid answer", count(problems.length, "problem"))}
          </h2>
          <Problems list={problems} />
        </section>
      )}
    </div>
  );
}
