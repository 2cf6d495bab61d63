import * as counterfoil from "counterfoil";
import { answers } from "./answers.js";

export default { fetch: async () => Response.json(await answers(counterfoil)) };
