// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are in Terraform's language.
/** Small root modules for the oracle: variables of all types, locals, called modules, count and for_each, with terraform_data alone. */
import fc from "fast-check";

type Text = fc.Arbitrary<string>;
type Sort = "text" | "number" | "bool" | "list" | "map" | "any";

const objectType =
  'object({ name = string, size = optional(number, 1), on = optional(bool), tags = optional(map(string), {}), deep = optional(object({ a = optional(string, "x"), b = optional(list(number), [1, 2]), c = optional(object({ d = optional(bool, true) })) }), {}) })';

/** What a variable may be declared as, and values for it, of which some need a conversion. */
const variables: Readonly<Record<string, { readonly types: readonly string[]; readonly values: readonly string[] }>> = {
  text: { types: ["string"], values: ['"a"', '""', '"b-c"', "5", "true", "1.50", "null", '"x y"'] },
  number: { types: ["number"], values: ["0", "2", '"3"', "1.5", "null", "-1", '"10.0"'] },
  flag: { types: ["bool"], values: ["true", "false", '"true"', "null"] },
  list: {
    types: ["list(string)", "list(any)"],
    values: ['["a", "b"]', "[]", '["b", 1, true]', "[3, 1, 2]", 'toset(["z", "y"])', "[1.5]"],
  },
  set: { types: ["set(string)", "set(any)"], values: ['["b", "a", "b"]', "[]", "[10, 9]", '["x"]'] },
  numbers: { types: ["set(number)", "list(number)"], values: ["[10, 9, 9]", '["1", 2]', "[]"] },
  map: {
    types: ["map(string)", "map(any)"],
    values: ['{ b = "x", a = "y" }', "{}", "{ a = 1, b = true }", '{ "k/1" = "v" }', '{ a = 1, c = "z" }'],
  },
  object: {
    types: [objectType],
    values: [
      '{ name = "n" }',
      '{ name = 5, size = "7", extra = true }',
      '{ name = "m", size = null, on = "true", tags = { x = 1 }, deep = { a = "q", c = {} } }',
      '{ name = "d", deep = { b = ["4"], c = { d = false } } }',
      '{ name = "e", deep = null, tags = null }',
    ],
  },
  objects: {
    types: [`list(${objectType})`, `set(${objectType})`],
    values: [
      '[{ name = "a" }, { name = "b", size = 2 }]',
      "[]",
      '[{ name = "c", deep = { a = "w" } }, { name = "b", tags = { t = "1" } }, { name = "a", size = 10 }]',
    ],
  },
  named: {
    types: [`map(${objectType})`],
    values: [
      '{ one = { name = "a" }, two = { name = "b", size = 3, on = false } }',
      "{}",
      "{ z = { name = 1, deep = {} } }",
    ],
  },
  pair: { types: ["tuple([string, number])"], values: ['["a", 1]', '[2, "3"]'] },
  free: {
    types: ["any", ""],
    values: [
      '"a"',
      "1",
      "null",
      '["a", 1]',
      '{ a = 1, b = "x" }',
      "[]",
      "{}",
      "true",
      "[{ a = 1 }, { b = 2 }]",
      "{ a = { b = [1] } }",
    ],
  },
};

const names = Object.keys(variables);

