// Node's jobs through handles, as those of the Rust worker.
const POSTED = 300;
const AS_OF = "2026-02-02T00:00:00Z";
const two = (number) => String(number).padStart(2, "0");

const bytes = (texts) => texts.reduce((all, text) => all + Buffer.byteLength(text), 0);
/** How many may go ahead of how many bytes of answers. */
export const allowed = (texts) => `${texts.filter((text) => text.includes('"allowed":true')).length}/${bytes(texts)}`;
const written = (replies) => replies.map((reply) => JSON.stringify(reply));

function rest(verb, place) {
  const time = `2026-02-01T00:${two(Math.trunc(place / 60))}:${two(place % 60)}Z`;
  const usage = { id: `p${place}`, time, product: "call.day", quantity: "1.5", unit: "minute" };
  const begin = { as_of: AS_OF, payments: "succeed" };
  return verb === "spend" ? { ...begin, usage } : { ...begin, events: [{ type: "usage", ...usage }] };
}

/** Usages posted one by one, each call with rulebook and state as the last answer wrote it. */
function posted({ callJson }, { rulebook, state }, verb) {
  const before = `{"rulebook":${JSON.stringify(rulebook)},`;
  const rests = Array.from({ length: POSTED }, (_, place) => JSON.stringify(rest(verb, place)).slice(1));
  const first = `"state":${JSON.stringify(state)}`;
  return [() => {
    let begin = first;
    return rests.map((one) => {
      const answer = callJson(verb, `${before}${begin},${one}`);
      begin = answer.slice(answer.indexOf('"state":'), answer.indexOf(',"entries":'));
      return answer;
    });
  }, bytes];
}

export function handled(ours, account, decide) {
  const kept = ({ rulebook, state }) => ours.prepare(rulebook).open({ state });
  const request = { id: "r0", product: "call.day", quantity: 0, unit: "minute" };
  const asked = { as_of: account.as_of, requests: [request] };
  const whole = JSON.stringify({ rulebook: account.rulebook, state: account.state, ...asked });
  const [withState, withoutState] = [JSON.stringify({ state: account.state, ...asked }), JSON.stringify(asked)];
  const times = (work) => Array.from({ length: 1000 }, work);
  const [rulebook, one, desk] = [ours.prepare(account.rulebook), kept(account), kept(decide)];
  const questions = decide.requests.map((request) => ({ as_of: decide.as_of, requests: [request] }));
  const [texts, wholes] = [questions, questions.map((each) => ({ rulebook: decide.rulebook, state: decide.state, ...each }))]
    .map((calls) => calls.map((call) => JSON.stringify(call)));
  /** To an account that begins anew in each turn. */
  const toAccount = (verb, work, texts) => {
    const rests = Array.from({ length: POSTED }, (_, place) => rest(verb, place));
    const json = rests.map((call) => JSON.stringify(call));
    return [(open) => work(open, rests, json), texts, () => kept(account)];
  };
  return {
    "authorize-one-text": [() => times(() => ours.callJson("authorize", whole)), allowed],
    "authorize-one-prepared-text": [() => times(() => rulebook.callJson("authorize", withState)), allowed],
    "authorize-one-account-text": [() => times(() => one.callJson("authorize", withoutState)), allowed],
    "authorize-one-account-object": [() => times(() => one.authorize(asked)), (replies) => allowed(written(replies))],
    "decide-text": [() => texts.map((text) => desk.callJson("authorize", text)), allowed],
    "decide-object": [() => questions.map((call) => desk.authorize(call)), (replies) => allowed(written(replies))],
    "decide-whole-text": [() => wholes.map((text) => ours.callJson("authorize", text)), allowed],
    "post-text": posted(ours, account, "apply"),
    "post-account-text": toAccount("apply", (open, _, json) => json.map((call) => open.callJson("apply", call)), bytes),
    "post-account-object": toAccount("apply", (open, rests) => rests.map((call) => open.apply(call)), (all) => bytes(written(all))),
    "spend-text": posted(ours, account, "spend"),
    "spend-account-text": toAccount("spend", (open, _, json) => json.map((call) => open.callJson("spend", call)), bytes),
  };
}
