import { autocompletion } from "@codemirror/autocomplete";
import { json } from "@codemirror/lang-json";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorState } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { EditorView, basicSetup } from "codemirror";
import type { Trouble } from "../model/engine";
import phrases from "../text/de/editor.json";
import { lang } from "../text/lang";
import { complete } from "./complete";
import { marked, pointed } from "./marked";
import { placeOf } from "./places";
import { inLanguage } from "./words";

export interface Editor {
  /** Another text, where it is another: is it? */
  set(text: string): boolean;
  /** What is wrong, each at its place. `under` is where the text stands in the call. */
  mark(problems: readonly Trouble[], under: string): void;
  /** Scrolls to the part that a pointer names and marks its lines; the focus stays where it is. */
  point(pointer: string | undefined): void;
  /** Goes to the place of a pointer. */
  show(pointer: string): void;
  close(): void;
}

/** A text that was given to the editor is not told back: two that come one upon the other would answer each other without end. */
const given = Annotation.define<boolean>();

interface Wanted {
  text: string;
  label: string;
  testid: string;
  change: (text: string) => void;
}

/**
 * A real editor in a shadow root of its own: its styles are sheets made by script there, which the page's policy allows, and would be
 * style elements in the page, which it does not.
 */
export function openEditor(parent: HTMLElement, { text, label, testid, change }: Wanted): Editor {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: "open" });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        basicSetup,
        json(),
        marked,
        EditorState.phrases.of(lang.value === "de" ? phrases : {}),
        autocompletion({ override: [complete] }),
        theme,
        syntaxHighlighting(colours),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, "data-testid": testid, tabindex: "0" }),
        EditorView.updateListener.of(({ docChanged, transactions, state }) => {
          if (docChanged && !transactions.some((each) => each.annotation(given))) change(state.doc.toString());
        }),
      ],
    }),
  });
  return {
    set(next) {
      const { doc } = view.state;
      const another = doc.toString() !== next;
      if (another) view.dispatch({ changes: { from: 0, to: doc.length, insert: next }, annotations: given.of(true) });
      return another;
    },
    mark(problems, under) {
      const found = problems.map(({ path, message, help, ours }) => ({
        ...placeOf(view.state, path.slice(under.length)),
        severity: "error" as const,
        message: `${message}: ${help}`,
        renderMessage: () => inLanguage(ours === true ? lang.value : "en", `${message}: ${help}`),
      }));
      view.dispatch(setDiagnostics(view.state, found));
    },
    point(pointer) {
      const part = pointer ? placeOf(view.state, pointer) : undefined;
      if (part === undefined) return view.dispatch({ effects: pointed.of(part) });
      // Whoever goes on into the editor by keyboard begins there.
      view.dispatch({ selection: { anchor: part.from }, effects: [pointed.of(part), EditorView.scrollIntoView(part.from, { y: "start", yMargin: 40 })] });
    },
    show(pointer) {
      const { from } = placeOf(view.state, pointer);
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    },
    close: () => view.destroy(),
  };
}

const theme = EditorView.theme({
  "&": { height: "34rem", maxHeight: "75vh", fontSize: "0.8125rem", color: "var(--ink)", backgroundColor: "var(--paper)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--paper)", color: "var(--quiet)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--column)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "var(--line)" },
  ".cm-tooltip": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line-strong)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  // The editor's own wave is a picture in a `data:` address, which the page's policy allows not.
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--danger)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--danger)" },
  ".cm-pointed": { backgroundColor: "var(--alert-ground)", borderLeft: "3px solid var(--alert)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--card)", color: "var(--quiet)", border: "1px solid var(--line)" },
});

/** The page's own colours, which are legible in both themes. */
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: tags.string, color: "var(--credit)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--topup)" },
]);
