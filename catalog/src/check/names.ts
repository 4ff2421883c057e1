/** Ids, names and links: that each refers to something, and only once. */
import type { ServiceFile } from "../source-files.js";
import type { Rule } from "./rule.js";

export const nameRules: readonly Rule[] = [
  {
    name: "service-path",
    description: "A file lies where its service id says.",
    check: (file, path) =>
      `${file.service}.yaml` === path
        ? []
        : [`the service ${file.service} belongs in ${file.service}.yaml, not in ${path}`],
  },
  {
    name: "references",
    description:
      "Models, patterns, areas, kinds, relations and sources that are named exist, and every source is used.",
    check: (file, _path, context) => {
      const messages: string[] = [];
      const models = new Set(context.models.models.map((model) => model.id));
      const patterns = new Set(context.patterns.map((pattern) => pattern.id));
      const areas = new Set(context.areas.map((area) => area.id));
      const kinds = new Set(file.components.flatMap((entry) => (entry.kind === undefined ? [] : [entry.kind])));
      const wants = (what: string, name: string | undefined, set: ReadonlySet<string>): void => {
        if (name !== undefined && !set.has(name)) messages.push(`there is no ${what} ${name}`);
      };
      wants("model", file.model, models);
      wants("pattern", file.pattern, patterns);
      for (const [name, kind] of Object.entries(file.kinds ?? {})) {
        wants("kind", name, kinds);
        wants("model", kind.model, models);
        wants("pattern", kind.pattern, patterns);
      }
      for (const variant of Object.values(file.variants ?? {})) {
        wants("kind", variant.kind, kinds);
        wants("model", variant.model, models);
      }
      for (const duty of file.duties ?? []) {
        wants("area", duty.area, areas);
        wants("kind", duty.kind, kinds);
      }
      const relations = new Set(Object.keys(file.relations ?? {}));
      for (const rule of file["runs-on"] ?? []) {
        wants("relation", rule.relation, relations);
        for (const area of rule.areas) wants("area", area, areas);
      }
      for (const relation of Object.values(file.relations ?? {})) {
        for (const service of relation.to)
          if (!context.services.has(service))
            messages.push(`a relation leads to ${service}, which the catalog does not have`);
      }
      return [...messages, ...sourceMessages(file)];
    },
  },
  {
    name: "duty-ids",
    description: "A duty's id starts with the service's and stands once.",
    check: (file) => {
      const ids = (file.duties ?? []).map((duty) => duty.id);
      return [
        ...ids
          .filter((id) => !id.startsWith(`${file.service}/`))
          .map((id) => `the duty ${id} does not start with ${file.service}/`),
        ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `the duty ${id} stands twice`),
      ];
    },
  },
  {
    name: "official-links",
    description: "Links are https on a domain of the provider or of a standards body.",
    check: (file, _path, context) => {
      const domains = context.domains[file.service.split("/")[0] ?? ""] ?? [];
      return Object.entries(file.sources).flatMap(([key, source]) => {
        const url = URL.canParse(source.url) ? new URL(source.url) : undefined;
        if (url === undefined || url.protocol !== "https:") return [`the source ${key} is no https link`];
        return domains.includes(url.hostname)
          ? []
          : [`the source ${key} is on ${url.hostname}, which is not the provider's own`];
      });
    },
  },
  {
    name: "known-types",
    description: "Resource types exist, and no other file claims them without a condition of its own.",
    check: (file, _path, context) => {
      const messages: string[] = [];
      const claims = typeClaims(file);
      for (const { type } of claims) {
        const list = type.includes("::") ? "types-cloudformation" : "types-terraform-aws";
        if (!context.known(list).has(type) && !type.startsWith("AWS::Serverless::"))
          messages.push(`${type} is in no list of resource types`);
      }
      for (const other of context.services.values()) {
        if (other.service === file.service) continue;
        const theirs = new Map(typeClaims(other).map((claim) => [claim.type, claim]));
        for (const { type, when } of claims) {
          const their = theirs.get(type);
          if (their !== undefined && (when === undefined || their.when === undefined))
            messages.push(`${type} is also claimed by ${other.service}`);
        }
      }
      const listed = new Set(claims.map((claim) => claim.type));
      for (const entry of file.components.filter((candidate) => candidate.standalone === true)) {
        for (const type of [...(entry.terraform ?? []), ...(entry.cloudformation ?? [])]) {
          if (!listed.has(type)) messages.push(`${type} is said to stand alone, but is not among the parts`);
        }
      }
      const seen = new Set<string>();
      for (const { type, when } of claims) {
        if (seen.has(type) && when === undefined) messages.push(`${type} stands twice`);
        seen.add(type);
      }
      return messages;
    },
  },
  {
    name: "namespaces",
    description: "A beginning of type names belongs to every service that claims a type with it.",
    check: (file, _path, context) => {
      const messages: string[] = [];
      for (const beginning of file.namespaces ?? []) {
        for (const other of context.services.values()) {
          if (other.service === file.service || other.namespaces?.includes(beginning) === true) continue;
          const theirs = typeClaims(other).find(
            ({ type }) =>
              type.startsWith(beginning) &&
              !other.namespaces?.some((own) => own.length > beginning.length && type.startsWith(own)),
          );
          if (theirs !== undefined)
            messages.push(`${beginning} is said to be this service's alone, but ${theirs.type} is of ${other.service}`);
        }
      }
      return messages;
    },
  },
  {
    name: "known-ids",
    description: "Rule ids of other tools and control ids exist.",
    check: (file, _path, context) =>
      (file.duties ?? []).flatMap((duty) => [
        ...Object.entries(duty["also-known-as"] ?? {}).flatMap(([tool, ids]) =>
          ids.filter((id) => !context.known(tool).has(id)).map((id) => `${duty.id}: ${tool} has no ${id}`),
        ),
        ...(duty.controls?.["nist-800-53-r5"] ?? [])
          .filter(
            (id) =>
              !/^[A-Z]{2}-\d+(\(\d+\))*$/.test(id) || !context.known("nist-800-53-r5").has(id.replace(/\(.*$/, "")),
          )
          .map((id) => `${duty.id}: NIST 800-53 r5 has no ${id} in its baselines`),
      ]),
  },
];

