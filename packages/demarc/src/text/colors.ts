/** Colours, or none. A renderer is handed one; it never looks at the terminal itself. */
import { createColors } from "picocolors";

export type Colors = ReturnType<typeof createColors>;

export function colorsFor(isEnabled: boolean): Colors {
  return createColors(isEnabled);
}
