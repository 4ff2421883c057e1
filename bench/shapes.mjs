// Terraform configurations of any size in three shapes, with references as people write them. Files by path.
import { configuration } from "./generate.mjs";

const resourcesOfService = 20;

/** Each takes a number of resources, a multiple of 1,000, and makes just so many. */
export const shapes = { flat, modules, copies };

/** One root module, a file for every 20 resources. */
function flat(resources) {
  return configuration(resources / resourcesOfService);
}

/** Calls of modules: half of them written out, half by for_each, each of 100 resources; their outputs are used. */
function modules(resources) {
  const calls = resources / 100 / 2;
  const teams = Array.from({ length: calls }, (_, at) => `team${at}`);
  return {
    "main.tf": [
      ...teams.map(
        (team) => `
module "${team}" {
  source = "./stack"
  name   = "${team}"
  kms    = data.aws_kms_key.shared.arn
  tags   = local.tags
}`,
      ),
      `
module "stacks" {
  source   = "./stack"
  for_each = { ${teams.map((team) => `${team} = "by-key-${team}"`).join(", ")} }
  name     = each.value
  kms      = data.aws_kms_key.shared.arn
  tags     = merge(local.tags, { Stack = each.key })
}

data "aws_kms_key" "shared" {
  key_id = "alias/shared"
}

output "buckets" {
  value = concat([${teams.map((team) => `module.${team}.bucket`).join(", ")}], [for name, stack in module.stacks : stack.bucket])
}

locals {
  tags = { Owner = "platform", Buckets = length(module.stacks) }
}
`,
    ].join("\n"),
    ...inFolder("stack", stack()),
  };
}

function stack() {
  return {
    ...configuration(5),
    "interface.tf": `
variable "name" { type = string }
variable "kms" { type = string }

output "bucket" {
  value = aws_s3_bucket.svc0_0.arn
}
`,
  };
}

/** Resources by count and for_each, 100 to a block, which point at each other by key, by index and by splat. */
function copies(resources) {
  const sets = resources / 500;
  return {
    "main.tf": `
variable "zones" {
  type    = list(string)
  default = ["a", "b", "c"]
}

locals {
  members = { for at in range(100) : "member-\${at}" => { size = at * 10, zone = var.zones[at % 3], tags = { At = at } } }
}
`,
    ...Object.fromEntries(Array.from({ length: sets }, (_, at) => [`set_${at}.tf`, set(at)])),
  };
}

const set = (at) => `
resource "aws_instance" "set_${at}" {
  count                  = 100
  ami                    = "ami-0abcdef1234567890"
  instance_type          = count.index % 10 == 0 ? "m7g.2xlarge" : "m7g.large"
  availability_zone      = "eu-west-1\${element(var.zones, count.index)}"
  vpc_security_group_ids = [aws_security_group.set_${at}["member-\${count.index}"].id]
  metadata_options {
    http_tokens = "required"
  }
  tags = { Name = "set-${at}-\${count.index}" }
}

resource "aws_ebs_volume" "set_${at}" {
  for_each          = local.members
  availability_zone = "eu-west-1\${each.value.zone}"
  size              = each.value.size
  encrypted         = true
  tags              = merge(each.value.tags, { Name = each.key })
}

resource "aws_volume_attachment" "set_${at}" {
  count       = length(aws_instance.set_${at})
  device_name = "/dev/sdh"
  volume_id   = aws_ebs_volume.set_${at}["member-\${count.index}"].id
  instance_id = aws_instance.set_${at}[count.index].id
}

resource "aws_security_group" "set_${at}" {
  for_each = { for name, member in local.members : name => member.zone }
  name     = "set-${at}-\${each.key}"
  dynamic "ingress" {
    for_each = [443, 8443]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "set_${at}" {
  count               = 100
  alarm_name          = format("set-${at}-%03d", count.index)
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  metric_name         = "CPUUtilization"
  namespace           = "AWS/EC2"
  threshold           = 80
  dimensions          = { InstanceId = element(aws_instance.set_${at}[*].id, count.index) }
}
`;

function inFolder(folder, files) {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

/** Many root modules of 100 resources, each with a call of two of five shared modules: a repository of many teams. */
export function rootModules(roots) {
  const files = {};
  for (let at = 0; at < 5; at += 1) Object.assign(files, inFolder(`modules/m${at}`, stack()));
  for (let root = 0; root < roots; root += 1) {
    const calls = [0, 1].map(
      (at) => `
module "m${at}" {
  source = "../../modules/m${(root + at) % 5}"
  name   = "team${root}"
  kms    = "arn:aws:kms:eu-west-1:111122223333:key/${root}"
}
`,
    );
    Object.assign(files, inFolder(`live/team${root}`, { ...configuration(5), "main.tf": calls.join("") }));
  }
  return files;
}

/** The files as a reader sees a disk. */
export function treeOf(files) {
  const folders = new Map();
  for (const path of Object.keys(files)) {
    const at = path.lastIndexOf("/");
    const folder = path.slice(0, Math.max(at, 0));
    if (!folders.has(folder)) folders.set(folder, []);
    folders.get(folder).push(path.slice(at + 1));
  }
  return {
    read: (path) => files[path],
    list: (folder) => folders.get(folder),
    listAll: (folder) => Object.keys(files).filter((path) => path.startsWith(`${folder}/`)),
  };
}
