import type { ComponentChildren } from "preact";
import type { Trouble } from "../model/engine";
import { AllInShort } from "./problems";

interface InputProps {
  label: string;
  value: string;
  set: (value: string) => void;
  testid: string;
  placeholder?: string;
  mode?: "decimal" | "numeric" | "tel" | "text";
  most?: number;
  /** Texts of several words keep what stands around them while they are typed. */
  words?: boolean;
  wrong?: readonly Trouble[];
}

/** A text with its label above it, and what is wrong with it below. */
export function Input({ label, value, set, testid, placeholder = "", mode = "text", most, words = false, wrong = [] }: InputProps) {
  const id = `${testid}-wrong`;
  return (
    <label>
      <span>{label}</span>
      <input
        inputMode={mode}
        maxLength={most}
        autocomplete="off"
        placeholder={placeholder}
        data-testid={testid}
        value={value}
        aria-invalid={wrong.length > 0}
        aria-describedby={wrong.length > 0 ? id : undefined}
        onInput={(event) => set(words ? event.currentTarget.value : event.currentTarget.value.trim())}
      />
      {wrong.length > 0 && (
        <span class="wrong" id={id}>
          <AllInShort list={wrong} />
        </span>
      )}
    </label>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  set: (value: string) => void;
  testid: string;
  children: ComponentChildren;
}

/** One of several, with its label above it. */
export function Choice({ label, value, set, testid, children }: ChoiceProps) {
  return (
    <label>
      <span>{label}</span>
      <select data-testid={testid} value={value} onChange={(event) => set(event.currentTarget.value)}>
        {children}
      </select>
    </label>
  );
}
