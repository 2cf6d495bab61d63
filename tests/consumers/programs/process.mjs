import * as counterfoil from "counterfoil";
import { answers } from "./answers.js";

await counterfoil.load();
console.log(JSON.stringify(await answers(counterfoil)));
