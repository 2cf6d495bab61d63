import * as counterfoil from "counterfoil";
import { answers } from "./answers.js";

counterfoil
  .load()
  .then(() => answers(counterfoil), (error) => [error.name, error.code])
  .then((made) => (globalThis.answers = made));
