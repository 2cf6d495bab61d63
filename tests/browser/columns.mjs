// A line of the runners of cases: a call as JSON text, or one with columns, whose answer is followed by its amounts.

/** Stands alone, so that a page can be given its source. */
export function answers({ callJson, rateColumns }, { verb, call, columns }) {
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
