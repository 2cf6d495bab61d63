import type { Method } from "counterfoil";
import { t } from "../text/lang";
import { methodWords } from "../text/words";
import { Choice } from "./input";

interface Props {
  label: string;
  methods: readonly Method[];
  /** The account's own. */
  own: string | undefined;
  value: string | undefined;
  set: (method: string) => void;
  testid: string;
}

/** One of the account's payment methods. */
export function MethodChoice({ label, methods, own, value, set, testid }: Props) {
  return (
    <Choice label={label} value={value} set={set} testid={testid}>
      {methods.map((one) => (
        <option key={one.method} value={one.method}>
          {methodWords(one)}
          {one.method === own && t(", the default")}
        </option>
      ))}
    </Choice>
  );
}
