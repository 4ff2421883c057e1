/** For tests: more knowledge never contradicts. What an assessment says of less must hold in one that knows more. */
import type { Assessment } from "../packages/demarc/src/model/assessment.js";
import { possible } from "./tiny-catalog.js";

/** Where the assessment that knows less rules out what the one that knows more says; empty where it never does. */
export function contradictions(less: Assessment, more: Assessment): readonly string[] {
  const found: string[] = [];
  for (const known of more.components) {
    const component = less.components.find(({ address }) => address === known.address);
    if (component === undefined) {
      found.push(`${known.address} is no component`);
      continue;
    }
    for (const area of Object.keys(known.cells)) {
      const before = possible(component, area);
      const after = possible(known, area);
      if (after.every((holder) => before.includes(holder))) continue;
      found.push(`${known.address} ${area}: ${before.join(" or ")}, and then ${after.join(" or ")}`);
    }
  }
  const before = new Map([...less.duties].map((duty) => [`${duty.component} ${duty.id}`, duty.status]));
  for (const duty of more.duties) {
    const status = before.get(`${duty.component} ${duty.id}`);
    if (status === undefined ? duty.id.startsWith("area/") : status === "unknown" || status === duty.status) continue;
    found.push(`${duty.component} ${duty.id}: ${status ?? "not asked"}, and then ${duty.status}`);
  }
  return found;
}
