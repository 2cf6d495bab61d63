// Three Web Components on the engine's answers: they compute no money, and every figure is a text of an answer. Importing this defines
// them, where there is a page.
import { CounterfoilBalance } from "./element-balance.js";
import { CounterfoilInvoice } from "./element-invoice.js";
import { CounterfoilRecharge } from "./element-recharge.js";

export { WORDS } from "./element-words.js";
export { CounterfoilBalance, CounterfoilInvoice, CounterfoilRecharge };

const elements = {
  "counterfoil-balance": CounterfoilBalance,
  "counterfoil-recharge": CounterfoilRecharge,
  "counterfoil-invoice": CounterfoilInvoice,
};
for (const [name, element] of Object.entries(elements)) {
  if (globalThis.customElements?.get(name) === undefined) globalThis.customElements?.define(name, element);
}
