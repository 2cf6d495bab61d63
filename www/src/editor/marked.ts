import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import type { Place } from "./places";

/** A part to be marked; nothing takes the mark away. */
export const pointed = StateEffect.define<Place | undefined>();

const line = Decoration.line({ class: "cm-pointed" });

/** The lines of the part that is marked, which stay those of the part while somebody types. */
export const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { docChanged, changes, effects, state }) {
    let now = docChanged ? marks.map(changes) : marks;
    for (const effect of effects) {
      if (!effect.is(pointed)) continue;
      now = effect.value === undefined ? Decoration.none : Decoration.set(linesOf(effect.value).map((from) => line.range(from)));
    }
    return now;

    function linesOf({ from, to }: Place): number[] {
      const found: number[] = [];
      for (let at = state.doc.lineAt(from); ; at = state.doc.line(at.number + 1)) {
        found.push(at.from);
        if (at.to >= to) return found;
      }
    }
  },
  provide: (field) => EditorView.decorations.from(field),
});
