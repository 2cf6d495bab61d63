import type { ComponentChildren } from "preact";

/** A head that begins so is of a column of amounts, which stands to the right. */
const AMOUNT = "Amount:";

/** A list in columns, scrolled where it is wider than the page. */
export function Sheet({ caption, heads, children }: { caption: string; heads: readonly string[]; children: ComponentChildren }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`${caption}, as a table`}>
      <table class="papers">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" class={head === "Amount" || head.startsWith(AMOUNT) ? "number" : undefined}>
                {head.replace(AMOUNT, "")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