/** Forms that hold whatever the variables are, so that few configurations are refused as a whole. */
function expressions(): Readonly<Record<Sort, Text>> {
  return fc.letrec<Record<Sort, string>>((tie) => {
    const depth = { maxDepth: 3, depthIdentifier: "configuration", withCrossShrink: true };
    const form = (shape: string, ...sorts: Sort[]): Text =>
      fc.tuple(...sorts.map((sort) => tie(sort))).map((parts) => {
        let next = 0;
        return shape.replaceAll("?", () => parts[next++] as string).replaceAll("¿", "?");
      });
    const of = (leaves: readonly string[], ...more: Text[]): Text =>
      fc.oneof(
        depth,
        { weight: 2, arbitrary: fc.constantFrom(...leaves) },
        ...more.map((arbitrary) => ({ weight: 1, arbitrary })),
      );
    return {
      text: of(
        [
          '"t"',
          'coalesce(var.text, "none")',
          "var.object.name",
          "var.object.deep.a",
          "local.label",
          'try(var.free.b, "no")',
          'try(local.rows[0].name, "none")',
          "var.pair[0]",
          '"${var.pair[1]}x"',
          "path.module",
        ],
        form('"${?}-${?}"', "text", "number"),
        form("upper(?)", "text"),
        form('join(",", ?)', "list"),
        form("? ¿ ? : ?", "bool", "text", "text").map(inParens),
        form('format("%s/%v", ?, ?)', "text", "any"),
        form('lookup(?, ?, "d")', "map", "text"),
        form("jsonencode(?)", "any"),
        form('replace(?, "/[a-c]/", "_")', "text"),
        form('"%{ if ? }y%{ else }${?}%{ endif }"', "bool", "text"),
        form('"%{ for k, v in ? ~}\\n${k}=${v} %{~ endfor }"', "map"),
        form("try(?[0], ?)", "list", "text"),
        form("<<-E\n    a ${?}\n      b\n    E\n", "text").map(inParens),
        form("substr(?, 0, 2)", "text"),
        form("tostring(?)", "number"),
        form("coalesce(?, ?)", "number", "text").map((text) => `try(${text}, "q")`),
      ),
      number: of(
        [
          "1",
          "0",
          "2.5",
          "coalesce(var.number, 4)",
          "var.object.size",
          "length(var.set)",
          "local.size",
          "var.pair[1]",
          "length(var.objects)",
        ],
        form("length(?)", "list"),
        form("length(?)", "map"),
        form("? + ?", "number", "number").map(inParens),
        form("? * ?", "number", "number").map(inParens),
        form("? - ?", "number", "number").map(inParens),
        form("max(?, ?)", "number", "number"),
        form("floor(?)", "number"),
        form("? ¿ ? : ?", "bool", "number", "number").map(inParens),
        form("length(?)", "text"),
        form("try(tonumber(?), ?)", "text", "number"),
        form("sum(concat([0], var.numbers[*]))").map(() => "sum(concat([0], tolist(var.numbers)))"),
        form("? % 3", "number").map(inParens),
      ),
      bool: of(
        [
          "true",
          "false",
          "coalesce(var.flag, false)",
          'var.text == "a"',
          "var.text != null",
          "coalesce(var.object.on, true)",
          "var.free == null",
          "var.list == []",
          "var.object.tags == {}",
          "var.numbers == tolist([1, 2])",
        ].map(inParens),
        form("? == ?", "any", "any").map(inParens),
        form("? != ?", "list", "list").map(inParens),
        form("? > ?", "number", "number").map(inParens),
        form("? && ?", "bool", "bool").map(inParens),
        form("? || ?", "bool", "bool").map(inParens),
        form("!?", "bool"),
        form("contains(?, ?)", "list", "text"),
        form("can(?[?])", "map", "text"),
        form("anytrue([?, ?])", "bool", "bool"),
        form("startswith(?, ?)", "text", "text"),
        form('can(regex("^[a-z]+$", ?))', "text"),
      ),
      list: of(
        [
          '["a", "b"]',
          "[]",
          "var.list",
          "var.set",
          "tolist(var.set)",
          "[for o in var.objects : o.name]",
          "[for o in var.objects : o.deep.a]",
          "sort(keys(var.named))",
          'tolist([1, "x"])',
          'split(",", "p,q")',
          "local.names",
          "var.objects[*].name",
          "[for k, o in var.named : k]",
          "var.list[*]",
        ].map((text) => (text === "var.objects[*].name" ? "tolist(var.objects)[*].name" : text)),
        form("[?, ?]", "text", "text"),
        form("[for x in ? : upper(x)]", "list"),
        form('[for i, x in ? : "${i}:${x}"]', "list"),
        form("[for x in ? : x if x != ?]", "list", "text"),
        form("[for k, v in ? : k]", "map"),
        form("[for k, v in ? : v]", "map"),
        form("concat(tolist(?), tolist(?))", "list", "list"),
        form("distinct(?)", "list"),
        form("sort(?)", "list"),
        form("compact(?)", "list"),
        form("reverse(tolist(?))", "list"),
        form("flatten([?, [?]])", "list", "text"),
        form("toset(?)", "list"),
        form("setunion(?, ?)", "list", "list"),
        form("setsubtract(?, ?)", "list", "list"),
        form("? ¿ tolist(?) : tolist(?)", "bool", "list", "list").map(inParens),
        form("values(?)", "map"),
        form("keys(?)", "map"),
        form("? ¿ [] : [?]", "bool", "text").map(inParens),
        form("try(slice(tolist(?), 0, 1), [])", "list"),
        form('coalescelist(tolist(?), ["c"])', "list"),
      ),
      map: of(
        [
          "{}",
          '{ a = "x" }',
          "var.map",
          "var.object.tags",
          "{ for k, o in var.named : k => o.name }",
          '{ for k, o in var.named : k => "${o.size}" }',
          "local.tags",
          '{ b = "1", a = "2" }',
        ],
        form("merge(?, ?)", "map", "map"),
        form("{ for k, v in ? : upper(k) => v }", "map"),
        form("{ for x in toset(?) : x => length(x) }", "list"),
        form("{ (?) = ? }", "text", "text"),
        form('{ for i, x in tolist(?) : "k${i}" => x }', "list"),
        form("tomap({ for x in toset(?) : x => ? })", "list", "text"),
        form("? ¿ { a = ? } : {}", "bool", "text").map(inParens),
        form("zipmap(tolist(?), tolist([for x in ? : x]))", "list", "list").map((text) => `try(${text}, {})`),
        form("{ for k, v in ? : v => k... }", "map").map((text) => `{ for k, v in ${text} : k => join("+", v) }`),
      ),
      any: of(
        [
          "null",
          "var.free",
          "var.object",
          "var.objects",
          "var.named",
          "var.pair",
          "var.numbers",
          "local.rows",
          "var.object.deep",
          '{ a = [1, { b = "c" }] }',
          "try(var.free.a, null)",
          "try(var.free[0], 0)",
          "[for o in var.objects : o.size]",
          "{ for o in var.objects : o.name => o.size... }",
          "local.first",
          "var.objects[*]",
          "var.free[*]",
          "each_or_count",
        ].filter((text) => text !== "each_or_count"),
        tie("text"),
        tie("number"),
        tie("bool"),
        tie("list"),
        tie("map"),
        form("[?, ?]", "any", "any"),
        form("{ x = ?, y = ? }", "any", "any"),
        form("[for x in ? : { name = x, n = ? }]", "list", "number"),
        form('try(? ¿ ? : ?, "mixed")', "bool", "any", "any"),
        form("jsondecode(jsonencode(?))", "any"),
        form("yamldecode(yamlencode(?))", "any"),
        form('try(tolist([?, ?]), "no")', "text", "number"),
        form("setproduct(?, ?)", "list", "list"),
        form("try(merge(?...), {})", "list"),
        form("try(element(tolist(?), ?), null)", "list", "number"),
        form("one(slice([?], 0, 1))", "any"),
      ),
    };
  });
}

