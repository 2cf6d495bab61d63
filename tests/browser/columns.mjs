// A line of the runners of cases: a call as JSON text, one with columns, whose answer is followed by its amounts, or one that
// is taken apart, for a rulebook that is prepared and an account that is kept.

/** Stands alone, so that a page can be given its source. */
export function answers({ callJson, prepare, rateColumns }, { verb, call, columns, apart }) {
  if (apart !== undefined) {
    const { rulebook } = JSON.parse(apart.check);
    const prepared = prepare(rulebook);
    const answer = prepared.callJson(verb, apart.rest);
    if (apart.begins !== null) {
      const account = prepared.open(JSON.parse(apart.begins));
      const kept = account.callJson(verb, apart.least);
      if (kept !== answer) return `the account says ${kept}`;
      account.close();
    }
    prepared.close();
    return answer;
  }
  if (columns === undefined) return callJson(verb, call);
  const input = JSON.parse(call);
  const { rows: _, columns: __, ...usage } = input.usage;
  const kinds = { quantity: BigInt64Array, time: BigInt64Array, kind: Uint32Array };
  const given = Object.entries(columns).map(([name, column]) => [
    name,
    kinds[name].from(column, kinds[name] === Uint32Array ? Number : BigInt),
  ]);
  const { reply, amounts } = rateColumns({ ...input, usage }, Object.fromEntries(given));
  return `${JSON.stringify(reply)}[${amounts.join(",")}]`;
}
