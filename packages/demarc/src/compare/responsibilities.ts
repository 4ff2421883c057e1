/** A lens's lists of responsibilities, with the areas and the components that each one touches. */
import type { Lens, Responsibility } from "@demarc/catalog/types";
import type { Assessment, Component } from "../model/assessment.js";

export interface TouchedResponsibility {
  readonly side: "customer" | "provider";
  readonly id: string;
  readonly name: string;
  readonly areas: readonly string[];
  /** Addresses where that side holds one of the areas, alone or shared; undefined where no path was given. */
  readonly components?: readonly string[];
  /** How many of these are of which service, most first. */
  readonly services?: readonly { readonly service: string; readonly components: number }[];
}

export function responsibilitiesOf(lens: Lens, assessment: Assessment | undefined): readonly TouchedResponsibility[] {
  return (["customer", "provider"] as const).flatMap((side) =>
    (lens.responsibilities?.[side] ?? []).map((entry): TouchedResponsibility => {
      const { id, name, areas } = entry;
      if (assessment === undefined) return { side, id, name, areas };
      const components = touched(entry, side, assessment);
      return {
        side,
        id,
        name,
        areas,
        components: components.map(({ address }) => address),
        services: countsOf(components),
      };
    }),
  );
}

function touched(entry: Responsibility, side: "customer" | "provider", assessment: Assessment): readonly Component[] {
  return assessment.components.filter((component) =>
    entry.areas.some((area) => {
      const holder = component.cells[area]?.holder;
      return holder === side || holder === "shared";
    }),
  );
}

function countsOf(components: readonly Component[]): NonNullable<TouchedResponsibility["services"]> {
  const counts = new Map<string, number>();
  for (const { service } of components) counts.set(service, (counts.get(service) ?? 0) + 1);
  return [...counts]
    .map(([service, count]) => ({ service, components: count }))
    .sort((a, b) => b.components - a.components || (a.service < b.service ? -1 : 1));
}
