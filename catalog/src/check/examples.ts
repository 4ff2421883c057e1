/** Examples: that each variant and each check is shown true by one and false by another. (Running them is try-examples.ts.) */
import type { Rule } from "./rule.js";

export const exampleRules: readonly Rule[] = [
  {
    name: "examples-cover-variants",
    description: "Each variant applies in one example and not in another; each is a variant of the file.",
    check: (file) => {
      const examples = file.examples ?? [];
      const variants = Object.keys(file.variants ?? {});
      return [
        ...variants.flatMap((id) => {
          const shown = examples.filter((example) => example.variants?.includes(id)).length;
          if (shown === 0) return [`no example shows the variant ${id}`];
          return shown === examples.filter((example) => example.variants !== undefined).length
            ? [`no example shows the variant ${id} not applying`]
            : [];
        }),
        ...examples.flatMap((example) =>
          (example.variants ?? [])
            .filter((id) => !variants.includes(id))
            .map((id) => `the example ${JSON.stringify(example.name)} names the variant ${id}, which is not there`),
        ),
      ];
    },
  },
  {
    name: "examples-cover-checks",
    description: "Each duty with a check is met in one example and unmet in another.",
    check: (file) => {
      const examples = file.examples ?? [];
      const shortId = (id: string): string => id.split("/").at(-1) ?? id;
      const ids = new Set((file.duties ?? []).map((duty) => shortId(duty.id)));
      return [
        ...(file.duties ?? [])
          .filter((duty) => duty.check !== undefined)
          .flatMap((duty) => {
            const id = shortId(duty.id);
            return [
              ...(examples.some((example) => example.met?.includes(id)) ? [] : [`no example shows ${id} met`]),
              ...(examples.some((example) => example.unmet?.includes(id)) ? [] : [`no example shows ${id} unmet`]),
            ];
          }),
        ...examples.flatMap((example) =>
          [...(example.met ?? []), ...(example.unmet ?? [])]
            .filter((id) => !ids.has(id))
            .map((id) => `the example ${JSON.stringify(example.name)} names the duty ${id}, which is not there`),
        ),
      ];
    },
  },
  {
    name: "variants-move-something",
    description: "A variant changes at least one cell.",
    check: (file) =>
      Object.entries(file.variants ?? {})
        .filter(([, variant]) => variant.model === undefined && Object.keys(variant.areas ?? {}).length === 0)
        .map(([id]) => `the variant ${id} changes no cell`),
  },
];
