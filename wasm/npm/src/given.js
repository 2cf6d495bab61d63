// Where the engine's file is from: every entry gives it in its own way, and all of them give it to this one place, so that
// entries on one page share one engine.
import { fault } from "./error.js";

let compiled;
let compile;

/** The compiled file. */
export function give(module) {
  compiled = module;
}

/** A way to compile it at once, which is gone only where it is needed. */
export function offer(way) {
  compile = way;
}

export const isGiven = () => compiled !== undefined;
export const isOffered = () => compile !== undefined;

export function source() {
  compiled ??= compile?.();
  if (compiled === undefined) throw notLoaded();
  return compiled;
}

export function notLoaded(cause) {
  const message = "the engine is not loaded yet";
  const help = "`await load()` once before the first call, or `import \"counterfoil/inline\"`, which brings the engine along; "
    + "with `counterfoil/slim`, `await init(source)`";
  return fault("engine_not_loaded", message, help, cause);
}
