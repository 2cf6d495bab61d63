// Where the bundler has a way of its own to start a worker, or none.
import { worker } from "counterfoil/worker";
import { answers } from "./answers.js";

worker(new Worker(new URL("./thread.js", import.meta.url), { type: "module" }))
  .then(answers)
  .then((made) => (globalThis.answers = made));
