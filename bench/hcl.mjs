// How fast demarc reads HCL, beside HashiCorp's own parser in WASM (@cdktn/hcl2json). Every run is a process of its own that
// does nothing before, on the same generated file. Three figures of each: parsing alone on the clock; the CPU time of all
// threads while parsing; and the whole process from its start to its end, for both with all of Node's own start, loading the
// parser and reading the file. `node bench/hcl.mjs [--sizes 1,10] [--runs 3] [--json FILE]`, sizes in MB.
// On a machine that does other things too, trust the CPU column: it does not count the waiting for a core.
// Exit 0: measured, whatever the figures; 1: could not measure.
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  bundled,
  median,
  milliseconds,
  optionsOf,
  output,
  program,
  runProgram,
  table,
  workFolder,
} from "./harness.mjs";

const REFERENCE = createRequire(import.meta.url).resolve("@cdktn/hcl2json");

const SAMPLES = [
  (n) => `# Service ${n}: runs on Fargate, behind the shared load balancer.
resource "aws_ecs_service" "service_${n}" {
  name                               = "\${var.project}-service-${n}"
  cluster                            = aws_ecs_cluster.main[0].id
  task_definition                    = aws_ecs_task_definition.service_${n}.arn
  desired_count                      = var.environment == "production" ? ${n % 7} + 2 : 1
  launch_type                        = "FARGATE"
  deployment_minimum_healthy_percent = 50
  enable_execute_command             = !local.is_production

  network_configuration {
    subnets          = [for subnet in data.aws_subnet.private : subnet.id if subnet.available_ip_address_count > 16]
    security_groups  = concat([aws_security_group.service_${n}.id], var.extra_security_group_ids)
    assign_public_ip = false
  }

  dynamic "load_balancer" {
    for_each = { for key, value in var.listeners : key => value if value.port != null }
    content {
      target_group_arn = aws_lb_target_group.main[load_balancer.key].arn
      container_name   = "service-${n}"
      container_port   = load_balancer.value.port
    }
  }

  lifecycle {
    ignore_changes = [desired_count, task_definition]
  }

  tags = merge(local.tags, { Name = "service-${n}", Index = ${n}, "cost:center" = "\${upper(var.team)}/${n}" })
}
`,
  (n) => `resource "aws_iam_policy" "policy_${n}" {
  name        = join("-", [var.project, "policy", "${n}"])
  description = "Lets service ${n} read its bucket and write its logs."

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:ListBucket", "logs:PutLogEvents"]
        Resource = ["\${aws_s3_bucket.bucket_${n}.arn}/*", aws_s3_bucket.bucket_${n}.arn]
        Condition = {
          StringEquals = { "aws:ResourceAccount" = data.aws_caller_identity.current.account_id }
        }
      },
    ]
  })
}
`,
  (n) => `/* The first start of instance ${n}. */
resource "aws_instance" "instance_${n}" {
  ami           = data.aws_ami.linux.id
  instance_type = lookup(var.instance_types, "instance_${n}", "m5.large")
  subnet_id     = element(module.vpc.private_subnets, ${n} % length(module.vpc.private_subnets))

  user_data = <<-EOT
    #!/bin/bash
    set -euo pipefail
    echo "ECS_CLUSTER=\${aws_ecs_cluster.main[0].name}" >> /etc/ecs/ecs.config
    %{ if var.debug ~}
    echo "debugging instance ${n}, home is $HOME and path is $\${PATH}"
    %{ endif ~}
    %{ for name, value in var.settings ~}
    export \${name}="\${value}"
    %{ endfor ~}
    systemctl enable --now amazon-ssm-agent
    exit 0
  EOT

  root_block_device {
    volume_size = 20
    encrypted   = true
    kms_key_id  = var.kms_key_arn
  }

  metadata_options {
    http_tokens   = "required"
    http_endpoint = "enabled"
  }

  depends_on = [aws_iam_policy.policy_${n - 1}]
}
`,
  (n) => `module "database_${n}" {
  source  = "terraform-aws-modules/rds/aws"
  version = "~> 6.1"

  identifier              = "\${local.prefix}-db-${n}"
  engine                  = "postgres"
  engine_version          = "15.4"
  allocated_storage       = ${20 + (n % 80)}
  backup_retention_period = var.environment == "production" ? 30 : 7
  storage_encrypted       = true
  vpc_security_group_ids  = module.security_group[*].security_group_id
  subnet_ids              = flatten([for zone in var.zones : [for subnet in zone.subnets : subnet.id]])

  parameters = [
    { name = "rds.force_ssl", value = 1 },
    { name = "log_min_duration_statement", value = tostring(${n} * 1.5e3) },
  ]
}

variable "setting_${n}" {
  type        = map(object({ enabled = optional(bool, true), names = list(string) }))
  default     = {}
  description = <<EOF
What is set for ${n}:
  a map from a name to whether it is on, and to its names.
EOF

  validation {
    condition     = alltrue([for name, value in var.setting_${n} : length(name) <= 32 && can(regex("^[a-z\\\\d]+$", name))])
    error_message = "A name is at most 32 small letters or digits."
  }
}

output "instance_${n}" {
  value     = try(aws_instance.instance_${n - 1}.private_ip, null)
  sensitive = ${n % 2 === 0}
}
`,
];

