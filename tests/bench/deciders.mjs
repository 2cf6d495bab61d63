// What people ask for decisions instead: rule engines, of which each computes the same of an account's facts. They are
// given the prices and what was used today; nothing is rated from a rulebook, read strictly, or kept.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);

/** Is the subaccount enabled, is the balance enough, is the day's limit kept? */
const ZEN = "enabled and quantity * price <= balance and used_today + quantity * price <= per_day";
/** Cedar has whole numbers: amounts are cents. */
const CEDAR = `permit(principal, action == Action::"use", resource) when { principal.enabled
  && context.quantity * resource.price <= principal.balance
  && principal.used_today + context.quantity * resource.price <= principal.per_day };`;

const zenFacts = ({ facts, requests }) =>
  requests.map(({ quantity, product, subaccount }) => ({
    quantity, price: facts.prices[product], balance: facts.balance, ...facts.subaccounts[subaccount],
  }));

const cents = (amount) => Math.round(amount * 100);
const entity = (type, id, attrs) => ({ uid: { type, id }, attrs, parents: [] });
function cedarCalls({ facts, requests }) {
  return requests.map(({ quantity, product, subaccount }) => {
    const { enabled, used_today, per_day } = facts.subaccounts[subaccount];
    const account = { enabled, balance: cents(facts.balance), used_today: cents(used_today), per_day: cents(per_day) };
    return {
      principal: { type: "Subaccount", id: subaccount },
      action: { type: "Action", id: "use" },
      resource: { type: "Product", id: product },
      context: { quantity },
      entities: [entity("Subaccount", subaccount, account), entity("Product", product, { price: cents(facts.prices[product]) })],
    };
  });
}

/** The decision in zen's form: what comes in, an expression, what goes out. */
const zenGraph = {
  nodes: [
    { id: "in", name: "in", type: "inputNode" },
    { id: "ask", name: "ask", type: "expressionNode", content: { expressions: [{ id: "allowed", key: "allowed", value: ZEN }] } },
    { id: "out", name: "out", type: "outputNode" },
  ],
  edges: [
    { id: "1", sourceId: "in", targetId: "ask", type: "edge" },
    { id: "2", sourceId: "ask", targetId: "out", type: "edge" },
  ],
};

/** A job, made ready by the first turn that asks for it. */
function ready(prepare, yes) {
  let ask;
  const work = async () => {
    ask ??= await prepare();
    return ask();
  };
  return [work, (answers) => answers.filter(yes).length];
}

/** Jobs; the result of each is how many usages may go ahead. */
export const deciding = (input) => ({
  "decide-zen": ready(() => {
    const { ZenEngine } = require("@gorules/zen-engine");
    const [decision, all] = [new ZenEngine().createDecision(zenGraph), zenFacts(input)];
    return async () => {
      const answers = [];
      for (const facts of all) answers.push(await decision.evaluate(facts));
      return answers;
    };
  }, (answer) => answer.result.allowed),
  "decide-zen-wasm": ready(async () => {
    const file = require.resolve("@gorules/zen-engine-wasm");
    const zen = await import(pathToFileURL(file));
    await zen.default({ module_or_path: readFileSync(new URL("dist/zen_engine_wasm_bg.wasm", pathToFileURL(file))) });
    const all = zenFacts(input);
    return () => all.map((facts) => zen.evaluateExpression(ZEN, facts));
  }, (answer) => answer === true),
  "decide-cedar": ready(() => {
    const { isAuthorized } = require("@cedar-policy/cedar-wasm/nodejs");
    const all = cedarCalls(input).map((call) => ({ ...call, policies: { staticPolicies: CEDAR } }));
    return () => all.map((call) => isAuthorized(call));
  }, (answer) => answer.response.decision === "allow"),
  "decide-cedar-ready": ready(() => {
    const { preparsePolicySet, statefulIsAuthorized } = require("@cedar-policy/cedar-wasm/nodejs");
    if (preparsePolicySet("desk", { staticPolicies: CEDAR }).type !== "success") throw new Error("the policy is not read");
    const all = cedarCalls(input).map((call) => ({ ...call, preparsedPolicySetId: "desk" }));
    return () => all.map((call) => statefulIsAuthorized(call));
  }, (answer) => answer.response.decision === "allow"),
});
