import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "catalog/src/**/*.test.ts", "test/**/*.test.ts"],
    setupFiles: ["test/seed.setup.ts"],
    testTimeout: 60_000,
    // Colours and width of whoever runs the tests must not change what they see.
    env: { NO_COLOR: "1", COLUMNS: "120" },
  },
});
