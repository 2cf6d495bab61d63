import type { ComponentChildren, JSX } from "preact";

interface Head {
  word: string;
  class?: string;
}

interface Props {
  class: string;
  /** What it is, for whoever scrolls in it. */
  label: string;
  heads: readonly Head[];
  children: ComponentChildren;
}

/** A table whose rows are laid out as grids where it is narrow; the roles keep it a table for everyone who does not see that. */
export function GridTable({ class: name, label, heads, children }: Props) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={label}>
      <table class={name} role="table">
        <thead role="rowgroup">
          <tr role="row">
            {heads.map(({ word, class: of }) => (
              <th key={word} role="columnheader" scope="col" class={of}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">{children}</tbody>
      </table>
    </div>
  );
}

export const GridRow = (props: JSX.IntrinsicElements["tr"]) => <tr role="row" {...props} />;
/** The cell that names its row. */
export const GridHead = (props: JSX.IntrinsicElements["th"]) => <th role="rowheader" scope="row" {...props} />;
export const GridCell = (props: JSX.IntrinsicElements["td"]) => <td role="cell" {...props} />;
