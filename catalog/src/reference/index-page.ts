/** The list of all services, by the table's groups, and the page of the models. Pure. */
import type { Catalog } from "../../../packages/demarc/src/catalog/catalog.js";
import { escapeMarkdown } from "../../../packages/demarc/src/render/markdown.js";
import { rowOf, tableOf } from "./service-page.js";

export function indexPage(catalog: Catalog): string {
  const { services, patterns } = catalog.core;
  const groups = patterns.map((pattern) => {
    const inGroup = services.filter((head) => head.pattern === pattern.id);
    const items = inGroup
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((head) => `- [${escapeMarkdown(head.name)}](${head.id}.md): ${escapeMarkdown(head.summary)}`);
    return items.length === 0 ? "" : `## ${pattern.name}\n\n${items.join("\n")}`;
  });
  const head = `# Services\n\n${services.length} services, from the files in \`catalog/\`. These pages are made by \`npm run docs\`: change the files, not the pages.`;
  return `${[head, ...groups.filter((group) => group !== "")].join("\n\n")}\n`;
}

export function modelsPage(catalog: Catalog): string {
  const models = catalog.core.models.map((model) => {
    const rows = model.cells.map((rule, at) => rowOf(catalog.core.areas[at]?.id ?? "", rule));
    return `<a id="${model.id}"></a>\n\n## ${escapeMarkdown(model.name)}\n\n${escapeMarkdown(model.summary)}\n\n${tableOf(rows)}`;
  });
  return `${["# Deployment models", "What each area's default holder is, before a service says anything narrower.", ...models].join("\n\n")}\n`;
}
