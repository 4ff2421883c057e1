/** The `terraform` binary as an oracle: what it makes of expressions and of whole configurations that need no provider. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A type as Terraform writes it in JSON: `"string"`, `["list","string"]`, `["object",{"a":"bool"}]`. */
export type TypeJson = string | readonly [string, unknown];

/** `refused`: Terraform reports an error. `unknown`: it does not know the value before it runs. */
export type Answer = "refused" | "unknown" | { readonly type: TypeJson; readonly value: unknown };

/** The version of the binary, or undefined where there is none. */
export function terraformVersion(): string | undefined {
  const { status, stdout } = spawnSync("terraform", ["version", "-json"], { encoding: "utf8" });
  return status === 0 ? (JSON.parse(stdout) as { terraform_version: string }).terraform_version : undefined;
}

/** Runs `use` with a fresh folder that holds the files, and removes it. */
function inFolder<T>(files: Readonly<Record<string, string>>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "demarc-oracle-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Plan {
  readonly planned_values: {
    readonly outputs?: Readonly<Record<string, { readonly type?: TypeJson; readonly value?: unknown }>>;
    readonly root_module: PlannedModule;
  };
}

export interface PlannedModule {
  readonly resources?: readonly {
    readonly address: string;
    readonly values: Readonly<Record<string, unknown>>;
  }[];
  readonly child_modules?: readonly PlannedModule[];
}

/** The plan of a configuration as `terraform show -json` gives it, or Terraform's message where it refuses. */
export function planOf(files: Readonly<Record<string, string>>): Plan | string {
  return inFolder(files, (folder) => {
    const run = (...args: string[]) =>
      spawnSync("terraform", args, { cwd: folder, encoding: "utf8", env: quiet, maxBuffer: 2 ** 28, timeout: 60_000 });
    for (const args of [
      ["init", "-no-color", "-input=false"],
      ["plan", "-no-color", "-input=false", "-refresh=false", "-out=plan"],
    ]) {
      const { status, stderr, stdout } = run(...args);
      if (status !== 0) return `${stderr}${stdout}`;
    }
    const { status, stdout, stderr } = run("show", "-json", "plan");
    return status === 0 ? (JSON.parse(stdout) as Plan) : stderr;
  });
}

const quiet = { ...process.env, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/dev/null" };

/** What Terraform makes of each expression. One that it refuses to check at all is found by halving the lot. */
export function answersTo(expressions: readonly string[]): readonly Answer[] {
  if (expressions.length === 0) return [];
  const items = expressions.map((text) => `{ ok = can(${text}), value = try(${text}, null) },`);
  const plan = planOf({ "main.tf": `output "all" {\n  sensitive = true\n  value = [\n${items.join("\n")}\n]\n}\n` });
  const answers = typeof plan === "string" ? undefined : answersIn(plan);
  if (answers !== undefined) return answers;
  if (expressions.length === 1) return [typeof plan === "string" && !plan.includes("infinity") ? "refused" : "unknown"];
  const half = expressions.length >> 1;
  return [...answersTo(expressions.slice(0, half)), ...answersTo(expressions.slice(half))];
}

function answersIn({ planned_values: { outputs = {} } }: Plan): readonly Answer[] | undefined {
  const { type, value } = outputs.all ?? {};
  if (type === undefined) return undefined;
  const types = type[1] as readonly (readonly [string, { readonly value: TypeJson }])[];
  return (value as readonly { readonly ok: boolean; readonly value: unknown }[]).map((item, at) => {
    const [, fields] = types[at] as readonly [string, { value: TypeJson }];
    return item.ok ? { type: fields.value, value: item.value } : "refused";
  });
}