const options = optionsOf({ sizes: "1,10", runs: "3" });
const folder = workFolder("hcl");
try {
  const parser = await bundled("read/terraform/hcl/parse.ts", folder);
  const programs = {
    demarc: program(
      join(folder, "demarc.cjs"),
      `const { parseHcl } = require(${JSON.stringify(parser)});
       ${measured(`const { body, errors } = parseHcl(source);
       if (errors.length > 0) throw new Error(JSON.stringify(errors[0]));
       const blocks = body.blocks.length;`)}`,
    ),
    "@cdktn/hcl2json": program(
      join(folder, "reference.cjs"),
      `const reference = require(${JSON.stringify(REFERENCE)});
       ${measured(`const json = await reference.parse("main.tf", source);
       const blocks = Object.keys(json.resource ?? {}).length;`)}`,
    ),
  };
  const results = options.sizes.split(",").map((size) => compared(Number(size), programs));
  for (const { megabytes, parsers, ratios } of results) {
    const row = ([name, { parse, cpu, process }]) => [
      name,
      milliseconds(parse),
      `${((megabytes * 1000) / parse).toFixed(2)} MB/s`,
      milliseconds(cpu),
      milliseconds(process),
    ];
    const times = (ratio) => `${ratio.toFixed(1)} ×`;
    console.log(`${megabytes} MB of Terraform, each parser in a fresh process (Node ${process.versions.node})`);
    table([
      ["", "parse", "rate", "CPU", "whole process"],
      ...Object.entries(parsers).map(row),
      ["ratio", times(ratios.parse), "", times(ratios.cpu), times(ratios.process)],
    ]);
    console.log("");
  }
  output(options, { bench: "hcl", results });
} catch (error) {
  console.error(`bench/hcl: could not measure: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Reads the file, parses it, and answers the milliseconds of parsing: on the clock, and of all threads. */
function measured(code) {
  return `const source = require("node:fs").readFileSync(process.argv[2], "utf8");
    const before = process.cpuUsage();
    const start = performance.now();
    ${code}
    const parse = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    if (!(blocks > 0)) throw new Error("nothing was read");
    return { parse, cpu: (user + system) / 1000 };`;
}

/** By turns, so that whatever else the machine does meets both. */
function compared(megabytes, programs) {
  if (!(megabytes > 0)) throw new Error("--sizes takes megabytes, such as 1,10");
  const input = join(folder, `${megabytes}.tf`);
  writeFileSync(input, terraform(megabytes * 1e6));
  const runs = Array.from({ length: Number(options.runs) }, () =>
    Object.entries(programs).map(([name, file]) => [name, runProgram(file, [input])]),
  ).flat();
  const parsers = Object.fromEntries(
    Object.keys(programs).map((name) => {
      const own = runs.filter(([of]) => of === name).map(([, figures]) => figures);
      const of = (figure) => median(own.map((figures) => figures[figure]));
      return [name, { parse: of("parse"), cpu: of("cpu"), process: of("process") }];
    }),
  );
  const [ours, reference] = Object.values(parsers);
  const ratio = (figure) => reference[figure] / ours[figure];
  return { megabytes, parsers, ratios: { parse: ratio("parse"), cpu: ratio("cpu"), process: ratio("process") } };
}

/** Terraform as people write it, the same on every run: numbered resources with blocks, heredocs, templates and `for`. */
function terraform(size) {
  const pieces = [];
  for (let index = 0, length = 0; length < size; index += 1) {
    const piece = SAMPLES[index % SAMPLES.length](index);
    pieces.push(piece);
    length += piece.length;
  }
  return pieces.join("\n");
}
