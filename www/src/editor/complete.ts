import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { SyntaxNode } from "@lezer/common";
import schema from "counterfoil/rulebook.schema.json";
import { propertiesOf, wayTo } from "./places";
import { inLanguage } from "./words";

/** What of JSON Schema the rulebook's own has. */
interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  $defs?: Record<string, Schema>;
}

const whole = schema as unknown as Schema;

/** A schema and all that stand for it. */
function alternatives(of: Schema | undefined): Schema[] {
  if (of === undefined) return [];
  if (of.$ref !== undefined) return alternatives(whole.$defs?.[of.$ref.replace("#/$defs/", "")]);
  const more = [...(of.anyOf ?? []), ...(of.oneOf ?? [])];
  return more.length === 0 ? [of] : [of, ...more.flatMap(alternatives)];
}

function at(way: readonly string[]): Schema[] {
  return way.reduce<Schema[]>((found, part) => {
    const next = found.map(({ items, properties, additionalProperties: rest }) =>
      part === "*" ? items : (properties?.[part] ?? (typeof rest === "object" ? rest : undefined)),
    );
    return next.flatMap(alternatives);
  }, alternatives(whole));
}

const isText = (value: unknown): value is string => typeof value === "string";

/** Names of properties that an object may have and has not, or words that may stand for a value. */
export function complete(context: CompletionContext): CompletionResult | null {
  const { state, pos } = context;
  const node = syntaxTree(state).resolveInner(pos, -1);
  const word = context.matchBefore(/"?[\w.]*/);
  if (word === null || (word.from === word.to && !context.explicit)) return null;
  const name = nameAt(node);
  const options = name === undefined ? valuesFor(wayTo(state, node)) : namesFor(wayTo(state, name), propertiesOf(state, name));
  return options.length === 0 ? null : { from: word.from, options, validFor: /^"?[\w.]*$/ };
}

/** The object in which a name is written here; nothing where a value is. */
function nameAt(node: SyntaxNode): SyntaxNode | undefined {
  if (node.name === "Object") return node;
  const around = node.name === "PropertyName" ? node.parent?.parent : node.name === "⚠" || node.name === "{" ? node.parent : undefined;
  return around?.name === "Object" ? around : undefined;
}

function namesFor(way: readonly string[], present: readonly { name: string }[]): Completion[] {
  const there = new Set(present.map(({ name }) => name));
  const found = new Map(at(way).flatMap(({ properties }) => Object.entries(properties ?? {})));
  return [...found]
    .filter(([name]) => !there.has(name))
    .map(([name, of]) => ({ label: `"${name}"`, type: "property", ...describe(of), apply: `"${name}": ` }));
}

function valuesFor(way: readonly string[]): Completion[] {
  const words = at(way).flatMap((of) => [...(of.enum ?? []), of.const].filter(isText).map((word) => [word, of] as const));
  const flags = at(way).some(({ type }) => type === "boolean") ? ["true", "false"] : [];
  return [
    ...[...new Map(words)].map(([word, of]) => ({ label: `"${word}"`, type: "enum", ...describe(of) })),
    ...flags.map((word) => ({ label: word, type: "keyword" })),
  ];
}

/** What it is, in the schema's words. */
function describe(of: Schema): Pick<Completion, "info"> {
  const text = of.description ?? alternatives(of).find(({ description }) => description !== undefined)?.description;
  return text === undefined ? {} : { info: () => inLanguage("en", text) };
}
