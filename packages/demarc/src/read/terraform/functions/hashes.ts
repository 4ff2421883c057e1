/** Terraform's hash functions. Those that are random, or that need a secret, give an unknown. */
import { createHash } from "node:crypto";
import { unknown, type Value } from "../../../model/value.js";
import { EvaluationError, textOf } from "../evaluate/value-tools.js";
import type { FunctionTable } from "./call.js";
import { tolerant, whole } from "./define.js";

const hash = (algorithm: string, encoding: "hex" | "base64") =>
  whole(1, 1, ([value]: readonly Value[]) =>
    createHash(algorithm)
      .update(textOf(value ?? null), "utf8")
      .digest(encoding),
  );

export const hashes: FunctionTable = {
  base64sha256: hash("sha256", "base64"),
  base64sha512: hash("sha512", "base64"),
  bcrypt: tolerant(1, 2, () => unknown("bcrypt() gives another value each time")),
  md5: hash("md5", "hex"),
  rsadecrypt: tolerant(2, 2, () => unknown("rsadecrypt() gives a secret")),
  sha1: hash("sha1", "hex"),
  sha256: hash("sha256", "hex"),
  sha512: hash("sha512", "hex"),
  uuid: tolerant(0, 0, () => unknown("uuid() gives another value each time")),
  uuidv5: whole(2, 2, ([namespace, name]) => uuidv5(textOf(namespace ?? null), textOf(name ?? null))),
};

const namespaces: Readonly<Record<string, string>> = {
  dns: "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
  url: "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
  oid: "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
  x500: "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
};

function uuidv5(namespace: string, name: string): string {
  const named = Object.hasOwn(namespaces, namespace) ? (namespaces[namespace] ?? namespace) : namespace;
  const space =
    /^(?:urn:uuid:(?=.{36}$)|\{(?=.{37}$))?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32})\}?$/i.exec(
      named,
    )?.[1];
  if (space === undefined) throw new EvaluationError("uuidv5(): no such namespace");
  const bytes = createHash("sha1")
    .update(Buffer.from(space.replaceAll("-", ""), "hex"))
    .update(name, "utf8")
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
