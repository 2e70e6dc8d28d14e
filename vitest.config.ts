import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/real/**'],
    env: { TZ: 'UTC' },
    testTimeout: 20_000,
    reporters: ['dot'],
  },
});
