/** Plans and states as they really come: through other shells, other tools and other times. Read by the built command line. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Assessment, ComponentDuty } from "../packages/demarc/src/model/assessment.js";
import { type CliResult, demarc, folderWith, root } from "./run-cli.js";

const fixture = join(root, "test/fixtures/parity/changes");
const plan = readFileSync(join(fixture, "plan.json"), "utf8");
const state = readFileSync(join(fixture, "terraform.tfstate"), "utf8");

type Json = Record<string, unknown>;

function scan(content: string | Buffer, name = "plan.json"): CliResult {
  const folder = folderWith({ [name]: content });
  return demarc(["scan", name, "--format", "json", "--as-of", "2026-11-24"], { cwd: folder });
}

/** The plan with some of its parts changed, or taken out where they are undefined. */
function planWith(changes: Json): string {
  return JSON.stringify({ ...(JSON.parse(plan) as Json), ...changes });
}

const { stdout: whole, code } = scan(plan);

/** Without lines: they depend on how the text is laid out. */
function answersOf(output: string): unknown {
  return JSON.parse(output.replaceAll(/"line":\s*\d+/g, '"line":1'));
}

describe("a plan", () => {
  it("is read as a whole", () => {
    expect(code).toBe(0);
    expect(componentsOf(whole)).toHaveLength(7);
  });

  it.each([
    { how: "as PowerShell's > writes it: UTF-16 with its mark", content: Buffer.from(`\uFEFF${plan}`, "utf16le") },
    { how: "in UTF-16 the other way round", content: Buffer.from(`\uFEFF${plan}`, "utf16le").swap16() },
    { how: "with a byte order mark", content: `\uFEFF${plan}` },
    { how: "with Windows line ends", content: plan.replaceAll("\n", "\r\n") },
    { how: "in one line", content: planWith({}) },
    { how: "with blank lines around it", content: `\n\n${plan}\n\n` },
    { how: "with its keys sorted", content: sorted(plan) },
    { how: "with its changes before what they change", content: reordered("resource_changes", "planned_values") },
    { how: "with its planned values at the end", content: reordered("resource_changes", "configuration") },
  ])("says the same $how", ({ content }) => {
    const { stdout, stderr, code: exit } = scan(content);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(answersOf(stdout)).toEqual(answersOf(whole));
  });

  it.each([undefined, "0.1", "0.2", "1.0", "1.1", "1.2", "1.99"])("of the format's version %s is known", (version) => {
    const { stdout, stderr, code: exit } = scan(planWith({ format_version: version }));
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(answersOf(stdout)).toEqual(answersOf(whole));
  });

  it("of a later format is read, with a warning", () => {
    const { stdout, stderr, code: exit } = scan(planWith({ format_version: "2.0" }));
    expect(exit).toBe(0);
    expect(stderr).toMatch(/"2\.0"/);
    expect(componentsOf(stdout)).toEqual(componentsOf(whole));
  });

  it.each([
    { what: "of a run that failed", changes: { errored: true }, says: /failed/ },
    { what: "of targets only", changes: { complete: false }, says: /a part only/ },
  ])("$what is read, with a warning that it is not all", ({ changes, says }) => {
    const { stderr, code: exit } = scan(planWith(changes));
    expect(exit).toBe(0);
    expect(stderr).toMatch(says);
  });

  it("of which planned values were taken out says so, and is no success", () => {
    const { stderr, code: exit } = scan(planWith({ planned_values: {} }));
    expect(exit).toBe(2);
    expect(stderr).toMatch(
      /aws_cloudwatch_log_group\.same\[0\] and 5 more are in resource_changes, but not in planned_values/,
    );
  });

  it.each([
    { how: "without its changes", content: webshopWithout("resource_changes") },
    {
      how: "with an empty list of changes",
      content: webshopWithout("resource_changes").replace(/\}$/, ',"resource_changes":[]}'),
    },
  ])("$how does not take for absent what only the apply will tell", ({ content }) => {
    const { stdout, stderr, code: exit } = scan(content);
    expect(exit).toBe(0);
    expect(stderr).toMatch(/no changes/);
    // Its policy holds the bucket's ARN, and so has no value in the plan.
    expect(dutyOf(stdout, "aws_s3_bucket.uploads", "aws/s3/require-tls")).toBe("unknown");
    // No policy is written for this one.
    expect(dutyOf(stdout, "aws_sqs_queue.orders", "aws/sqs/require-tls")).toBe("unmet");
  });

  it("without its changes and its configuration is not read at all", () => {
    const { stdout, stderr, code: exit } = scan(webshopWithout("resource_changes", "configuration"));
    expect(exit).toBe(2);
    expect(stderr).toMatch(/nothing of it is read/);
    expect(componentsOf(stdout)).toEqual([]);
  });

  it("without its configuration is read, and what it points to is unknown where values do not tell", () => {
    const { stdout, stderr, code: exit } = scan(webshopWithout("configuration"));
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(componentsOf(stdout).length).toBeGreaterThanOrEqual(20);
    expect(dutyOf(stdout, "aws_s3_bucket.uploads", "aws/s3/require-tls")).toBe("unknown");
  });

  it("to destroy everything leaves nothing", () => {
    const changes = (JSON.parse(plan) as { resource_changes: { change: Json }[] }).resource_changes.map((change) => ({
      ...change,
      change: { ...change.change, actions: ["delete"], after: null, after_unknown: {}, after_sensitive: false },
    }));
    const planned = { root_module: {} };
    const { stdout, stderr, code: exit } = scan(planWith({ planned_values: planned, resource_changes: changes }));
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(componentsOf(stdout)).toEqual([]);
  });
});

