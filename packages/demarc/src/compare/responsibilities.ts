/** A lens's lists of responsibilities, with the areas and the components that each one touches. */
import type { Lens, Responsibility } from "@demarc/catalog/types";
import type { Assessment } from "../model/assessment.js";

export interface TouchedResponsibility {
  readonly side: "customer" | "provider";
  readonly id: string;
  readonly name: string;
  readonly areas: readonly string[];
  /** Addresses where that side holds one of the areas, alone or shared; undefined where no path was given. */
  readonly components?: readonly string[];
}

export function responsibilitiesOf(lens: Lens, assessment: Assessment | undefined): readonly TouchedResponsibility[] {
  return (["customer", "provider"] as const).flatMap((side) =>
    (lens.responsibilities?.[side] ?? []).map((entry) => ({
      side,
      id: entry.id,
      name: entry.name,
      areas: entry.areas,
      components: assessment === undefined ? undefined : touched(entry, side, assessment),
    })),
  );
}

function touched(entry: Responsibility, side: "customer" | "provider", assessment: Assessment): readonly string[] {
  return assessment.components
    .filter((component) =>
      entry.areas.some((area) => {
        const holder = component.cells[area]?.holder;
        return holder === side || holder === "shared";
      }),
    )
    .map((component) => component.address);
}
