/**
 * `npm run catalog:sample [-- COUNT] [--seed N]`: cells drawn at random from those that a service file sets with a source, for a
 * second reader: open the page, find the sentence, compare the holder. The same seed draws the same cells from the same files.
 */
import { argumentsOf } from "./arguments.js";
import { catalogFromFiles } from "./examples.js";
import type { AreaRules } from "./types.js";

const { values, positionals } = argumentsOf({ seed: { type: "string", default: "1" } });
const count = Number(positionals[0] ?? 40);
const { catalog, files } = catalogFromFiles();

interface Drawn {
  readonly where: string;
  readonly rule: AreaRules[string];
}

const all: readonly Drawn[] = [...files.values()].flatMap(({ service: id }) => {
  const service = catalog.service(id);
  if (service === undefined) return [];
  const cells = (where: string, areas: AreaRules): readonly Drawn[] =>
    Object.entries(areas)
      .filter(([, rule]) => rule.confidence === "documented")
      .map(([area, rule]) => ({ where: `${where} ${area}`, rule }));
  return [
    ...cells(id, service.areas),
    ...Object.entries(service.kinds).flatMap(([kind, { areas }]) => cells(`${id} (${kind})`, areas)),
    ...service.variants.flatMap((variant) => cells(`${id}:${variant.id}`, variant.areas)),
  ];
});

const next = randomFrom(Number(values.seed));
const left = [...all];
console.log(
  `${Math.min(count, all.length)} of ${all.length} documented cells of ${files.size} services, seed ${values.seed}`,
);
for (let at = 0; at < count && left.length > 0; at += 1) {
  const [drawn] = left.splice(Math.floor(next() * left.length), 1);
  if (drawn === undefined) break;
  const { where, rule } = drawn;
  if (rule === undefined) continue;
  console.log(`\n${at + 1}. ${where}: ${rule.holder}\n   ${rule.because}`);
  if (rule.provider !== undefined) console.log(`   provider: ${rule.provider}`);
  if (rule.customer !== undefined) console.log(`   customer: ${rule.customer}`);
  console.log(`   ${rule.source.title}, ${rule.source.url}, seen ${rule.source.seen}`);
}

/** Numbers from 0 to 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