function typeClaims(file: ServiceFile): readonly { readonly type: string; readonly when: string | undefined }[] {
  const parts = new Map(
    (file.parts ?? []).flatMap((part) =>
      [part.terraform, part.cloudformation]
        .filter((type) => type !== undefined)
        .map((type) => [type, { type, when: undefined }] as const),
    ),
  );
  return [
    // A type that may stand alone is claimed as a part; it is listed with the components a second time.
    ...file.components
      .filter((entry) => entry.standalone !== true)
      .flatMap((entry) =>
        [...(entry.terraform ?? []), ...(entry.cloudformation ?? [])].map((type) => ({ type, when: entry.when })),
      ),
    ...parts.values(),
    ...(file["without-line"] ?? []).flatMap((entry) =>
      [...(entry.terraform ?? []), ...(entry.cloudformation ?? [])].map((type) => ({ type, when: undefined })),
    ),
  ];
}

function sourceMessages(file: ServiceFile): readonly string[] {
  const cells = [
    file.areas,
    ...Object.values(file.kinds ?? {}).map((kind) => kind.areas),
    ...Object.values(file.variants ?? {}).map((variant) => variant.areas),
  ];
  const used = [
    ...cells.flatMap((areas) => Object.values(areas ?? {}).map((cell) => cell.source)),
    ...(file.duties ?? []).map((duty) => duty.source),
    file.ended?.source,
  ].filter((key) => key !== undefined);
  return [
    ...used
      .filter((key) => !Object.hasOwn(file.sources, key))
      .map((key) => `the source ${key} is not among the file's sources`),
    ...Object.keys(file.sources)
      .filter((key) => !used.includes(key))
      .map((key) => `the source ${key} is used nowhere`),
  ];
}
