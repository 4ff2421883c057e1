/** The conductor of the command line: parses arguments, runs a command, turns what goes wrong into a message and an exit code. */

import { Command, CommanderError } from "commander";
import { colorsFor } from "../text/colors.js";
import { sanitize } from "../text/width.js";
import type { CommandEntry } from "./command.js";
import { commands } from "./commands.js";
import { wantsColor, warn } from "./io.js";
import type { CommandOptions } from "./options.js";
import { UsageError } from "./usage-error.js";

/** Exit codes: 0 done, 1 a gate that the user set was hit, 2 bad usage or input. */
export async function main(argv: readonly string[], version: string): Promise<number> {
  let exitCode = 0;
  const program = createProgram(version, (code) => {
    exitCode = code;
  });
  // What is written says itself what went wrong; unheard, the event would end the process.
  process.stdout.on("error", () => undefined);
  try {
    if (argv.length === 0) {
      process.stdout.write(firstWords());
      return 0;
    }
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    return report(error);
  }
}

/** What a thread of a run does, in place of `main`. */
export async function serveThread(): Promise<void> {
  const { serve } = await import("./threads/thread.js");
  serve();
}

function createProgram(version: string, finish: (code: number) => void): Command {
  const program = new Command("demarc")
    .description("Where does the cloud provider stop, and where do you begin?")
    .version(version, "-V, --version")
    .configureHelp({ sortSubcommands: false })
    .addHelpText("after", "\nRun `demarc <command> --help` for its options and examples.");
  program.exitOverride();
  for (const entry of commands) addCommand(program, entry, finish);
  return program;
}

function addCommand(program: Command, entry: CommandEntry, finish: (code: number) => void): void {
  const command = entry.options(
    program.command(entry.usage === "" ? entry.name : `${entry.name} ${entry.usage}`).summary(entry.summary),
  );
  command
    .description(`${entry.summary.charAt(0).toUpperCase()}${entry.summary.slice(1)}.`)
    .exitOverride()
    .showHelpAfterError("(add --help for what it takes)")
    .addHelpText("after", `\nExamples:\n${entry.examples.map((example) => `  $ ${example}`).join("\n")}`)
    .action(async (...received: unknown[]) => {
      const options = command.opts<CommandOptions>();
      const args = received
        .slice(0, -2)
        .flat()
        .filter((arg): arg is string => typeof arg === "string");
      const { run } = await entry.load();
      finish(await run(args, options));
    });
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    const colors = colorsFor(wantsColor({ color: !process.argv.includes("--no-color") }, process.stderr));
    warn(`${colors.red("error")}: ${sanitize(error.message)}`);
    if (error.hint !== undefined) warn(colors.dim(`       ${sanitize(error.hint)}`));
    return 2;
  }
  if (isSystemError(error)) {
    warn(`error: ${sanitize(error.message)}`);
    return 2;
  }
  throw error;
}

/** What the system refuses (a working folder that is gone, a disk that is full) is no fault of demarc's. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error;
}

function firstWords(): string {
  return `demarc: where does the cloud provider stop, and where do you begin?

Start with one of these:
  demarc scan .                          who is responsible for what in the Terraform or CloudFormation here
  demarc explain ecs:fargate os          why, and says who (works without any input)
  demarc compare ec2 ecs:fargate lambda  how services differ
  demarc matrix                          the shared responsibility model, by deployment model

demarc --help lists all commands.
`;
}
