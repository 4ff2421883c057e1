/** Terraform's functions and operators, against the values that Terraform 1.11's console gives for them. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are in Terraform's language.
import { expect, test } from "vitest";
import { isList, isMap, isUnknown, unknown, type Value } from "../../../model/value.js";
import { evaluate } from "../evaluate/expression.js";
import { scopeOf } from "../evaluate/scope-for-tests.js";
import { EvaluationError } from "../evaluate/value-tools.js";
import { parseHclExpression } from "../hcl/parse.js";
import { functionNames } from "./call.js";
import { fromJson, jsonText } from "./json.js";

/** Stands for an error that Terraform reports too. */
const fails = Symbol("fails");

const cases: readonly (readonly [expression: string, value: unknown])[] = [
  ["abs(-7.25)", 7.25],
  ["ceil(2.01)", 3],
  ["floor(-2.01)", -3],
  ["log(64, 2)", 6],
  ["max(3, 19, 7)", 19],
  ["min([4, -2]...)", -2],
  ['parseint("-7f", 16)', -127],
  ['parseint("Ba", 62)', 2304],
  ["pow(5, 3)", 125],
  ["signum(-40)", -1],
  ["7 % 4", 3],
  ["0.1 + 0.7", 0.8],
  ['chomp("line\\r\\n\\n")', "line"],
  ['endswith("report.pdf", ".pdf")', true],
  ['format("%-6s|%04d|%+.1f|%x|%5t", "ab", 42, 2.25, 255, true)', "ab    |0042|+2.2|ff|true"],
  ['format("%[2]s before %[1]q", "a", "b")', 'b before "a"'],
  ['format("%v %v %v", 1234567, ["x", null], { k = 0.5 })', '1.234567e+06 ["x",null] {"k":0.5}'],
  ['format("%#v %%", "q")', '"q" %'],
  ['format("%.0f %.0f", 0.5, 1.5)', "0 2"],
  ['format("%d", 1.5)', fails],
  ['format("one %s", "a", "b")', fails],
  ['formatlist("%s-%d", ["a", "b"], 3)', ["a-3", "b-3"]],
  ['indent(3, "a\\nb\\n\\nc")', "a\n   b\n   \n   c"],
  ['join("/", ["a", 1], [true])', "a/1/true"],
  ['lower("ÀB")', "àb"],
  ['regex("^(\\\\w+)-(\\\\d+)$", "node-17")', ["node", "17"]],
  ['regex("(?P<host>[^:]+):(?P<port>\\\\d+)", "db:5432")', { host: "db", port: "5432" }],
  ['regex("[[:upper:]]+", "abCDe")', "CD"],
  ['regexall("o*", "foo")', ["", "oo"]],
  ['replace("a.b.c", ".", "$1")', "a$1b$1c"],
  ['replace("eu-west-1", "/([a-z]+)-([a-z]+)-(\\\\d)/", "$2/$${1}/$3")', "west/eu/1"],
  ['split(":", "a::b")', ["a", "", "b"]],
  ['split("", "añ")', ["a", "ñ"]],
  ['startswith("prod-db", "prod")', true],
  ['strcontains("prod-db", "d-d")', true],
  ['strrev("añb")', "bña"],
  ['substr("container", -4, 2)', "in"],
  ['substr("container", 3, -1)', "tainer"],
  ['title("de-facto o\'neil")', "De-Facto O'Neil"],
  ['trim("--x-y--", "-")', "x-y"],
  ['trimprefix("v1.2", "v")', "1.2"],
  ['trimspace("\\t x \\n")', "x"],
  ['trimsuffix("a.tf.tf", ".tf")', "a.tf"],
  ['upper("straße")', "STRAßE"],
  ['alltrue([true, "true"])', true],
  ["alltrue([true, null])", false],
  ['anytrue([false, "false"])', false],
  ['chunklist(["a", "b", "c", "d", "e"], 2)', [["a", "b"], ["c", "d"], ["e"]]],
  ['coalesce(null, "", "c")', "c"],
  ['coalesce(5, "a")', "5"],
  ['coalescelist([], ["z"])', ["z"]],
  ['compact(["x", "", null, "y"])', ["x", "y"]],
  ['concat(["a"], [], ["b", "a"])', ["a", "b", "a"]],
  ['contains(["a", "b"], "b")', true],
  ['contains([1], "1")', false],
  ['distinct(["b", "a", "b"])', ["b", "a"]],
  ["distinct([{ p = 1, q = 2 }, { q = 2, p = 1 }])", [{ p: 1, q: 2 }]],
  ['element(["a", "b", "c"], 7)', "b"],
  ['flatten([["a", []], [["b"], { c = [1] }]])', ["a", "b", { c: [1] }]],
  ['index(["x", "y"], "y")', 1],
  ["keys({ z = 1, B = 2, a = 3 })", ["B", "a", "z"]],
  ['length("año")', 3],
  ["length({ a = 1, b = 2 })", 2],
  ['lookup({ eu = "x" }, "us", "none")', "none"],
  ['matchkeys(["a", "b", "c"], [1, 2, 1], [1])', ["a", "c"]],
  ["merge({ a = 1, b = { c = 1 } }, null, { b = { d = 2 } })", { a: 1, b: { d: 2 } }],
  ['one(toset(["only"]))', "only"],
  ["one([])", null],
  ["range(2, 11, 3)", [2, 5, 8]],
  ["range(3, 0)", [3, 2, 1]],
  ["reverse([1, 2, 3])", [3, 2, 1]],
  ['setintersection(["a", "b", "c"], ["c", "a"])', ["a", "c"]],
  [
    'setproduct(["x", "y"], [1, 2])',
    [
      ["x", 1],
      ["x", 2],
      ["y", 1],
      ["y", 2],
    ],
  ],
  ['setsubtract(["a", "b"], ["a"])', ["b"]],
  ['setunion(["b"], ["a", "b"])', ["a", "b"]],
  ['slice(["a", "b", "c", "d"], 1, 3)', ["b", "c"]],
  ['sort(["b", "B", "a", "10", "9"])', ["10", "9", "B", "a", "b"]],
  ["sum([0.1, 0.2, 5])", 5.3],
  ['transpose({ ann = ["dev", "ops"], bob = ["dev"] })', { dev: ["ann", "bob"], ops: ["ann"] }],
  ["values({ b = 1, a = 2 })", [2, 1]],
  ['zipmap(["k", "l"], [true, null])', { k: true, l: null }],
  ['base64decode("ZGVtYXJj")', "demarc"],
  ['base64encode("año")', "YcOxbw=="],
  [
    'csvdecode("id,note\\n1,\\"a,\\nb\\"\\n2,\\"say \\"\\"hi\\"\\"\\"\\n")',
    [
      { id: "1", note: "a,\nb" },
      { id: "2", note: 'say "hi"' },
    ],
  ],
  ['jsondecode("{\\"a\\":[1,null,{\\"b\\":true}]}")', { a: [1, null, { b: true }] }],
  ['jsonencode({ b = [1, null, "<é>"], a = 1.50 })', '{"a":1.5,"b":[1,null,"\\u003cé\\u003e"]}'],
  ['textdecodebase64("YQBiAA==", "UTF-16LE")', "ab"],
  ['textencodebase64("ab", "UTF-16LE")', "YQBiAA=="],
  ['urlencode("a b&c/d=é~")', "a+b%26c%2Fd%3D%C3%A9~"],
  ['yamldecode("a: [1, x]\\nb:\\n  - c: null\\n    d: 0x1f\\n")', { a: [1, "x"], b: [{ c: null, d: 31 }] }],
  ['provider::terraform::decode_tfvars("a = 1\\nb = [true, null]")', { a: 1, b: [true, null] }],
  [
    'yamlencode({ b = [1, { c = "x", d = [] }], a = "two\\nlines\\n" })',
    '"a": |\n  two\n  lines\n"b":\n- 1\n- "c": "x"\n  "d": []\n',
  ],
  ['base64sha256("demarc")', "GR5HLyH/Ht3krlGk+fhMtfCbtqw3dQVdrNl1A0YfshM="],
  [
    'base64sha512("demarc")',
    "ZpAqxA9aqSfCqe669q4Yzpy3Kjivad1tmwvxdSqybbOMfdK0b4DM1/6F4HAGiwnl5kfiZu4KpJlUxgPmPWxb2A==",
  ],
  ['md5("demarc")', "ac9c4d65f057b46241c674e049d1e2fd"],
  ['sha1("demarc")', "f0796dad3e14dad66179afe2aaef34e25b5c766c"],
  ['sha256("demarc")', "191e472f21ff1edde4ae51a4f9f84cb5f09bb6ac3775055dacd97503461fb213"],
  [
    'sha512("demarc")',
    "66902ac40f5aa927c2a9eebaf6ae18ce9cb72a38af69dd6d9b0bf1752ab26db38c7dd2b46f80ccd7fe85e070068b09e5e647e266ee0aa49954c603e63d6c5bd8",
  ],
  ['uuidv5("dns", "demarc.example")', "30feabbb-da63-5d70-99a4-346b09f813ef"],
  ['formatdate("EEE D MMM YY, H:mm AA \'at\' ZZZZZ", "2024-02-29T15:04:05+02:00")', "Thu 29 Feb 24, 3:04 PM at +02:00"],
  ['timeadd("2024-02-28T23:30:00Z", "1h45m")', "2024-02-29T01:15:00Z"],
  ['timeadd("2024-01-01T00:00:00-03:00", "-90s")', "2023-12-31T23:58:30-03:00"],
  ['timecmp("2024-01-01T02:00:00+02:00", "2024-01-01T00:00:00Z")', 0],
  ['cidrhost("192.168.10.0/24", 7)', "192.168.10.7"],
  ['cidrhost("192.168.10.0/24", -2)', "192.168.10.254"],
  ['cidrnetmask("192.168.0.0/22")', "255.255.252.0"],
  ['cidrsubnet("192.168.0.0/16", 8, 200)', "192.168.200.0/24"],
  ['cidrsubnet("2001:db8::/48", 16, 10)', "2001:db8:0:a::/64"],
  ['cidrsubnet("10.0.0.0/8", 2, 4)', fails],
  ['cidrcontains("10.0.0.0/8", "10.1.2.3")', true],
  ['cidrcontains("10.0.0.0/8", "10.0.0.0/7")', false],
  ['cidrcontains("2001:db8::/32", "2001:db8:1::/48")', true],
  ['cidrcontains("10.0.0.0/8", "::1")', fails],
  ['convert(["a", 1], list(string))', ["a", "1"]],
  ['convert({ n = "5" }, object({ n = number, m = optional(string, "x") }))', { m: "x", n: 5 }],
  ['convert("x", number)', fails],
  ['base64gunzip("H4sIAAAAAAACA0tJzU0sSgYAjbGeOgYAAAA=")', "demarc"],
  ['base64gunzip("ZGVtYXJj")', fails],
  ['urldecode("a%20b+c")', "a b c"],
  ['[for x in toset([{ k = "z", n = 1 }, { k = "b", n = 10 }]) : x.k]', ["b", "z"]],
  ['true ? { a = 1 } : { a = 2, b = "x" }', { a: "1" }],
  ['true ? [1] : ["a", "b"]', ["1"]],
  ["true ? 1 : [1]", fails],
  ['split(",", "a") == ["a"]', false],
  ["1 / 3 == 0.5", false],
  ["0.1 + 0.2 == 0.3", true],
  ["1.1 * 1.1", 1.21],
  ['cidrsubnets("10.20.0.0/16", 8, 4, 8)', ["10.20.0.0/24", "10.20.16.0/20", "10.20.32.0/24"]],
  ['basename("/etc/app/conf.d/")', "conf.d"],
  ['dirname("/etc/app/conf.yaml")', "/etc/app"],
  ['abspath("/etc/./app/../x")', "/etc/x"],
  ['pathexpand("/etc/x")', "/etc/x"],
  ['tobool("true")', true],
  ['tolist(["a", 1])', ["a", "1"]],
  ['tolist([{ a = 1 }, { a = "x" }])', [{ a: "1" }, { a: "x" }]],
  ['tomap({ a = 1, b = "x" })', { a: "1", b: "x" }],
  ['tonumber("12.50")', 12.5],
  ['tonumber("12px")', fails],
  ['toset(["b", "a", "b"])', ["a", "b"]],
  ["toset([10, 9])", [9, 10]],
  ['toset([1, "a"])', ["1", "a"]],
  ["tostring(1.50)", "1.5"],
  ['[for k, v in toset(["b", "a"]) : "${k}=${v}"]', ["a=a", "b=b"]],
  ['toset(["a"])[0]', fails],
  ['{ for s in ["apple", "avocado", "beet"] : substr(s, 0, 1) => s... }', { a: ["apple", "avocado"], b: ["beet"] }],
  ['{ for s in ["a", "a"] : s => 1 }', fails],
  ['[for i, s in ["a", "b", "c"] : "${i}${s}" if i != 1]', ["0a", "2c"]],
  ["[{ a = 1 }, { a = 2 }][*].a", [1, 2]],
  ["{ a = 1 }[*].a", [1]],
  ["null[*]", []],
  ["[{ p = [1, 2] }].*.p[0]", [1, 2]],
  ["[{ p = [1, 2] }][*].p[0]", [1]],
  ['true ? 1 : "one"', "1"],
  ["1 / 0", fails],
  ['try(tonumber("x"), [][0], "fallback")', "fallback"],
  ['can(regex("^a", "b"))', false],
  ['"%{ for k, v in { b = 1, a = 2 } }${k}${v};%{ endfor }"', "a2;b1;"],
  ['"%{ if 1 > 2 }yes%{ else }no%{ endif }"', "no"],
  ['{ "__proto__" = 1 }["__proto__"]', 1],
  ["{}.constructor", fails],
  ['lookup({}, "constructor", "none")', "none"],
  ['jsondecode("{\\"__proto__\\": 1}")', { ["__proto__"]: 1 }],
  ['zipmap(["__proto__", "constructor"], [1, 2])', { ["__proto__"]: 1, constructor: 2 }],
];

