import type { Code, Problem } from "./contract.js";
import type { Refused, Reply } from "./engine.js";

/**
 * What no call is to blame for: `engine_not_loaded` (before `load()`), `engine_not_found` and `engine_mismatch` (`init` of
 * `counterfoil/slim`: nothing there, or another file), `engine_stopped` (a fault of the engine; the next call has a fresh one),
 * `worker_not_started` and `worker_closed` (of `counterfoil/worker`).
 */
export type EngineCode = "engine_not_loaded" | "engine_not_found" | "engine_mismatch" | "engine_stopped" | "worker_not_started" | "worker_closed";

/** The problems of a reply, thrown: `code`, `path` and `help` are those of the first. */
export class BillingError extends Error {
  constructor(reply: Refused, options?: { cause?: unknown });
  /** Stable name of the kind of problem. */
  readonly code: Code | EngineCode;
  /** JSON Pointer (RFC 6901) into the call; empty for the call itself. */
  readonly path: string;
  /** The next action. */
  readonly help: string;
  /** All problems, in document order. */
  readonly problems: Problem[];
  /** The reply that says so. */
  readonly reply: Refused;
}

/** The answer of a reply. Throws a `BillingError` where there are problems. */
export function ok<Answer>(reply: Reply<Answer>): Answer;
