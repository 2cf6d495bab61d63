import * as counterfoil from "counterfoil";
import { answers } from "./answers.js";

counterfoil.load().then(async () => postMessage(await answers(counterfoil)));