function inParens(text: string): string {
  return `(${text})`;
}

const forms = expressions();

/** The declarations that every module has: variables, locals, resources, outputs. */
function body(): Text {
  const declaration = (name: string): Text => {
    const { types, values } = variables[name] as (typeof variables)[string];
    return fc
      .tuple(
        fc.constantFrom(...types),
        fc.constantFrom(...values.filter((value) => !value.includes("toset"))),
        fc.constantFrom("", "", "", "  nullable = false\n"),
      )
      .map(([type, value, nullable]) => {
        const given = value === "null" && nullable !== "" ? (values[0] as string) : value;
        return `variable "${name}" {\n${type === "" ? "" : `  type = ${type}\n`}  default = ${given}\n${nullable}}\n`;
      });
  };
  const repeated = fc.oneof(
    fc.constant(""),
    forms.list.map((list) => `  for_each = toset(${list})\n`),
    forms.map.map((map) => `  for_each = ${map}\n`),
    forms.number.map((number) => `  count = try(min(abs(floor(${number})), 3), 1)\n`),
    forms.bool.map((bool) => `  count = ${bool} ? 1 : 0\n`),
    fc.constant("  for_each = var.named\n"),
    fc.constant("  for_each = { for o in var.objects : o.name => o... }\n"),
    fc.constant("  for_each = { for i, s in tolist(var.set) : s => i }\n"),
  );
  const resource = (name: string): Text =>
    fc.tuple(repeated, forms.any, forms.any).map(([repeat, input, other]) => {
      const own = repeat.includes("for_each")
        ? "[each.key, each.value, "
        : repeat.includes("count")
          ? "[count.index, "
          : "[";
      return `resource "terraform_data" "${name}" {\n${repeat}  input = ${own}${input}]\n  triggers_replace = ${other}\n}\n`;
    });
  return fc
    .tuple(
      fc.tuple(...names.map(declaration)),
      fc.tuple(forms.text, forms.number, forms.list, forms.map, forms.any),
      resource("a"),
      resource("b"),
      fc.constantFrom(
        "terraform_data.a[*]",
        "length(terraform_data.a)",
        "try(terraform_data.a[0].input, null)",
        "[for k, r in terraform_data.a : k]",
        "{ for k, r in terraform_data.b[*] : k => r.input }",
        "try(values(terraform_data.b)[*].triggers_replace, null)",
      ),
    )
    .map(([declared, [label, size, list, map, any], a, b, reads]) =>
      [
        ...declared,
        `locals {\n  rows = [for o in var.objects : { name = o.name, n = o.size }]\n  first = try(local.rows[0], {})\n}\n`,
        // Locals that use the other forms must not use each other in a circle.
        `locals {\n  label = ${free(label)}\n  size = ${free(size)}\n  names = ${free(list)}\n  tags = ${free(map)}\n  thing = ${free(any)}\n}\n`,
        a,
        b,
        `resource "terraform_data" "reader" {\n  input = try(${reads}, "no")\n}\n`,
        `output "thing" {\n  value = local.thing\n}\noutput "label" {\n  value = local.label\n}\noutput "tags" {\n  value = local.tags\n}\n`,
      ].join(""),
    );
}

