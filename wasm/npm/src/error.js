// What is thrown: an error with the code, the path and the help of the first problem, and all of them beside it.
import { engineDigest } from "./artefact.js";
import { contract } from "./contract.js";

/** As the core would answer. */
export const refused = (problems) => ({ engine: engineDigest, contract, status: "problems", problems });

export class BillingError extends Error {
  /** Of the reply that says so. */
  constructor(reply, options) {
    const [{ code, path, message, help }] = reply.problems;
    super(`counterfoil: ${path === "" ? "" : `${path}: `}${message}`, options);
    this.name = "BillingError";
    this.code = code;
    this.path = path;
    this.help = help;
    this.problems = reply.problems;
    this.reply = reply;
  }
}

/** Of what no call is to blame for. */
export function fault(code, message, help, cause) {
  return new BillingError(refused([{ code, path: "", message, help }]), cause === undefined ? undefined : { cause });
}

/** The answer of a reply, or its problems thrown. */
export function ok(reply) {
  if (reply.status !== "ok") throw new BillingError(reply);
  return reply.answer;
}
