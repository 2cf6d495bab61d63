import { problemsUnder } from "../model/state";
import { zoneWord } from "../text/format";
import { momentOf, wallOf } from "../text/moment";
import { AllInShort } from "./problems";

interface Props {
  label: string;
  time: string;
  set: (time: string) => void;
  /** Where the contract has it: problems found there are told here. */
  path: string;
  testid: string;
}

/** A moment in a sentence, picked by the calendar and the clock of the zone that moments are told in. */
export function Moment({ label, time, set, path, testid }: Props) {
  const wrong = problemsUnder(path);
  const zone = zoneWord();
  const id = `wrong${path.replaceAll("/", "-")}`;
  return (
    <span class="field">
      <input
        type="datetime-local"
        step={1}
        aria-label={label}
        aria-invalid={wrong.length > 0}
        aria-describedby={wrong.length > 0 ? id : undefined}
        data-testid={testid}
        value={wallOf(time, zone)}
        onInput={({ currentTarget: { value } }) => value !== "" && set(momentOf(value, zone))}
      />
      {wrong.length > 0 && (
        <span class="wrong" id={id}>
          <AllInShort list={wrong} />
        </span>
      )}
    </span>
  );
}
