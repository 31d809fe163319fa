import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The entry of each page: src/pages/<page>/main.ts, named after its page. */
function entries(): Record<string, string> {
  const pages = readdirSync(here("src/pages"));
  const found = pages.map((page) => [page, here(`src/pages/${page}/main.ts`)] as const);
  return Object.fromEntries(found.filter(([, path]) => existsSync(path)));
}

export default defineConfig({
  // Addresses inside a script are relative to it: they hold under any STATIC_URL.
  base: "./",
  publicDir: false,
  plugins: [svelte()],
  build: {
    outDir: here("../src/tenfold/web/static/build"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // Every browser that runs the pages knows modulepreload.
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: entries(),
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
