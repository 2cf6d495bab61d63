// What people multiply and sum with instead, on the same input. None of it checks what it reads.
import Big from "big.js";
import Decimal from "decimal.js";

/** The decimal libraries' job: quantity x price, rounded half up to cents, summed. */
function sum({ rulebook, usage }, { of, times, cents, plus, text }, note) {
  const prices = new Map(rulebook.rates.map((one) => [one.product, of(one.price)]));
  let total = of("0");
  for (const one of usage) {
    const exact = times(of(one.quantity), prices.get(one.product));
    const amount = cents(exact);
    note?.(one, exact, amount);
    total = plus(total, amount);
  }
  return text(total);
}

const methods = { times: (one, other) => one.times(other), plus: (one, other) => one.plus(other), text: (total) => total.toFixed(2) };
const decimal = { ...methods, of: (text) => new Decimal(text), cents: (exact) => exact.toDecimalPlaces(2, Decimal.ROUND_HALF_UP) };
const big = { ...methods, of: (text) => new Big(text), cents: (exact) => exact.round(2, Big.roundHalfUp) };
/** Not exact: 0.045 is no float, so half a cent may go either way, and sums drift. */
const floats = {
  of: Number,
  times: (one, other) => one * other,
  cents: (exact) => Math.round(exact * 100) / 100,
  plus: (one, other) => one + other,
  text: (total) => total.toFixed(2),
};

/** The same with JSON at both ends, which is nearer to what a bill needs: a line for each usage. */
function withJson(text, kind, written) {
  const lines = [];
  const note = ({ id, product, quantity, unit }, exact, amount) =>
    lines.push({ usage: id, product, quantity, unit, exact: written(exact), amount: amount.toFixed(2) });
  const total = sum(JSON.parse(text), kind, note);
  JSON.stringify({ lines, total });
  return total;
}

const same = (result) => result;

/** Their jobs. */
export const rating = (text, object) => ({
  "rate-decimal": [() => sum(object, decimal), same],
  "rate-decimal-json": [() => withJson(text, decimal, (exact) => exact.toFixed()), same],
  "rate-big": [() => sum(object, big), same],
  "rate-float": [() => sum(object, floats), same],
  "rate-float-json": [() => withJson(text, floats, String), same],
  "totals-decimal": [() => sum(JSON.parse(text), decimal), same],
  "totals-float": [() => sum(JSON.parse(text), floats), same],
});
