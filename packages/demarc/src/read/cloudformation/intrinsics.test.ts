// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are CloudFormation's
import { describe, expect, test } from "vitest";
import { isUnknown, type Value } from "../../model/value.js";
import { readCloudFormation } from "./read.js";

const SECTIONS = `
Parameters: {None: {Type: String}, Names: {Type: CommaDelimitedList, Default: "a,b"}}
Mappings: {Regions: {eu-west-1: {Zones: 3, Ids: [x, y]}}}
Conditions: {Open: !Equals [!Ref None, a]}
`;

/** The value of one property, written in YAML's flow style. */
function evaluate(property: string): Value | undefined {
  const text = `${SECTIONS}Resources:\n  Other: {Type: X::Y::Z}\n  R:\n    Type: X::Y::Z\n    Properties:\n      P: ${property}\n`;
  return readCloudFormation({ file: "t.yaml", text }).resources[1]?.attributes.P;
}

describe("what is known is worked out", () => {
  test.each<[string, Value]>([
    ['!Sub "a-${!Literal}-${x}"', "unknown"],
    ['!Sub ["a-${!Literal}-${x}", {x: 1}]', "a-${Literal}-1"],
    ['!Join ["-", [a, 1, true, !Ref AWS::NoValue]]', "a-1-true"],
    ['!Join [",", !Ref Names]', "a,b"],
    ['!Split [",", "a,b"]', ["a", "b"]],
    ['!Select ["1", !Split [",", "a,b"]]', "b"],
    ["!FindInMap [Regions, eu-west-1, Zones]", 3],
    ["!FindInMap [Regions, eu-west-1, Ids]", ["x", "y"]],
    ["!FindInMap [Regions, eu-west-2, Zones, {DefaultValue: 2}]", 2],
    ["!Base64 abc", "YWJj"],
    ["!Cidr [10.0.0.0/16, 2, 8]", ["10.0.0.0/24", "10.0.1.0/24"]],
    ["!Cidr ['2001:db8::/56', 2, 64]", ["2001:db8::/64", "2001:db8:0:1::/64"]],
    ["{Fn::Length: !Ref Names}", 2],
    ["{Fn::ToJsonString: {a: [1, !Ref AWS::NoValue]}}", '{"a":[1]}'],
    ["!Equals [true, 'true']", true],
    ["{Fn::Contains: [!Ref Names, b]}", true],
    ["{Fn::EachMemberIn: [!Ref Names, [a, b, c]]}", true],
    ["{Fn::EachMemberEquals: [!Ref Names, a]}", false],
    [
      "{a: 1, Fn::ForEach::L: [X, [b, c], {'k${X}': !Sub 'v-${X}', 'z&{X}': '${X}'}]}",
      { a: 1, kb: "v-b", zb: "b", kc: "v-c", zc: "c" },
    ],
    ["'{{resolve:secretsmanager:db:SecretString:password}}'", "{{resolve:secretsmanager:db:SecretString:password}}"],
  ])("%s", (property, expected) => {
    const value = evaluate(property);
    expect(isUnknown(value) ? "unknown" : value).toEqual(expected);
  });
});

describe("what is unknown says why, and keeps what it points to", () => {
  test.each([
    ["!Ref AWS::AccountId", "AWS::AccountId is known only at deployment", []],
    ["!GetAtt Other.Arn", "Other.Arn is known only after deployment", ["Other"]],
    ['!Sub "${None}-${Other}"', "parameter None has no default", ["Other"]],
    ['!Join ["", [a, !GetAtt Other.Arn]]', "Other.Arn is known only after deployment", ["Other"]],
    ["!Select [0, !GetAZs '']", "the zones of a region are known only at deployment", []],
    ["!ImportValue {Fn::Sub: '${Other}-x'}", "the export of another stack is known only at deployment", ["Other"]],
    [
      "!FindInMap [Regions, !Ref AWS::Region, Zones]",
      "the key of a mapping is not known: AWS::Region is known only at deployment",
      [],
    ],
    ["!FindInMap [Regions, eu-west-2, Zones]", "The mapping Regions has no eu-west-2.Zones", []],
    ["{Fn::Transform: {Name: AWS::Include}}", "a transform makes it", []],
    [
      "{Fn::Length: [a, !If [Open, b, !Ref AWS::NoValue]]}",
      "the condition Open is not known: parameter None has no default",
      [],
    ],
    [
      "!Select [1, [!If [Open, b, !Ref AWS::NoValue], c]]",
      "the condition Open is not known: parameter None has no default",
      [],
    ],
    ["'{{resolve:ssm:/launch-type}}'", "a parameter of Systems Manager is looked up at deployment", []],
    ["!Fancy x", "`Fn::Fancy` is no function of CloudFormation that demarc knows", []],
  ])("%s", (property, because, addresses) => {
    const value = evaluate(property);
    expect(value).toMatchObject({ because });
    expect(isUnknown(value) && value.references.map((reference) => reference.address)).toEqual(addresses);
  });

  test("a JSON text of which parts are unknown carries its structure", () => {
    const value = evaluate("{Fn::ToJsonString: {Action: '*', Resource: !GetAtt Other.Arn}}");
    expect(isUnknown(value) && value.encoded).toMatchObject({ Action: "*" });
  });
});

