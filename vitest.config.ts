import { defineConfig } from 'vitest/config';

// Unit tests run on the sources, in Node, without the plugins of the app's build.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'mirrors/**/*.test.ts', 'e2e/**/*.test.ts'],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // On two cores the default is one.
    maxWorkers: 2,
  },
});
