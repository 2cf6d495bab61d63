import { useEffect, useRef, useState } from "preact/hooks";
import type { Editor } from "../editor/editor";
import type { Trouble } from "../model/engine";
import { lang, t } from "../text/lang";
import { Problems } from "./problems";

interface Props {
  text: string;
  set: (text: string) => void;
  /** What is wrong in it, by pointers that begin with `under`. */
  wrong: Trouble[];
  under: string;
  /** A part to scroll to and to mark, by its pointer. */
  part?: string | undefined;
  label: string;
  testid: string;
}

/** A text of JSON in a real editor, which is loaded when it is first needed. */
export function BookEditor({ text, set, wrong, under, part, label, testid }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | undefined>(undefined);
  const [ready, come] = useState(false);
  const latest = useRef({ text, set });
  latest.current = { text, set };
  useEffect(() => {
    let gone = false;
    void import("../editor/editor").then(({ openEditor }) => {
      if (gone || place.current === null) return;
      const change = (next: string) => latest.current.set(next);
      editor.current = openEditor(place.current, { text: latest.current.text, label, testid, change });
      come(true);
    });
    return () => {
      gone = true;
      editor.current?.close();
      editor.current = undefined;
      come(false);
    };
    // The editor speaks too: it is opened anew in another language.
  }, [lang.value]);
  useEffect(() => {
    // A mark is of the text that it was made in.
    if (editor.current?.set(text)) editor.current.point(part);
  }, [text]);
  useEffect(() => editor.current?.mark(wrong, under), [wrong, ready]);
  useEffect(() => editor.current?.point(part), [part, ready]);
  return (
    <>
      {!ready && <p class="quiet">{t("The editor is on its way…")}</p>}
      <div ref={place} class="book-editor" />
      {wrong.length > 0 && (
        <p class="tools">
          <button type="button" class="plain" data-testid={`${testid}-go`} onClick={() => editor.current?.show(wrong[0]!.path.slice(under.length))}>
            {t("Go to the first")}
          </button>
        </p>
      )}
      <Problems list={wrong} />
    </>
  );
}