describe("loops", () => {
  function resources(list: string) {
    const text = `Parameters: {None: {Type: CommaDelimitedList}, Names: {Type: CommaDelimitedList, Default: "a,b"}}
Conditions:
  Fn::ForEach::Conds: [X, ${list}, {"Is\${X}": !Equals [!Ref X, a]}]
Resources:
  Fn::ForEach::Buckets:
    - X
    - ${list}
    - "Bucket\${X}":
        Type: AWS::S3::Bucket
        Condition: "Is\${X}"
        Properties: {BucketName: !Ref X}
      "Policy\${X}":
        Type: AWS::S3::BucketPolicy
        Properties: {Bucket: !Ref "Bucket\${X}"}
`;
    return readCloudFormation({ file: "t.yaml", text });
  }

  test("a loop over a known list makes one resource an item", () => {
    const read = resources("!Ref Names");
    expect(read.resources.map(({ address, attributes }) => [address, Object.values(attributes)[0]])).toEqual([
      ["Bucketa", "a"],
      ["Policya", "a"],
      ["Policyb", expect.objectContaining({ because: "Bucketb does not exist under these conditions" })],
    ]);
  });

  test("a loop over an unknown list makes one resource of unknown number", () => {
    const read = resources("!Ref None");
    expect(read.problems).toEqual([]);
    expect(read.resources.map(({ address, number, references }) => [address, number, references])).toEqual([
      ["Bucket${X}", "unknown", {}],
      ["Policy${X}", "unknown", { Bucket: [{ address: "Bucket${X}", attribute: "Ref" }] }],
    ]);
  });
});

describe("SAM", () => {
  test("globals are merged in: the resource first, maps merged, lists put together", () => {
    const text = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: nodejs20.x
    Timeout: 3
    Environment: {Variables: {A: 1, B: 2}}
    Layers: [one]
    VpcConfig: {SubnetIds: [s]}
Resources:
  F:
    Type: AWS::Serverless::Function
    IgnoreGlobals: VpcConfig
    Properties:
      Timeout: 5
      Environment: {Variables: {B: 3}}
      Layers: [two]
  T: {Type: AWS::Serverless::SimpleTable}
`;
    const [f, t] = readCloudFormation({ file: "t.yaml", text }).resources;
    expect(f?.attributes).toEqual({
      Runtime: "nodejs20.x",
      Timeout: 5,
      Environment: { Variables: { A: 1, B: 3 } },
      Layers: ["one", "two"],
    });
    expect(f?.lines).toMatchObject({ Runtime: 4, Timeout: 14 });
    expect(t?.attributes).toEqual({});
  });
});

test("a mistake in a condition is told where it stands", () => {
  const text = `Conditions:
  A: !Not [!Condition [x, y]]
  B: !Condition Missing
Resources:
  Q: { Type: X::Y::Z, Condition: A }
  R: { Type: X::Y::Z, Condition: B }
`;
  const { problems } = readCloudFormation({ file: "t.yaml", text });
  expect(problems).toMatchObject([
    { line: 2, message: "Condition takes the name of a condition." },
    { line: 3, message: "There is no condition Missing." },
  ]);
});
