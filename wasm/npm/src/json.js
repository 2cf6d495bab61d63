// From a JavaScript value to its JSON, or every reason why that would lie. What `JSON.stringify` drops or changes without a
// word is refused with its path; what JSON can say is left for the core to judge.

import { depthMax as DEPTH_MAX, problemsMax as PROBLEMS_MAX } from "./contract.js";

/** Gives `{ json }`, or `{ problems }` in document order. */
export function toJson(value) {
  const walk = new Walk();
  const copy = walk.value(value);
  if (walk.problems.length > 0) return { problems: walk.problems };
  // What someone gave every object or array would speak for ours, too.
  if ("toJSON" in Object.prototype || "toJSON" in Array.prototype) shield(copy);
  return { json: JSON.stringify(copy) };
}

/** Half of a surrogate pair is no character. */
export function isWellFormed(text) {
  return text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text);
}

const problem = (code, path, message, help) => ({ code, path, message, help });

export const refusals = {
  half: (path) =>
    problem(
      "json_utf8",
      path,
      "the text holds half of a surrogate pair",
      "mend the text where it was cut; only whole Unicode characters can be sent",
    ),
  kind: (path, found, help) => problem("wrong_type", path, `expected a JSON value, got ${found}`, help),
};

/**
 * Reads every value once and keeps what it read in a copy of plain objects and arrays: what was looked at is what is sent,
 * whatever getters, proxies and `toJSON` would say the second time.
 */
class Walk {
  problems = [];
  /** The arrays and objects around the present place: a value that is its own ancestor has no end. */
  around = [];
  /** The key in each of them that leads here. */
  steps = [];

  value(value) {
    switch (typeof value) {
      case "string":
        return isWellFormed(value) ? value : this.refuse(refusals.half(this.path()));
      case "number":
        return this.number(value);
      case "boolean":
        return value;
      case "object":
        return value === null ? value : this.container(value);
      case "undefined":
        return this.kind("undefined", "leave the item out; only a field of an object may be undefined");
      case "bigint":
        return this.kind("a bigint", "write it as a string of digits: `String(value)`");
      case "symbol":
        return this.kind("a symbol", "write it as a string");
      default:
        return this.kind("a function", "pass what it returns");
    }
  }

  number(value) {
    if (!Number.isFinite(value)) {
      return this.kind(`${value}`, "mend the calculation it came from, or write a decimal string");
    }
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const message = `the number \`${value}\` is beyond what JavaScript counts exactly`;
      return this.refuse(problem("number_range", this.path(), message, "write it as a string of digits"));
    }
    return value;
  }

  container(value) {
    const list = Array.isArray(value);
    if (!list && !this.plain(value)) return undefined;
    if (this.around.includes(value)) {
      return this.kind("an object that contains itself", "JSON has no references; send a tree");
    }
    if (this.around.length >= DEPTH_MAX) {
      const help = "no value of the contract nests so deep; compare the call with its schema";
      return this.refuse(problem("json_depth", this.path(), `nested deeper than ${DEPTH_MAX}`, help));
    }
    this.around.push(value);
    const copy = list ? this.list(value) : this.record(value);
    this.around.pop();
    return copy;
  }

  list(value) {
    const { length } = value;
    const copy = [];
    const place = this.around.length - 1;
    // An empty array of millions is told as what it is without looking at each of its holes.
    for (let index = 0; index < length && this.problems.length <= PROBLEMS_MAX; index += 1) {
      this.steps[place] = index;
      copy.push(this.value(value[index]));
    }
    return copy;
  }

  record(value) {
    if (Symbol.iterator in value) return this.kind("an object that cannot be read", "send a plain object or array");
    const copy = { ...value };
    const place = this.around.length - 1;
    for (const key of Object.keys(copy)) {
      const child = copy[key];
      // An optional field that is not set, as `JSON.stringify` and TypeScript see it: the field is absent.
      if (child === undefined) continue;
      if (!isWellFormed(key)) {
        this.refuse(refusals.half(this.path(place)));
        continue;
      }
      this.steps[place] = key;
      const read = this.value(child);
      if (read !== child) copy[key] = read;
    }
    return copy;
  }

  /**
   * Whether it was made by `{}`, by `JSON.parse` or by `Object.create(null)`, in this window or another. Everything else
   * (a Date, a Map, a Decimal) would need a guess at what it means.
   */
  plain(value) {
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      const help = "write its value: text for decimals and times, a plain object or array for the rest";
      this.kind("an instance of a class", help);
      return false;
    }
    if (Object.getOwnPropertySymbols(value).length > 0) {
      this.kind("an object with a symbol for a key", "use texts as keys");
      return false;
    }
    return true;
  }

  kind(found, help) {
    this.refuse(refusals.kind(this.path(), found, help));
  }

  refuse(problem_) {
    if (this.problems.length < PROBLEMS_MAX) this.problems.push(problem_);
    else if (this.problems.length === PROBLEMS_MAX) this.problems.push(tooMany());
  }

  /** The present place as a JSON pointer. */
  path(depth = this.around.length) {
    const step = (key) => `/${`${key}`.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return this.steps.slice(0, depth).map(step).join("");
  }
}

function tooMany() {
  const message = `more than ${PROBLEMS_MAX} problems`;
  return problem("too_many_problems", "", message, "mend these first, then call again");
}

/** Gives each object and array a `toJSON` of its own that `JSON.stringify` neither calls nor writes. */
function shield(value) {
  if (typeof value !== "object" || value === null) return;
  for (const child of Object.values(value)) shield(child);
  if (!Object.hasOwn(value, "toJSON")) Object.defineProperty(value, "toJSON", { value: undefined });
}
