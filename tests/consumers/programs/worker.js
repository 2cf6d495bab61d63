import { worker } from "counterfoil/worker";
import { answers } from "./answers.js";

worker()
  .then(async (engine) => {
    const made = await answers(engine);
    const about = await engine.about();
    await engine.close();
    const after = await engine.callJson("check", "{}").catch(({ code }) => code);
    return about.engine === engine.engineDigest && after === "worker_closed" ? made : ["not closed", after];
  })
  .catch((error) => [error.name, error.code])
  .then((made) => (globalThis.answers = made));
