/** What a user sees, word for word. `npm run golden` writes the files anew; review the diff. */
import { expect, test } from "vitest";
import { demarc } from "./run-cli.js";

const golden: readonly [string, readonly string[]][] = [
  ["webshop.txt", ["scan", "examples/webshop"]],
  ["webshop-cfn.txt", ["scan", "examples/webshop-cfn"]],
  ["compare.txt", ["compare", "bare-metal", "ec2", "ecs", "elastic-beanstalk", "workdocs", "lambda", "--brief"]],
  ["explain-component.txt", ["explain", "module.web.aws_ecs_service.this", "os", "--in", "examples/webshop"]],
  ["explain-service.txt", ["explain", "ecs:fargate"]],
  ["who.txt", ["who", "os", "examples/webshop"]],
  ["forecast.txt", ["forecast", "examples/lifecycles"]],
  ["matrix.txt", ["matrix"]],
  ["lens-azure.txt", ["matrix", "--lens", "azure"]],
  ["lens-classic-check.txt", ["matrix", "--lens", "classic", "--check"]],
];

test.each(golden)("%s is what `demarc` prints", async (file, args) => {
  const dated =
    ["scan", "who", "forecast"].includes(args[0] ?? "") || args.includes("--in")
      ? [...args, "--as-of", "2026-11-24"]
      : args;
  const { stdout, stderr, code } = demarc(dated);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  await expect(stdout).toMatchFileSnapshot(`golden/${file}`);
});

test("the same inputs give the same bytes", () => {
  const args = ["scan", "examples/webshop", "--format", "json", "--as-of", "2026-11-24"];
  expect(demarc(args).stdout).toBe(demarc(args).stdout);
});

test.each([
  ["scan", "examples/webshop"],
  ["explain", "rds", "runtime"],
  ["compare", "ec2", "lambda"],
  ["matrix"],
  ["matrix", "--lens", "azure", "--check"],
  ["services"],
  ["areas"],
  ["who", "backup", "examples/webshop-cfn"],
  ["forecast", "examples/lifecycles"],
])("no line is wider than 80 columns: %s %s", (...args) => {
  const { stdout } = demarc(args, { env: { COLUMNS: "80" } });
  const wide = stdout.split("\n").filter((line) => [...line].length > 80 && !/https?:\/\/\S{40}|^ *next:/.test(line));
  expect(wide).toEqual([]);
});
