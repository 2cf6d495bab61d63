import type { Trouble } from "../model/engine";
import { problemsUnder } from "../model/state";
import { AllInShort } from "./problems";

interface FieldProps {
  label: string;
  value: string;
  set: (value: string) => void;
  /** Where the contract has it: problems found there are this field's. */
  path: string;
  testid?: string;
  amount?: boolean;
  placeholder?: string;
  /** What is wrong, where it is not the account's own call that says so. */
  wrong?: Trouble[];
}

/** A text field inside a sentence, as wide as what stands in it. Amounts are typed as text: they are not floats. */
export function Field({
  label,
  value,
  set,
  path,
  testid,
  amount = false,
  placeholder = "",
  wrong = problemsUnder(path),
}: FieldProps) {
  const id = `wrong${path.replaceAll("/", "-")}`;
  return (
    <span class="field">
      <input
        aria-label={label}
        aria-invalid={wrong.length > 0}
        aria-describedby={wrong.length > 0 ? id : undefined}
        class={amount ? "amount" : "word"}
        inputMode={amount ? "decimal" : "text"}
        autocomplete="off"
        spellcheck={false}
        size={Math.max(value.length, placeholder.length, amount ? 4 : 8)}
        value={value}
        placeholder={placeholder}
        data-testid={testid}
        onInput={(event) => set(event.currentTarget.value.trim())}
      />
      {wrong.length > 0 && (
        <span class="wrong" id={id}>
          <AllInShort list={wrong} />
        </span>
      )}
    </span>
  );
}
