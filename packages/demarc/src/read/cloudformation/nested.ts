/** Stacks inside stacks, where their template is a file that can be read. */
import { isMap, isUnknown } from "../../model/value.js";
import { child, textOf } from "../yaml/node.js";
import { truthOf } from "./conditions.js";
import { openStack } from "./open-stack.js";
import {
  addressOf,
  collected,
  type Given,
  newCollector,
  type ResourceRecord,
  report,
  type Session,
  type Stack,
  type Template,
} from "./stack.js";

/** Which property names the template of a nested stack, by type. */
const TEMPLATE_PROPERTIES: ReadonlyMap<string, string> = new Map([
  ["AWS::CloudFormation::Stack", "TemplateURL"],
  ["AWS::Serverless::Application", "Location"],
]);

/** Whether the resource makes a stack of another template. */
export function isNestedStack(record: ResourceRecord): boolean {
  return TEMPLATE_PROPERTIES.has(record.type);
}

/** Stacks inside one another. */
const MAX_STACK_DEPTH = 16;
/** Nested stacks of one call. */
const MAX_STACKS = 500;
const TOO_MANY = `there are more than ${MAX_STACKS} nested stacks, or more than ${MAX_STACK_DEPTH} inside one another`;

/**
 * The stack that a resource makes, or `undefined`; then the resource is in `notRead`, or a problem says why. Asked twice
 * it gives the same stack.
 */
export function openNested(
  stack: Stack,
  record: ResourceRecord,
  read: (path: string, session: Session) => Template | undefined,
): Stack | undefined {
  if (!isNestedStack(record)) return undefined;
  if (stack.nested.has(record.id)) return stack.nested.get(record.id);
  // Set before its parameters are worked out, which may ask for its own outputs.
  stack.nested.set(record.id, undefined);
  const path = templatePath(stack, record);
  if (typeof path !== "string") return notRead(stack, record, path.because);
  if (stack.files.includes(path)) return itself(stack, record, path);
  if (stack.files.length >= MAX_STACK_DEPTH || stack.session.stacks >= MAX_STACKS)
    return notRead(stack, record, TOO_MANY);
  const template = read(path, stack.session);
  if (template === undefined) return notRead(stack, record, `${path} cannot be read`);
  stack.session.stacks++;
  const nested = openStack(template, stack.session, {
    prefix: `${addressOf(stack, record.id)}.`,
    files: [...stack.files, path],
    given: parametersOf(stack, record),
    doubt: doubtOf(stack, record),
  });
  stack.nested.set(record.id, nested);
  return nested;
}

function notRead(stack: Stack, record: ResourceRecord, because: string): undefined {
  const { file } = stack.template.source;
  stack.session.notRead.push({
    address: addressOf(stack, record.id),
    what: "nested stack",
    because,
    file,
    line: record.line,
  });
  return undefined;
}

function itself(stack: Stack, record: ResourceRecord, path: string): undefined {
  report(
    stack,
    record,
    "error",
    `The stack ${record.id} contains itself: ${[...stack.files, path].join(" → ")}.`,
    "Remove the circle of nested stacks.",
  );
  return undefined;
}

/** A file beside the template, or the reason why there is none. */
function templatePath(stack: Stack, record: ResourceRecord): string | { because: string } {
  const property = TEMPLATE_PROPERTIES.get(record.type) ?? "";
  const asset = cdkAsset(record, property);
  if (asset !== undefined) return besideOf(stack.template.source.file, asset);
  const node = child(record.properties, property);
  if (node === undefined) return { because: `it has no ${property}` };
  const value = stack.session.evaluate(node, { stack, loops: record.loops });
  if (isUnknown(value)) return { because: value.because };
  if (isMap(value)) return { because: "it comes from the Serverless Application Repository" };
  if (typeof value !== "string" || value === "") return { because: `its ${property} is not a text` };
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(value))
    return { because: "its template is at a URL, and demarc asks nothing of the network" };
  return besideOf(stack.template.source.file, value);
}

/** CDK writes the address in S3 into TemplateURL, and the file in cdk.out into the metadata. */
function cdkAsset(record: ResourceRecord, property: string): string | undefined {
  const metadata = child(record.node, "Metadata");
  return textOf(child(metadata, "aws:asset:property")) === property
    ? textOf(child(metadata, "aws:asset:path"))
    : undefined;
}

/** `path` as seen from the folder of `file`, with forward slashes and without `.` and `..` where these can be resolved. */
export function besideOf(file: string, path: string): string {
  const parts = path.startsWith("/") ? [] : file.split("/").slice(0, -1);
  for (const part of path.replaceAll("\\", "/").split("/")) {
    const last = parts[parts.length - 1];
    if (part === "." || (part === "" && parts.length > 0)) continue;
    if (part === ".." && last !== undefined && last !== ".." && last !== "") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

function parametersOf(stack: Stack, record: ResourceRecord): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  const node = child(record.properties, "Parameters");
  if (node?.kind !== "map" || node.tag !== undefined) return given;
  for (const [name, entry] of node.entries) {
    const collector = newCollector();
    const value = stack.session.evaluate(entry.node, { stack, loops: record.loops, collector });
    if (value !== undefined) given.set(name, { value, references: collected(collector) });
  }
  return given;
}

function doubtOf(stack: Stack, record: ResourceRecord): Stack["doubt"] {
  const condition = child(record.node, "Condition");
  const truth =
    condition?.kind === "scalar" ? truthOf(condition.text, { stack, loops: record.loops }, condition) : true;
  return stack.doubt ?? record.doubt ?? (isUnknown(truth) ? truth : undefined);
}
