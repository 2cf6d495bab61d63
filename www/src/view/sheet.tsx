import type { ComponentChildren } from "preact";
import { t } from "../text/lang";

/** A column's head; one of amounts stands to the right. */
type Head = string | { amount: string };

/** A list in columns, scrolled where it is wider than the page. */
export function Sheet({ caption, heads, children }: { caption: string; heads: readonly Head[]; children: ComponentChildren }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t("{0}, as a table", caption)}>
      <table class="papers">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head, place) => (
              <th key={place} scope="col" class={typeof head === "string" ? undefined : "number"}>
                {typeof head === "string" ? head : head.amount}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
