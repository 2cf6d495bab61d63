import * as counterfoil from "counterfoil";
import { answers } from "../../../answers.js";

export const runtime = "edge";

export const GET = async () => Response.json(await answers(counterfoil));
