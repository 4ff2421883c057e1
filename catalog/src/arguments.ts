/** The arguments of the catalog's scripts. */
import { type ParseArgsConfig, parseArgs } from "node:util";

/** Prints what is wrong with them, as a sentence, and exits 2. */
export function argumentsOf<T extends NonNullable<ParseArgsConfig["options"]>>(options: T) {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}
