import type { Rule } from "counterfoil";
import { lang } from "./lang";
import names from "./rules.json";

const named: Record<Rule, { en: string; de: string }> = names;

/** Is it a rule's id? An address can say anything. */
export const isRule = (id: string): id is Rule => Object.hasOwn(named, id);

/** A rule's name for people; what it says, it says itself. */
export const ruleWords = (rule: Rule) => named[rule][lang.value];

/** What a rule says, from the reference that is made of the engine's own list; asked for when it is first read. */
export async function ruleSays(rule: Rule): Promise<string | undefined> {
  const { default: table } = await import("../../../docs/reference/rules.md?raw");
  return table.split("\n").find((line) => line.startsWith(`| \`${rule}\` |`))?.split("|")[2]?.trim();
}
