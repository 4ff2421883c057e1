/** Duties: that what a customer holds asks for something, and that what is asked is the customer's. */
import { compileService } from "../compile.js";
import type { Rule } from "./rule.js";

export const dutyRules: readonly Rule[] = [
  {
    name: "duties-are-yours",
    description: "A duty's area is the customer's, alone or shared, in at least one kind and variant.",
    check: (file, _path, context) => {
      let service: ReturnType<typeof compileService>;
      try {
        service = compileService(file, context);
      } catch {
        return [];
      }
      const modelIds = [
        service.model,
        ...Object.values(service.kinds).map((kind) => kind.model),
        ...service.variants.map((variant) => variant.model),
      ];
      return service.duties
        .filter((duty) => {
          // What must be done by a date is asked before the cell is the customer's.
          if (duty.due !== undefined) return false;
          const inModels = modelIds.some((id) => {
            const holder = context.models.models.find((model) => model.id === id)?.areas[duty.area]?.holder;
            return holder === "customer" || holder === "shared";
          });
          const inRules = [
            service.areas,
            ...Object.values(service.kinds).map((kind) => kind.areas),
            ...service.variants.map((variant) => variant.areas),
          ].some((areas) => areas[duty.area]?.holder === "customer" || areas[duty.area]?.holder === "shared");
          return !inModels && !inRules;
        })
        .map((duty) => `${duty.id} is about ${duty.area}, which is never the customer's here`);
    },
  },
  {
    name: "own-words",
    description: "A reason is one sentence.",
    check: (file) =>
      [
        file.areas,
        ...Object.values(file.kinds ?? {}).map((kind) => kind.areas),
        ...Object.values(file.variants ?? {}).map((variant) => variant.areas),
      ].flatMap((areas) =>
        Object.entries(areas ?? {})
          .filter(
            ([, cell]) =>
              !/[.!?]["')]?$/.test(cell.because) || /[.!?] [A-Z]/.test(cell.because.replace(/\b(e\.g|i\.e|vs)\./g, "")),
          )
          .map(
            ([area, cell]) => `${area}: a reason is one sentence with its full stop: ${JSON.stringify(cell.because)}`,
          ),
      ),
  },
];
