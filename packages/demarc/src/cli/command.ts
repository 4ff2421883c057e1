/** What a command is to the conductor: its words, its options, and how to run it. */
import type { Command } from "commander";
import type { CommandOptions } from "./options.js";

export interface CommandEntry {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly examples: readonly [string, string, ...string[]];
  readonly options: (command: Command) => Command;
  /** Loaded only when the command is run. */
  readonly load: () => Promise<{ readonly run: CommandRun }>;
}

/** Runs a command and gives its exit code. @throws UsageError */
export type CommandRun = (args: readonly string[], options: CommandOptions) => Promise<number>;