describe("what only looks like a plan", () => {
  it.each([
    { what: "with other output before it", content: `Refreshing state... [id=a]\n\n${plan}`, says: /begins in line 3/ },
    { what: "as the Terraform action of GitHub wraps it", content: `[command]terraform show\n${plan}`, says: /line 2/ },
    {
      what: "with other output behind it",
      content: `${plan}\nReleasing state lock.\n`,
      says: /more follows after the end/,
    },
    { what: "twice in one file", content: plan + plan, says: /more follows/ },
    { what: "that was cut off", content: plan.slice(0, plan.length / 2), says: /ends before it is complete/ },
    { what: "of which a byte was lost", content: plan.replace('"after_unknown":', '"after_unknown"'), says: /no JSON/ },
    { what: "inside of another document", content: JSON.stringify({ plan: JSON.parse(plan) }), says: /neither a plan/ },
    {
      what: "that was not made JSON",
      content: Buffer.from("PK\u0003\u0004\0\0\0\0tfplan"),
      says: /terraform show -json/,
    },
    { what: "as people see it", content: "Terraform will perform the following actions:\n", says: /shown to people/ },
    {
      what: "as the log of a run",
      content: '{"@level":"info","@message":"Terraform 1.11.4","@module":"terraform.ui"}\n',
      says: /log of a run/,
    },
    {
      what: "that is the result of validate",
      content: '{"format_version":"1.0","valid":true,"error_count":0,"diagnostics":[]}',
      says: /neither a plan nor a state/,
    },
    {
      what: "that is the schema of the providers",
      content: '{"format_version":"1.0","provider_schemas":{}}',
      says: /neither a plan nor a state/,
    },
  ])("is told from one: $what", ({ content, says }) => {
    const { stdout, stderr, code: exit } = scan(content);
    expect(exit).toBe(2);
    expect(stderr).toMatch(says);
    expect(stdout === "" ? [] : componentsOf(stdout)).toEqual([]);
  });
});

describe("a state", () => {
  it.each([
    { of: "a new workspace, as show writes it", content: '{"format_version":"1.0"}' },
    {
      of: "a new workspace, as it is kept",
      content:
        '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"0","outputs":{},"resources":[],"check_results":null}',
    },
  ])("of $of has nothing in it", ({ content }) => {
    const { stdout, stderr, code: exit } = scan(content, "state.json");
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(componentsOf(stdout)).toEqual([]);
  });

  it("of an unknown version is read, with a warning", () => {
    const { stdout, stderr, code: exit } = scan(state.replace('"version": 4', '"version": 5'), "terraform.tfstate");
    expect(exit).toBe(0);
    expect(stderr).toMatch(/version 5/);
    expect(componentsOf(stdout)).toEqual(componentsOf(scan(state, "terraform.tfstate").stdout));
  });

  it("of Terraform 0.11 has its modules, and nested blocks out of flat maps", () => {
    const { stdout, stderr, code: exit } = scan(JSON.stringify(oldState), "terraform.tfstate");
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(componentsOf(stdout)).toEqual(["aws_instance.web[1]", "aws_s3_bucket.logs", "module.net.aws_vpc.main"]);
    expect(dutyOf(stdout, "aws_s3_bucket.logs", "aws/s3/versioning")).toBe("met");
    expect(dutyOf(stdout, "aws_instance.web[1]", "aws/ec2/require-imdsv2")).toBe("met");
  });
});

const oldState = {
  version: 3,
  terraform_version: "0.11.14",
  serial: 3,
  lineage: "0",
  modules: [
    {
      path: ["root"],
      outputs: {},
      resources: {
        "aws_s3_bucket.logs": {
          type: "aws_s3_bucket",
          depends_on: [],
          primary: {
            id: "logs",
            attributes: {
              id: "logs",
              bucket: "logs",
              "versioning.#": "1",
              "versioning.0.enabled": "true",
              "tags.%": "0",
            },
            meta: {},
            tainted: false,
          },
          deposed: [],
          provider: "provider.aws",
        },
        "aws_instance.web.1": {
          type: "aws_instance",
          depends_on: [],
          primary: {
            id: "i-1",
            attributes: { id: "i-1", "metadata_options.#": "1", "metadata_options.0.http_tokens": "required" },
          },
        },
      },
      depends_on: [],
    },
    {
      path: ["root", "net"],
      resources: {
        "aws_vpc.main": {
          type: "aws_vpc",
          primary: { id: "vpc-1", attributes: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
        },
      },
    },
  ],
};

function webshopWithout(...keys: readonly string[]): string {
  const webshop = JSON.parse(readFileSync(join(root, "test/fixtures/parity/webshop/plan.json"), "utf8")) as Json;
  for (const key of keys) delete webshop[key];
  return JSON.stringify(webshop);
}

function reordered(...first: readonly string[]): string {
  const all = JSON.parse(plan) as Json;
  return JSON.stringify({ ...Object.fromEntries(first.map((key) => [key, all[key]])), ...all });
}

function sorted(text: string): string {
  const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
  return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(byKey))
      : value,
  );
}

function componentsOf(output: string): readonly string[] {
  return (JSON.parse(output) as Assessment).components.map(({ address }) => address).sort();
}

function dutyOf(output: string, component: string, id: string): string | undefined {
  const { duties } = JSON.parse(output) as { readonly duties: readonly ComponentDuty[] };
  return duties.find((duty) => duty.component === component && duty.id === id)?.status;
}
