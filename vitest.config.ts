import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{infra,packages,services,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/cdk.out/**', '**/dist/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
