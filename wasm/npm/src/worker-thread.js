// The other end of `worker.js`: is given the compiled engine and answers what it is asked, one after the other. One file without imports
// of its own, which every bundler can make a worker of.
import { give } from "./given.js";
import * as engine from "./shared.js";

/** What is open, by the number that the page knows it by. 0 is the engine itself. */
const open = new Map([[0, engine]]);
let last = 0;

function kept(handle) {
  open.set((last += 1), handle);
  return last;
}

const answers = {
  give,
  about: () => engine.about(),
  callJson: (on, verb, json) => open.get(on).callJson(verb, json),
  rateColumns: (on, json, columns) => open.get(on).rateColumns(JSON.parse(json), columns),
  draftColumns: (on, json, columns) => open.get(on).draftColumns(JSON.parse(json), columns),
  prepare: (json) => kept(engine.prepare(JSON.parse(json).rulebook)),
  open: (on, json) => kept(open.get(on).open(JSON.parse(json))),
  stateJson: (on) => open.get(on).stateJson(),
  // It stays known, and says itself that it is closed.
  close: (on) => open.get(on).close(),
};

addEventListener("message", async ({ data: { id, what, given } }) => {
  try {
    postMessage({ id, answer: await answers[what](...given) });
  } catch ({ message, reply }) {
    postMessage({ id, thrown: { message, reply } });
  }
});
