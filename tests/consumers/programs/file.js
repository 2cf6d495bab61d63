// The same where the bundler gives an address for what it has copied.
import * as counterfoil from "counterfoil/slim";
import address from "counterfoil/counterfoil.wasm";
import { answers } from "./answers.js";

counterfoil.init(new URL(address, import.meta.url)).then(async () => (globalThis.answers = await answers(counterfoil)));
