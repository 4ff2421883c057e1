/** `npm run catalog:check [file…]`: every rule on every file; prints what is wrong and exits 1 where something is. */
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { conditionRules } from "./check/conditions.js";
import { loadContext } from "./check/context.js";
import { dutyRules } from "./check/duties.js";
import { exampleRules } from "./check/examples.js";
import { nameRules } from "./check/names.js";
import type { Rule } from "./check/rule.js";
import { compileService } from "./compile.js";
import { catalogRoot, lensFilePaths, readYaml, type ServiceFile, serviceFilePaths } from "./source-files.js";

const rules: readonly Rule[] = [...nameRules, ...conditionRules, ...dutyRules, ...exampleRules];
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: false });

const { providers } = readYaml("providers.yaml") as { providers: Record<string, unknown> };
const wanted = process.argv.slice(2).map((path) => relative(catalogRoot, resolve(path)).replaceAll("\\", "/"));
const faults: string[] = [];
const services = new Map<string, ServiceFile>();
const files: { readonly path: string; readonly file: ServiceFile }[] = [];
const validateService = validator("service.json");
for (const path of serviceFilePaths(Object.keys(providers))) {
  const isWanted = wanted.length === 0 || wanted.includes(path);
  try {
    const file = readYaml(path) as ServiceFile;
    const isValid = validateService(file);
    if (!isValid && isWanted) reportSchema(path, validateService);
    if (!isValid) continue;
    services.set(file.service, file);
    if (isWanted) files.push({ path, file });
  } catch (error) {
    if (isWanted) faults.push(`${path}: ${firstLines(error)}`);
  }
}

const context = loadContext(services);
for (const { path, file } of files) {
  for (const rule of rules)
    for (const message of rule.check(file, path, context)) faults.push(`${path}: [${rule.name}] ${message}`);
  try {
    compileService(file);
  } catch (error) {
    faults.push(`${path}: ${firstLines(error)}`);
  }
}
if (wanted.length === 0) {
  check("models.yaml", validator("models.json"));
  const validateLens = validator("lens.json");
  for (const path of lensFilePaths()) check(path, validateLens);
}

for (const fault of faults) console.error(fault);
console.log(
  `${files.length} service files checked: ${faults.length === 0 ? "nothing wrong" : `${faults.length} faults`}`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

function check(path: string, validate: ValidateFunction): void {
  try {
    if (!validate(readYaml(path))) reportSchema(path, validate);
  } catch (error) {
    faults.push(`${path}: ${firstLines(error)}`);
  }
}

function validator(name: string): ValidateFunction {
  return ajv.compile(JSON.parse(readFileSync(join(catalogRoot, "schema", name), "utf8")) as object);
}

function reportSchema(path: string, validate: ValidateFunction): void {
  for (const error of validate.errors ?? []) {
    const extra = "additionalProperty" in error.params ? ` (${String(error.params.additionalProperty)})` : "";
    faults.push(`${path}: ${error.instancePath || "/"} ${error.message ?? ""}${extra}`);
  }
}

function firstLines(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n").slice(0, 6).join("\n  ");
}
