import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { whole } from "../text/format";
import { t } from "../text/lang";

/** Rows drawn at first, and more at each asking: a year of calls is not drawn at once. */
const PAGE = 25;

interface ReversedProps<Item> {
  items: Item[];
  row: (item: Item) => ComponentChildren;
  wrap: (rows: ComponentChildren[]) => ComponentChildren;
}

/** A list newest first, a page at a time. */
export function Reversed<Item>({ items, row, wrap }: ReversedProps<Item>) {
  const [shown, show] = useState(PAGE);
  if (items.length === 0) return null;
  const left = items.length - shown;
  return (
    <>
      {wrap(items.slice(Math.max(left, 0)).reverse().map(row))}
      {left > 0 && (
        <button type="button" class="plain more" onClick={() => show(shown + PAGE)}>
          {t("Show {0} of {1} earlier", Math.min(left, PAGE), whole(left))}
        </button>
      )}
    </>
  );
}