test.each(cases)("%s is as in Terraform", (text, value) => {
  const outcome = outcomeOf(text);
  if (value === fails) expect(outcome).toBe(fails);
  else expect(jsonText(outcome as Value)).toBe(jsonText(fromJson(value)));
});

/** They give an unknown, or belong to files, which have tests of their own. */
const others = new Set([
  "base64gzip",
  "flip_sensitive",
  "bcrypt",
  "ephemeralasnull",
  "issensitive",
  "list",
  "map",
  "nonsensitive",
  "plantimestamp",
  "rsadecrypt",
  "sensitive",
  "templatestring",
  "timestamp",
  "type",
  "urldecode",
  "uuid",
]);

test("every function has a case", () => {
  const all = cases.map(([text]) => text).join(" ");
  const missing = functionNames.filter((name) => !others.has(name) && !/file/.test(name) && !all.includes(`${name}(`));
  expect(missing).toEqual([]);
});

/** What the functions make of an unknown, which is shown as `?`. */
const partly: readonly (readonly [expression: string, value: unknown])[] = [
  ["length([var.u, 1])", 2],
  ["keys({ a = var.u })", ["a"]],
  ["concat([var.u], [1])", ["?", 1]],
  ["merge({ a = var.u }, { b = 1 })", { a: "?", b: 1 }],
  ["merge(var.u, { b = 1 })", "?"],
  ['lookup({ a = var.u, b = 2 }, "b", 0)', 2],
  ["element([var.u, 5], 1)", 5],
  ["slice(var.u, 0, 3)", ["?", "?", "?"]],
  ["cidrsubnets(var.u, 8, 8)", ["?", "?"]],
  ['zipmap(["a", "b"], var.u)', { a: "?", b: "?" }],
  ['formatlist("%s-%s", ["a", var.u], "x")', ["a-x", "?"]],
  ["contains([1, var.u], 1)", true],
  ["contains([2, var.u], 1)", "?"],
  ["anytrue([var.u, true])", true],
  ["alltrue([var.u, true])", "?"],
  ["false && var.u", false],
  ["var.u || true", true],
  ["[1, var.u] == [2, var.u]", false],
  ['coalesce("a", var.u)', "a"],
  ["compact([var.u])", "?"],
  ["length(toset([var.u, 1]))", "?"],
  ["jsondecode(jsonencode({ a = var.u, b = 1 }))", { a: "?", b: 1 }],
  ["[for x in [1, var.u] : x]", [1, "?"]],
  ["[for x in [1, var.u] : x if x == 1]", "?"],
  ["var.u ? 1 : 1", 1],
  ["var.u ? 1 : 2", "?"],
  ["true ? 1 : var.u", "?"],
  ['true ? "1" : var.u', "1"],
  ['true ? ["b", "a"] : var.u', ["b", "a"]],
  ['(true ? ["b", "a"] : var.u)[0]', "?"],
  ["pow(2, 0.5)", "?"],
  ["[for x in toset([{ a = var.u, b = 1 }, { a = 2, b = 3 }]) : x.b][0]", "?"],
  ['try(var.u.name, "none")', "?"],
  ['try([var.u.name, 1][1], "none")', "?"],
  ["can(var.u.name)", "?"],
  ["9007199254740993 == 9007199254740992", "?"],
  ['regex("^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")', "?"],
  ['try(regex("(?i:a)", "A"), "none")', "?"],
];

test.each(partly)("%s keeps what is known", (text, value) => {
  expect(shown(outcomeOf(text) as Value)).toEqual(value);
});

function outcomeOf(text: string): Value | typeof fails {
  const { expression, errors } = parseHclExpression(text);
  expect(errors).toEqual([]);
  try {
    return evaluate(expression, scopeOf({ u: unknown("u") }));
  } catch (error) {
    if (error instanceof EvaluationError) return fails;
    throw error;
  }
}

function shown(value: Value): unknown {
  if (isUnknown(value)) return "?";
  if (isList(value)) return value.map(shown);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item)])) : value;
}
