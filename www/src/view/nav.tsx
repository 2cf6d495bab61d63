import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { host } from "../model/host";
import { addressOf, go, page, pages, type PageName, type Part } from "../model/route";
import { may } from "../model/session";
import { t, type Text } from "../text/lang";

interface Group {
  title: Text;
  of: readonly PageName[];
}

const groups: readonly Group[] = [
  { title: "Account", of: ["overview", "usage", "history"] },
  { title: "Billing", of: ["invoices", "receipts", "payment", "alerts"] },
  { title: "What it has", of: ["plan", "numbers", "subaccounts", "company"] },
  { title: "Behind it", of: ["rulebook", "developers"] },
];

/** Of the server as a whole: whoever may not look there has no way there. */
const ofServer = (): Group => ({
  title: "Server",
  of: [...(may("read") ? (["accounts"] as const) : []), ...(may("access") ? (["people"] as const) : [])],
});

/** All pages, beside the one that is open; a bar above it where the screen is narrow. */
export function Nav() {
  const list = useRef<HTMLElement>(null);
  const open = page.value;
  // The bar is longer than a phone is wide: what is open is seen in it.
  useEffect(() => list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }), [open]);
  const shown = host.value === undefined ? groups : [ofServer(), ...groups];
  return (
    <nav class="pages" aria-label={t("Pages")} ref={list}>
      {shown.map(
        ({ title, of }) =>
          of.length > 0 && (
            <div key={title}>
              <p>{t(title)}</p>
              <ul>
                {of.map((name) => (
                  <li key={name}>
                    <PageLink to={name} testid={`page-${name}`} />
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
    </nav>
  );
}

/** A link to a page of what is open; opened in another window it shows the same. */
export function PageLink({ to, children = t(pages[to]), testid }: { to: PageName; children?: string; testid?: string }) {
  return (
    <Way to={to} testid={testid} current={page.value === to}>
      {children}
    </Way>
  );
}

interface WayProps {
  to: PageName;
  part?: Part;
  children: ComponentChildren;
  testid?: string | undefined;
  current?: boolean;
  /** Done before it is gone to. */
  leave?: () => void;
}

/** The same to a part of a page. */
export function Way({ to, part, children, testid, current = false, leave }: WayProps) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    leave?.();
    go(to, part);
  };
  return (
    <a href={addressOf(to, part)} data-testid={testid} aria-current={current ? "page" : undefined} onClick={follow}>
      {children}
    </a>
  );
}
