/** `demarc forecast` and `--as-of`, through the built command line. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { demarc, folderWith } from "./run-cli.js";

const system = "examples/lifecycles";

function forecast(...args: readonly string[]) {
  return demarc(["forecast", system, "--as-of", "2026-11-24", ...args]);
}

test("as JSON it has each change at its date, what is past, and what is not known", () => {
  const { stdout, stderr, code } = forecast("--until", "2027-04-30", "--format", "json");
  expect([stderr, code]).toEqual(["", 0]);
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({ asOf: "2026-11-24", until: "2027-04-30", inputs: [system] });
  expect(found.past.map((duty: { component: string; due: string }) => `${duty.due} ${duty.component}`)).toEqual([
    "2025-11-26 aws_eks_node_group.workers",
    "2026-10-31 aws_lambda_function.report",
  ]);
  expect(found.dates.map(({ date }: { date: string }) => date)).toEqual(["2026-12-02", "2027-03-01", "2027-04-30"]);
  expect(found.dates[2].moves).toMatchObject([
    { component: "aws_lambda_function.resize", area: "runtime", from: { party: "AWS" }, to: { party: "you" } },
    { component: "aws_lambda_function.resize", area: "middleware", from: { party: "AWS" }, to: { party: "you" } },
  ]);
  expect(found.unknown.map(({ component }: { component: string }) => component)).toEqual([
    "aws_elasticache_replication_group.sessions",
    "aws_elasticache_replication_group.sessions",
  ]);
});

test("without --until it looks a year ahead", () => {
  expect(JSON.parse(forecast("--format", "json").stdout).until).toBe("2027-11-24");
});

test("as CSV it has a row a change, with the file and line", () => {
  const [head, ...rows] = forecast("--format", "csv").stdout.trimEnd().split("\r\n");
  expect(head).toBe("date,what,component,area,from,to,why,fix,source,file,line");
  expect(rows).toContainEqual(
    expect.stringMatching(/^2027-04-30,moves,aws_lambda_function\.resize,runtime,AWS,you,.*main\.tf,3$/),
  );
  expect(rows[0]).toMatch(/^2025-11-26,overdue,aws_eks_node_group\.workers,os,,,/);
});

test("as iCalendar it is a file that calendars import: an event a date and change, nothing twice", () => {
  const folder = folderWith({});
  const file = join(folder, "demarc.ics");
  const { stdout, code } = forecast("--format", "ics", "-o", file);
  expect([stdout, code]).toEqual(["", 0]);
  const text = readFileSync(file, "utf8");
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\nPRODID:/);
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(3);
  expect(text.match(/DTSTART;VALUE=DATE:\d{8}/g)).toEqual([
    "DTSTART;VALUE=DATE:20261202",
    "DTSTART;VALUE=DATE:20270301",
    "DTSTART;VALUE=DATE:20270430",
  ]);
  expect(forecast("--format", "ics").stdout).toBe(text);
});

describe("gates and exit codes:", () => {
  test.each<[readonly string[], number, RegExp]>([
    [["--fail-on", "moved"], 1, /--fail-on moved: \d+ cells and duties change until 2027-11-24/],
    [["--fail-on", "overdue"], 1, /--fail-on overdue: 2 duties are past their date/],
    [["--fail-on", "moved", "--until", "2026-12-01"], 0, /^$/],
    [["--fail-on", "unmet"], 2, /--fail-on knows moved, overdue here, not "unmet"/],
    [["--until", "2026-11-24"], 2, /--until takes a date after 2026-11-24, not 2026-11-24/],
    [["--until", "soon"], 2, /--until takes a date such as 2026-11-24, not "soon"/],
    [["--format", "sarif"], 2, /there is no format 'sarif' here/],
  ])("%j", (args, code, message) => {
    const result = forecast(...args);
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(message);
    if (code === 2) expect(result.stdout).toBe("");
  });
});

test.each([
  ["scan", system],
  ["who", "os", system],
  ["matrix"],
  ["compare", "lambda", "eks"],
  ["explain", "lambda"],
  ["services"],
  ["forecast", system],
])("%s refuses a date that is none, and says what one looks like", (...args) => {
  for (const date of ["2026-13-45", "2026-02-29", "24.11.2026", "tomorrow", ""]) {
    const { stdout, stderr, code } = demarc([...args, "--as-of", date]);
    expect([stdout, code]).toEqual(["", 2]);
    expect(stderr).toContain(`--as-of takes a date such as 2026-11-24, not ${JSON.stringify(date)}`);
  }
});

test("the day before and the day itself differ in the grid, and the grid counts what is due", () => {
  const on = (date: string) =>
    demarc(["explain", "aws_lambda_function.report", "runtime", "--in", system, "--as-of", date]).stdout;
  expect(on("2026-10-30")).toMatch(/○ AWS\n/);
  expect(on("2026-10-30")).toMatch(/● you from 2026-10-31 on/);
  expect(on("2026-10-30")).toMatch(/due by 2026-10-31: Move to a supported runtime/);
  expect(on("2026-10-31")).toMatch(/● you\n/);
  expect(on("2026-10-31")).toMatch(/overdue since 2026-10-31: Move to a supported runtime/);
  expect(demarc(["scan", system, "--as-of", "2026-11-24"]).stdout).toMatch(
    /\d+ of these have a date: 2 overdue, the next is due by 2026-12-02 \(demarc forecast shows them\)/,
  );
});

test("the spreadsheet and the JSON have the date of each duty", () => {
  const csv = demarc(["scan", system, "--format", "csv", "--as-of", "2026-11-24"]).stdout.split("\r\n");
  expect(csv[0]).toMatch(/,line,due$/);
  expect(csv).toContainEqual(expect.stringMatching(/^aws_lambda_function\.resize,.*,runtime,.*,3,2027-04-30$/));
  const { components, duties } = JSON.parse(
    demarc(["scan", system, "--format", "json", "--as-of", "2026-11-24"]).stdout,
  );
  expect(duties).toContainEqual(
    expect.objectContaining({
      id: "aws/lambda/supported-runtime",
      component: "aws_lambda_function.resize",
      status: "met",
      due: "2027-04-30",
    }),
  );
  expect(components[0].lifecycles).toMatchObject([{ product: "aws-lambda", cycle: "nodejs22.x" }]);
});

test("a version that no calendar has, one that is not set and one that is not told are not known", () => {
  const folder = folderWith({
    "main.tf": `variable "runtime" {}
resource "aws_lambda_function" "new" {
  function_name = "new"
  runtime       = "cobol1.x"
}
resource "aws_lambda_function" "told" {
  function_name = "told"
  runtime       = var.runtime
}
resource "aws_lambda_function" "unset" { function_name = "unset" }
`,
  });
  const { stdout, code } = demarc(["forecast", folder, "--as-of", "2026-11-24", "--format", "json"]);
  expect(code).toBe(0);
  const { unknown } = JSON.parse(stdout) as { unknown: readonly { component: string; because: string }[] };
  expect(unknown.map(({ component, because }) => `${component}: ${because}`)).toEqual([
    "aws_lambda_function.new: cobol1.x is not in the calendar of Lambda runtimes",
    expect.stringMatching(/^aws_lambda_function\.told: .*var\.runtime/),
    "aws_lambda_function.unset: no runtime is set",
  ]);
  const { components } = JSON.parse(demarc(["scan", folder, "--as-of", "2026-11-24", "--format", "json"]).stdout);
  for (const { cells } of components) expect(cells.runtime.holder).toBe("unknown");
});

test("a service that has ended is named as such, before and after", () => {
  expect(demarc(["services", "workdocs", "--as-of", "2025-04-24"]).stdout).toMatch(/\(ends on 2025-04-25\)/);
  expect(demarc(["services", "workdocs", "--as-of", "2025-04-25"]).stdout).toMatch(/\(ended on 2025-04-25\)/);
  expect(demarc(["compare", "workdocs", "s3", "--brief", "--as-of", "2025-04-24"]).stdout).toMatch(
    /WorkDocs ends on 2025-04-25/,
  );
  expect(demarc(["explain", "workdocs:ended", "os"]).stdout).toMatch(/· nobody/);
});

test("a name of an input comes into no calendar as a property of its own", () => {
  const folder = folderWith({
    "main.tf":
      'resource "aws_lambda_function" "x" {\n  for_each = toset(["a\\nBEGIN:VALARM"])\n  runtime = "ruby3.3"\n}\n',
  });
  const { stdout } = demarc(["forecast", folder, "--as-of", "2026-11-24", "--format", "ics"]);
  expect(stdout).toContain("ruby3.3");
  expect(stdout).not.toMatch(/^BEGIN:VALARM/m);
});