function free(text: string): string {
  return text.replaceAll(
    /local\.label|local\.size|local\.names|local\.tags/g,
    (name) =>
      ({ "local.label": '"l"', "local.size": "3", "local.names": '["n"]', "local.tags": '{ t = "g" }' })[name] ?? name,
  );
}

/** Arguments of a module call, for some of its variables. */
function givenArguments(): Text {
  const one = fc.constantFrom(...names).chain((name) => {
    const { values } = variables[name] as (typeof variables)[string];
    const sort = {
      text: forms.text,
      number: forms.number,
      flag: forms.bool,
      list: forms.list,
      set: forms.list,
      map: forms.map,
      free: forms.any,
    }[name];
    const literal = fc.constantFrom(...values.filter((value) => value !== "null"));
    return fc.tuple(fc.constant(name), sort === undefined ? literal : fc.oneof(literal, sort));
  });
  return fc
    .uniqueArray(one, { maxLength: 6, selector: ([name]) => name })
    .map((pairs) => pairs.map(([name, value]) => `  ${name} = ${value}\n`).join(""));
}

/** The files of one system: a module that calls another, which lies below it. Paths are relative to it. */
export function configurations(): fc.Arbitrary<Readonly<Record<string, string>>> {
  const repeat = fc.oneof(
    fc.constant(""),
    fc.constant(""),
    forms.bool.map((bool) => `  count = ${bool} ? 1 : 0\n`),
    forms.list.map((list) => `  for_each = toset(${list})\n`),
    fc.constant("  for_each = var.named\n  object = each.value\n"),
  );
  return fc.tuple(body(), body(), repeat, givenArguments()).map(([outer, inner, repeated, given]) => {
    const args = repeated.includes("object") ? given.replace(/ {2}object = .*\n/, "") : given;
    const call = `module "m" {\n  source = "./m"\n${repeated}${args}}\n`;
    const reads =
      'resource "terraform_data" "outputs" {\n  input = try(module.m.thing, module.m[0].thing, [for m in module.m : m.label], "none")\n}\n';
    return { "main.tf": `${outer}${call}${reads}`, "m/main.tf": inner };
  });
}
