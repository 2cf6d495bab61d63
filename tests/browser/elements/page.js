// A page with all three: what the reader tries in the form is what the balance shows.
import "/pkg/elements.js";

const account = await (await fetch("account.json")).json();
const all = document.querySelectorAll("counterfoil-balance, counterfoil-recharge, counterfoil-invoice");
for (const element of all) Object.assign(element, account);
document.addEventListener("counterfoil-change", ({ detail }) => {
  document.querySelector("counterfoil-balance").settings = detail.settings;
  globalThis.changed = detail.settings;
});
