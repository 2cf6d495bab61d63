// What every consumer asks, of the package as it has it: calls as text, as objects, and through a rulebook that is prepared.
export const rulebook = {
  name: "telephone",
  description: "é 😀",
  currency: "USD",
  rounding: { scale: 2, mode: "half_up" },
  rates: [{ id: "day", product: "call.day", unit: "minute", price: "0.17" }],
};
const usage = [{ id: "u1", time: "2026-01-05T12:00:00Z", product: "call.day", quantity: "265.1", unit: "minute" }];
export const begun = { open: { account: "a", time: "2026-01-01T00:00:00Z" }, as_of: "2026-02-01T00:00:00Z" };
export const events = [{ type: "top_up", id: "t1", time: "2026-01-02T00:00:00Z", amount: "50" }, { type: "usage", ...usage[0] }];
const calls = [
  ["check", "{}"],
  ["check", ""],
  ["no such verb", "{}"],
  ["check", '{"rulebook":{"name":"é 😀 \\u0007"}}'],
  ["rate", JSON.stringify({ rulebook, usage })],
  ["apply", JSON.stringify({ rulebook, ...begun, events })],
];

async function thrown(work) {
  try {
    return `nothing: ${await work()}`;
  } catch ({ name, message, code, path, help, problems }) {
    return JSON.stringify({ name, message, code, path, help, problems });
  }
}

/** `engine` is the package, or a worker that has it. */
export async function answers(engine) {
  const prepared = await engine.prepare(rulebook);
  const account = await prepared.open({ open: begun.open });
  const through = [await prepared.callJson("rate", JSON.stringify({ usage })), await account.callJson("apply", JSON.stringify({ as_of: begun.as_of, events })), await account.stateJson()];
  const rows = { usage: { kinds: [{ product: "call.day", unit: "minute" }], scale: 0, time: begun.as_of } };
  const columns = { quantity: BigInt64Array.of(2n, 3n) };
  const rated = [await engine.rateColumns({ rulebook, ...rows }, columns), await prepared.rateColumns(rows, columns), await engine.rateColumns({ ...rows, rulebook: 7n }, columns)];
  const drafted = await account.draftColumns({ as_of: begun.as_of, ...rows }, columns);
  const mistyped = await thrown(() => engine.rateColumns({ rulebook, ...rows }, { quantity: [2, 3] }));
  const closed = [await account.close(), await prepared.close(), await prepared.close()];
  const objects = [await engine.rate({ rulebook, usage }), await engine.call("rate", { rulebook, usage: [7n] }), await prepared.check({})];
  const unsound = await thrown(() => engine.prepare({ name: 7 }));
  const texts = await Promise.all(calls.map(([verb, json]) => engine.callJson(verb, json)));
  const columned = [...rated.map(({ reply, amounts }) => `${JSON.stringify(reply)}${amounts}`), JSON.stringify(drafted), mistyped];
  return [engine.engineDigest, ...columned, ...through, `${closed}`, ...objects.map((reply) => JSON.stringify(reply)), unsound, ...texts];
}
