// The file's address by the bundler's own word for it.
import * as counterfoil from "counterfoil/slim";
import address from "counterfoil/counterfoil.wasm?url";
import { answers } from "./answers.js";

counterfoil.init(address).then(async () => (globalThis.answers = await answers(counterfoil)));
