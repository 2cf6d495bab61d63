import type { Verb } from "counterfoil";
import type { Text } from "../text/lang";
import { draftCall } from "./draft";
import type { Picture } from "./engine";
import { at } from "./host";
import { simulateCall } from "./outlook";
import { outlook } from "./state";

/** What a page asks of the engine: a verb and its call, as text. */
export interface Asked {
  title: Text;
  verb: Verb;
  call: () => string;
}

/** The calls behind what is drawn, page by page. */
export const callsOf = (picture: Picture): Asked[] => [
  { title: "Overview and balance history", verb: "apply", call: () => picture.call },
  { title: "Next invoice", verb: "draft", call: () => draftCall(picture) },
  { title: "Next ninety days", verb: "simulate", call: () => simulateCall(picture, outlook.value).call ?? "" },
];

export const languages = ["curl", "JavaScript", "Rust", "Python"] as const;
export type Language = (typeof languages)[number];

/** How the same is asked elsewhere; the call stands in a file of the verb's name. */
export function codeOf(language: Language, verb: Verb): string {
  switch (language) {
    case "curl":
      return [
        `curl ${at(`v1/call/${verb}`).href} \\`,
        `  -H "Authorization: Bearer $COUNTERFOIL_KEY" -H 'Content-Type: application/json' \\`,
        `  --data-binary @${verb}.json`,
      ].join("\n");
    case "JavaScript":
      return [
        `import { readFile } from "node:fs/promises";`,
        `import { callJson } from "counterfoil";`,
        ``,
        `const reply = callJson("${verb}", await readFile("${verb}.json", "utf8"));`,
        `console.log(reply); // the same bytes as on this page`,
      ].join("\n");
    case "Rust":
      return [
        `let engine = counterfoil::Engine::embedded()?;`,
        `let reply = engine.call("${verb}", &std::fs::read("${verb}.json")?)?;`,
        `println!("{}", String::from_utf8_lossy(&reply.bytes));`,
      ].join("\n");
    case "Python":
      return [
        `from pathlib import Path`,
        `from host import answer  # wasm/examples/host.py; needs \`pip install wasmtime\``,
        ``,
        `file = Path("counterfoil.wasm").read_bytes()`,
        `print(answer(file, b"${verb}", Path("${verb}.json").read_bytes()).decode())`,
      ].join("\n");
  }
}
