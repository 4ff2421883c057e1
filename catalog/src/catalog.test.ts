/** The catalog as it is on disk: its rules, its examples, and that each condition was shown true and false. */
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { attributeRules } from "./check/attributes.js";
import { conditionRules } from "./check/conditions.js";
import { loadContext } from "./check/context.js";
import { dutyRules } from "./check/duties.js";
import { exampleRules } from "./check/examples.js";
import { lifecycleRules, productFaults } from "./check/lifecycles.js";
import { moduleRules } from "./check/modules.js";
import { nameRules } from "./check/names.js";
import { unseenConditions } from "./check/seen.js";
import { unfolded } from "./compile-lifecycle.js";
import { catalogFromFiles, runExample } from "./examples.js";
import { moduleExampleFailures } from "./module-examples.js";
import { knownModules, moduleFiles, readsOfCatalog } from "./module-files.js";
import { catalogRoot, lensFilePaths, productFilePaths, productFiles } from "./source-files.js";

const { catalog, files, broken } = catalogFromFiles();
const products = productFiles();
const context = loadContext(new Map([...files.values()].map((file) => [file.service, file])), products);
const modules = moduleFiles();
const moduleContext = { files: modules, known: context.known, reads: readsOfCatalog() };
const rules = [...nameRules, ...attributeRules, ...conditionRules, ...dutyRules, ...exampleRules];

/** What no example can show, with why. An entry that is shown after all fails too. */
const cannotBe: Readonly<Record<string, string>> = {
  "aws/batch.yaml terraform: variant latest-image never true": "Terraform has no such setting",
  "aws/cloudformation.yaml cloudformation: variant updated-by-hand never false": "the rest of its group",
  "aws/directory-service.yaml cloudformation: variant ad-connector never true": "CloudFormation makes no AD Connector",
  "aws/directory-service.yaml cloudformation: variant second-region never true": "CloudFormation adds no Region",
  "aws/fsx.yaml terraform: variant openzfs never false": "the rest of its group",
  "aws/fsx.yaml cloudformation: variant openzfs never false": "the rest of its group",
  "aws/ssm.yaml cloudformation: variant secure-own-key never true": "CloudFormation makes no SecureString",
  "aws/ssm.yaml cloudformation: variant secure never true": "CloudFormation makes no SecureString",
  "aws/ssm.yaml cloudformation: duty no-plain-secrets never met": "CloudFormation makes no SecureString",
  "aws/workspaces.yaml cloudformation: variant manual-maintenance never true": "its directory is registered elsewhere",
  "aws/workspaces.yaml cloudformation: duty keep-updating never unmet": "its directory is registered elsewhere",
};

test("every YAML file is loaded: none is broken, none forgotten", () => {
  expect(broken).toEqual([]);
  const onDisk = readdirSync(catalogRoot, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".yaml") && !path.startsWith("node_modules/"));
  const common = ["areas", "coverage-floor", "models", "patterns", "providers", "utility-types"].map(
    (name) => `${name}.yaml`,
  );
  expect(onDisk.sort()).toEqual(
    [...files.keys(), ...lensFilePaths(), ...productFilePaths(), ...modules.keys(), ...common].sort(),
  );
});

test.each([...files])(
  "%s breaks no rule, and its examples come out as they say and show each condition",
  (path, file) => {
    const whole = unfolded(file);
    const faults = [
      ...rules.flatMap((rule) => rule.check(whole, path, context).map((text) => `[${rule.name}] ${text}`)),
      ...lifecycleRules.flatMap((rule) => rule.check(file, path, context).map((text) => `[${rule.name}] ${text}`)),
    ];
    expect(faults).toEqual([]);
    const service = catalog.service(file.service);
    if (service === undefined) throw new Error(`The catalog does not have ${file.service}.`);
    const results = (file.examples ?? []).flatMap((example) => runExample(catalog, file, example));
    const failed = results.flatMap(({ example, format, failures }) =>
      failures.map((text) => `${example} (${format}): ${text}`),
    );
    expect(failed).toEqual([]);
    const unseen = (["terraform", "cloudformation"] as const).flatMap((format) => {
      const ofFormat = results.filter((result) => result.format === format).map(({ assessment }) => assessment);
      return unseenConditions(file, service, format, ofFormat).map((text) => `${path} ${text}`);
    });
    const expected = Object.keys(cannotBe).filter((text) => text.startsWith(`${path} `));
    expect(unseen.sort()).toEqual(expected.sort());
  },
);

test.each([...products.values()].map((product) => [product.product, product] as const))(
  "the calendar %s breaks no rule",
  (id, product) => {
    expect(productFaults(product, `lifecycle/${id}.yaml`, context)).toEqual([]);
  },
);

test.each([...modules])("%s breaks no rule, and its calls create what they say", (path, file) => {
  const faults = moduleRules.flatMap((rule) =>
    rule.check(file, path, moduleContext).map((text) => `[${rule.name}] ${text}`),
  );
  expect(faults).toEqual([]);
  const known = knownModules(modules.values(), moduleContext.reads);
  const failed = (file.examples ?? []).flatMap((example) =>
    moduleExampleFailures(file, example, known).map((text) => `${example.name}: ${text}`),
  );
  expect(failed).toEqual([]);
});
