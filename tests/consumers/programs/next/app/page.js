import * as counterfoil from "counterfoil";
import { answers } from "../../answers.js";
import { Live } from "./live";

export default async function Page() {
  return (
    <>
      <pre id="server">{JSON.stringify(await answers(counterfoil))}</pre>
      <Live />
    </>
  );
}
