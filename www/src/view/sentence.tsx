import { Fragment, type ComponentChildren } from "preact";
import { t } from "../text/lang";
import type { Part } from "../text/phrase";

/** A whole sentence with something in its slots `{0}`, `{1}` …: each language has them where its word order does. */
export function Sentence({ text, slots }: { text: string; slots: readonly ComponentChildren[] }) {
  const parts = text.split(/\{(\d)\}/);
  return <>{parts.map((part, place) => (place % 2 === 0 ? part : <Fragment key={part}>{slots[Number(part)]}</Fragment>))}</>;
}

/** What the engine, a server or a rulebook says, in the language it says it in. */
export const Theirs = ({ children }: { children: ComponentChildren }) => <span lang="en">{children}</span>;

/** A text that was kept, drawn in the language that is spoken now. */
export function Phrased({ of }: { of: Part }) {
  if (typeof of === "string") return <>{of}</>;
  if (typeof of === "function") return <>{of()}</>;
  if ("theirs" in of) return <Theirs>{of.theirs}</Theirs>;
  return <Sentence text={t(of.text)} slots={of.values.map((part, place) => <Phrased key={place} of={part} />)} />;
}
