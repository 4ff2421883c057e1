import { expect, test } from "vitest";
import { catalogFromFiles } from "../../../../catalog/src/examples.js";
import { tinyCatalog } from "../../../../test/tiny-catalog.js";
import { findTarget, nearest } from "./find.js";

const { catalog } = catalogFromFiles();

function found(query: string): string {
  const target = findTarget(catalog, query);
  if (target.kind === "model") return `model ${target.model.id}`;
  if (target.kind === "not-found") return `not found: ${target.suggestions.join(", ")}`;
  const { service, componentKind, variants } = target;
  return [
    `${service.id}`,
    ...variants.map(({ id }) => id),
    ...(componentKind === undefined ? [] : [`(${componentKind})`]),
  ].join(" ");
}

test.each([
  ["aws/ecs", "aws/ecs (service)"],
  ["ecs", "aws/ecs (service)"],
  [" ECS ", "aws/ecs (service)"],
  ["Amazon ECS", "aws/ecs (service)"],
  ["ecs:fargate", "aws/ecs fargate (service)"],
  ["aws/ecs:Fargate", "aws/ecs fargate (service)"],
  ["ecs:cluster", "aws/ecs (cluster)"],
  ["elastic-beanstalk", "aws/elastic-beanstalk (environment)"],
  ["Elastic Beanstalk", "aws/elastic-beanstalk (environment)"],
  ["AWS Elastic Beanstalk", "aws/elastic-beanstalk (environment)"],
  ["aurora", "aws/aurora (cluster)"],
  ["lambda", "aws/lambda (function)"],
  ["ec2", "aws/ec2 (instance)"],
  ["iaas", "model iaas"],
  ["SaaS", "model saas"],
])("%j finds %s", (query, target) => {
  expect(found(query)).toBe(target);
});

test("fargate alone is what most people mean by it", () => {
  expect(found("fargate")).toBe("aws/ecs fargate (service)");
});

test("a variant is found by its id alone where one service has it; where several have, each is named", () => {
  const named = { components: [{ terraform: ["t_x"] }], variants: { big: { name: "big", when: "true" } } };
  const one = tinyCatalog({ ...named, service: "t/one" });
  const two = tinyCatalog({ ...named, service: "t/one" }, { ...named, service: "t/two" });
  expect(findTarget(one, "big")).toMatchObject({
    kind: "service",
    service: { id: "t/one" },
    variants: [{ id: "big" }],
  });
  expect(findTarget(two, "big")).toEqual({
    kind: "not-found",
    message: 'Several services have a variant "big".',
    suggestions: ["one:big", "two:big"],
  });
});

test.each([
  ["lamda", "lambda"],
  ["ecs:fargat", "ecs:fargate"],
  ["elastc-beanstalk", "elastic-beanstalk"],
  ["auroa", "aurora"],
  ["ias", "iaas"],
])("%j is not found, and %s is suggested", (query, suggestion) => {
  expect(findTarget(catalog, query)).toMatchObject({
    kind: "not-found",
    suggestions: expect.arrayContaining([suggestion]),
  });
});

test.each([
  "",
  ":",
  "ecs:",
  "__proto__",
  "constructor",
  "ecs:__proto__",
  "ecs:fargate:x",
  "ecs:fargate+external",
  "nothing-like-it-at-all",
])("%j is not found, and that is all", (query) => {
  expect(findTarget(catalog, query).kind).toBe("not-found");
});

test("suggestions are few, near, and each stands once", () => {
  const names = ["lambda", "lambda", "lambada", "gamma", "s3", "kms"];
  expect(nearest("lambd", names)).toEqual(["lambda", "lambada"]);
  expect(nearest("zzzzzz", names)).toEqual([]);
});

test("every service is found by its id, its short id, its name and each alias", () => {
  for (const { id, name, aliases } of catalog.core.services) {
    for (const query of [id, name]) expect(found(query).split(" ")[0]).toBe(id);
    for (const query of [id.split("/")[1] ?? "", ...aliases]) expect(findTarget(catalog, query).kind).toBe("service");
  }
});

test("every variant is found by its service and each of its aliases", () => {
  for (const { id, variants } of catalog.core.services) {
    for (const variant of variants) expect(found(`${id}:${variant.id}`)).toContain(` ${variant.id}`);
  }
});
