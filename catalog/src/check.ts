/**
 * `npm run catalog:check [-- file…]`: every rule on every file; prints what is wrong and exits 1 where something is.
 * `npm run catalog:check -- --stale 365 [file…]`: lists the facts whose page was last seen more than so many days ago.
 */
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { argumentsOf } from "./arguments.js";
import { attributeRules } from "./check/attributes.js";
import { conditionRules } from "./check/conditions.js";
import { loadContext } from "./check/context.js";
import { dutyRules } from "./check/duties.js";
import { exampleRules } from "./check/examples.js";
import { lifecycleRules, productFaults } from "./check/lifecycles.js";
import { type ModuleContext, moduleRules, untoldAttributes } from "./check/modules.js";
import { nameRules } from "./check/names.js";
import type { Rule } from "./check/rule.js";
import { compileService } from "./compile.js";
import { unfolded } from "./compile-lifecycle.js";
import type { ModuleFile } from "./compile-module.js";
import { moduleExampleFailures } from "./module-examples.js";
import { knownModules, readsOfCatalog } from "./module-files.js";
import {
  catalogRoot,
  lensFilePaths,
  moduleFilePaths,
  type ProductFile,
  productFilePaths,
  readYaml,
  type ServiceFile,
  serviceFilePaths,
} from "./source-files.js";
import { staleSources } from "./stale.js";

const rules: readonly Rule[] = [...nameRules, ...attributeRules, ...conditionRules, ...dutyRules, ...exampleRules];
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: false });

const { providers } = readYaml("providers.yaml") as { providers: Record<string, unknown> };
// npm runs this in catalog/; the paths are meant from where the user is.
const here = process.env.INIT_CWD ?? process.cwd();
const { values: options, positionals } = argumentsOf({ stale: { type: "string" } });
const wanted = positionals.map((path) => relative(catalogRoot, resolve(here, path)).replaceAll("\\", "/"));
const paths = [...serviceFilePaths(Object.keys(providers)), ...moduleFilePaths(), ...productFilePaths()];
const faults: string[] = wanted.filter((path) => !paths.includes(path)).map((path) => `${path}: there is no such file`);
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

if (options.stale === undefined) checkAll();
else showStale(options.stale);

function checkAll(): void {
  const context = loadContext(services, products());
  for (const product of context.products.values()) {
    const path = `lifecycle/${product.product}.yaml`;
    if (isAsked(path)) for (const message of productFaults(product, path, context)) faults.push(`${path}: ${message}`);
  }
  for (const { path, file } of files) {
    const whole = unfolded(file);
    for (const rule of rules)
      for (const message of rule.check(whole, path, context)) faults.push(`${path}: [${rule.name}] ${message}`);
    for (const rule of lifecycleRules)
      for (const message of rule.check(file, path, context)) faults.push(`${path}: [${rule.name}] ${message}`);
    try {
      compileService(file, context);
    } catch (error) {
      faults.push(`${path}: ${firstLines(error)}`);
    }
  }
  if (wanted.length === 0) {
    check("models.yaml", validator("models.json"));
    const validateLens = validator("lens.json");
    for (const path of lensFilePaths()) check(path, validateLens);
  }

  const modules = new Map<string, ModuleFile>();
  const validateModule = validator("module.json");
  for (const path of moduleFilePaths()) {
    const before = faults.length;
    check(path, validateModule);
    if (faults.length === before) modules.set(path, readYaml(path) as ModuleFile);
    else if (!isAsked(path)) faults.length = before;
  }
  const reads = readsOfCatalog();
  const moduleContext: ModuleContext = { files: modules, known: context.known, reads };
  const askedModules = [...modules].filter(([path]) => isAsked(path));
  for (const [path, file] of askedModules) {
    for (const rule of moduleRules)
      for (const message of rule.check(file, path, moduleContext)) faults.push(`${path}: [${rule.name}] ${message}`);
    for (const example of file.examples ?? [])
      for (const message of moduleExampleFailures(file, example, knownModules(modules.values(), reads)))
        faults.push(`${path}: [examples] ${example.name}: ${message}`);
    const untold = untoldAttributes(file, reads);
    if (untold.length > 0)
      console.log(
        `${path}: ${untold.length} attributes that are asked for are not told: ${untold.slice(0, 12).join(", ")}${untold.length > 12 ? ", …" : ""}`,
      );
  }

  const calendars = productFilePaths().filter(isAsked);
  for (const fault of faults) console.error(fault);
  console.log(
    `${files.length} service files, ${calendars.length} calendars and ${askedModules.length} modules checked: ${faults.length === 0 ? "nothing wrong" : `${faults.length} faults`}`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}

/** Those that the schema takes; what is wrong with the others is noted. */
function products(): ReadonlyMap<string, ProductFile> {
  const found = new Map<string, ProductFile>();
  const validate = validator("lifecycle.json");
  for (const path of productFilePaths()) {
    const before = faults.length;
    check(path, validate);
    if (faults.length > before) continue;
    const product = readYaml(path) as ProductFile;
    found.set(product.product, product);
  }
  return found;
}

function showStale(text: string): void {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 0) {
    console.error(`--stale takes a whole number of days, not ${JSON.stringify(text)}: --stale 365`);
    process.exitCode = 2;
    return;
  }
  const others = ["models.yaml", ...lensFilePaths(), ...moduleFilePaths(), ...productFilePaths()].filter(isAsked);
  const all = [...files, ...others.map((path) => ({ path, file: readYaml(path) }))];
  const stale = staleSources(all, days, new Date().toISOString().slice(0, 10));
  for (const entry of stale) {
    console.log(
      `${entry.path}: seen ${entry.source.seen}, ${entry.days} days ago: ${entry.source.title}\n  ${entry.source.url}`,
    );
    console.log(`  ${entry.facts.length} facts: ${entry.facts.join(", ")}`);
  }
  const facts = stale.reduce((sum, entry) => sum + entry.facts.length, 0);
  console.log(
    `${facts} facts of ${stale.length} sources in ${all.length} files were last seen more than ${days} days ago`,
  );
}

function isAsked(path: string): boolean {
  return wanted.length === 0 || wanted.includes(path);
}

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
