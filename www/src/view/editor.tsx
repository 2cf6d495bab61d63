import type { ComponentChildren } from "preact";
import type { Trouble } from "../model/engine";
import { t } from "../text/lang";
import { Problems } from "./problems";

interface EditorProps {
  title: string;
  note: string;
  label: string;
  hint: string;
  accept: string;
  value: string;
  set: (text: string) => void;
  wrong: Trouble[];
  testid: string;
  children?: ComponentChildren;
}

/** A text that is pasted, typed or read from a file, with what is wrong in it below. */
export function TextEditor({ title, note, label, hint, accept, value, set, wrong, testid, children }: EditorProps) {
  const load = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (file !== undefined) set(await file.text());
    input.value = "";
  };
  return (
    <details class="card editor" open={wrong.length > 0}>
      <summary>
        <h2>{title}</h2> <span class="quiet">{note}</span>
      </summary>
      <p class="quiet" id={`${testid}-hint`}>
        {hint}
      </p>
      <textarea
        aria-label={label}
        aria-describedby={`${testid}-hint ${testid}-wrong`}
        aria-invalid={wrong.length > 0}
        data-testid={testid}
        rows={12}
        spellcheck={false}
        autocomplete="off"
        wrap="off"
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
      <label class="upload">
        <input
          type="file"
          accept={accept}
          data-testid={`${testid}-file`}
          onChange={(event) => void load(event.currentTarget)}
        />
        <span>{t("Read a file")}</span>
      </label>
      {children}
      <div id={`${testid}-wrong`}>
        <Problems list={wrong} />
      </div>
    </details>
  );
}
