/** A single file, or standard input, told by its content. */
import { basename, dirname, join, resolve } from "node:path";
import type { SourceTree } from "../read/source-tree.js";
import { headSize, looksLikeTerraformJson, nearMissOf } from "../read/terraform/plan/detect.js";
import { allBytes, type OpenBytes, openBytes, openStandardInput } from "./byte-files.js";
import { decode, diskTree, readText } from "./disk-tree.js";
import { reasonOf } from "./io.js";
import { type Readers, type Unit, withDisplayedFiles } from "./readers.js";
import { terraformName } from "./terraform-units.js";
import { UsageError } from "./usage-error.js";

const takes =
  "demarc reads *.tf, *.tofu and *.tf.json files, plans and states of Terraform as JSON, and CloudFormation or SAM templates in YAML or JSON.";

export async function fileUnit(path: string, readers: Readers): Promise<Unit> {
  const bytes = opened(path);
  if (looksLikeTerraformJson(bytes.head)) return jsonUnit(path, bytes, readers);
  bytes.close();
  refuseNearMiss(path, bytes.head);
  const { text, reason } = readText(path);
  if (text === undefined) throw new UsageError(`The file ${path} cannot be read: ${reason}.`, takes);
  return unitOfText(path, text, readers);
}

/** @throws UsageError for a stream without content: in a pipe, whatever should have made it has failed. */
export async function standardInput(readers: Readers): Promise<Unit> {
  const bytes = openStandardInput(headSize);
  if (looksLikeTerraformJson(bytes.head)) return jsonUnit("-", bytes, readers);
  if (bytes.head.trim() === "") throw new UsageError("Standard input is empty.", takes);
  refuseNearMiss("Standard input", bytes.head);
  const text = decode(allBytes(bytes.source));
  if (text.includes("\u0000")) throw new UsageError("Standard input is binary, not a configuration.", takes);
  return unitOfText("-", text, readers);
}

function opened(path: string): OpenBytes {
  try {
    return openBytes(path, headSize);
  } catch (error) {
    throw new UsageError(`The file ${path} cannot be read: ${reasonOf(error)}.`, takes);
  }
}

function refuseNearMiss(name: string, head: string): void {
  const near = nearMissOf(head);
  if (near !== undefined) throw new UsageError(`${name} ${near.message}.`, near.hint);
}

/** A plan or a state, read in pieces. */
export function jsonUnit(path: string, bytes: OpenBytes, readers: Readers): Unit {
  return {
    label: path,
    read: async () => {
      try {
        return await readers.terraformJson(path, bytes.source);
      } finally {
        bytes.close();
      }
    },
  };
}

/** A single file, told by its content; its name only breaks ties. */
async function unitOfText(path: string, text: string, readers: Readers): Promise<Unit> {
  const { looksLikeCloudFormation } = await import("../read/cloudformation/detect.js");
  if (looksLikeCloudFormation(text)) return templateUnit(path, text, readers);
  const isJson = /^\s*[{[]/.test(text.replace(/^\uFEFF/, ""));
  if (isJson && !path.endsWith(".tf.json")) {
    if (/"(resource|module)"\s*:\s*[{[]/.test(text)) return terraformUnit(path, text, "main.tf.json", readers);
    throw new UsageError(`${path} is JSON, but neither Terraform nor a CloudFormation template.`, takes);
  }
  const isTerraform = terraformName.test(path) || looksLikeHcl(text);
  if (!isTerraform && (path !== "-" || /^[A-Za-z][\w-]*:(\s|$)/m.test(text))) {
    throw new UsageError(`${path} is neither a Terraform file nor a CloudFormation template.`, takes);
  }
  const name = terraformName.test(path) ? basename(path) : "main.tf";
  return terraformUnit(path, text, name, readers);
}

function looksLikeHcl(text: string): boolean {
  return /^\s*(resource|data|module|variable|output|locals|terraform|provider)\b[^\n]*\{/m.test(text);
}

function templateUnit(path: string, text: string, readers: Readers): Unit {
  const folder = path === "-" ? undefined : diskTree(dirname(resolve(path)));
  const name = path === "-" ? "-" : basename(path);
  return {
    label: path,
    read: async () => {
      const inventory = await readers.cloudFormation(name, text, (inner) => folder?.read(inner));
      return withDisplayedFiles(inventory, (inner) => (path === "-" ? "-" : join(dirname(path), inner)));
    },
  };
}

/** One file alone is the root module; the modules that it calls are read where they lie. */
function terraformUnit(path: string, text: string, name: string, readers: Readers): Unit {
  const disk = path === "-" ? undefined : diskTree(dirname(resolve(path)));
  const tree: SourceTree = {
    read: (wanted) => (wanted === name ? text : disk?.read(wanted)),
    list: (folder) => (folder === "" ? [name] : disk?.list(folder)),
    listAll: (folder) => disk?.listAll(folder),
  };
  const display = (inner: string): string => (inner === name ? path : join(dirname(path), inner));
  return { label: path, read: () => readers.terraform("", tree, display) };
}
