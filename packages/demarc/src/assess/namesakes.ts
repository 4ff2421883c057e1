/**
 * Parts that name their owner by a text (`domain = "example.org"`) where something bears just that text: perhaps they belong
 * to it. Nothing is joined by name, for a wrong join would answer for the wrong thing; but a check that hangs on the absence
 * of such a part is unknown then, not unmet (decision 3).
 */
import { addDoubt, type Node } from "./node.js";
import { textKey, textsAt } from "./paths.js";

/** One end that names the other by a text. */
export interface Naming {
  readonly from: Node;
  readonly service: string;
  readonly path: string;
  /** Types of parts that are named; undefined where `from` is the part and names its owner. */
  readonly parts: ReadonlySet<string> | undefined;
}

export function doubtNamesakes(namings: readonly Naming[], all: readonly Node[]): void {
  const byService = new Map<string, Map<string, Naming[]>>();
  for (const naming of namings) {
    for (const text of textsAt(naming.from.resource.attributes, naming.path)) {
      let byText = byService.get(naming.service);
      if (byText === undefined) {
        byText = new Map();
        byService.set(naming.service, byText);
      }
      const others = byText.get(text);
      if (others === undefined) byText.set(text, [naming]);
      else others.push(naming);
    }
  }
  if (byService.size === 0) return;
  for (const node of all) {
    for (const { service } of node.claims) {
      const byText = byService.get(service);
      if (byText !== undefined) doubtAt(node, byText);
    }
  }
}

/** What a node bears itself: its own texts, not those of its blocks. */
function doubtAt(node: Node, byText: ReadonlyMap<string, readonly Naming[]>): void {
  const { attributes } = node.resource;
  for (const name of Object.keys(attributes)) {
    const text = textKey(attributes[name] ?? null);
    for (const naming of (text === undefined ? undefined : byText.get(text)) ?? []) doubt(naming, node);
  }
}

function doubt({ from, parts }: Naming, other: Node): void {
  if (from === other || from.resource.unit !== other.resource.unit) return;
  // The text itself is not shown: it may be made of a secret.
  const said = `${from.resource.address} names by a text what ${other.resource.address} bears too`;
  if (parts === undefined) {
    if (other.resource.type !== from.resource.type) addDoubt(other, from.resource.type, said);
  } else if (parts.has(other.resource.type) && !other.attached) addDoubt(from, other.resource.type, said);
}
