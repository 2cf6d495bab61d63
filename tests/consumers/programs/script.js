// `counterfoil` is of the script before this one.
import { answers } from "./answers.js";

globalThis.answers = await answers(globalThis.counterfoil);
