/** Conditions: that they parse, and read only what is there. */
import { compileCondition, variablesInScope } from "../../../packages/demarc/src/condition/condition.js";
import type { ServiceFile } from "../source-files.js";
import type { Rule } from "./rule.js";

export const conditionRules: readonly Rule[] = [
  {
    name: "conditions",
    description: "Every CEL expression parses and refers to declared facts, relations and parts.",
    check: (file) =>
      expressionsOf(file).flatMap(({ where, text, isFact }) =>
        faultsOf(file, text, isFact).map((fault) => `${where}: ${fault}`),
      ),
  },
];

interface Expression {
  readonly where: string;
  readonly text: string;
  readonly isFact: boolean;
}

export function expressionsOf(file: ServiceFile): readonly Expression[] {
  const found: Expression[] = [];
  const add = (where: string, text: string | undefined, isFact = false): void => {
    if (text !== undefined) found.push({ where, text, isFact });
  };
  for (const [name, fact] of Object.entries(file.facts ?? {})) {
    add(`fact ${name} (terraform)`, fact.terraform, true);
    add(`fact ${name} (cloudformation)`, fact.cloudformation, true);
    add(`fact ${name}`, fact.any, true);
  }
  for (const [id, variant] of Object.entries(file.variants ?? {})) add(`variant ${id}`, variant.when);
  for (const duty of file.duties ?? []) {
    add(`duty ${duty.id}, when`, duty.when);
    add(`duty ${duty.id}, check`, duty.check);
  }
  for (const rule of file["runs-on"] ?? []) add(`runs-on ${rule.relation}`, rule.when);
  file.components.forEach((entry, at) => {
    add(`components[${at}]`, entry.when, true);
  });
  return found;
}

function faultsOf(file: ServiceFile, text: string, isFact: boolean): readonly string[] {
  let shapes: ReturnType<typeof compileCondition>["shapes"];
  try {
    shapes = compileCondition(text).shapes;
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const faults: string[] = [];
  for (const name of shapes.keys()) {
    if (!(variablesInScope as readonly string[]).includes(name)) faults.push(`${name} is not in scope`);
  }
  if (!isFact && shapes.has("it")) faults.push("reads `it`, which differs by format; make it a fact");
  for (const name of shapes.get("facts")?.fields.keys() ?? []) {
    if (!Object.hasOwn(file.facts ?? {}, name)) faults.push(`there is no fact ${name}`);
  }
  for (const name of shapes.get("refs")?.fields.keys() ?? []) {
    if (!Object.hasOwn(file.relations ?? {}, name)) faults.push(`there is no relation ${name}`);
  }
  const parts = new Set((file.parts ?? []).flatMap((part) => [part.terraform, part.cloudformation]));
  const components = new Set(
    file.components.flatMap((entry) => [...(entry.terraform ?? []), ...(entry.cloudformation ?? [])]),
  );
  for (const type of shapes.get("parts")?.fields.keys() ?? []) {
    if (!parts.has(type) && !components.has(type)) faults.push(`${type} is not among the parts`);
  }
  return faults;
}
