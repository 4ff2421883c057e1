/** Finds the templates of a cdk.out folder, those of stages (assemblies inside the assembly) included. */
import type { Problem } from "../../model/inventory.js";
import { readYaml } from "../yaml/compose.js";
import { child, textOf, type YamlMap, type YamlNode } from "../yaml/node.js";
import { problemAt, type Source } from "../yaml/source.js";
import { besideOf } from "./nested.js";

export interface CdkTemplate {
  /** Path of the template, as `readFile` takes it. */
  readonly file: string;
  /** Name of the stack; where the manifest gives none, the id of the artifact. */
  readonly stack: string;
  /** `aws://123456789012/eu-west-1`, `aws://unknown-account/unknown-region`; as the manifest has it. */
  readonly environment?: string;
}

export interface CdkOut {
  /** Top-level stacks only: nested stacks are read with the stack that holds them. */
  readonly templates: readonly CdkTemplate[];
  readonly problems: readonly Problem[];
}

/**
 * The templates that the manifest at `manifest` (`cdk.out/manifest.json`) names, in its order. Never throws; a manifest
 * that is missing or malformed is in `problems`, and the others are read.
 */
export function readCdkOut(input: { manifest: string; readFile: (path: string) => string | undefined }): CdkOut {
  const templates: CdkTemplate[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const waiting = [input.manifest];
  for (let file = waiting.shift(); file !== undefined && seen.size < MAX_ASSEMBLIES; file = waiting.shift()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = input.readFile(file);
    if (text === undefined) {
      problems.push({
        severity: "error",
        file,
        message: "The manifest of this CDK assembly cannot be read.",
        hint: "Run `cdk synth` again.",
      });
      continue;
    }
    const found = artifactsOf(file, text);
    for (const problem of found.problems) problems.push(problem);
    for (const template of found.templates) templates.push(template);
    for (const assembly of found.assemblies) waiting.push(assembly);
  }
  return { templates, problems };
}

/** Assemblies of one cdk.out. */
const MAX_ASSEMBLIES = 1000;

interface Artifacts {
  readonly templates: readonly CdkTemplate[];
  readonly assemblies: readonly string[];
  readonly problems: readonly Problem[];
}

function artifactsOf(file: string, text: string): Artifacts {
  const { source, documents, problems } = readYaml({ file, text, version: "yaml-1.2" });
  const artifacts = child(documents[0], "artifacts");
  if (artifacts?.kind !== "map")
    return { templates: [], assemblies: [], problems: [...problems, ...noArtifacts(source, documents, problems)] };
  return { ...sorted(file, artifacts), problems };
}

function noArtifacts(source: Source, documents: readonly YamlNode[], problems: readonly Problem[]): readonly Problem[] {
  // A manifest of an app without stacks has no artifacts.
  if (problems.length > 0 || child(documents[0], "version") !== undefined) return [];
  return [
    problemAt(
      source,
      documents[0],
      "error",
      "This is not the manifest of a CDK assembly.",
      "Expected the manifest.json of a cdk.out folder.",
    ),
  ];
}

function sorted(file: string, artifacts: YamlMap): { templates: CdkTemplate[]; assemblies: string[] } {
  const templates: CdkTemplate[] = [];
  const assemblies: string[] = [];
  for (const [id, { node }] of artifacts.entries) {
    const properties = child(node, "properties");
    const type = textOf(child(node, "type"));
    const template = textOf(child(properties, "templateFile"));
    const folder = textOf(child(properties, "directoryName"));
    if (type === "aws:cloudformation:stack" && template !== undefined) {
      const environment = textOf(child(node, "environment"));
      const stack = textOf(child(properties, "stackName")) ?? textOf(child(node, "displayName")) ?? id;
      templates.push({ file: besideOf(file, template), stack, ...(environment === undefined ? {} : { environment }) });
    } else if (type === "cdk:cloud-assembly" && folder !== undefined)
      assemblies.push(besideOf(file, `${folder}/manifest.json`));
  }
  return { templates, assemblies };
}
