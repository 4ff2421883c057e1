/** The commands, one line each: adding one is a module with `run` and an entry here. */
import type { Command } from "commander";
import type { CommandEntry } from "./command.js";
import { dateOption } from "./dates.js";

export const commands: readonly CommandEntry[] = [
  {
    name: "scan",
    usage: "[path...]",
    summary: "who is responsible for what in this system",
    examples: [
      "demarc scan infra/",
      "demarc scan template.yaml --parameter Stage=prod --format json -o assessment.json",
    ],
    options: (command) =>
      inputOptions(output(command, ["table", "json", "markdown", "csv"]))
        .option("--expand", "one row a component, nothing folded")
        .option("--fail-on <what>", "exit 1 where there is any: unmet, unknown, unclassified (a list with commas)"),
    load: () => import("./scan.js"),
  },
  {
    name: "explain",
    usage: "<address|service[:variant]> [area]",
    summary: "why, says who, and what would move the line",
    examples: ["demarc explain ecs:fargate os", "demarc explain aws_ecs_service.web --in infra/"],
    options: (command) =>
      inputOptions(output(command, ["table", "json", "markdown"])).option(
        "--in <path>",
        "where the address is defined; may be given again (default: .)",
        gather,
      ),
    load: () => import("./explain.js"),
  },
  {
    name: "matrix",
    usage: "[path...]",
    summary: "the deployment models side by side, or a published matrix",
    examples: ["demarc matrix --lens azure", "demarc matrix --lens classic --responsibilities infra/"],
    options: (command) =>
      inputOptions(output(command, ["table", "json", "markdown", "csv"]))
        .option("--lens <name>", "a published matrix in its own words; 'list' names them")
        .option("--check", "where the published matrix and our models differ, and why")
        .option(
          "--responsibilities",
          "the lens's lists of responsibilities, with the areas (and components) each one touches",
        ),
    load: () => import("./matrix.js"),
  },
  {
    name: "compare",
    usage: "<service[:variant]...>",
    summary: "services, variants and models side by side",
    examples: ["demarc compare ec2 ecs:fargate lambda", "demarc compare rds aurora dynamodb --only-differences"],
    options: (command) =>
      asOfOption(output(command, ["table", "json", "markdown", "csv"]))
        .option("--only-differences", "leave out the areas on which all agree")
        .option("--brief", "the table alone, without what each party does"),
    load: () => import("./compare.js"),
  },
  {
    name: "who",
    usage: "<area> [path...]",
    summary: "who must act when an area breaks",
    examples: ["demarc who os infra/", "demarc who encryption-at-rest infra/ --format json"],
    options: (command) => inputOptions(output(command, ["table", "json", "markdown", "csv"])),
    load: () => import("./who.js"),
  },
  {
    name: "forecast",
    usage: "[path...]",
    summary: "what moves when: supports that end, duties that fall due, services that close",
    examples: ["demarc forecast infra/", "demarc forecast infra/ --until 2027-12-31 --format ics -o demarc.ics"],
    options: (command) =>
      inputOptions(output(command, ["table", "json", "markdown", "csv", "ics"]))
        .option("--until <date>", "how far to look, YYYY-MM-DD (default: a year on)", dateOption("--until"))
        .option("--fail-on <what>", "exit 1 where anything moves or falls due until then: moved; or is past: overdue"),
    load: () => import("./forecast.js"),
  },
  {
    name: "areas",
    usage: "",
    summary: "the areas of responsibility, as questions",
    examples: ["demarc areas", "demarc areas --format json"],
    options: (command) => output(command, ["table", "json", "markdown", "csv"]),
    load: () => import("./areas.js"),
  },
  {
    name: "services",
    usage: "[query]",
    summary: "the services of the catalog",
    examples: ["demarc services", "demarc services container --format json"],
    options: (command) => asOfOption(output(command, ["table", "json", "markdown", "csv"])),
    load: () => import("./services.js"),
  },
];

function output(command: Command, formats: readonly string[]): Command {
  return command
    .option("-f, --format <format>", `${formats.join(", ")}`, "table")
    .option("-o, --output <file>", "write to a file instead of standard output")
    .option("--no-color", "no colours (NO_COLOR does the same)")
    .option("-q, --quiet", "no warnings")
    .hook("preAction", (_, action) => {
      const { format } = action.opts<{ format: string }>();
      if (!formats.includes(format))
        action.error(`error: there is no format '${format}' here; choose one of ${formats.join(", ")}`, {
          exitCode: 2,
        });
    });
}

function inputOptions(command: Command): Command {
  return asOfOption(command)
    .option("--var <name=value>", "a Terraform variable; may be given again", gather)
    .option("--var-file <file>", "a file of Terraform variables; may be given again", gather)
    .option("--parameter <name=value>", "a CloudFormation parameter; may be given again", gather)
    .option("--before", "of a Terraform plan, what there was before it")
    .option("--allow-errors", "exit 0 although something could not be read");
}

function asOfOption(command: Command): Command {
  return command.option("--as-of <date>", "answer for this date, YYYY-MM-DD (default: today)", dateOption("--as-of"));
}

function gather(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
