import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

/** From where to where. */
export interface Place {
  from: number;
  to: number;
}

/** A property's name or an item's number, as pointers have them: `~` and `/` are written otherwise there. */
const unescaped = (part: string) => part.replaceAll("~1", "/").replaceAll("~0", "~");

/** Longest that the whole text is read for, in milliseconds: the editor itself reads no further than it must. */
const READ_MS = 1_000;

/** The node that a JSON pointer names; the nearest that there is, where what it names is missing. */
export function placeOf(state: EditorState, pointer: string): Place {
  const top = (ensureSyntaxTree(state, state.doc.length, READ_MS) ?? syntaxTree(state)).topNode;
  let node = top.firstChild ?? top;
  for (const part of pointer.split("/").slice(1).map(unescaped)) {
    const next = childOf(state, node, part);
    if (next === undefined) break;
    node = next;
  }
  return { from: node.from, to: node.to };
}

function childOf(state: EditorState, node: SyntaxNode, part: string): SyntaxNode | undefined {
  if (node.name === "Object") return propertiesOf(state, node).find(({ name }) => name === part)?.value;
  if (node.name !== "Array") return undefined;
  return valuesOf(node)[Number(part)];
}

/** Brackets and commas are nodes too. */
const isValue = ({ name }: SyntaxNode) => /^[A-Z]/.test(name) && name !== "PropertyName" && name !== "⚠";

function valuesOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) if (isValue(child)) found.push(child);
  return found;
}

/** Properties of an object, with their values where they have any. */
export function propertiesOf(state: EditorState, node: SyntaxNode): { name: string; value: SyntaxNode | undefined }[] {
  return valuesOf(node)
    .filter(({ name }) => name === "Property")
    .map((property) => {
      const key = property.getChild("PropertyName");
      const text = key === null ? '""' : state.sliceDoc(key.from, key.to);
      return { name: text.replaceAll('"', ""), value: valuesOf(property)[0] };
    });
}

/** The way from the top to a node: names of properties, and `*` for the items of a list. */
export function wayTo(state: EditorState, node: SyntaxNode): string[] {
  const way: string[] = [];
  for (let at: SyntaxNode | null = node; at?.parent != null; at = at.parent) {
    if (at.parent.name === "Array") way.unshift("*");
    if (at.name === "Property") {
      const key = at.getChild("PropertyName");
      if (key !== null) way.unshift(state.sliceDoc(key.from, key.to).replaceAll('"', ""));
    }
  }
  return way;
}
