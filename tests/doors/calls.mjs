// Calls on which hosts of all languages agree: verb and JSON.
export const calls = {
  "an empty call": ["check", "{}"],
  "no call at all": ["check", ""],
  "an unknown verb": ["no such verb", "{}"],
  "text beyond ASCII": ["check", '{"rulebook":{"name":"é 😀 \\u0007"}}'],
  "a long call": ["check", JSON.stringify({ rulebook: { name: "x".repeat(300_000) } })],
};
